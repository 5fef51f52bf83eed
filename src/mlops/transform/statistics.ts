/**
 * The analyzers over numbers, as accumulators that see the data once, batch by batch. Missing values do not count. What
 * an accumulator has seen is its state, plain data that another one can take in: parts of the data can be analyzed apart.
 *
 * Source: tensorflow/transform, analyzers.py; Welford (1962) for mean and variance; Chan, Golub and LeVeque (1979) for
 * merging them.
 */
import type { FeatureColumn } from './kernels.ts';
import type { Statistic } from './node.ts';
import type { FeatureValue } from './schema.ts';

/** @template T the result; @template S the state, which `structuredClone` can copy */
export interface Accumulator<T, S = unknown> {
  add(column: FeatureColumn): void;
  state(): S;
  /** Takes in what another accumulator of the same kind has seen. */
  merge(state: S): void;
  result(): T;
}

export function accumulatorOf(statistic: Statistic): Accumulator<number> {
  switch (statistic) {
    case 'mean':
    case 'variance': {
      const moments = new Moments();
      return { ...bound(moments), result: () => moments.result()[statistic === 'mean' ? 0 : 1] };
    }
    case 'min':
      // TensorFlow Transform computes it as 0 − max(0 − x), which is never −0.
      return fold(Number.POSITIVE_INFINITY, (least, x) => Math.min(least, x) + 0);
    case 'max':
      return fold(Number.NEGATIVE_INFINITY, Math.max);
    case 'size':
      return tally((cell) => (Array.isArray(cell) ? cell.length : 1));
    case 'rows':
      return tally(() => 1, 1);
    case 'sum': {
      const sum = tally((cell) => Math.fround(cell as number));
      return { ...sum, result: () => Math.fround(sum.result()) };
    }
  }
}

const bound = <S>(of: Accumulator<unknown, S>) => ({
  add: (column: FeatureColumn) => of.add(column),
  state: () => of.state() as unknown,
  merge: (state: unknown) => of.merge(state as S),
});

type MomentsState = readonly [count: number, mean: number, squaredDeviations: number];

/** Mean and (biased) variance in float64, rounded to float32 at the end. NaN and infinities are left out. */
export class Moments implements Accumulator<readonly [mean: number, variance: number], MomentsState> {
  #count = 0;
  #mean = 0;
  #squaredDeviations = 0;

  add(column: FeatureColumn): void {
    for (const cell of column) if (cell !== null) this.addOne(cell as number);
  }

  addOne(value: number): void {
    const x = Math.fround(value);
    if (!Number.isFinite(x)) return;
    const delta = x - this.#mean;
    this.#mean += delta / ++this.#count;
    this.#squaredDeviations += delta * (x - this.#mean);
  }

  state(): MomentsState {
    return [this.#count, this.#mean, this.#squaredDeviations];
  }

  merge([count, mean, squaredDeviations]: MomentsState): void {
    if (count === 0) return;
    const total = this.#count + count;
    const delta = mean - this.#mean;
    this.#squaredDeviations += squaredDeviations + (delta * delta * this.#count * count) / total;
    this.#mean += (delta * count) / total;
    this.#count = total;
  }

  result(): readonly [mean: number, variance: number] {
    return [Math.fround(this.#mean), Math.fround(this.#squaredDeviations / Math.max(this.#count, 1))];
  }
}

function fold(start: number, step: (state: number, x: number) => number): Accumulator<number> {
  let state = start;
  return {
    add(column) {
      for (const cell of column) if (cell !== null) state = step(state, cell as number);
    },
    state: () => state,
    merge: (other) => {
      state = step(state, other as number);
    },
    result: () => state,
  };
}

/** A sum over cells. @param missing what a missing one adds */
function tally(of: (cell: NonNullable<FeatureValue>) => number, missing = 0): Accumulator<number> {
  let sum = 0;
  return {
    add(column) {
      for (const cell of column) sum += cell === null ? missing : of(cell);
    },
    state: () => sum,
    merge: (other) => {
      sum += other as number;
    },
    result: () => sum,
  };
}
