/** Lists of numbers, as charts and metrics take them. */
import { isValues, listOf, type Values } from './list.ts';
import { isTensor, type TensorLike } from './tensorLike.ts';
import { numberOf } from './value.ts';

/** Numbers in order: a list, a typed array, a tensor, or anything that can be walked through. */
export type Numbers = Values<number | bigint | null | undefined>;
/** One list, or several by name. */
export type NamedNumbers = Numbers | Readonly<Record<string, Numbers>>;

export interface Series {
  /** Empty for the one list that has no name. */
  readonly name: string;
  readonly values: Float64Array;
}

/** Each list with its name, in 64 bits. */
export function seriesOf(data: NamedNumbers): Series[] {
  if (isValues(data)) return [{ name: '', values: numbersOf(data) }];
  return Object.entries(data).map(([name, values]) => ({ name, values: numbersOf(values) }));
}

/** The numbers in 64 bits; NaN where there is none, see `numberOf`. */
export function numbersOf(values: Values): Float64Array {
  const list = listOf(values);
  if (list instanceof Float64Array) return list;
  // From a typed array at once: walking it takes ten times as long.
  if (ArrayBuffer.isView(list) && !isBigInts(list)) return new Float64Array(list as unknown as Float32Array);
  const numbers = new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) numbers[i] = numberOf(list[i]);
  return numbers;
}

/** The rows of a matrix: lists of numbers, or a tensor of two axes. */
export function matrixOf(rows: Iterable<Numbers> | TensorLike): Float64Array[] {
  if (!isTensor(rows)) return Array.from(rows, numbersOf);
  const [length = 0, width = 1] = rows.shape;
  const numbers = numbersOf(rows);
  return Array.from({ length }, (_, row) => numbers.subarray(row * width, (row + 1) * width));
}

function isBigInts(list: ArrayBufferView): boolean {
  return list instanceof BigInt64Array || list instanceof BigUint64Array;
}
