import { currentHost } from '../host.ts';
import { mime } from '../payloads/mime.ts';
import { bundleOf, type Displayable } from './bundle.ts';

/**
 * Shows a value below the cell: text as it stands, a table or a chart as such, rows as a table, the bytes of a PNG,
 * JPEG, GIF, WebP or SVG file as the picture, a tensor, a typed array or a model with what is to be known of it, a mime
 * bundle in its richest form, and anything else as Node prints it.
 */
export function display(value: unknown): void {
  currentHost().display(bundleOf(value, 'text'));
}

/** Text with Markdown marks and math (`$…$`, `$$…$$`), to be displayed or to end a cell. */
export function markdown(text: string): Displayable {
  return { toMimeBundle: () => ({ [mime.markdown]: text, [mime.text]: text }) };
}

/**
 * A piece of HTML, to be displayed or to end a cell. It is shown without what runs code or loads anything: scripts,
 * forms, frames, addresses. In the terminal its words are shown.
 */
export function html(text: string): Displayable {
  return { toMimeBundle: () => ({ [mime.html]: text, [mime.text]: wordsOfHtml(text) }) };
}

/**
 * A picture in SVG, to be displayed or to end a cell. What it draws in `currentColor` follows the editor's theme;
 * a picture that does not use it is shown on white paper.
 */
export function svg(text: string): Displayable {
  const title = /<title[^>]*>([^<]*)<\/title>/.exec(text)?.[1]?.trim();
  return { toMimeBundle: () => ({ [mime.svg]: text, [mime.text]: title || 'SVG image' }) };
}

/**
 * A value as a tree that is opened level by level, to be displayed or to end a cell.
 * @throws TypeError for what JSON cannot hold: a cycle, a bigint, or nothing but a function
 */
export function json(value: unknown): Displayable {
  const text = JSON.stringify(value, undefined, 2);
  if (text === undefined) throw new TypeError('JSON cannot hold this value: it is undefined, a function or a symbol.');
  return { toMimeBundle: () => ({ [mime.json]: JSON.parse(text), [mime.text]: text }) };
}

/** Words for a terminal, where nothing of it is taken for HTML: marks are cut, and blocks end lines. */
function wordsOfHtml(text: string): string {
  return text
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replaceAll(/<\/(p|div|tr|li|h[1-6]|table|pre)\s*>|<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/t[dh]\s*>/gi, '\t')
    .replaceAll(/<[a-z/!][^>]*>/gi, '')
    .replaceAll(/&(lt|gt|quot|nbsp|amp);/g, (_, name: keyof typeof entities) => entities[name])
    .replaceAll(/[ \t]*\n\s*/g, '\n')
    .trim();
}

const entities = { lt: '<', gt: '>', quot: '"', nbsp: ' ', amp: '&' } as const;
