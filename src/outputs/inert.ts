/**
 * Which stored outputs may be shown. A file of outputs may come with a clone, and VS Code's own renderers put HTML
 * into the page wherever they take it for a trusted folder's: so only our renderer, which makes everything harmless
 * as it draws it, gets more than words.
 *
 * What VS Code's renderers do with each form: its extensions `notebook-renderers` and `markdown-language-features`.
 */
import { mime } from '../mlops/payloads/mime.ts';
import { codeTypes, rendererTypes, standardKinds, wrapped } from './forms.ts';
import { type OutputItem, outputItems } from './items.ts';
import { settledJson } from './live/form.ts';
import type { SavedItem } from './store/store.ts';

const kept: ReadonlySet<string> = new Set([...rendererTypes, ...Object.values(codeTypes), mime.text]);

/** Standard types that were stored as they are before they travelled wrapped. */
const standard: ReadonlySet<string> = new Set(standardKinds);

/** Whether a form is worth to be kept; `storedOutput` decides on what it holds. */
export function isKept(type: string): boolean {
  return kept.has(type);
}

/** What of a stored output is shown: what cannot be is left out, so it may be nothing. */
export function storedOutput(saved: readonly SavedItem[]): OutputItem[] {
  return saved.flatMap((item) => safeItems(item));
}

function safeItems(item: SavedItem): OutputItem[] {
  if (standard.has(item.mime)) return wrappedAgain(item);
  if (!isKept(item.mime) || !('text' in item)) return [];
  if (item.mime === codeTypes.error) return safeError(item.text);
  if (item.mime === mime.live) return settled(item.text);
  if (!rendererTypes.includes(item.mime)) return [item];
  // The renderer says in its place what is wrong with a payload, but it must be one.
  return parsed(item.text) === undefined ? [] : [item];
}

/** What ran when it was stored does not run any more. */
function settled(json: string): OutputItem[] {
  const text = settledJson(json);
  return text === undefined ? [] : [{ mime: mime.live, text }];
}

/** Of the words, only a form that has them: an older file keeps those as an item of their own. */
function wrappedAgain(item: SavedItem): OutputItem[] {
  const data = contentOf(item);
  return data === undefined ? [] : outputItems({ [item.mime]: data }).filter(({ mime }) => mime === wrapped);
}

/** The data of a bundle: pictures made of points in base64, any other as text, JSON as the value. */
function contentOf(item: SavedItem): unknown {
  const isPoints = item.mime.startsWith('image/') && item.mime !== mime.svg;
  if (isPoints) return 'base64' in item ? item.base64 : item.text;
  const text = 'text' in item ? item.text : Buffer.from(item.base64, 'base64').toString('utf8');
  return item.mime === mime.json ? parsed(text) : text;
}

/**
 * In an error's stack, VS Code takes links for HTML, and `File x:1` becomes one with `x` in it. Colours go before, and
 * may hide either. Text of the standard error stream is never HTML.
 */
function safeError(text: string): OutputItem[] {
  const content = parsed(text);
  if (typeof content !== 'object' || content === null) return [];
  const { stack } = content as { stack?: unknown };
  if (stack === undefined) return [{ mime: codeTypes.error, text }];
  if (typeof stack !== 'string') return [];
  const isHtml = stack.includes('\u001b') || /<a\s|File\s.*:\d/i.test(stack);
  return [isHtml ? { mime: codeTypes.stderr, text: stack } : { mime: codeTypes.error, text }];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
