import type { CsrMatrix } from '../data/csr.ts';
import { dot } from '../estimators/linear.ts';
import { type Matrix, rowsOf } from '../estimators/samples.ts';
import { assertCount, assertWidth, DecompositionError, fittedOf } from './errors.ts';
import { type Factors, givenFactors, nndsvd, randomFactors } from './nmfStart.ts';
import { type Operand, operandOf } from './operand.ts';
import { combined, transposed } from './vectors.ts';

export interface NMFOptions {
  readonly nComponents: number;
  /**
   * The first guess: from the singular vectors, with zeros (`nndsvd`) or with the mean in their place (`nndsvda`), drawn by
   * chance (`random`), or given. By default `nndsvda`, where there are as many rows and columns as components.
   */
  readonly init?:
    | 'nndsvd'
    | 'nndsvda'
    | 'random'
    | { readonly w: readonly ArrayLike<number>[]; readonly h: readonly ArrayLike<number>[] };
  /** Rounds at most: 200 by default. */
  readonly maxIter?: number;
  /** It ends when the gradients that are left are so small a part of the first ones: 1e-4 by default. */
  readonly tol?: number;
  /** 0 by default. */
  readonly seed?: number;
}

interface NMFFit {
  readonly components: Float64Array[];
  readonly reconstructionErr: number;
  readonly nIter: number;
}

/**
 * Nonnegative matrix factorization: each row as a sum of parts, with nothing subtracted, X ≈ W H. It lowers ‖X - W H‖ by
 * coordinate descent (Cichocki and Phan 2009), after `sklearn.decomposition.NMF`. Where it ends depends on where it began.
 */
export class NMF {
  readonly #options: NMFOptions;
  #fit: NMFFit | undefined;

  /** @throws {DecompositionError} `bad-argument` */
  constructor(options: NMFOptions) {
    assertCount(options.nComponents, 'nComponents', 1);
    assertCount(options.maxIter ?? 200, 'maxIter', 1);
    if (!((options.tol ?? 1e-4) >= 0))
      throw new DecompositionError('bad-argument', `tol must be a number from 0 on, and not ${options.tol}.`);
    this.#options = options;
  }

  /** H: one row a part, each as long as there are columns. @throws {DecompositionError} `not-fitted` */
  get components(): readonly Float64Array[] {
    return this.#fitted().components;
  }

  /** ‖X - W H‖ by Frobenius: the root of the summed squares. @throws {DecompositionError} `not-fitted` */
  get reconstructionErr(): number {
    return this.#fitted().reconstructionErr;
  }

  /** Rounds that it took. @throws {DecompositionError} `not-fitted` */
  get nIter(): number {
    return this.#fitted().nIter;
  }

  /** @throws {DecompositionError} `bad-argument`, `bad-value` below zero; {EstimatorsError} for what are no rows */
  fit(x: Matrix | CsrMatrix): this {
    this.fitTransform(x);
    return this;
  }

  /** W: how much of each part a row has. @throws {DecompositionError}, {EstimatorsError} as `fit` */
  fitTransform(x: Matrix | CsrMatrix): Float64Array[] {
    const a = nonnegative(operandOf(x));
    const factors = this.#start(a);
    const nIter = descend(a, factors, this.#options, true);
    this.#fit = { components: factors.h, reconstructionErr: errorOf(a, factors), nIter };
    return transposed(factors.w);
  }

  /** W for other rows, with the parts as they are. @throws {DecompositionError} `not-fitted`, `unequal-lengths`, `bad-value`; {EstimatorsError} */
  transform(x: Matrix | CsrMatrix): Float64Array[] {
    const { components } = this.#fitted();
    const a = nonnegative(operandOf(x));
    assertWidth(a.columns, components[0]!.length, 'columns');
    const w = components.map(() => new Float64Array(a.rows));
    descend(a, { w, h: components }, this.#options, false);
    return transposed(w);
  }

  /** W H: the rows as sums of the parts. @throws {DecompositionError} `not-fitted`, `unequal-lengths`; {EstimatorsError} */
  inverseTransform(w: Matrix): Float64Array[] {
    const { components } = this.#fitted();
    return rowsOf(w).map((row) => {
      assertWidth(row.length, components.length, 'components');
      return combined(components, row);
    });
  }

  #fitted(): NMFFit {
    return fittedOf(this.#fit, 'NMF');
  }

  #start(a: Operand): Factors {
    const { nComponents: count, seed = 0 } = this.#options;
    const fits = count <= Math.min(a.rows, a.columns);
    const { init = fits ? 'nndsvda' : 'random' } = this.#options;
    if (typeof init === 'object') return givenFactors(a, count, init);
    let sum = 0;
    a.each((value) => {
      sum += value;
    });
    const mean = sum / (a.rows * a.columns);
    if (init === 'random') return randomFactors(a, count, mean, seed);
    if (fits) return nndsvd(a, count, init === 'nndsvda' ? mean : 0, seed);
    const most = Math.min(a.rows, a.columns);
    throw new DecompositionError(
      'bad-argument',
      `${init} finds ${most} components here, and not ${count}: take init “random”.`,
    );
  }
}

/** @throws {DecompositionError} `bad-value` */
function nonnegative(a: Operand): Operand {
  a.each((value, row, column) => {
    if (value >= 0) return;
    const where = `Row ${row}, column ${column} holds ${value}`;
    throw new DecompositionError('bad-value', `${where}: NMF adds parts, and takes nothing below zero.`);
  });
  return a;
}

/** Lowers the error round by round, in place. @returns the rounds that it took */
function descend(a: Operand, { w, h }: Factors, { maxIter = 200, tol = 1e-4 }: NMFOptions, movesH: boolean): number {
  let first = 0;
  for (let round = 1; round <= maxIter; round++) {
    let violation = improve(w, h, a.times(h));
    if (movesH) violation += improve(h, w, a.transposeTimes(w));
    if (round === 1) first = violation;
    if (first === 0 || violation / first <= tol) return round;
  }
  return maxIter;
}

/**
 * One step for each entry of one factor, with the other held: to where the error is least, or to zero.
 * @param products of the data with the other factor @returns the sum of gradients that can still be followed
 */
function improve(
  vectors: readonly Float64Array[],
  others: readonly Float64Array[],
  products: readonly Float64Array[],
): number {
  let violation = 0;
  vectors.forEach((vector, t) => {
    const curvatures = Float64Array.from(others, (other) => dot(others[t]!, other));
    const curvature = curvatures[t]!;
    const gradients = combined(vectors, curvatures);
    for (let i = 0; i < vector.length; i++) {
      const gradient = gradients[i]! - products[t]![i]!;
      violation += Math.abs(vector[i] === 0 ? Math.min(0, gradient) : gradient);
      if (curvature !== 0) vector[i] = Math.max(0, vector[i]! - gradient / curvature);
    }
  });
  return violation;
}

function errorOf(a: Operand, { w, h }: Factors): number {
  const rows = transposed(w);
  const columns = transposed(h);
  let squares = 0;
  // What sparse rows leave out is 0 in them, and whatever W H says in the product.
  if (a.sparse) for (const row of rows) squares += squareOf(combined(h, row));
  a.each((value, i, j) => {
    const told = dot(rows[i]!, columns[j]!);
    squares += (value - told) ** 2 - (a.sparse ? told ** 2 : 0);
  });
  return Math.sqrt(Math.max(0, squares));
}

const squareOf = (values: Float64Array) => dot(values, values);
