import type { CsrMatrix } from '../data/csr.ts';
import type { Label } from '../metrics/data.ts';
import { EstimatorsError } from './errors.ts';
import {
  argMax,
  assertColumns,
  classesOf,
  fittedOf,
  logSumExp,
  type Matrix,
  rowsOf,
  sparseOf,
  weightsOf,
} from './samples.ts';

export interface FitOptions {
  /** How much each row counts: 1 by default. */
  readonly sampleWeight?: Iterable<number>;
}

/** What every naive Bayes does with the joint log likelihoods of a row: one number a class. */
abstract class NaiveBayes<X, L extends Label> {
  /** The classes, sorted. @throws {EstimatorsError} `not-fitted` */
  abstract get classes(): readonly L[];

  /** ln P(class) + ln P(row | class), row by row. @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  abstract predictJointLogProba(x: X): Float64Array[];

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predictLogProba(x: X): Float64Array[] {
    return this.predictJointLogProba(x).map((joint) => {
      const all = logSumExp(joint);
      return joint.map((value) => value - all);
    });
  }

  /** Probability of each class in the order of `classes`, row by row. @throws {EstimatorsError} as `predictLogProba` */
  predictProba(x: X): Float64Array[] {
    return this.predictLogProba(x).map((row) => row.map(Math.exp));
  }

  /** The most probable class, row by row. @throws {EstimatorsError} as `predictLogProba` */
  predict(x: X): L[] {
    const { classes } = this;
    return this.predictJointLogProba(x).map((joint) => classes[argMax(joint)]!);
  }
}

export interface MultinomialNBOptions {
  /** Added to each count (Laplace, Lidstone): 1 by default. */
  readonly alpha?: number;
  /** Learns how frequent the classes are; true by default. Else each counts the same. */
  readonly fitPrior?: boolean;
  /** The classes' probabilities, in their sorted order, where they are known. */
  readonly classPrior?: readonly number[];
}

interface MultinomialFit<L> {
  readonly classes: readonly L[];
  readonly classLogPrior: Float64Array;
  readonly featureLogProb: readonly Float64Array[];
}

/**
 * Naive Bayes for counts, after `sklearn.naive_bayes.MultinomialNB`. Reads rows of numbers, or what a vectorizer of
 * `mlops-lab/text` gives.
 */
export class MultinomialNB<L extends Label = Label> extends NaiveBayes<Matrix | CsrMatrix, L> {
  readonly #options: MultinomialNBOptions;
  #fit: MultinomialFit<L> | undefined;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor(options: MultinomialNBOptions = {}) {
    super();
    if (!((options.alpha ?? 1) >= 0)) {
      throw new EstimatorsError('bad-argument', `alpha must be a number from 0 on, and not ${options.alpha}.`);
    }
    this.#options = options;
  }

  get classes(): readonly L[] {
    return fittedOf(this.#fit, 'MultinomialNB').classes;
  }

  /** ln P(class). @throws {EstimatorsError} `not-fitted` */
  get classLogPrior(): Float64Array {
    return fittedOf(this.#fit, 'MultinomialNB').classLogPrior;
  }

  /** ln P(column | class), a row for each class. @throws {EstimatorsError} `not-fitted` */
  get featureLogProb(): readonly Float64Array[] {
    return fittedOf(this.#fit, 'MultinomialNB').featureLogProb;
  }

  /** @throws {EstimatorsError} `bad-value` for a count below zero; `no-samples`, `unequal-lengths`, `bad-label` */
  fit(x: Matrix | CsrMatrix, y: Iterable<L>, { sampleWeight }: FitOptions = {}): this {
    const { shape, indptr, indices, data } = sparseOf(x);
    const [rows, columns] = shape;
    if (rows === 0) throw new EstimatorsError('no-samples', 'There are no rows to learn from.');
    const { classes, codes } = classesOf(y, rows);
    const weights = weightsOf(sampleWeight, rows);
    const counts = classes.map(() => new Float64Array(columns));
    const sizes = new Float64Array(classes.length);
    for (let row = 0; row < rows; row++) {
      const into = counts[codes[row]!]!;
      sizes[codes[row]!]! += weights[row]!;
      for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
        const value = data[at]!;
        if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
          throw new EstimatorsError('bad-value', `Row ${row}, column ${indices[at]} holds ${value}: no count.`);
        }
        into[indices[at]!]! += weights[row]! * value;
      }
    }
    const { alpha = 1 } = this.#options;
    const featureLogProb = counts.map((count) => {
      const all = Math.log(count.reduce((sum, value) => sum + value + alpha, 0));
      return count.map((value) => Math.log(value + alpha) - all);
    });
    this.#fit = { classes, featureLogProb, classLogPrior: this.#prior(sizes) };
    return this;
  }

  #prior(sizes: Float64Array): Float64Array {
    const { fitPrior = true, classPrior } = this.#options;
    if (classPrior) {
      if (classPrior.length === sizes.length) return Float64Array.from(classPrior, Math.log);
      const found = `“classPrior” has ${classPrior.length} probabilities for ${sizes.length} classes.`;
      throw new EstimatorsError('bad-argument', found);
    }
    if (!fitPrior) return sizes.map(() => -Math.log(sizes.length));
    const all = Math.log(sizes.reduce((sum, size) => sum + size, 0));
    return sizes.map((size) => Math.log(size) - all);
  }

  predictJointLogProba(x: Matrix | CsrMatrix): Float64Array[] {
    const { classLogPrior, featureLogProb } = fittedOf(this.#fit, 'MultinomialNB');
    const { shape, indptr, indices, data } = sparseOf(x);
    assertColumns(shape[1], featureLogProb[0]!.length);
    return Array.from({ length: shape[0] }, (_, row) =>
      classLogPrior.map((prior, k) => {
        const logs = featureLogProb[k]!;
        let sum = prior;
        for (let at = indptr[row]!; at < indptr[row + 1]!; at++) sum += data[at]! * logs[indices[at]!]!;
        return sum;
      }),
    );
  }
}

