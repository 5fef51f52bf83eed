/**
 * How a value is shown: by `display(…)`, as the last value of a cell, and when it is opened from the list of
 * variables. One rule for all, so that `display(x)` and `x` at a cell's end never differ, but for plain text:
 * `display` shows it as it stands, since somebody means to print it; as a cell's value it is quoted, as Node shows it,
 * so that `'1'` and `1` can be told apart.
 */
import { inspect } from 'node:util';
import { type MimeBundle, mime } from '../payloads/mime.ts';
import { isPlainObject } from './compare.ts';
import { imageBundle } from './image.ts';
import { isModel, modelBundle } from './model.ts';
import { tableData } from './table.ts';
import { tensorBundle } from './tensor.ts';
import { elementsOf } from './tensorElements.ts';

/** A value that knows its own mime bundle: a table, a chart, Markdown. */
export interface Displayable {
  toMimeBundle(): MimeBundle;
}

/**
 * The forms of a value, in this order: what it says of itself (`toMimeBundle`); the bytes of a picture's file as the
 * picture; a tensor, numbers or a model with what is to be known of it; rows (a list of plain objects) as a table; a
 * mime bundle in its richest form; and anything else as Node prints it. What cannot be looked at without an error (a
 * getter throws, a proxy was revoked) is shown as Node prints it, too. Errors of `toMimeBundle` pass through.
 * @param textAs a plain text as it stands, or as a value, in quotes
 */
export function bundleOf(value: unknown, textAs: 'text' | 'value'): MimeBundle {
  if (typeof value === 'string' && textAs === 'text') return { [mime.text]: value };
  if (attempt(() => isDisplayable(value))) return (value as Displayable).toMimeBundle();
  return attempt(() => richBundle(value)) ?? { [mime.text]: printed(value) };
}

function richBundle(value: unknown): MimeBundle | undefined {
  const bundle = pictureOf(value) ?? valueBundle(value);
  if (bundle) return bundle;
  if (isMimeBundle(value)) return value;
  return isRecords(value) ? { [mime.table]: tableData(value), [mime.text]: printed(value) } : undefined;
}

/** What looking at a value gives; nothing where code of the value throws. */
function attempt<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** The forms of a tensor, an array of numbers or a model; nothing for any other value. */
export function valueBundle(value: unknown): MimeBundle | undefined {
  if (isModel(value)) return modelBundle(value);
  const elements = elementsOf(value);
  return elements && tensorBundle(value, elements);
}

function printed(value: unknown): string {
  // A text is shown whole: whoever shows it bounds a long one, and has a way to all of it.
  const maxStringLength = typeof value === 'string' ? Number.POSITIVE_INFINITY : 10_000;
  return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength, breakLength: 100 });
}

/** The forms of a value that holds the bytes of a picture's file; nothing for any other. */
function pictureOf(value: unknown): MimeBundle | undefined {
  return value instanceof Uint8Array ? imageBundle(value) : undefined;
}

function isDisplayable(value: unknown): value is Displayable {
  return (
    typeof value === 'object' && value !== null && 'toMimeBundle' in value && typeof value.toMimeBundle === 'function'
  );
}

function isRecords(value: unknown): value is readonly object[] {
  if (!Array.isArray(value)) return false;
  // `every` skips holes, and takes its time for many.
  for (let index = 0; index < value.length; index++) if (!isPlainObject(value[index])) return false;
  return value.length > 0;
}

const known: ReadonlySet<string> = new Set(Object.values(mime));
/** RFC 6838, 3.2 and 3.3: the trees of vendors and persons, below IANA's top-level types. */
const ofVendor = /^(application|audio|font|image|message|model|text|video)\/(vnd|prs|x)[.-][\w.+-]+$/;

/**
 * Whether an object is a mime bundle: all its keys are mime types beyond doubt, those that are drawn here or a
 * vendor's. `{ 'train/loss': 0.5 }` is an object of metrics, and so is `{ 'model/loss': 0.5 }`.
 */
function isMimeBundle(value: unknown): value is MimeBundle {
  const keys = isPlainObject(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => known.has(key) || ofVendor.test(key));
}
