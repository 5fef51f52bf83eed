import { quantile } from '../plot/statistics/order.ts';
import { EstimatorsError } from './errors.ts';
import { assertColumns, fittedOf, type Matrix, rowsOf } from './samples.ts';

export interface RobustScalerOptions {
  /** Takes the median away: true by default. */
  readonly withCentering?: boolean;
  /** Divides by the distance of the two quantiles: true by default. */
  readonly withScaling?: boolean;
  /** In percent: [25, 75] by default. */
  readonly quantileRange?: readonly [low: number, high: number];
}

/**
 * Takes the median away and divides by the interquartile range, column by column: one wild value changes neither. After
 * `sklearn.preprocessing.RobustScaler`. A column whose quartiles are equal is only centered.
 */
export class RobustScaler {
  readonly #options: Required<RobustScalerOptions>;
  #fit: { readonly center: Float64Array; readonly scale: Float64Array } | undefined;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor({ withCentering = true, withScaling = true, quantileRange = [25, 75] }: RobustScalerOptions = {}) {
    const [low, high] = quantileRange;
    if (!(low >= 0 && low < high && high <= 100))
      throw new EstimatorsError(
        'bad-argument',
        `quantileRange must rise within 0 to 100, and not be [${low}, ${high}].`,
      );
    this.#options = { withCentering, withScaling, quantileRange };
  }

  /** Median of each column; 0 without centering. @throws {EstimatorsError} `not-fitted` */
  get center(): Float64Array {
    return fittedOf(this.#fit, 'RobustScaler').center;
  }

  /** What each column is divided by. @throws {EstimatorsError} `not-fitted` */
  get scale(): Float64Array {
    return fittedOf(this.#fit, 'RobustScaler').scale;
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value` */
  fit(x: Matrix): this {
    const rows = rowsOf(x);
    const { withCentering, withScaling, quantileRange } = this.#options;
    const columns = Array.from(rows[0]!, (_, j) => Float64Array.from(rows, (row) => row[j]!).sort());
    const range = (column: Float64Array) => {
      const [low, high] = quantileRange.map((percent) => quantile(column, percent / 100));
      const width = high! - low!;
      return width < 10 * Number.EPSILON ? 1 : width;
    };
    this.#fit = {
      center: Float64Array.from(columns, (column) => (withCentering ? quantile(column, 0.5) : 0)),
      scale: Float64Array.from(columns, (column) => (withScaling ? range(column) : 1)),
    };
    return this;
  }

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  transform(x: Matrix): Float64Array[] {
    const { center, scale } = fittedOf(this.#fit, 'RobustScaler');
    return rowsOf(x).map((row) => {
      assertColumns(row.length, center.length);
      return row.map((value, j) => (value - center[j]!) / scale[j]!);
    });
  }

  /** Back to the columns' units. @throws {EstimatorsError} as `transform` */
  inverseTransform(x: Matrix): Float64Array[] {
    const { center, scale } = fittedOf(this.#fit, 'RobustScaler');
    return rowsOf(x).map((row) => {
      assertColumns(row.length, center.length);
      return row.map((value, j) => value * scale[j]! + center[j]!);
    });
  }

  /** @throws {EstimatorsError} as `fit` */
  fitTransform(x: Matrix): Float64Array[] {
    return this.fit(x).transform(x);
  }
}
