/** Filters: a score for each column by itself. */
import { chi2Survival, fSurvival } from '../data/specialFunctions.ts';
import { type Classes, classesOf, type Matrix, rowsOf } from '../estimators/samples.ts';
import type { Label } from '../metrics/data.ts';
import { FeatureSelectionError } from './errors.ts';

/** Of each column. */
export interface Scores {
  readonly scores: Float64Array;
  /** How often chance alone gives as high a score, where the column tells nothing. */
  readonly pValues?: Float64Array;
}

/** Scores the columns of rows for their classes. */
export type ScoreFunction = (x: Matrix, y: Iterable<Label>) => Scores;

/** The rows by class, and the sums that filters are made of. @throws {EstimatorsError} for what are no rows or classes */
function columnsAndClasses(x: Matrix, y: Iterable<Label>): { rows: Float64Array[]; known: Classes } {
  const rows = rowsOf(x);
  const known = classesOf(y, rows.length);
  if (known.classes.length < 2)
    throw new FeatureSelectionError(
      'one-class',
      `All rows are of “${String(known.classes[0])}”: there must be two classes.`,
    );
  return { rows, known };
}

/**
 * F of a one-way analysis of variance: how far the means of the classes lie apart, against the spread within. After
 * `sklearn.feature_selection.f_classif`. NaN for a column that never varies.
 * @throws {FeatureSelectionError} `one-class`; {EstimatorsError} for what are no rows or classes
 */
export function fClassif(x: Matrix, y: Iterable<Label>): Required<Scores> {
  const { rows, known } = columnsAndClasses(x, y);
  const [n, k] = [rows.length, known.classes.length];
  const sizes = new Float64Array(k);
  for (const code of known.codes) sizes[code]!++;
  const scores = Float64Array.from(rows[0]!, (_, j) => {
    const means = new Float64Array(k);
    rows.forEach((row, i) => {
      means[known.codes[i]!]! += row[j]! / sizes[known.codes[i]!]!;
    });
    const center = means.reduce((sum, mean, code) => sum + (mean * sizes[code]!) / n, 0);
    const between = means.reduce((sum, mean, code) => sum + sizes[code]! * (mean - center) ** 2, 0);
    const within = rows.reduce((sum, row, i) => sum + (row[j]! - means[known.codes[i]!]!) ** 2, 0);
    return between / (k - 1) / (within / (n - k));
  });
  return { scores, pValues: scores.map((f) => fSurvival(f, k - 1, n - k)) };
}

/**
 * χ² of counts or shares: how far the sums by class are from what the classes' sizes let expect. After
 * `sklearn.feature_selection.chi2`.
 * @throws {FeatureSelectionError} `bad-value` below zero, `one-class`; {EstimatorsError} for what are no rows or classes
 */
export function chi2(x: Matrix, y: Iterable<Label>): Required<Scores> {
  const { rows, known } = columnsAndClasses(x, y);
  rows.forEach((row, at) => {
    const bad = row.findIndex((value) => value < 0);
    if (bad >= 0)
      throw new FeatureSelectionError(
        'bad-value',
        `Row ${at}, column ${bad} holds ${row[bad]}: chi2 is for counts and shares.`,
      );
  });
  const k = known.classes.length;
  const sizes = new Float64Array(k);
  for (const code of known.codes) sizes[code]!++;
  const scores = Float64Array.from(rows[0]!, (_, j) => {
    const sums = new Float64Array(k);
    rows.forEach((row, i) => {
      sums[known.codes[i]!]! += row[j]!;
    });
    const all = sums.reduce((total, sum) => total + sum, 0);
    return sums.reduce((total, sum, code) => {
      const expected = (all * sizes[code]!) / rows.length;
      return total + (sum - expected) ** 2 / expected;
    }, 0);
  });
  return { scores, pValues: scores.map((score) => chi2Survival(score, k - 1)) };
}

/**
 * Pearson's r of each pair of columns, a row for each column; after `pandas.DataFrame.corr`. NaN for a column that never
 * varies.
 * @throws {EstimatorsError} for what are no rows
 */
export function correlationMatrix(x: Matrix): Float64Array[] {
  const rows = rowsOf(x);
  const centered = Array.from(rows[0]!, (_, j) => {
    const mean = rows.reduce((sum, row) => sum + row[j]! / rows.length, 0);
    return Float64Array.from(rows, (row) => row[j]! - mean);
  });
  const sizes = centered.map((column) => Math.sqrt(column.reduce((sum, value) => sum + value * value, 0)));
  return centered.map((a, i) =>
    Float64Array.from(centered, (b, j) => {
      let sum = 0;
      for (let row = 0; row < a.length; row++) sum += a[row]! * b[row]!;
      return Math.max(-1, Math.min(1, sum / (sizes[i]! * sizes[j]!)));
    }),
  );
}
