import { pieces, type Work } from './work.ts';

const digits = 1 << 16;

/** Where a digit of 16 bits lies in a key of two words. */
interface Digit {
  readonly word: 0 | 1;
  readonly shift: 0 | 16;
}

/** The least significant first. */
const order: readonly Digit[] = [
  { word: 0, shift: 0 },
  { word: 0, shift: 16 },
  { word: 1, shift: 0 },
  { word: 1, shift: 16 },
];

/**
 * Sorts rows by keys of 64 bits, smallest first; rows of equal keys keep their order. A digit that all keys share
 * costs one look at each.
 * @param keys two words a row of the column, the low one first
 */
export function* radixSort(rows: Uint32Array, keys: Uint32Array): Work<void> {
  let from = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  for (const digit of order) {
    const places = yield* placesByDigit(from, keys, digit);
    if (!places) continue;
    for (const range of pieces(rows.length)) {
      scatter(from, to, keys, places, digit, range);
      yield;
    }
    [from, to] = [to, from];
  }
  if (from !== rows) rows.set(from);
}

/** Where the first row of each digit goes; nothing when all rows share one. */
function* placesByDigit(rows: Uint32Array, keys: Uint32Array, digit: Digit): Work<Uint32Array | undefined> {
  const places = new Uint32Array(digits);
  for (const range of pieces(rows.length)) {
    countDigits(rows, keys, places, digit, range);
    yield;
  }
  let place = 0;
  for (let value = 0; value < digits; value++) {
    const count = places[value]!;
    if (count === rows.length) return undefined;
    places[value] = place;
    place += count;
  }
  return places;
}

type Range = readonly [from: number, to: number];

function countDigits(
  rows: Uint32Array,
  keys: Uint32Array,
  counts: Uint32Array,
  { word, shift }: Digit,
  [begin, end]: Range,
): void {
  for (let i = begin; i < end; i++) counts[(keys[2 * rows[i]! + word]! >>> shift) & 0xffff]!++;
}

function scatter(
  from: Uint32Array,
  to: Uint32Array,
  keys: Uint32Array,
  places: Uint32Array,
  { word, shift }: Digit,
  [begin, end]: Range,
): void {
  for (let i = begin; i < end; i++) {
    const row = from[i]!;
    to[places[(keys[2 * row + word]! >>> shift) & 0xffff]!++] = row;
  }
}
