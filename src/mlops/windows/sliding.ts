// Windows over the rows of a record, as indices: what is in them is read from the columns afterwards.
import { type Numbers, numbersOf } from '../data/numbers.ts';
import { assertCount, assertPositive } from './arguments.ts';
import { WindowsError } from './errors.ts';

/** Some rows of a record, and the row that they are to foretell. Indices of rows begin at 0. */
export interface Window {
  /** The first row. */
  readonly start: number;
  /** The last row; `stride` apart from the one before it. */
  readonly last: number;
  /** The row of the label: `ahead` strides after the last one. */
  readonly label: number;
  readonly stride: number;
}

export interface SlidingOptions {
  /** Rows in a window. */
  readonly size: number;
  /** Rows from the start of a window to that of the next; by default `size`, so that no two overlap. */
  readonly shift?: number;
  /** Rows from one value of a window to the next: 6 makes hours of ten-minute rows. By default 1. */
  readonly stride?: number;
  /** How many strides after its last row a window's label lies. By default 0: the label is that of the last row. */
  readonly ahead?: number;
}

/**
 * All whole windows of a record, label included, in their order. None reaches from one stream into another, so a label
 * or a value is never that of another person, or of a time after a gap. Windows that lack a row are left out, as with
 * `drop_remainder=True` of TensorFlow's `Dataset.window`, whose `size`, `shift` and `stride` these are. In each stream
 * of n rows there are `floor((n - 1 - (size - 1 + ahead) * stride) / shift) + 1` of them.
 * @param rows how many there are, all of one stream; or for each row a key, see `streamsOf`: rows in a row with the same
 *   key are one stream
 * @throws {WindowsError} for a size, shift or stride below 1, or a label before the window's end
 */
export function slidingWindows(rows: number | Iterable<unknown>, options: SlidingOptions): Window[] {
  const { size, shift = size, stride = 1, ahead = 0 } = options;
  assertCount('The size of a window', size, 1);
  assertCount('The shift', shift, 1);
  assertCount('The stride', stride, 1);
  assertCount('What lies ahead', ahead, 0);
  const [inside, toLabel] = [(size - 1) * stride, (size - 1 + ahead) * stride];
  const windows: Window[] = [];
  for (const [from, to] of streams(rows)) {
    for (let start = from; start + toLabel < to; start += shift)
      windows.push({ start, last: start + inside, label: start + toLabel, stride });
  }
  return windows;
}

/** The streams as pairs of a first row and the row after the last. */
function streams(rows: number | Iterable<unknown>): (readonly [from: number, to: number])[] {
  if (typeof rows === 'number') {
    assertCount('The number of rows', rows, 0);
    return [[0, rows]];
  }
  const found: (readonly [number, number])[] = [];
  let [from, at, key]: [number, number, unknown] = [0, 0, undefined];
  for (const next of rows) {
    if (at > 0 && !Object.is(next, key)) {
      found.push([from, at]);
      from = at;
    }
    key = next;
    at++;
  }
  return at > from ? [...found, [from, at]] : found;
}

export interface StreamOptions {
  /** What each row belongs to, such as a person: another one begins another stream. */
  readonly groups?: Iterable<unknown>;
  /** When each row was measured, in any unit. */
  readonly times?: Numbers;
  /** The time from one row to the next where nothing is missing. Needed with `times`. */
  readonly step?: number;
}

/**
 * For each row the number of its stream, from 0 on: a new one begins with another group, and where the time from the
 * row before is not `step` (to a hundredth of it): after a gap, at a row that stands twice, at a clock that was set.
 * @throws {WindowsError} for times without a step, and for lists that differ in length
 */
export function streamsOf({ groups, times, step }: StreamOptions): number[] {
  const keys = groups === undefined ? undefined : [...groups];
  const clock = times === undefined ? undefined : numbersOf(times);
  if (!keys && !clock)
    throw new WindowsError('bad-argument', 'Streams are told apart by groups, by times, or by both.');
  if (clock) assertPositive('The step from one time to the next', step ?? Number.NaN);
  if (keys && clock && keys.length !== clock.length)
    throw new WindowsError('unequal-lengths', `There are ${keys.length} groups and ${clock.length} times.`);
  const isNext = (row: number) =>
    (!keys || Object.is(keys[row], keys[row - 1])) &&
    (!clock || Math.abs(clock[row]! - clock[row - 1]! - step!) <= step! / 100);
  let stream = 0;
  return Array.from({ length: (keys ?? clock)!.length }, (_, row) => {
    if (row > 0 && !isNext(row)) stream++;
    return stream;
  });
}

/** The rows of a window, the first one first, without its label. */
export const rowsOf = ({ start, last, stride }: Window): number[] =>
  Array.from({ length: (last - start) / stride + 1 }, (_, i) => start + i * stride);

/**
 * What a column holds in the rows of a window.
 * @throws {WindowsError} for a column that ends before the window does
 */
export function valuesOf<T>(column: ArrayLike<T>, window: Window): T[] {
  if (window.last >= column.length)
    throw new WindowsError(
      'bad-argument',
      `A window reaches to row ${window.last}, and the column ends with row ${column.length - 1}.`,
    );
  return rowsOf(window).map((row) => column[row]!);
}
