/** The forms of an output that MLOps Lab draws, and how they travel to its renderer. */
import { type MimeBundle, mime } from '../mlops/payloads/mime.ts';

/** An output in one form: what the renderer is given. */
export interface Form {
  readonly mime: string;
  readonly data: unknown;
  /** For a picture: the same in words, for whom it is not seen. */
  readonly alt?: string;
}

/** VS Code's own types, which its own renderers draw in notebooks and ours everywhere else. */
export const codeTypes = {
  stdout: 'application/vnd.code.notebook.stdout',
  stderr: 'application/vnd.code.notebook.stderr',
  /** The payload is JSON of a name, a message and a stack. */
  error: 'application/vnd.code.notebook.error',
} as const;

/** The payload of `codeTypes.error`. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  /** Begins with name and message, as V8 writes it. */
  readonly stack?: string;
}

const pictures = [mime.svg, mime.png, mime.jpeg, mime.gif, mime.webp] as const;

export function isPicture(type: string): boolean {
  return (pictures as readonly string[]).includes(type);
}

/** Kinds with a type of their own, which VS Code gives to our renderer as they are; the richest first. */
export const ownKinds = [
  mime.live,
  mime.model,
  mime.tensor,
  mime.images,
  mime.table,
  mime.vegaLite,
  mime.check,
] as const;

/** Standard types that hold more than words, the richest first: they travel wrapped. */
export const standardKinds = [mime.html, mime.markdown, ...pictures, mime.json] as const;

/** What tells the session something, and is not drawn: the words beside it are. */
type ToldKind = typeof mime.reveal;

/** The forms of a bundle that are drawn, the richest first. */
const drawnForms = [...ownKinds, ...standardKinds, mime.text] as const;

type Kind = (typeof mime)[keyof typeof mime];
/** All that has a drawing; `browser/drawings.tsx` does not compile without one for each. */
export type DrawnKind = (typeof drawnForms)[number] | (typeof codeTypes)[keyof typeof codeTypes];

type None<T extends never> = T;
/** Does not compile when a kind of `mlops/payloads/mime.ts` is in none of the lists above. */
export type UnlistedKinds = None<Exclude<Kind, DrawnKind | ToldKind>>;

/** The richest form that is drawn; nothing when none is. */
export function richestForm(bundle: MimeBundle): Form | undefined {
  const type = drawnForms.find((type) => bundle[type] !== undefined);
  if (type === undefined) return undefined;
  const alt = isPicture(type) ? bundle[mime.text] : undefined;
  return { mime: type, data: bundle[type], ...(typeof alt === 'string' ? { alt } : {}) };
}

/**
 * The type under which a form of a standard type, such as HTML, is handed to VS Code: its own renderers put such into
 * the page as it is, and ours, which makes it harmless first, must not take it over in other people's notebooks.
 * The payload is a `Form`.
 */
export const wrapped = 'application/vnd.mlops-lab.standard.v1+json';

/** The types of ours that VS Code gives to our renderer; package.json lists the same (`package.test.ts`). */
export const rendererTypes: readonly string[] = [...ownKinds, wrapped];
