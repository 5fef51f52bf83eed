import { fSurvival } from '../data/specialFunctions.ts';
import { shuffled, uniform } from '../datasets/chance.ts';
import { accuracyScore } from '../metrics/accuracy.ts';
import type { Label } from '../metrics/data.ts';
import { ExplainError } from './errors.ts';
import { assertCount, type Matrix, meanOf, namesOf, rowsOf } from './inputs.ts';

/** What permutation importance asks of a model. @template T a class or a number */
export interface Predictor<T> {
  predict(rows: Float64Array[]): Iterable<T>;
}

export interface PermutationImportanceOptions<T> {
  /** Higher is better: `accuracyScore` by default. For numbers give one of your own. */
  readonly scoring?: (yTrue: readonly T[], yPred: readonly T[]) => number;
  /** Shuffles of each group: 5 by default. */
  readonly nRepeats?: number;
  /** A whole number from 0 on: 0 by default. The same seed gives the same result. */
  readonly seed?: number;
  /** Places of columns that are shuffled together, by the same order; by default each column is by itself. */
  readonly groups?: Readonly<Record<string, readonly number[]>>;
  readonly featureNames?: readonly string[];
  /** Share of all such intervals that hold the mean of endless repeats: 0.95 by default. */
  readonly confidence?: number;
}

export interface Importance {
  readonly name: string;
  /** Places of the columns that were shuffled together. */
  readonly columns: readonly number[];
  /** What the score lost, in each repeat. */
  readonly importances: Float64Array;
  readonly mean: number;
  /** Standard deviation over the repeats, of a population, as scikit-learn's `importances_std`. */
  readonly std: number;
  /**
   * Of the mean, by Student's t over the repeats. It tells how sure the shuffling is. That other test rows would give
   * other numbers is not in it.
   */
  readonly interval: readonly [low: number, high: number];
}

/**
 * How much a score falls when columns are shuffled among the rows, after `sklearn.inspection.permutation_importance`
 * (Breiman 2001), and for groups of columns. Give rows that the model has not learned from.
 * @param y the true class or number of each row
 * @throws {ExplainError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-model`, `bad-argument`
 */
export function permutationImportance<T = Label>(
  model: Predictor<T>,
  x: Matrix,
  y: Iterable<T>,
  options: PermutationImportanceOptions<T> = {},
): Importance[] {
  const rows = rowsOf(x);
  const truth = [...y];
  if (truth.length !== rows.length)
    throw new ExplainError('unequal-lengths', `There are ${rows.length} rows and ${truth.length} true answers.`);
  const { nRepeats = 5, seed = 0, confidence = 0.95, scoring = accuracyScore as never } = options;
  assertCount(nRepeats, 1, 'nRepeats');
  assertCount(seed, 0, 'seed');
  if (!(confidence > 0 && confidence < 1))
    throw new ExplainError('bad-argument', `confidence must lie between 0 and 1, and is ${confidence}.`);
  const scoreOf = (given: Float64Array[]) => scored(scoring, truth, [...model.predict(given)]);
  const whole = scoreOf(rows);
  const next = uniform(seed);
  return groupsOf(options, rows[0]!.length).map(({ name, columns }) => {
    const importances = Float64Array.from({ length: nRepeats }, () => {
      const order = shuffled(rows.length, next);
      return whole - scoreOf(rows.map((row, i) => withColumns(row, rows[order[i]!]!, columns)));
    });
    return { name, columns, importances, ...spread(importances, confidence) };
  });
}

function scored<T>(
  scoring: (yTrue: readonly T[], yPred: readonly T[]) => number,
  truth: readonly T[],
  told: readonly T[],
): number {
  if (told.length !== truth.length)
    throw new ExplainError('bad-model', `The model was given ${truth.length} rows and answered ${told.length} times.`);
  const score = scoring(truth, told);
  if (Number.isFinite(score)) return score;
  throw new ExplainError('bad-model', `The score is ${score}. “scoring” must give a number for each prediction.`);
}

function groupsOf<T>({ groups, featureNames }: PermutationImportanceOptions<T>, width: number) {
  const names = namesOf(featureNames, width);
  if (!groups) return names.map((name, column) => ({ name, columns: [column] }));
  return Object.entries(groups).map(([name, columns]) => {
    const bad = columns.find((column) => !(Number.isInteger(column) && column >= 0 && column < width));
    if (columns.length === 0) throw new ExplainError('bad-argument', `The group “${name}” has no columns.`);
    if (bad === undefined) return { name, columns };
    throw new ExplainError(
      'bad-argument',
      `The group “${name}” names column ${bad}, and there are ${width} from 0 on.`,
    );
  });
}

/** A row with some columns of another. */
function withColumns(row: Float64Array, other: Float64Array, columns: readonly number[]): Float64Array {
  const mixed = row.slice();
  for (const column of columns) mixed[column] = other[column]!;
  return mixed;
}

function spread(values: Float64Array, confidence: number): Pick<Importance, 'mean' | 'std' | 'interval'> {
  const mean = meanOf(values);
  const variance = meanOf(values.map((value) => (value - mean) ** 2));
  const degrees = values.length - 1;
  // One repeat tells nothing of its own error.
  const half =
    degrees === 0 ? Number.POSITIVE_INFINITY : studentQuantile(degrees, confidence) * Math.sqrt(variance / degrees);
  return { mean, std: Math.sqrt(variance), interval: [mean - half, mean + half] };
}

/** The t within which, on both sides, such a share of Student's distribution lies; by bisection. */
function studentQuantile(degrees: number, confidence: number): number {
  let [low, high] = [0, 1];
  // t² has an F distribution with 1 degree above.
  const outside = (t: number) => fSurvival(t * t, 1, degrees);
  while (outside(high) > 1 - confidence) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (outside(middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}
