/** What linear classifiers share: a row of weights a class, or one for two classes. */
import type { Label } from '../metrics/data.ts';
import { EstimatorsError } from './errors.ts';
import { argMax, assertColumns, type Classes, fittedOf, type Matrix, rowsOf } from './samples.ts';

export interface LinearFit<L> {
  readonly classes: readonly L[];
  /** One row for two classes, whose sign speaks for the second; else a row for each class. */
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
}

export abstract class LinearClassifier<L extends Label> {
  /** In sentences of errors. */
  protected abstract readonly name: string;
  protected fitted: LinearFit<L> | undefined;

  /** The classes, sorted. @throws {EstimatorsError} `not-fitted` */
  get classes(): readonly L[] {
    return fittedOf(this.fitted, this.name).classes;
  }

  /** Weights of the columns: one row for two classes, else one for each class. @throws {EstimatorsError} `not-fitted` */
  get coef(): readonly Float64Array[] {
    return fittedOf(this.fitted, this.name).coef;
  }

  /** @throws {EstimatorsError} `not-fitted` */
  get intercept(): Float64Array {
    return fittedOf(this.fitted, this.name).intercept;
  }

  /** Score of each class, row by row; for two classes one number, above 0 for the second. @throws {EstimatorsError} */
  decisionFunction(x: Matrix): Float64Array[] {
    const { coef, intercept } = fittedOf(this.fitted, this.name);
    return rowsOf(x).map((row) => {
      assertColumns(row.length, coef[0]!.length);
      return intercept.map((start, k) => dot(coef[k]!, row) + start);
    });
  }

  /** The class of the highest score, row by row. @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predict(x: Matrix): L[] {
    const { classes } = this;
    return this.decisionFunction(x).map((scores) => {
      if (scores.length === 1) return classes[scores[0]! > 0 ? 1 : 0]!;
      return classes[argMax(scores)]!;
    });
  }
}

/** @throws {EstimatorsError} `one-class` */
export function assertTwoClasses({ classes }: Classes, name: string): void {
  if (classes.length >= 2) return;
  throw new EstimatorsError('one-class', `${name} needs two classes, and all rows are of “${String(classes[0])}”.`);
}

/** @throws {EstimatorsError} `bad-argument` */
export function assertPositive(value: number, name: string): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new EstimatorsError('bad-argument', `${name} must be a number above 0, and not ${value}.`);
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Solves A x = b for a symmetric positive definite A, by Cholesky's factors. A is overwritten. */
export function solveSymmetric(a: readonly Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    const row = a[i]!;
    for (let j = 0; j <= i; j++) {
      const other = a[j]!;
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      row[j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / other[j]!;
    }
    for (let k = 0; k < i; k++) x[i]! -= row[k]! * x[k]!;
    x[i]! /= row[i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= a[k]![i]! * x[k]!;
    x[i]! /= a[i]![i]!;
  }
  return x;
}
