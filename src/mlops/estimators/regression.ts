import { type Numbers, numbersOf } from '../data/numbers.ts';
import { EstimatorsError } from './errors.ts';
import { dot, solveSymmetric } from './linear.ts';
import { assertColumns, fittedOf, type Matrix, rowsOf } from './samples.ts';

interface RegressionFit {
  readonly coef: Float64Array;
  readonly intercept: number;
}

/** A line through the rows: what the regressions below share. */
abstract class LinearRegressor {
  protected abstract readonly name: string;
  protected fitted: RegressionFit | undefined;

  /** @throws {EstimatorsError} `not-fitted` */
  get coef(): Float64Array {
    return fittedOf(this.fitted, this.name).coef;
  }

  /** @throws {EstimatorsError} `not-fitted` */
  get intercept(): number {
    return fittedOf(this.fitted, this.name).intercept;
  }

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predict(x: Matrix): Float64Array {
    const { coef, intercept } = fittedOf(this.fitted, this.name);
    return Float64Array.from(rowsOf(x), (row) => {
      assertColumns(row.length, coef.length);
      return intercept + dot(coef, row);
    });
  }
}

/** Columns and targets without their means, which the intercept gives back. */
function centered(x: Matrix, y: Numbers) {
  const rows = rowsOf(x);
  const targets = numbersOf(y);
  if (targets.length !== rows.length)
    throw new EstimatorsError('unequal-lengths', `There are ${rows.length} rows and ${targets.length} targets.`);
  const bad = targets.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new EstimatorsError('bad-value', `y[${bad}] is ${targets[bad]}, and no number.`);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value / values.length, 0);
  const means = Float64Array.from(rows[0]!, (_, j) => mean(Float64Array.from(rows, (row) => row[j]!)));
  const target = mean(targets);
  return {
    columns: Array.from(means, (center, j) => Float64Array.from(rows, (row) => row[j]! - center)),
    targets: targets.map((value) => value - target),
    fit: (coef: Float64Array): RegressionFit => ({ coef, intercept: target - dot(means, coef) }),
  };
}

/** @throws {EstimatorsError} `bad-argument` */
function assertAlpha(alpha: number): void {
  if (alpha >= 0 && alpha < Number.POSITIVE_INFINITY) return;
  throw new EstimatorsError('bad-argument', `alpha must be a number from 0 on, and not ${alpha}.`);
}

/** Least squares with an L2 penalty, ‖y - Xw‖² + α‖w‖²; after `sklearn.linear_model.Ridge`. */
export class Ridge extends LinearRegressor {
  protected readonly name = 'Ridge';
  readonly #alpha: number;

  /** @param alpha 1 by default @throws {EstimatorsError} `bad-argument` */
  constructor({ alpha = 1 }: { readonly alpha?: number } = {}) {
    super();
    assertAlpha(alpha);
    this.#alpha = alpha;
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value` */
  fit(x: Matrix, y: Numbers): this {
    const { columns, targets, fit } = centered(x, y);
    const products = columns.map((a, i) =>
      Float64Array.from(columns, (b, j) => dot(a, b) + (i === j ? this.#alpha : 0)),
    );
    this.fitted = fit(
      solveSymmetric(
        products,
        Float64Array.from(columns, (column) => dot(column, targets)),
      ),
    );
    return this;
  }
}

export interface ElasticNetOptions {
  /** Strength of both penalties: 1 by default. */
  readonly alpha?: number;
  /** Share of the L1 penalty, from 0 to 1: 0.5 by default. */
  readonly l1Ratio?: number;
  /** Rounds over all columns at most: 10,000 by default. */
  readonly maxIter?: number;
  /** It ends when a round moves no weight by more: 1e-10 by default. */
  readonly tol?: number;
}

/**
 * Least squares with both penalties, ‖y - Xw‖² / 2n + α (ρ‖w‖₁ + (1 - ρ)‖w‖² / 2); after
 * `sklearn.linear_model.ElasticNet`. By coordinate descent (Friedman, Hastie and Tibshirani 2010).
 */
export class ElasticNet extends LinearRegressor {
  protected readonly name: string = 'ElasticNet';
  readonly #options: Required<ElasticNetOptions>;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor({ alpha = 1, l1Ratio = 0.5, maxIter = 10_000, tol = 1e-10 }: ElasticNetOptions = {}) {
    super();
    assertAlpha(alpha);
    if (!(l1Ratio >= 0 && l1Ratio <= 1))
      throw new EstimatorsError('bad-argument', `l1Ratio must be a share from 0 to 1, and not ${l1Ratio}.`);
    this.#options = { alpha, l1Ratio, maxIter, tol };
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value` */
  fit(x: Matrix, y: Numbers): this {
    const { columns, targets, fit } = centered(x, y);
    const { alpha, l1Ratio, maxIter, tol } = this.#options;
    const n = targets.length;
    const [l1, l2] = [n * alpha * l1Ratio, n * alpha * (1 - l1Ratio)];
    const weights = new Float64Array(columns.length);
    const squares = columns.map((column) => dot(column, column));
    const rest = targets.slice();
    for (let round = 0; round < maxIter; round++) {
      let moved = 0;
      columns.forEach((column, j) => {
        if (squares[j] === 0) return;
        const pull = dot(column, rest) + squares[j]! * weights[j]!;
        const weight = (Math.sign(pull) * Math.max(0, Math.abs(pull) - l1)) / (squares[j]! + l2);
        const move = weight - weights[j]!;
        if (move === 0) return;
        for (let i = 0; i < n; i++) rest[i]! -= move * column[i]!;
        weights[j] = weight;
        moved = Math.max(moved, Math.abs(move));
      });
      if (moved <= tol) break;
    }
    this.fitted = fit(weights);
    return this;
  }
}

/** An elastic net with the L1 penalty alone; after `sklearn.linear_model.Lasso`. */
export class Lasso extends ElasticNet {
  protected override readonly name = 'Lasso';

  /** @throws {EstimatorsError} `bad-argument` */
  constructor(options: Omit<ElasticNetOptions, 'l1Ratio'> = {}) {
    super({ ...options, l1Ratio: 1 });
  }
}
