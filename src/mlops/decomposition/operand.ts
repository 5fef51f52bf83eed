/** What is taken apart: dense or sparse rows, seen through products alone, so that sparse rows stay sparse. */
import { type CsrMatrix, isCsrMatrix } from '../data/csr.ts';
import { normal, uniform } from '../datasets/chance.ts';
import { dot } from '../estimators/linear.ts';
import { type Matrix, rowsOf } from '../estimators/samples.ts';
import { DecompositionError } from './errors.ts';
import { combined, qr, type Svd, svd, type Vectors } from './vectors.ts';

export interface Operand {
  readonly rows: number;
  readonly columns: number;
  /** Whether entries that `each` does not visit are 0. */
  readonly sparse: boolean;
  /** A · v for each vector of as many numbers as there are columns. */
  times(vectors: Vectors): Float64Array[];
  /** Aᵀ · v for each vector of as many numbers as there are rows. */
  transposeTimes(vectors: Vectors): Float64Array[];
  /** Calls for each entry that is not zero; of a dense matrix for each entry. */
  each(visit: (value: number, row: number, column: number) => void): void;
}

/** @throws {EstimatorsError} for what are no rows; {DecompositionError} `bad-value` in sparse ones */
export function operandOf(x: Matrix | CsrMatrix): Operand {
  return isCsrMatrix(x) ? sparseOperand(x) : denseOperand(rowsOf(x));
}

export function denseOperand(rows: readonly Float64Array[]): Operand {
  const columns = rows[0]!.length;
  return {
    ...{ rows: rows.length, columns, sparse: false },
    times: (vectors) => vectors.map((vector) => Float64Array.from(rows, (row) => dot(row, vector))),
    transposeTimes: (vectors) => vectors.map((vector) => combined(rows, vector)),
    each: (visit) => {
      rows.forEach((row, i) => {
        for (let j = 0; j < columns; j++) visit(row[j]!, i, j);
      });
    },
  };
}

function sparseOperand({ shape: [rows, columns], indptr, indices, data }: CsrMatrix): Operand {
  if (rows === 0 || columns === 0)
    throw new DecompositionError('bad-argument', `The sparse matrix has ${rows} rows and ${columns} columns.`);
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new DecompositionError('bad-value', `Entry ${bad} of the sparse matrix is ${data[bad]}, and no number.`);
  const each: Operand['each'] = (visit) => {
    for (let i = 0; i < rows; i++)
      for (let at = indptr[i]!; at < indptr[i + 1]!; at++) visit(data[at]!, i, indices[at]!);
  };
  const product = (size: number, add: (out: Float64Array, vector: Float64Array) => void) => (vectors: Vectors) =>
    vectors.map((vector) => {
      const out = new Float64Array(size);
      add(out, vector);
      return out;
    });
  return {
    ...{ rows, columns, sparse: true, each },
    times: product(rows, (out, vector) => {
      each((value, i, j) => {
        out[i]! += value * vector[j]!;
      });
    }),
    transposeTimes: product(columns, (out, vector) => {
      each((value, i, j) => {
        out[j]! += value * vector[i]!;
      });
    }),
  };
}

export interface RandomizedOptions {
  /** Rounds of power iteration, which part the large singular values from the small ones. */
  readonly nIter: number;
  /** Directions beyond those asked for. */
  readonly nOversamples: number;
  readonly seed: number;
}

/**
 * The first `count` singular values and vectors by random directions (Halko, Martinsson and Tropp 2011, algorithms 4.4 and
 * 5.1), as `sklearn.utils.extmath.randomized_svd`. With as many directions as the smaller side they are exact.
 */
export function randomizedSvd(a: Operand, count: number, { nIter, nOversamples, seed }: RandomizedOptions): Svd {
  const next = uniform(seed);
  const size = Math.min(count + nOversamples, a.rows, a.columns);
  const random = Array.from({ length: size }, () => Float64Array.from({ length: a.columns }, () => normal(next)));
  let basis = qr(a.times(random)).q;
  for (let round = 0; round < nIter; round++) basis = qr(a.times(qr(a.transposeTimes(basis)).q)).q;
  const small = svd(a.transposeTimes(basis));
  return {
    u: small.v.slice(0, count).map((weights) => combined(basis, weights)),
    s: small.s.slice(0, count),
    v: small.u.slice(0, count),
  };
}

/** Turns each vector so that its entry farthest from 0 is above 0, as scikit-learn does; one column is fit both ways. */
export function withSigns(vectors: readonly Float64Array[]): Float64Array[] {
  return vectors.map((vector) => {
    let far = 0;
    for (let j = 1; j < vector.length; j++) if (Math.abs(vector[j]!) > Math.abs(vector[far]!)) far = j;
    return vector[far]! < 0 ? vector.map((value) => -value) : vector;
  });
}
