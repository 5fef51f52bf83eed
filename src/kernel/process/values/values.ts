/** How a value is shown: always as text, and richer where its kind allows. */
import { inspect } from 'node:util';
import { pictureOf } from '../../../mlops/lab/display.ts';
import { tableData } from '../../../mlops/lab/table.ts';
import { valueBundle } from '../../../mlops/lab/valueBundle.ts';
import { type MimeBundle, mime } from '../../../mlops/payloads/mime.ts';

/** What the library's own objects (charts, tables, markdown) offer. */
interface Displayable {
  toMimeBundle(): MimeBundle;
}

/** The forms of a cell's value; nothing for `undefined`. Errors that the value's own code throws pass through. */
export function bundleOf(value: unknown): MimeBundle | undefined {
  if (value === undefined) return undefined;
  if (isDisplayable(value)) return value.toMimeBundle();
  const bundle = pictureOf(value) ?? valueBundle(value);
  if (bundle) return bundle;
  // A text is shown whole: whoever shows it bounds a long one, and has a way to all of it.
  const maxStringLength = typeof value === 'string' ? Number.POSITIVE_INFINITY : 10_000;
  const text = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength, breakLength: 100 });
  return isRecords(value) ? { [mime.table]: tableData(value), [mime.text]: text } : { [mime.text]: text };
}

function isDisplayable(value: unknown): value is Displayable {
  return isObject(value) && 'toMimeBundle' in value && typeof value.toMimeBundle === 'function';
}

function isRecords(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPlainObject);
}

function isPlainObject(value: unknown): boolean {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
