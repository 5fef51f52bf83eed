import type { Column } from '../data/columns.ts';
import { radixSort } from './radix.ts';
import { sortTexts } from './textOrder.ts';
import { pieces, type Work } from './work.ts';

/** What a row's value is, in the order in which the kinds stand. */
const kinds = { number: 0, boolean: 1, text: 2, notANumber: 3, missing: 4 } as const;

/**
 * The rows of a column in order: numbers, then booleans (false first), then texts by their UTF-16 units. NaN stands
 * after them and missing values last, in descending order as well; equal values keep the order of their rows.
 */
export function* orderOf(column: Column, rows: number, descending: boolean): Work<Uint32Array> {
  const read = yield* readColumn(column, rows, descending);
  const { keys, texts } = read;
  const [numbers, booleans, words, notNumbers, missing] = yield* rowsByKind(read);
  yield* radixSort(numbers!, keys);
  yield* radixSort(booleans!, keys);
  // Last, since it writes keys of its own.
  yield* sortTexts(words!, texts, descending, keys);
  const values = [numbers!, booleans!, words!];
  return joined([...(descending ? values.reverse() : values), notNumbers!, missing!], rows);
}

interface Read {
  /** By row. */
  readonly kind: Uint8Array;
  /** Two words a row that grow as its number does, or fall when the order is descending; the low one first. */
  readonly keys: Uint32Array;
  readonly texts: readonly string[];
}

function* readColumn(column: Column, rows: number, descending: boolean): Work<Read> {
  const kind = new Uint8Array(rows);
  const numbers = new Float64Array(rows);
  const texts: string[] = [];
  for (const [begin, end] of pieces(rows)) {
    for (let row = begin; row < end; row++) {
      // Reading a value may take long, such as printing an object.
      if (row % 64 === 0) yield;
      const value = column.at(row);
      if (typeof value === 'number') {
        // −0 is equal to 0, and 0 when 0 is added.
        numbers[row] = value + 0;
        kind[row] = Number.isNaN(value) ? kinds.notANumber : kinds.number;
      } else if (typeof value === 'string') {
        texts[row] = value;
        kind[row] = kinds.text;
      } else if (value === null) {
        kind[row] = kinds.missing;
      } else {
        numbers[row] = Number(value);
        kind[row] = kinds.boolean;
      }
    }
  }
  const keys = new Uint32Array(numbers.buffer);
  for (const range of pieces(rows)) {
    makeKeys(keys, descending, range);
    yield;
  }
  return { kind, keys, texts };
}

/**
 * Makes the bits of numbers keys that compare as the numbers do: a negative number's bits fall as it grows, so they
 * are turned; the others only get above them. The words lie as little-endian machines, all that Node.js runs on, do.
 */
function makeKeys(words: Uint32Array, descending: boolean, [begin, end]: readonly [number, number]): void {
  const flip = descending ? 0xffffffff : 0;
  for (let row = begin; row < end; row++) {
    const [low, high] = [words[2 * row]!, words[2 * row + 1]!];
    const negative = high >>> 31 === 1;
    words[2 * row] = flip ^ (negative ? ~low : low);
    words[2 * row + 1] = flip ^ (negative ? ~high : high ^ 0x80000000);
  }
}

function* rowsByKind({ kind }: Read): Work<Uint32Array[]> {
  const counts = new Uint32Array(5);
  for (const [begin, end] of pieces(kind.length)) {
    for (let row = begin; row < end; row++) counts[kind[row]!]!++;
    yield;
  }
  const groups = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (const [begin, end] of pieces(kind.length)) {
    for (let row = begin; row < end; row++) groups[kind[row]!]![counts[kind[row]!]!++] = row;
    yield;
  }
  return groups;
}

function joined(parts: readonly Uint32Array[], length: number): Uint32Array {
  const whole = new Uint32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
