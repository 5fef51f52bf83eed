/**
 * The analyzers over numbers, as accumulators that see the data once, batch by batch. Missing values do not count.
 *
 * Source: tensorflow/transform, analyzers.py; Welford (1962) for mean and variance.
 */
import type { FeatureColumn } from './kernels.ts';
import type { Statistic } from './node.ts';

export interface Accumulator<T> {
  add(column: FeatureColumn): void;
  result(): T;
}

export function accumulatorOf(statistic: Statistic): Accumulator<number> {
  switch (statistic) {
    case 'mean':
    case 'variance':
      return moments(statistic);
    case 'min':
      // TensorFlow Transform computes it as 0 − max(0 − x), which is never −0.
      return fold(Number.POSITIVE_INFINITY, (least, x) => Math.min(least, x) + 0);
    case 'max':
      return fold(Number.NEGATIVE_INFINITY, Math.max);
    case 'size':
      return fold(0, (size) => size + 1);
  }
}

/** Mean or (biased) variance in float64, rounded to float32 at the end. NaN and infinities are left out. */
function moments(wanted: 'mean' | 'variance'): Accumulator<number> {
  let count = 0;
  let mean = 0;
  let squaredDeviations = 0;
  return {
    add(column) {
      for (const cell of column) {
        const x = Math.fround(cell as number);
        if (cell === null || !Number.isFinite(x)) continue;
        const delta = x - mean;
        mean += delta / ++count;
        squaredDeviations += delta * (x - mean);
      }
    },
    result: () => Math.fround(wanted === 'mean' ? mean : squaredDeviations / Math.max(count, 1)),
  };
}

function fold(start: number, step: (state: number, x: number) => number): Accumulator<number> {
  let state = start;
  return {
    add(column) {
      for (const cell of column) if (cell !== null) state = step(state, cell as number);
    },
    result: () => state,
  };
}
