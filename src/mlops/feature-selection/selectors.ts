/** Ways to choose columns: by a filter, by what a model says of them, and by leaving out one after the other. */
import { type Matrix, rowsOf } from '../estimators/samples.ts';
import type { Label } from '../metrics/data.ts';
import { FeatureSelectionError } from './errors.ts';
import type { ScoreFunction } from './scores.ts';

/** A model that says how much each column counts: by its weights, or by importances. */
export interface SelectingModel {
  fit(x: Matrix, y: Iterable<Label>): unknown;
  readonly coef?: readonly Float64Array[];
  readonly featureImportances?: Float64Array;
}

/** What all selectors do once they know which columns stay. */
abstract class Selector {
  protected chosen: readonly number[] | undefined;
  protected width = 0;

  /** Places of the columns that stay, rising. @throws {FeatureSelectionError} `not-fitted` */
  get support(): readonly number[] {
    if (this.chosen) return this.chosen;
    throw new FeatureSelectionError('not-fitted', 'Nothing is chosen yet: call fit first.');
  }

  /** Rows with these columns alone. @throws {FeatureSelectionError} `not-fitted`, `unequal-lengths` */
  transform(x: Matrix): Float64Array[] {
    const { support } = this;
    return rowsOf(x).map((row) => {
      if (row.length !== this.width)
        throw new FeatureSelectionError(
          'unequal-lengths',
          `The rows have ${row.length} columns, and fit saw ${this.width}.`,
        );
      return Float64Array.from(support, (j) => row[j]!);
    });
  }

  abstract fit(x: Matrix, y: Iterable<Label>): this;

  fitTransform(x: Matrix, y: Iterable<Label>): Float64Array[] {
    return this.fit(x, y).transform(x);
  }
}

/** The `k` columns of the highest scores, after `sklearn.feature_selection.SelectKBest`; of equal ones the later. */
export class SelectKBest extends Selector {
  readonly #scoreFunction: ScoreFunction;
  readonly #k: number;
  #scores: Float64Array | undefined;

  /** @param k 10 by default */
  constructor({ scoreFunction, k = 10 }: { readonly scoreFunction: ScoreFunction; readonly k?: number }) {
    super();
    this.#scoreFunction = scoreFunction;
    this.#k = k;
  }

