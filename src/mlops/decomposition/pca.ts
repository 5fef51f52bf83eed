import { type Matrix, rowsOf } from '../estimators/samples.ts';
import { assertComponents, assertWidth, DecompositionError, fittedOf } from './errors.ts';
import { denseOperand, randomizedSvd, withSigns } from './operand.ts';
import { combined, svd, transposed } from './vectors.ts';

export interface PCAOptions {
  /** How many; or a share below 1 of the variance that they must exceed. By default all there are. */
  readonly nComponents?: number;
  /** Divides each component by its standard deviation. */
  readonly whiten?: boolean;
  /**
   * `full` by default, whose time grows with the cube of the columns: seconds at 300. `randomized` finds a few components
   * sooner, and needs a whole `nComponents`.
   */
  readonly svdSolver?: 'full' | 'randomized';
  /** Of the randomized solver: 0 by default. */
  readonly seed?: number;
}

interface PCAFit {
  readonly mean: Float64Array;
  readonly components: Float64Array[];
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
  readonly noiseVariance: number;
}

/**
 * Principal components: the directions along which rows spread most about their mean, each orthogonal to those before;
 * after `sklearn.decomposition.PCA`. Variances are those of a sample, with n - 1. They are in the square of the columns'
 * units, so a change of unit changes the components.
 */
export class PCA {
  readonly #options: PCAOptions;
  #fit: PCAFit | undefined;

  /** @throws {DecompositionError} `bad-argument` */
  constructor(options: PCAOptions = {}) {
    const { nComponents, svdSolver = 'full' } = options;
    if (nComponents !== undefined && !(nComponents > 0))
      throw new DecompositionError('bad-argument', `nComponents must be above 0, and not ${nComponents}.`);
    if (svdSolver === 'randomized' && nComponents !== undefined && nComponents < 1)
      throw new DecompositionError(
        'bad-argument',
        'The randomized solver does not know the whole variance of all components: give nComponents as a number.',
      );
    this.#options = options;
  }

  /** Mean of each column. @throws {DecompositionError} `not-fitted` */
  get mean(): Float64Array {
    return this.#fitted().mean;
  }

  /** Orthonormal rows, largest variance first; each as long as there are columns. @throws {DecompositionError} `not-fitted` */
  get components(): readonly Float64Array[] {
    return this.#fitted().components;
  }

  /** Variance along each component. @throws {DecompositionError} `not-fitted` */
  get explainedVariance(): Float64Array {
    return this.#fitted().explainedVariance;
  }

  /** Its share of the variance of all columns. @throws {DecompositionError} `not-fitted` */
  get explainedVarianceRatio(): Float64Array {
    return this.#fitted().explainedVarianceRatio;
  }

  /** Of the centered rows. @throws {DecompositionError} `not-fitted` */
  get singularValues(): Float64Array {
    return this.#fitted().singularValues;
  }

  /** Mean variance of the components that were left out, 0 without any. @throws {DecompositionError} `not-fitted` */
  get noiseVariance(): number {
    return this.#fitted().noiseVariance;
  }

  /** @throws {DecompositionError} `bad-argument`, `too-few-rows`; {EstimatorsError} for what are no rows */
  fit(x: Matrix): this {
    const rows = rowsOf(x);
    const [n, width] = [rows.length, rows[0]!.length];
    if (n < 2) throw new DecompositionError('too-few-rows', 'One row has no variance: PCA needs two at least.');
    const mean = combined(rows, new Float64Array(n).fill(1 / n));
    const centered = rows.map((row) => row.map((value, j) => value - mean[j]!));
    const most = Math.min(n, width);
    const total = centered.reduce((sum, row) => sum + row.reduce((all, value) => all + value * value, 0), 0) / (n - 1);
    const { s, v } = this.#svd(centered, most);
    const variances = s.map((value) => value ** 2 / (n - 1));
    const ratios = variances.map((value) => (total === 0 ? 0 : value / total));
    const count = this.#count(ratios, most);
    const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
    // The randomized solver has not seen the others; what they hold is what is missing in the whole.
    const left = s.length === most ? sum(variances.subarray(count)) : total - sum(variances.subarray(0, count));
    this.#fit = {
      mean,
      components: withSigns(v.slice(0, count)),
      explainedVariance: variances.slice(0, count),
      explainedVarianceRatio: ratios.slice(0, count),
      singularValues: s.slice(0, count),
      noiseVariance: count < most ? Math.max(0, left) / (most - count) : 0,
    };
    return this;
  }

  /** The rows in new columns, one a component. @throws {DecompositionError} `not-fitted`, `unequal-lengths`; {EstimatorsError} */
  transform(x: Matrix): Float64Array[] {
    const { mean, components } = this.#fitted();
    const centered = rowsOf(x).map((row) => {
      assertWidth(row.length, mean.length, 'columns');
      return row.map((value, j) => value - mean[j]!);
    });
    const sizes = this.#sizes();
    return transposed(denseOperand(centered).times(components)).map((row) => row.map((value, k) => value / sizes[k]!));
  }

  /** @throws {DecompositionError}, {EstimatorsError} as `fit` */
  fitTransform(x: Matrix): Float64Array[] {
    return this.fit(x).transform(x);
  }

  /** Back to the old columns, without what was left out. @throws {DecompositionError} `not-fitted`, `unequal-lengths` */
  inverseTransform(x: Matrix): Float64Array[] {
    const { mean, components } = this.#fitted();
    const sizes = this.#sizes();
    return rowsOf(x).map((row) => {
      assertWidth(row.length, components.length, 'components');
      const weights = row.map((value, k) => value * sizes[k]!);
      return combined(components, weights).map((value, j) => value + mean[j]!);
    });
  }

  #fitted(): PCAFit {
    return fittedOf(this.#fit, 'PCA');
  }

  /** What each component is divided by. A direction without variance is not blown up. */
  #sizes(): Float64Array {
    return this.explainedVariance.map((value) => (this.#options.whiten && value > 0 ? Math.sqrt(value) : 1));
  }

  #svd(centered: Float64Array[], most: number) {
    const { nComponents = most, svdSolver = 'full', seed = 0 } = this.#options;
    if (svdSolver === 'randomized') {
      assertComponents(nComponents, most, 'the smaller of rows and columns');
      const nIter = nComponents < 0.1 * most ? 7 : 4;
      return randomizedSvd(denseOperand(centered), nComponents, { nIter, nOversamples: 10, seed });
    }
    if (centered.length >= centered[0]!.length) return svd(transposed(centered));
    const { u, s } = svd(centered);
    return { s, v: u };
  }

  #count(ratios: Float64Array, most: number): number {
    const { nComponents = most } = this.#options;
    if (nComponents >= 1) {
      assertComponents(nComponents, most, 'the smaller of rows and columns');
      return nComponents;
    }
    let kept = 0;
    const enough = ratios.findIndex((ratio) => {
      kept += ratio;
      return kept > nComponents;
    });
    return enough < 0 ? most : enough + 1;
  }
}
