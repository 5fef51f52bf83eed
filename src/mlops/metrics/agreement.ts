import { countsOf } from './confusion.ts';
import { type Labels, pairsOf, sum } from './data.ts';

export interface CohenKappaOptions {
  /** The classes to count, in this order; by default all that occur, sorted. */
  readonly labels?: Labels;
  /** How far two classes are apart: all alike, by places in `labels`, or by the square of that. */
  readonly weights?: 'linear' | 'quadratic';
}

/**
 * How far two labelers agree beyond chance: 1 always, 0 as by chance, below 0 less than that; after
 * `sklearn.metrics.cohen_kappa_score` (Cohen 1960). NaN where both give one class alone: chance explains all of it.
 * @throws {MetricsError}
 */
export function cohenKappaScore(first: Labels, second: Labels, options: CohenKappaOptions = {}): number {
  const { counts } = countsOf(pairsOf(first, second), options.labels);
  const rows = counts.map(sum);
  const columns = counts.map((_, k) => sum(counts.map((row) => row[k]!)));
  const all = sum(rows);
  const distance = (i: number, j: number) => {
    if (!options.weights) return i === j ? 0 : 1;
    return Math.abs(i - j) ** (options.weights === 'linear' ? 1 : 2);
  };
  const observed = sum(counts.flatMap((row, i) => row.map((count, j) => distance(i, j) * count)));
  const byChance = sum(rows.flatMap((row, i) => columns.map((column, j) => (distance(i, j) * row * column) / all)));
  return 1 - observed / byChance;
}