  /** Of all columns. @throws {FeatureSelectionError} `not-fitted` */
  get scores(): Float64Array {
    if (this.#scores) return this.#scores;
    throw new FeatureSelectionError('not-fitted', 'Nothing is scored yet: call fit first.');
  }

  /** @throws {FeatureSelectionError} `bad-argument`, and what the score refuses */
  fit(x: Matrix, y: Iterable<Label>): this {
    const { scores } = this.#scoreFunction(x, y);
    assertCount(this.#k, scores.length);
    this.width = scores.length;
    this.#scores = scores;
    // A score that is not known comes last.
    const known = scores.map((score) => (Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score));
    this.chosen = Array.from(known.keys())
      .sort((a, b) => known[a]! - known[b]! || a - b)
      .slice(scores.length - this.#k)
      .sort((a, b) => a - b);
    return this;
  }
}

/** The columns that vary by more than a threshold, after `sklearn.feature_selection.VarianceThreshold`. */
export class VarianceThreshold extends Selector {
  readonly #threshold: number;

  constructor({ threshold = 0 }: { readonly threshold?: number } = {}) {
    super();
    this.#threshold = threshold;
  }

  /** @throws {EstimatorsError} for what are no rows */
  fit(x: Matrix): this {
    const rows = rowsOf(x);
    this.width = rows[0]!.length;
    this.chosen = Array.from(rows[0]!.keys()).filter((j) => {
      const values = rows.map((row) => row[j]!);
      // Equal values have no variance, whatever rounding says.
      if (values.every((value) => value === values[0])) return 0 > this.#threshold;
      const mean = values.reduce((sum, value) => sum + value / values.length, 0);
      return values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0) > this.#threshold;
    });
    return this;
  }
}

export interface SelectFromModelOptions {
  /** Makes the model that is fitted. */
  readonly estimator: () => SelectingModel;
  /** Columns stay that count as much or more: a number, or the mean or median of all; the mean by default. */
  readonly threshold?: number | 'mean' | 'median';
}

/**
 * The columns that a model counts on, after `sklearn.feature_selection.SelectFromModel`. For a model with an L1 penalty give
 * the threshold that scikit-learn takes by itself: 1e-5.
 */
export class SelectFromModel extends Selector {
  readonly #options: SelectFromModelOptions;

  constructor(options: SelectFromModelOptions) {
    super();
    this.#options = options;
  }

  /** @throws {FeatureSelectionError} `no-importance`; {EstimatorsError} of the model */
  fit(x: Matrix, y: Iterable<Label>): this {
    const { estimator, threshold = 'mean' } = this.#options;
    const importances = importancesOf(estimator(), x, [...y], (weights) =>
      weights.reduce((sum, each) => sum + Math.abs(each), 0),
    );
    const limit = typeof threshold === 'number' ? threshold : { mean, median }[threshold](importances);
    this.width = importances.length;
    this.chosen = Array.from(importances.keys()).filter((j) => importances[j]! >= limit);
    return this;
  }
}

export interface RFEOptions {
  readonly estimator: () => SelectingModel;
  /** Half of the columns by default. */
  readonly nFeaturesToSelect?: number;
  /** How many columns go in a round: 1 by default. */
  readonly step?: number;
}

/**
 * Recursive feature elimination: fits, drops the column that counts least, and fits again; after
 * `sklearn.feature_selection.RFE`.
 */
export class RFE extends Selector {
  readonly #options: RFEOptions;
  #ranking: number[] | undefined;

  constructor(options: RFEOptions) {
    super();
    this.#options = options;
  }

  /** 1 for a column that stays, 2 for the last that went, and so on. @throws {FeatureSelectionError} `not-fitted` */
  get ranking(): readonly number[] {
    if (this.#ranking) return this.#ranking;
    throw new FeatureSelectionError('not-fitted', 'Nothing is ranked yet: call fit first.');
  }

  /** @throws {FeatureSelectionError} `bad-argument`, `no-importance`; {EstimatorsError} of the model */
  fit(x: Matrix, y: Iterable<Label>): this {
    const rows = rowsOf(x);
    const labels = [...y];
    this.width = rows[0]!.length;
    const { estimator, nFeaturesToSelect = Math.floor(this.width / 2), step = 1 } = this.#options;
    assertCount(nFeaturesToSelect, this.width);
    if (!(Number.isSafeInteger(step) && step >= 1))
      throw new FeatureSelectionError('bad-argument', `step must be a whole number from 1 on, and not ${step}.`);
    let left = Array.from({ length: this.width }, (_, j) => j);
    const ranking = new Array<number>(this.width).fill(1);
    while (left.length > nFeaturesToSelect) {
      const here = left;
      const data = rows.map((row) => Float64Array.from(here, (j) => row[j]!));
      const importances = importancesOf(estimator(), data, labels, (weights) =>
        weights.reduce((sum, each) => sum + each * each, 0),
      );
      const worst = Array.from(importances.keys()).sort((a, b) => importances[a]! - importances[b]! || a - b);
      const gone = new Set(worst.slice(0, Math.min(step, left.length - nFeaturesToSelect)).map((at) => here[at]!));
      left = left.filter((j) => !gone.has(j));
      for (let j = 0; j < this.width; j++) if (!left.includes(j)) ranking[j]!++;
    }
    this.#ranking = ranking;
    this.chosen = left;
    return this;
  }
}

function importancesOf(
  model: SelectingModel,
  x: Matrix,
  y: readonly Label[],
  size: (weights: readonly number[]) => number,
): Float64Array {
  model.fit(x, y);
  const { featureImportances, coef } = model;
  if (featureImportances) return featureImportances;
  if (coef) return Float64Array.from(coef[0]!, (_, j) => size(coef.map((row) => row[j]!)));
  throw new FeatureSelectionError(
    'no-importance',
    'The model has neither “coef” nor “featureImportances”: choose another.',
  );
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function assertCount(count: number, width: number): void {
  if (Number.isSafeInteger(count) && count >= 1 && count <= width) return;
  throw new FeatureSelectionError(
    'bad-argument',
    `Between 1 and all ${width} columns can be chosen, and not ${count}.`,
  );
}
