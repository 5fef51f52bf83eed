/**
 * Untrusted SVG as an image: in one, browsers run no script, load nothing and take no clicks, whatever it holds
 * (SVG 2, 2.2.1 "secure static mode" and "secure animated mode").
 */
import { UserError } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import type { LeftOut } from './leftOut.ts';

export interface SvgImage {
  /** A data URL. */
  readonly src: string;
  /** The drawing's own title, else its description. */
  readonly alt: string | undefined;
  /** What has no effect in an image. */
  readonly leftOut: ReadonlySet<LeftOut>;
  /** Whether it takes a colour from where it stands; any other was drawn for white paper. */
  readonly followsTheme: boolean;
}

/** Elements that all `use` elements together may stand for: a few nested ones stand for billions. */
const mostElements = 200_000;

/**
 * @param source an SVG document
 * @param color for what is drawn in `currentColor`: an image knows nothing of the page around it
 * @throws {UserError} `svg-malformed`, `svg-too-big`
 */
export function svgImage(source: string, color = themeColor()): SvgImage {
  // Inside HTML it needs no namespace, and many a program that writes HTML leaves it away.
  const named = /<svg\b[^>]*\sxmlns\s*=/.test(source) ? source : source.replace(/<svg\b/, `$& xmlns="${svgNamespace}"`);
  const root = parsedRoot(named);
  if (elementCount(root) > mostElements) {
    throw new UserError('svg-too-big', t('This picture uses its own parts too often to be drawn. Draw less of it.'));
  }
  const followsTheme = /currentcolor/i.test(source);
  if (followsTheme && !root.hasAttribute('color')) root.setAttribute('color', color);
  const [title] = [...root.children].filter(({ localName }) => localName === 'title' || localName === 'desc');
  return {
    src: `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(root))}`,
    alt: title?.textContent?.trim() || root.getAttribute('aria-label') || undefined,
    leftOut: leftOutOf(root),
    followsTheme,
  };
}

const svgNamespace = 'http://www.w3.org/2000/svg';

function parsedRoot(source: string): Element {
  const root = new DOMParser().parseFromString(source.trim(), 'image/svg+xml').documentElement;
  const problem = root.nodeName === 'parsererror' ? root : root.querySelector('parsererror');
  if (!problem && root.localName === 'svg' && root.namespaceURI === svgNamespace) return root;
  const [reason] = /line \d+[^\n]*/.exec(problem?.textContent ?? '') ?? [];
  const text = t('This picture is no well-formed SVG: {0}.', reason?.trim() ?? t('it has no svg element'));
  throw new UserError('svg-malformed', text);
}

function themeColor(): string {
  return getComputedStyle(document.body).getPropertyValue('--vscode-foreground').trim() || 'currentColor';
}

/** With each `use` counted as what it stands for. */
function elementCount(root: Element): number {
  const counts = new Map<Element, number>();
  const count = (element: Element): number => {
    const known = counts.get(element);
    if (known !== undefined) return known;
    // Found again on its own way, it is a circle, which browsers do not draw.
    counts.set(element, 1);
    const used = element.localName === 'use' ? usedBy(element) : undefined;
    let sum = 1 + (used ? count(used) : 0);
    for (const child of element.children) sum += count(child);
    counts.set(element, sum);
    return sum;
  };
  const usedBy = (use: Element) => {
    const name = /^#(.+)/.exec(use.getAttribute('href') ?? use.getAttribute('xlink:href') ?? '')?.[1];
    return name === undefined ? undefined : (byId.get(name) ?? undefined);
  };
  const byId = new Map([...root.querySelectorAll('[id]')].map((element) => [element.id, element]));
  return count(root);
}

function leftOutOf(root: Element): Set<LeftOut> {
  const leftOut = new Set<LeftOut>();
  for (const element of [root, ...root.querySelectorAll('*')]) {
    if (element.localName === 'script') leftOut.add('script');
    if (['iframe', 'object', 'embed'].includes(element.localName)) leftOut.add('frame');
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) leftOut.add('script');
      const isLink = element.localName === 'a';
      if (!isLink && /(^|:)(href|src)$/i.test(name) && !/^\s*(#|data:)/i.test(value)) leftOut.add('address');
      if (/url\(\s*["']?(?!#|data:)\w/i.test(value)) leftOut.add('address');
    }
  }
  return leftOut;
}
