import { assertColumns, fittedOf, type Matrix, rowsOf } from './samples.ts';

/**
 * Takes the mean away and divides by the standard deviation (of a population), column by column; after
 * `sklearn.preprocessing.StandardScaler`. A column that never varies is only centered.
 */
export class StandardScaler {
  #fit: { readonly mean: Float64Array; readonly scale: Float64Array } | undefined;

  /** @throws {EstimatorsError} `not-fitted` */
  get mean(): Float64Array {
    return fittedOf(this.#fit, 'StandardScaler').mean;
  }

  /** What each column is divided by. @throws {EstimatorsError} `not-fitted` */
  get scale(): Float64Array {
    return fittedOf(this.#fit, 'StandardScaler').scale;
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value` */
  fit(x: Matrix): this {
    const rows = rowsOf(x);
    const mean = new Float64Array(rows[0]!.length);
    for (const row of rows) for (let j = 0; j < mean.length; j++) mean[j]! += row[j]! / rows.length;
    const variance = new Float64Array(mean.length);
    for (const row of rows)
      for (let j = 0; j < mean.length; j++) variance[j]! += (row[j]! - mean[j]!) ** 2 / rows.length;
    const isConstant = (j: number) => variance[j]! <= rows.length * Number.EPSILON * (variance[j]! + mean[j]! ** 2);
    this.#fit = { mean, scale: variance.map((value, j) => (isConstant(j) ? 1 : Math.sqrt(value))) };
    return this;
  }

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  transform(x: Matrix): Float64Array[] {
    const { mean, scale } = fittedOf(this.#fit, 'StandardScaler');
    return rowsOf(x).map((row) => {
      assertColumns(row.length, mean.length);
      return row.map((value, j) => (value - mean[j]!) / scale[j]!);
    });
  }

  /** @throws {EstimatorsError} as `fit` */
  fitTransform(x: Matrix): Float64Array[] {
    return this.fit(x).transform(x);
  }
}
