import type { CsrMatrix } from '../data/csr.ts';
import { dot } from '../estimators/linear.ts';
import { type Matrix, rowsOf } from '../estimators/samples.ts';
import { assertComponents, assertCount, assertWidth, fittedOf } from './errors.ts';
import { type Operand, operandOf, type RandomizedOptions, randomizedSvd, withSigns } from './operand.ts';
import { combined, transposed, type Vectors } from './vectors.ts';

export interface TruncatedSVDOptions extends Partial<RandomizedOptions> {
  /** 2 by default. */
  readonly nComponents?: number;
  /** 5 by default. */
  readonly nIter?: number;
  /** 10 by default. */
  readonly nOversamples?: number;
  /** 0 by default. */
  readonly seed?: number;
}

interface SvdFit {
  readonly components: Float64Array[];
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
}

/**
 * The first singular vectors of rows that are **not** centered, so that sparse rows stay sparse: the first one points at the
 * mean, where that is far from zero. After `sklearn.decomposition.TruncatedSVD` with its randomized algorithm; on word
 * counts it is called latent semantic analysis.
 */
export class TruncatedSVD {
  readonly #nComponents: number;
  readonly #options: RandomizedOptions;
  #fit: SvdFit | undefined;

  /** @throws {DecompositionError} `bad-argument` */
  constructor({ nComponents = 2, nIter = 5, nOversamples = 10, seed = 0 }: TruncatedSVDOptions = {}) {
    assertCount(nComponents, 'nComponents', 1);
    assertCount(nIter, 'nIter', 0);
    assertCount(nOversamples, 'nOversamples', 0);
    this.#nComponents = nComponents;
    this.#options = { nIter, nOversamples, seed };
  }

  /** Orthonormal rows, largest singular value first. @throws {DecompositionError} `not-fitted` */
  get components(): readonly Float64Array[] {
    return this.#fitted().components;
  }

  /** Variance of each new column, with n; not sorted, as the first may be spent on the mean. @throws {DecompositionError} `not-fitted` */
  get explainedVariance(): Float64Array {
    return this.#fitted().explainedVariance;
  }

  /** Its share of the variance of all columns. @throws {DecompositionError} `not-fitted` */
  get explainedVarianceRatio(): Float64Array {
    return this.#fitted().explainedVarianceRatio;
  }

  /** @throws {DecompositionError} `not-fitted` */
  get singularValues(): Float64Array {
    return this.#fitted().singularValues;
  }

  /** @throws {DecompositionError} `bad-argument`, `bad-value`; {EstimatorsError} for what are no rows */
  fit(x: Matrix | CsrMatrix): this {
    const a = operandOf(x);
    const most = Math.min(a.rows, a.columns);
    assertComponents(this.#nComponents, most, 'the smaller of rows and columns');
    const { s, v } = randomizedSvd(a, this.#nComponents, this.#options);
    const components = withSigns(v);
    const explainedVariance = Float64Array.from(a.times(components), variance);
    const whole = wholeVariance(a);
    this.#fit = {
      ...{ components, explainedVariance, singularValues: s },
      explainedVarianceRatio: explainedVariance.map((value) => (whole === 0 ? 0 : value / whole)),
    };
    return this;
  }

  /** The rows in new columns, one a component. @throws {DecompositionError} `not-fitted`, `unequal-lengths`, `bad-value`; {EstimatorsError} */
  transform(x: Matrix | CsrMatrix): Float64Array[] {
    const components: Vectors = this.#fitted().components;
    const a = operandOf(x);
    assertWidth(a.columns, components[0]!.length, 'columns');
    return transposed(a.times(components));
  }

  /** @throws {DecompositionError}, {EstimatorsError} as `fit` */
  fitTransform(x: Matrix | CsrMatrix): Float64Array[] {
    return this.fit(x).transform(x);
  }

  /** Back to the old columns, without what was left out. @throws {DecompositionError} `not-fitted`, `unequal-lengths` */
  inverseTransform(x: Matrix): Float64Array[] {
    const { components } = this.#fitted();
    return rowsOf(x).map((row) => {
      assertWidth(row.length, components.length, 'components');
      return combined(components, row);
    });
  }

  #fitted(): SvdFit {
    return fittedOf(this.#fit, 'TruncatedSVD');
  }
}

/** Of a population. */
function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
}

/** The sum of all columns' variances, about means that are taken first, so that no digits cancel. */
function wholeVariance(a: Operand): number {
  const [mean] = a.transposeTimes([new Float64Array(a.rows).fill(1 / a.rows)]);
  // An entry that a sparse matrix leaves out is 0, and lies as far from the mean as the mean from 0.
  let whole = a.sparse ? a.rows * dot(mean!, mean!) : 0;
  a.each((value, _, j) => {
    whole += (value - mean![j]!) ** 2 - (a.sparse ? mean![j]! ** 2 : 0);
  });
  return whole / a.rows;
}
