/** How a value is shown: always as text, and richer where its kind allows. */
import { inspect } from 'node:util';
import { type MimeBundle, mime } from '../../mlops/host.ts';
import { pictureOf } from '../../mlops/lab/display.ts';
import { tableData } from '../../mlops/lab/table.ts';

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
  const picture = pictureOf(value);
  if (picture) return picture;
  if (isTensor(value)) return { [mime.text]: tensorText(value) };
  const text = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 });
  return isRecords(value) ? { [mime.table]: tableData(value), [mime.text]: text } : { [mime.text]: text };
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
