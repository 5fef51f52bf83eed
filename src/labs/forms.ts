/** The forms of an output that MLOps Lab draws, and how they travel to its renderer. */
import { type MimeBundle, mime } from '../mlops/host.ts';

/** An output in one form: what the renderer is given. */
export interface Form {
  readonly mime: string;
  readonly data: unknown;
}

/** The forms that are drawn, the richest first. */
const drawn: readonly string[] = [
  mime.live,
  mime.model,
  mime.tensor,
  mime.images,
  mime.table,
  mime.vegaLite,
  mime.check,
  mime.html,
  mime.markdown,
  mime.svg,
  mime.png,
  mime.jpeg,
  mime.gif,
  mime.webp,
  mime.json,
  mime.text,
];

/** The richest form that is drawn; nothing when none is. */
export function richestForm(bundle: MimeBundle): Form | undefined {
  const type = drawn.find((type) => bundle[type] !== undefined);
  return type === undefined ? undefined : { mime: type, data: bundle[type] };
}

/**
 * The type under which a form of a standard type, such as HTML, is handed to VS Code: its own renderers put such into
 * the page as it is, and ours, which makes it harmless first, must not take it over in other people's notebooks.
 * The payload is a `Form`.
 */
export const wrapped = 'application/vnd.mlops-lab.standard.v1+json';

/** The types of ours that VS Code gives to our renderer; package.json lists the same. */
export const rendererTypes: readonly string[] = [
  mime.live,
  mime.model,
  mime.tensor,
  mime.images,
  mime.table,
  mime.vegaLite,
  mime.check,
  wrapped,
];
