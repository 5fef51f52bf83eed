/** How a value is shown: always as text, and richer where its kind allows. */
import { inspect } from 'node:util';
import { type MimeBundle, mime, type TableData, type TableValue } from '../../mlops/host.ts';

/** Rows of a table that travel; a notebook shows no more at once. */
export const maxRows = 1000;

/** What the library's own objects (charts, tables, markdown) offer. */
interface Displayable {
  toMimeBundle(): MimeBundle;
}

/** The part of a TensorFlow.js tensor that is shown. */
interface TensorLike {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly isDisposed: boolean;
  /** With `true`: dtype, rank, shape, and the first and last values. */
  toString(verbose: boolean): string;
}

/** The forms of a cell's value; nothing for `undefined`. Errors that the value's own code throws pass through. */
export function bundleOf(value: unknown): MimeBundle | undefined {
  if (value === undefined) return undefined;
  if (isDisplayable(value)) return value.toMimeBundle();
  if (isTensor(value)) return { [mime.text]: tensorText(value) };
  const text = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 });
  return isRecords(value) ? { [mime.table]: tableOf(value), [mime.text]: text } : { [mime.text]: text };
}

function isDisplayable(value: unknown): value is Displayable {
  return isObject(value) && 'toMimeBundle' in value && typeof value.toMimeBundle === 'function';
}

function isTensor(value: unknown): value is TensorLike {
  return (
    isObject(value) &&
    'dataSync' in value &&
    'isDisposed' in value &&
    'dtype' in value &&
    'shape' in value &&
    Array.isArray(value.shape)
  );
}

function tensorText(tensor: TensorLike): string {
  if (!tensor.isDisposed) return tensor.toString(true);
  return `Tensor\n  dtype: ${tensor.dtype}\n  shape: [${tensor.shape}]\n  disposed: its values are gone`;
}

type Records = readonly Readonly<Record<string, unknown>>[];

function isRecords(value: unknown): value is Records {
  return Array.isArray(value) && value.length > 0 && value.every(isPlainObject);
}

function isPlainObject(value: unknown): boolean {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Rows as columns; the columns are all keys of the rows that travel, in the order met. */
function tableOf(rows: Records): TableData {
  const shown = rows.slice(0, maxRows);
  const names = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  return {
    columns: names.map((name) => ({ name, values: shown.map((row) => tableValue(row[name])) })),
    rows: rows.length,
  };
}

function tableValue(value: unknown): TableValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 10, maxStringLength: 200 });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
