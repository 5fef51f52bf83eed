/** Quantiles as borders of buckets, and the bucket of a value. */
import type { FeatureColumn } from './kernels.ts';
import type { FeatureValue } from './schema.ts';
import type { Accumulator } from './statistics.ts';

/**
 * Collects numbers, and gives the `numBuckets` − 1 borders that cut their sorted list into parts of equal size: border k
 * is the value at place ⌊k·n / numBuckets⌋, in float32. Missing values and NaN do not count; without any number there is
 * no border. TensorFlow Transform takes borders from a sketch whose ranks may be off by 1 % of the rows; these are exact.
 *
 * Source: tensorflow/transform, mappers.py, `bucketize`; analyzers.py, `quantiles`.
 */
export function quantilesOf(numBuckets: number): Accumulator<number[]> {
  const values: number[] = [];
  return {
    add(column) {
      for (const cell of column) if (typeof cell === 'number' && !Number.isNaN(cell)) values.push(Math.fround(cell));
    },
    result() {
      const sorted = Float32Array.from(values).sort();
      const count = sorted.length === 0 ? 0 : numBuckets - 1;
      return Array.from({ length: count }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / numBuckets)]!);
    },
  };
}

/** How many borders a value has reached: one that equals a border lies right of it. NaN lies right of all. */
export function bucketsOf(column: FeatureColumn, borders: readonly number[]): FeatureValue[] {
  return column.map((cell) => {
    if (cell === null) return null;
    const value = Math.fround(cell as number);
    const above = borders.findIndex((border) => value < border);
    return above === -1 ? borders.length : above;
  });
}
