/** Which module draws which form: the one table that notebook, side panel and exported page share. */
import { mime } from '../../mlops/payloads/mime.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import { codeTypes, type DrawnKind, type Form, wrapped } from '../forms.ts';
import type { Environment } from './environment.ts';
import { type Drawer, type Drawn, mount } from './mount.tsx';

/** Each is loaded when the first output of its kind is drawn. */
const drawers = {
  [mime.live]: async () => (await import('./live/live.tsx')).drawLive,
  [mime.vegaLite]: async () => (await import('./chart.ts')).drawChart,
  [mime.check]: async () => (await import('./check.tsx')).drawCheck,
  [mime.html]: async () => (await import('./standard/html.ts')).drawHtml,
  [mime.markdown]: async () => (await import('./standard/markdown.ts')).drawMarkdown,
  [mime.svg]: async () => (await import('./standard/image.ts')).drawSvg,
  [mime.png]: async () => (await import('./standard/image.ts')).drawPixels(mime.png),
  [mime.jpeg]: async () => (await import('./standard/image.ts')).drawPixels(mime.jpeg),
  [mime.gif]: async () => (await import('./standard/image.ts')).drawPixels(mime.gif),
  [mime.webp]: async () => (await import('./standard/image.ts')).drawPixels(mime.webp),
  [mime.json]: async () => (await import('./standard/json.tsx')).drawJson,
  [mime.text]: async () => (await import('./standard/text.tsx')).drawText,
  [codeTypes.stdout]: async () => (await import('./standard/text.tsx')).drawText,
  [codeTypes.stderr]: async () => (await import('./standard/text.tsx')).drawStderr,
  [codeTypes.error]: async () => (await import('./standard/error.tsx')).drawError,
  [mime.table]: async () => (await import('./table/table.tsx')).drawTable,
  [mime.tensor]: async () => (await import('./tensor/tensor.tsx')).drawTensor,
  [mime.images]: async () => (await import('./images/images.tsx')).drawImages,
  [mime.model]: async () => (await import('./model/model.tsx')).drawModel,
} satisfies Record<DrawnKind, () => Promise<Drawer>>;

/** Draws one output, or a sentence where it is malformed. Resolves when all of it can be seen. */
export async function draw(form: Form, element: HTMLElement, environment: Environment): Promise<Drawn> {
  try {
    const { mime: type, data, alt } = form.mime === wrapped ? unwrapped(form.data) : form;
    if (!isDrawn(type))
      throw new UserError('output-unknown', t('MLOps Lab does not draw outputs of the type {0}.', type));
    const drawer: Drawer = await drawers[type]();
    return await drawer(data, element, environment, alt);
  } catch (error) {
    return mount(element, <Problem error={error} />, environment);
  }
}

function isDrawn(type: string): type is DrawnKind {
  return Object.hasOwn(drawers, type);
}

/** @throws {UserError} `output-malformed` */
function unwrapped(data: unknown): Form {
  if (typeof data === 'object' && data !== null && 'mime' in data && 'data' in data && typeof data.mime === 'string') {
    const alt = 'alt' in data && typeof data.alt === 'string' ? { alt: data.alt } : {};
    return { mime: data.mime, data: data.data, ...alt };
  }
  throw new UserError('output-malformed', t('This output does not say of which type it is. Run the cell again.'));
}

function Problem({ error }: { readonly error: unknown }) {
  return (
    <p class="mlops-lab-problem" role="alert">
      {messageOf(error)}
    </p>
  );
}