export interface GaussianNBOptions {
  /** The classes' probabilities, in their sorted order; by default as frequent as they are. */
  readonly priors?: readonly number[];
  /** This share of the largest variance of a column is added to all variances: 1e-9 by default. */
  readonly varSmoothing?: number;
}

interface GaussianFit<L> {
  readonly classes: readonly L[];
  readonly prior: Float64Array;
  readonly theta: readonly Float64Array[];
  readonly variance: readonly Float64Array[];
}

/** Naive Bayes for measurements that are normal within a class, after `sklearn.naive_bayes.GaussianNB`. */
export class GaussianNB<L extends Label = Label> extends NaiveBayes<Matrix, L> {
  readonly #options: GaussianNBOptions;
  #fit: GaussianFit<L> | undefined;

  constructor(options: GaussianNBOptions = {}) {
    super();
    this.#options = options;
  }

  get classes(): readonly L[] {
    return fittedOf(this.#fit, 'GaussianNB').classes;
  }

  /** Mean of each column, a row for each class. @throws {EstimatorsError} `not-fitted` */
  get theta(): readonly Float64Array[] {
    return fittedOf(this.#fit, 'GaussianNB').theta;
  }

  /** Variance of each column with what was added to it, a row for each class. @throws {EstimatorsError} `not-fitted` */
  get variance(): readonly Float64Array[] {
    return fittedOf(this.#fit, 'GaussianNB').variance;
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-label`, `bad-argument` */
  fit(x: Matrix, y: Iterable<L>, { sampleWeight }: FitOptions = {}): this {
    const rows = rowsOf(x);
    const { classes, codes } = classesOf(y, rows.length);
    const weights = weightsOf(sampleWeight, rows.length);
    const { priors, varSmoothing = 1e-9 } = this.#options;
    if (priors && (priors.length !== classes.length || Math.abs(priors.reduce((a, b) => a + b, 0) - 1) > 1e-8))
      throw new EstimatorsError('bad-argument', `“priors” must be ${classes.length} shares that add up to 1.`);
    const added = varSmoothing * Math.max(...momentsOf(rows, new Float64Array(rows.length).fill(1)).variance);
    const moments = classes.map((_, k) =>
      momentsOf(
        rows,
        weights.map((weight, row) => (codes[row] === k ? weight : 0)),
      ),
    );
    const all = moments.reduce((sum, { weight }) => sum + weight, 0);
    this.#fit = {
      classes,
      prior: Float64Array.from(priors ?? moments.map(({ weight }) => weight / all)),
      theta: moments.map(({ mean }) => mean),
      variance: moments.map(({ variance }) => variance.map((value) => value + added)),
    };
    return this;
  }

  predictJointLogProba(x: Matrix): Float64Array[] {
    const { prior, theta, variance } = fittedOf(this.#fit, 'GaussianNB');
    return rowsOf(x).map((row) => {
      assertColumns(row.length, theta[0]!.length);
      return prior.map((share, k) => {
        let sum = Math.log(share);
        for (let j = 0; j < row.length; j++) {
          const spread = variance[k]![j]!;
          sum -= 0.5 * (Math.log(2 * Math.PI * spread) + (row[j]! - theta[k]![j]!) ** 2 / spread);
        }
        return sum;
      });
    });
  }
}

/** Weighted mean and variance (of a population) of each column. */
function momentsOf(rows: readonly Float64Array[], weights: Float64Array) {
  const weight = weights.reduce((sum, value) => sum + value, 0);
  const mean = new Float64Array(rows[0]!.length);
  const variance = new Float64Array(mean.length);
  rows.forEach((row, at) => {
    for (let j = 0; j < row.length; j++) mean[j]! += (weights[at]! * row[j]!) / weight;
  });
  rows.forEach((row, at) => {
    for (let j = 0; j < row.length; j++) variance[j]! += (weights[at]! * (row[j]! - mean[j]!) ** 2) / weight;
  });
  return { weight, mean, variance };
}
