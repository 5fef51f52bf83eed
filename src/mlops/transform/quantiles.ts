/** Quantiles as borders of buckets, and the bucket of a value. */
import type { FeatureColumn } from './kernels.ts';
import type { FeatureValue } from './schema.ts';
import type { Accumulator } from './statistics.ts';

/**
 * Collects numbers, and gives the `numBuckets` − 1 borders that cut their sorted list into parts of equal size: border k
 * is the value at place ⌊k·n / numBuckets⌋, in float32. Missing values and NaN do not count; without any number there is
 * no border. TensorFlow Transform takes borders from a sketch whose ranks may be off by 1 % of the rows; these are exact,
 * and take four bytes a row while the analysis lasts.
 *
 * Source: tensorflow/transform, mappers.py, `bucketize`; analyzers.py, `quantiles`.
 */
export class Quantiles implements Accumulator<number[], Float32Array> {
  readonly #numBuckets: number;
  #values = new Float32Array(256);
  #count = 0;

  constructor(numBuckets: number) {
    this.#numBuckets = numBuckets;
  }

  add(column: FeatureColumn): void {
    for (const cell of column) if (cell !== null) this.addOne(cell as number);
  }

  addOne(value: number): void {
    if (Number.isNaN(value)) return;
    if (this.#count === this.#values.length) this.#grow(this.#count + 1);
    this.#values[this.#count++] = value;
  }

  #grow(least: number): void {
    const larger = new Float32Array(Math.max(least, 2 * this.#values.length));
    larger.set(this.#values.subarray(0, this.#count));
    this.#values = larger;
  }

  state(): Float32Array {
    return this.#values.slice(0, this.#count);
  }

  merge(state: Float32Array): void {
    const count = this.#count + state.length;
    if (count > this.#values.length) this.#grow(count);
    this.#values.set(state, this.#count);
    this.#count = count;
  }

  result(): number[] {
    const sorted = this.state().sort();
    const count = sorted.length === 0 ? 0 : this.#numBuckets - 1;
    return Array.from({ length: count }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / this.#numBuckets)]!);
  }
}

/** How many borders a value has reached: one that equals a border lies right of it. NaN lies right of all. */
export function bucketOf(value: number, borders: readonly number[]): number {
  const x = Math.fround(value);
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x < borders[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function bucketsOf(column: FeatureColumn, borders: readonly number[]): FeatureValue[] {
  return column.map((cell) => (cell === null ? null : bucketOf(cell as number, borders)));
}

const { fround } = Math;

/**
 * Where a value lies among the borders, from 0 at the first to 1 at the last, straight between two of them. NaN gives
 * 0.5; of a single border 0 below it and 1 from it on; without a border there is nothing to measure, and NaN.
 *
 * Source: tensorflow/transform, mappers.py, `apply_buckets_with_interpolation`.
 */
export function interpolated(column: FeatureColumn, borders: readonly number[]): FeatureValue[] {
  const finite = borders.filter(Number.isFinite).map(fround);
  return column.map((cell) => (cell === null ? null : placeAmong(cell as number, finite)));
}

function placeAmong(value: number, borders: readonly number[]): number {
  const [last, bucket] = [borders.length, bucketOf(value, borders)];
  if (last === 0) return Number.NaN;
  if (last === 1) return bucket;
  if (Number.isNaN(value)) return 0.5;
  const inside = bucket === 0 || bucket === last ? 0 : share(fround(value), borders[bucket - 1]!, borders[bucket]!);
  return fround(fround(Math.max(bucket - 1, 0) + inside) / (last - 1));
}

const share = (x: number, low: number, high: number) =>
  low === high ? 0.5 : fround(fround(x - low) / fround(high - low));
