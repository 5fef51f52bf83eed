import { radixSort } from './radix.ts';
import { pieces, type Work } from './work.ts';

/** So few are sorted faster by comparing. */
const few = 256;
/** UTF-16 units that make a key of 64 bits: more, where all of them are below 256. */
const units = { narrow: 8, wide: 4 };

/**
 * Sorts rows by their texts, by UTF-16 units as JavaScript compares; rows of equal texts keep their order. Rows
 * whose texts begin alike are put together by a radix sort on the next units, and each such group is sorted again.
 * @param texts by row of the column
 * @param keys room for two words a row of the column
 */
export function* sortTexts(
  rows: Uint32Array,
  texts: readonly string[],
  descending: boolean,
  keys: Uint32Array,
): Work<void> {
  const groups = [{ rows, alike: 0 }];
  for (let group = groups.pop(); group; group = groups.pop()) {
    const { rows } = group;
    const shared = rows.length <= few ? undefined : yield* sharedStart(rows, texts, group.alike);
    // Where a text ends, a key cannot tell that end from the unit 0 of a longer one.
    if (shared === undefined || shared < group.alike) {
      compareSort(rows, texts, descending);
      yield;
      continue;
    }
    const unitsInKey = yield* makeKeys(rows, texts, shared, descending, keys);
    yield* radixSort(rows, keys);
    for (const part of yield* differing(rows, texts, keys)) groups.push({ rows: part, alike: shared + unitsInKey });
  }
}

function compareSort(rows: Uint32Array, texts: readonly string[], descending: boolean): void {
  const [less, more] = descending ? [1, -1] : [-1, 1];
  rows.sort((a, b) => (texts[a]! < texts[b]! ? less : texts[a]! > texts[b]! ? more : a - b));
}

/** With how many units all texts begin alike, when they share the first `alike`. */
function* sharedStart(rows: Uint32Array, texts: readonly string[], alike: number): Work<number> {
  const first = texts[rows[0]!]!;
  let length = first.length;
  for (const [begin, end] of pieces(rows.length)) {
    for (let i = begin; i < end; i++) length = sharedUnits(texts[rows[i]!]!, first, Math.min(alike, length), length);
    yield;
  }
  return length;
}

function sharedUnits(a: string, b: string, from: number, most: number): number {
  const end = Math.min(most, a.length, b.length);
  let at = Math.min(from, end);
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

type Range = readonly [from: number, to: number];

/** Keys of the texts' units from one on. Gives how many of them are in each key. */
function* makeKeys(
  rows: Uint32Array,
  texts: readonly string[],
  from: number,
  descending: boolean,
  keys: Uint32Array,
): Work<number> {
  let highest = 0;
  for (const range of pieces(rows.length)) {
    highest |= fillNarrow(rows, texts, from, keys, range);
    yield;
  }
  const isWide = highest > 255;
  for (const range of pieces(rows.length)) {
    if (isWide) fillWide(rows, texts, from, keys, range);
    if (descending) flip(rows, keys, range);
    yield;
  }
  return isWide ? units.wide : units.narrow;
}

/** @returns all units, or-ed: the keys are good when none is above 255 */
function fillNarrow(
  rows: Uint32Array,
  texts: readonly string[],
  from: number,
  keys: Uint32Array,
  [begin, end]: Range,
): number {
  let seen = 0;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    const text = texts[row]!;
    for (let word = 0; word < 2; word++) {
      const at = from + 4 * (1 - word);
      const [a, b, c, d] = [unit(text, at), unit(text, at + 1), unit(text, at + 2), unit(text, at + 3)];
      keys[2 * row + word] = (a << 24) | (b << 16) | (c << 8) | d;
      seen |= a | b | c | d;
    }
  }
  return seen;
}

function fillWide(rows: Uint32Array, texts: readonly string[], from: number, keys: Uint32Array, range: Range): void {
  for (let i = range[0]; i < range[1]; i++) {
    const row = rows[i]!;
    const text = texts[row]!;
    keys[2 * row] = (unit(text, from + 2) << 16) | unit(text, from + 3);
    keys[2 * row + 1] = (unit(text, from) << 16) | unit(text, from + 1);
  }
}

function flip(rows: Uint32Array, keys: Uint32Array, [begin, end]: Range): void {
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    keys[2 * row] = ~keys[2 * row]!;
    keys[2 * row + 1] = ~keys[2 * row + 1]!;
  }
}

/** The unit at a place; 0 after the end. */
function unit(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : 0;
}

/** The runs of rows with the same key whose texts are not all the same. */
function* differing(rows: Uint32Array, texts: readonly string[], keys: Uint32Array): Work<Uint32Array[]> {
  const runs: Uint32Array[] = [];
  let begin = 0;
  let differ = false;
  for (const [from, to] of pieces(rows.length)) {
    for (let i = from; i < to; i++) {
      const [first, row] = [rows[begin]!, rows[i]!];
      if (keys[2 * first] === keys[2 * row] && keys[2 * first + 1] === keys[2 * row + 1]) {
        differ ||= texts[first] !== texts[row];
        continue;
      }
      if (differ) runs.push(rows.subarray(begin, i));
      begin = i;
      differ = false;
    }
    yield;
  }
  if (differ) runs.push(rows.subarray(begin));
  return runs;
}
