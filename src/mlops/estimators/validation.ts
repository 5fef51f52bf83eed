import type { Label } from '../metrics/data.ts';
import { EstimatorsError } from './errors.ts';
import { type Fold, type FoldOptions, stratifiedKFold } from './folds.ts';
import { type Matrix, rowsOf } from './samples.ts';

/** What a model must do to be tried on folds. */
export interface Classifier {
  fit(x: Matrix, y: Iterable<Label>): unknown;
  predict(x: Matrix): readonly Label[];
}

export interface CrossValidationOptions extends FoldOptions {
  /** Which rows to learn from and to test; stratified folds by default. */
  readonly folds?: readonly Fold[];
}

/**
 * The accuracy of a model on each fold, after `sklearn.model_selection.cross_val_score`. Each fold has a model of its own,
 * which `make` gives: whatever else looks at labels belongs into its `fit`.
 * @throws {EstimatorsError} of the folds and of the model
 */
export function crossValScore(
  make: () => Classifier,
  x: Matrix,
  y: Iterable<Label>,
  { folds, ...options }: CrossValidationOptions = {},
): number[] {
  const rows = rowsOf(x);
  const labels = [...y];
  if (rows.length !== labels.length)
    throw new EstimatorsError('unequal-lengths', `There are ${rows.length} rows and ${labels.length} classes.`);
  return (folds ?? stratifiedKFold(labels, options)).map(({ train, test }) => {
    const model = make();
    model.fit(
      train.map((row) => rows[row]!),
      train.map((row) => labels[row]!),
    );
    const told = model.predict(test.map((row) => rows[row]!));
    return test.filter((row, i) => told[i] === labels[row]).length / test.length;
  });
}

export interface GridResult<Settings> {
  readonly settings: Settings;
  /** Accuracy on each fold, and their mean. */
  readonly scores: readonly number[];
  readonly mean: number;
}

export interface GridSearch<Settings> {
  /** The highest mean; of equal ones the first. */
  readonly best: GridResult<Settings>;
  /** In the order in which they were tried: the last setting changes fastest. */
  readonly results: readonly GridResult<Settings>[];
}

/**
 * Tries all combinations of settings on the same folds, after `sklearn.model_selection.GridSearchCV`. The mean of the best
 * flatters it, since it was chosen by that mean: test it on rows that had no part in the search.
 * @param grid values by name of the setting
 * @throws {EstimatorsError} `bad-argument` for a grid without values, and of the folds and models
 */
export function gridSearch<Settings extends Readonly<Record<string, unknown>>>(
  make: (settings: Settings) => Classifier,
  grid: { readonly [Name in keyof Settings]: readonly Settings[Name][] },
  x: Matrix,
  y: Iterable<Label>,
  { folds, ...options }: CrossValidationOptions = {},
): GridSearch<Settings> {
  const rows = rowsOf(x);
  const labels = [...y];
  const same = folds ?? stratifiedKFold(labels, options);
  const results = combinations(grid).map((settings) => {
    const scores = crossValScore(() => make(settings), rows, labels, { folds: same });
    return { settings, scores, mean: scores.reduce((sum, score) => sum + score, 0) / scores.length };
  });
  const best = results.reduce((first, each) => (each.mean > first.mean ? each : first));
  return { best, results };
}

function combinations<Settings>(grid: { readonly [Name in keyof Settings]: readonly Settings[Name][] }): Settings[] {
  const names = Object.keys(grid) as (keyof Settings)[];
  const empty = names.find((name) => grid[name].length === 0);
  if (names.length === 0 || empty !== undefined)
    throw new EstimatorsError(
      'bad-argument',
      `The grid has no values${empty === undefined ? '' : ` for “${String(empty)}”`}.`,
    );
  return names.reduce<Settings[]>(
    (all, name) => all.flatMap((settings) => grid[name].map((value) => ({ ...settings, [name]: value }))),
    [{} as Settings],
  );
}
