/**
 * Which stored outputs may be shown. A file of outputs may come with a clone, and VS Code's own renderers put HTML
 * into the page wherever they take it for a trusted folder's: so only what runs no code there is shown again.
 *
 * What those renderers do with each form: VS Code's extensions `notebook-renderers` and `markdown-language-features`.
 */
import { mime } from '../mlops/host.ts';
import type { SavedItem } from './outputStore.ts';

const error = 'application/vnd.code.notebook.error';
const stderr = 'application/vnd.code.notebook.stderr';

const inert: ReadonlySet<string> = new Set([
  mime.text,
  mime.markdown,
  mime.json,
  mime.table,
  mime.vegaLite,
  mime.check,
  mime.png,
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/vnd.code.notebook.stdout',
  stderr,
  error,
]);

/** Whether a form is worth to be kept; `safeItem` decides on what it holds. HTML and SVG are not. */
export function isInert(type: string): boolean {
  return inert.has(type);
}

/** What of a stored form is shown: itself, the same words in a form that runs no code, or nothing. */
export function safeItem(item: SavedItem): SavedItem | undefined {
  if (!isInert(item.mime)) return undefined;
  if (!('text' in item)) return item;
  switch (item.mime) {
    case mime.markdown:
      return /<[a-z!?/]/i.test(item.text) ? undefined : item;
    case mime.json:
      // It is drawn as a fenced block of Markdown, which only what is no JSON can leave.
      return parsed(item.text) === undefined ? undefined : item;
    case error:
      return safeError(item);
    default:
      return item;
  }
}

/**
 * In an error's stack, links are taken for HTML, and `File x:1` becomes one with `x` in it. Colours go before, and
 * may hide either. Text of the standard error stream is never HTML.
 */
function safeError(item: SavedItem & { text: string }): SavedItem | undefined {
  const content = parsed(item.text);
  if (typeof content !== 'object' || content === null) return undefined;
  const { stack } = content as { stack?: unknown };
  if (stack === undefined) return item;
  if (typeof stack !== 'string') return undefined;
  return stack.includes('\u001b') || /<a\s|File\s.*:\d/i.test(stack) ? { mime: stderr, text: stack } : item;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
