import type { Label } from '../metrics/data.ts';
import { assertPositive, assertTwoClasses, dot, LinearClassifier, solveSymmetric } from './linear.ts';
import { classesOf, logSumExp, type Matrix, rowsOf } from './samples.ts';

export interface LogisticRegressionOptions {
  /** Inverse of the strength by which weights (not the intercept) are held small, L2: 1 by default. */
  readonly C?: number;
  /** Rounds of Newton's method at most: 100 by default. */
  readonly maxIter?: number;
  /** It ends when no part of the gradient is larger: 1e-8 by default. */
  readonly tol?: number;
}

/**
 * Logistic regression with an L2 penalty, after `sklearn.linear_model.LogisticRegression`; more than two classes share one
 * softmax. Its minimum is found by Newton's method, so it is scikit-learn's at a `tol` of nothing.
 */
export class LogisticRegression<L extends Label = Label> extends LinearClassifier<L> {
  protected readonly name = 'LogisticRegression';
  readonly #options: Required<LogisticRegressionOptions>;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor({ C = 1, maxIter = 100, tol = 1e-8 }: LogisticRegressionOptions = {}) {
    super();
    assertPositive(C, 'C');
    this.#options = { C, maxIter, tol };
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-label`, `one-class` */
  fit(x: Matrix, y: Iterable<L>): this {
    const rows = rowsOf(x).map((row) => Float64Array.of(...row, 1));
    const known = classesOf(y, rows.length);
    assertTwoClasses(known, this.name);
    // Of two classes the first has the score 0.
    const free = known.classes.length === 2 ? [1] : known.classes.map((_, k) => k);
    const weights = newton(rows, known.codes, known.classes.length, free, this.#options);
    const columns = rows[0]!.length - 1;
    this.fitted = {
      classes: known.classes,
      coef: weights.map((row) => row.slice(0, columns)),
      intercept: Float64Array.from(weights, (row) => row[columns]!),
    };
    return this;
  }

  /** Probability of each class in the order of `classes`, row by row. @throws {EstimatorsError} as `predict` */
  predictProba(x: Matrix): Float64Array[] {
    return this.decisionFunction(x).map((scores) =>
      softmax(scores.length === 1 ? Float64Array.of(0, scores[0]!) : scores),
    );
  }
}

function softmax(scores: Float64Array): Float64Array {
  const all = logSumExp(scores);
  return scores.map((score) => Math.exp(score - all));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Weights of each class in `free`, the intercept last, at the least of ½‖w‖² + C Σ ln loss. */
function newton(
  rows: readonly Float64Array[],
  codes: Uint32Array,
  classes: number,
  free: readonly number[],
  { C, maxIter, tol }: Required<LogisticRegressionOptions>,
): Float64Array[] {
  const width = rows[0]!.length;
  const size = free.length * width;
  let weights = new Float64Array(size);
  const part = (all: Float64Array, f: number) => all.subarray(f * width, (f + 1) * width);
  const scoresOf = (row: Float64Array, all: Float64Array) => {
    const scores = new Float64Array(classes);
    free.forEach((k, f) => {
      scores[k] = dot(part(all, f), row);
    });
    return scores;
  };
  const isIntercept = (at: number) => at % width === width - 1;
  const lossOf = (all: Float64Array) => {
    let loss = 0;
    for (let at = 0; at < size; at++) if (!isIntercept(at)) loss += all[at]! ** 2 / 2;
    rows.forEach((row, i) => {
      const scores = scoresOf(row, all);
      loss += C * (logSumExp(scores) - scores[codes[i]!]!);
    });
    return loss;
  };
  for (let round = 0; round < maxIter; round++) {
    const gradient = weights.map((weight, at) => (isIntercept(at) ? 0 : weight));
    // The little on the diagonal keeps what softmax leaves open, one shift of all intercepts, at rest.
    const hessian = Array.from({ length: size }, (_, at) => {
      const row = new Float64Array(size);
      row[at] = isIntercept(at) ? 1e-10 : 1;
      return row;
    });
    rows.forEach((row, i) => {
      const shares = softmax(scoresOf(row, weights));
      free.forEach((k, f) => {
        const off = C * (shares[k]! - (codes[i] === k ? 1 : 0));
        for (let j = 0; j < width; j++) gradient[f * width + j]! += off * row[j]!;
        for (let g = 0; g <= f; g++) {
          const bend = C * shares[k]! * ((f === g ? 1 : 0) - shares[free[g]!]!);
          for (let j = 0; j < width; j++) {
            const into = hessian[f * width + j]!;
            const by = bend * row[j]!;
            for (let l = 0; l < width; l++) into[g * width + l]! += by * row[l]!;
          }
        }
      });
    });
    if (gradient.every((value) => Math.abs(value) <= tol)) break;
    const step = solveSymmetric(hessian, gradient);
    const slope = dot(gradient, step);
    const before = lossOf(weights);
    let length = 1;
    let next = weights.map((weight, at) => weight - step[at]!);
    while (lossOf(next) > before - 1e-4 * length * slope && length > 1e-10) {
      length /= 2;
      next = weights.map((weight, at) => weight - length * step[at]!);
    }
    // What is left is rounding.
    if (lossOf(next) >= before) break;
    weights = next;
  }
  // Softmax does not see one shift of all intercepts: they add up to 0, as where they began.
  const shift = free.length > 1 ? mean(free.map((_, f) => part(weights, f)[width - 1]!)) : 0;
  free.forEach((_, f) => {
    part(weights, f)[width - 1]! -= shift;
  });
  return free.map((_, f) => part(weights, f).slice());
}
