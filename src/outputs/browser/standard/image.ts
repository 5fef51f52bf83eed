import type { mime } from '../../../mlops/payloads/mime.ts';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { UserError } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { malformed } from '../../payloads/payload.ts';
import type { Drawer, Drawn } from '../mount.tsx';
import { note } from './frame.ts';
import { leftOutText } from './leftOut.ts';
import { styles } from './styles.ts';
import { svgImage } from './svg.ts';
import { onThemeChange } from './theme.ts';

/** Draws a picture whose content is base64. */
export function drawPixels(type: typeof mime.png | typeof mime.jpeg | typeof mime.gif | typeof mime.webp): Drawer {
  return async (data, element, _environment, alt) => {
    if (typeof data !== 'string') throw malformed(t('picture'), t('no text'));
    await show(element, `data:${type};base64,${data.replaceAll(/\s/g, '')}`, alt ?? t('Picture'));
    return undisposed;
  };
}

/** Draws SVG as an image, in which nothing runs; what is drawn in `currentColor` follows the theme. */
export const drawSvg: Drawer = async (data, element, _environment, alt) => {
  if (typeof data !== 'string') throw malformed('SVG', t('no text'));
  const draw = async () => {
    const { src, alt: own, leftOut, followsTheme } = svgImage(data);
    await show(element, src, alt ?? own ?? t('Picture'), followsTheme);
    const sentence = leftOutText(leftOut);
    if (sentence !== undefined) element.append(note(sentence));
    return followsTheme;
  };
  return (await draw()) ? { dispose: onThemeChange(() => void draw()) } : undisposed;
};

const undisposed: Drawn = { dispose: () => undefined };

async function show(element: HTMLElement, src: string, alt: string, themed = false): Promise<void> {
  addStyles(styles);
  const image = new Image();
  image.alt = alt;
  image.src = src;
  try {
    await image.decode();
  } catch (error) {
    const text = t('This picture cannot be decoded: it is damaged, or no picture of its type. Run the cell again.');
    throw new UserError('picture-damaged', text, { cause: error });
  }
  const figure = document.createElement('figure');
  figure.className = `mlops-lab-picture${themed ? ' mlops-lab-themed' : ''}`;
  figure.append(image);
  element.replaceChildren(figure);
}
