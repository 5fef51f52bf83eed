/** Order statistics. */
import { finiteOf } from '../data.ts';

/** The finite values, rising, in an array of their own. */
export function sorted(values: Float64Array): Float64Array {
  return finiteOf(values).sort();
}

/**
 * The quantile of sorted values, linear between the two next: NumPy's and R's type 7.
 * @param q from 0 to 1
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (place - below);
}

/** Tukey's box of a sample: its quartiles, and the outermost values within `whis` times the box beyond it. */
export interface Box {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly low: number;
  readonly high: number;
  /** What lies beyond the whiskers, rising. */
  readonly outliers: Float64Array;
}

/** Nothing for an empty sample. As Matplotlib's `boxplot_stats`. */
export function boxOf(sorted: Float64Array, whis: number): Box | undefined {
  if (sorted.length === 0) return undefined;
  const [q1, median, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const reach = whis * (q3 - q1);
  const first = sorted.findIndex((value) => value >= q1 - reach);
  const last = sorted.findLastIndex((value) => value <= q3 + reach);
  const outliers = new Float64Array([...sorted.subarray(0, first), ...sorted.subarray(last + 1)]);
  // A whisker never ends inside its box, which happens where the quartile lies between two distant values.
  return { q1, median, q3, low: Math.min(sorted[first]!, q1), high: Math.max(sorted[last]!, q3), outliers };
}
