import { type Numbers, numbersOf } from '../data/numbers.ts';
import { short } from '../plot/data.ts';
import { ExplainError } from './errors.ts';
import { answersOf, assertCount, type Matrix, type Model, rowsOf } from './inputs.ts';

export interface PartialDependenceOptions {
  /** Values to set the column to; by default as scikit-learn chooses them. */
  readonly grid?: Numbers;
  /** Most values of the default grid: 100. */
  readonly gridResolution?: number;
  /** Quantiles between which the default grid lies: 0.05 and 0.95. */
  readonly percentiles?: readonly [low: number, high: number];
}

export interface PartialDependence {
  readonly grid: Float64Array;
  /** The mean of all rows at each value of the grid. */
  readonly average: Float64Array;
  /** A curve for each row: individual conditional expectation, ICE (Goldstein et al. 2015). */
  readonly individual: readonly Float64Array[];
}

/**
 * The model's answers when one column is set to the same value in all rows, value by value; after
 * `sklearn.inspection.partial_dependence` with `kind="both"` (Friedman 2001). Rows that cannot be are asked like others.
 * @param column its place
 * @throws {ExplainError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-model`, `bad-argument`
 */
export function partialDependence(
  model: Model,
  x: Matrix,
  column: number,
  options: PartialDependenceOptions = {},
): PartialDependence {
  const rows = rowsOf(x);
  const width = rows[0]!.length;
  if (!(Number.isInteger(column) && column >= 0 && column < width))
    throw new ExplainError('bad-argument', `There is no column ${column}: there are ${width} from 0 on.`);
  const grid = gridOf(
    Float64Array.from(rows, (row) => row[column]!),
    options,
  );
  const individual = rows.map(() => new Float64Array(grid.length));
  const average = new Float64Array(grid.length);
  const asked = rows.map((row) => row.slice());
  grid.forEach((value, at) => {
    for (const row of asked) row[column] = value;
    answersOf(model, asked).forEach((answer, row) => {
      individual[row]![at] = answer;
      average[at]! += answer / rows.length;
    });
  });
  return { grid, average, individual };
}

/** All values where they are few, else evenly spaced ones between two quantiles. */
function gridOf(
  values: Float64Array,
  { grid, gridResolution = 100, percentiles = [0.05, 0.95] }: PartialDependenceOptions,
) {
  if (grid) {
    const given = numbersOf(grid);
    const bad = given.findIndex((value) => !Number.isFinite(value));
    if (given.length === 0 || bad >= 0)
      throw new ExplainError('bad-argument', bad < 0 ? 'The grid has no values.' : `grid[${bad}] is ${given[bad]}.`);
    return given;
  }
  assertCount(gridResolution, 2, 'gridResolution');
  const [low, high] = percentiles;
  if (!(low >= 0 && low < high && high <= 1))
    throw new ExplainError('bad-argument', `percentiles must rise within 0 and 1, and are ${low} and ${high}.`);
  const sorted = values.toSorted();
  const different = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (different.length < gridResolution) return different;
  const [from, to] = [quantile(sorted, low), quantile(sorted, high)];
  if (to - from <= 1e-8 + 1e-5 * Math.abs(to))
    throw new ExplainError(
      'bad-argument',
      `Both quantiles are ${short(to)}: give percentiles further apart, or a grid.`,
    );
  return Float64Array.from({ length: gridResolution }, (_, i) => from + ((to - from) * i) / (gridResolution - 1));
}

/** As `scipy.stats.mstats.mquantiles` has it, with its plotting positions 0.4 and 0.4 (Cunnane 1978). */
function quantile(sorted: Float64Array, probability: number): number {
  const n = sorted.length;
  const at = n * probability + 0.4 + 0.2 * probability;
  const below = Math.floor(Math.min(n - 1, Math.max(1, at)));
  const share = Math.min(1, Math.max(0, at - below));
  return (1 - share) * sorted[below - 1]! + share * sorted[Math.min(n - 1, below)]!;
}
