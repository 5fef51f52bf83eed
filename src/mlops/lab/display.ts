import { inspect } from 'node:util';
import { currentHost, type MimeBundle, mime } from '../host.ts';
import { isPlainObject } from './compare.ts';

/** A value that knows its own mime bundle: a table, a chart, Markdown. */
export interface Displayable {
  toMimeBundle(): MimeBundle;
}

/**
 * Shows a value below the cell: text as it stands, a table or a chart as such, a mime bundle in its richest form,
 * and anything else as Node prints it.
 */
export function display(value: unknown): void {
  currentHost().display(bundleOf(value));
}

/** Text with Markdown marks, to be displayed or to end a cell. */
export function markdown(text: string): Displayable {
  return { toMimeBundle: () => ({ [mime.markdown]: text, [mime.text]: text }) };
}

function bundleOf(value: unknown): MimeBundle {
  if (typeof value === 'string') return { [mime.text]: value };
  if (isDisplayable(value)) return value.toMimeBundle();
  if (isMimeBundle(value)) return value;
  return { [mime.text]: inspect(value) };
}

function isDisplayable(value: unknown): value is Displayable {
  return (
    typeof value === 'object' && value !== null && 'toMimeBundle' in value && typeof value.toMimeBundle === 'function'
  );
}

function isMimeBundle(value: unknown): value is MimeBundle {
  const keys = isPlainObject(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => /^[\w-]+\/[\w.+-]+$/.test(key));
}
