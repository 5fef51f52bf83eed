/** What models read: rows of numbers, dense or sparse, and a class for each. */
import { type CsrMatrix, isCsrMatrix } from '../data/csr.ts';
import { matrixOf, type Numbers } from '../data/numbers.ts';
import type { TensorLike } from '../data/tensorLike.ts';
import { bySize, type Label } from '../metrics/data.ts';
import { EstimatorsError } from './errors.ts';

/** Rows of numbers, all of one length; or a tensor of two axes. */
export type Matrix = Iterable<Numbers> | TensorLike;

/** The rows in 64 bits. @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value` */
export function rowsOf(x: Matrix): Float64Array[] {
  const rows = matrixOf(x);
  if (rows.length === 0) throw new EstimatorsError('no-samples', 'There are no rows.');
  const width = rows[0]!.length;
  rows.forEach((row, at) => {
    if (row.length !== width)
      throw new EstimatorsError('unequal-lengths', `Row ${at} has ${row.length} columns, and row 0 has ${width}.`);
    const bad = row.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const mend = 'Fill or drop what is missing first.';
      throw new EstimatorsError('bad-value', `Row ${at}, column ${bad} holds ${row[bad]}, and no number. ${mend}`);
    }
  });
  return rows;
}

/** Dense rows as a sparse matrix. @throws {EstimatorsError} as `rowsOf` */
export function sparseOf(x: Matrix | CsrMatrix): CsrMatrix {
  if (isCsrMatrix(x)) return x;
  const rows = rowsOf(x);
  const indptr = new Uint32Array(rows.length + 1);
  const entries: (readonly [column: number, value: number])[] = [];
  rows.forEach((row, at) => {
    row.forEach((value, column) => {
      if (value !== 0) entries.push([column, value]);
    });
    indptr[at + 1] = entries.length;
  });
  return {
    shape: [rows.length, rows[0]!.length],
    indptr,
    indices: Uint32Array.from(entries, ([column]) => column),
    data: Float64Array.from(entries, ([, value]) => value),
  };
}

export interface Classes<L extends Label = Label> {
  /** All that occur, sorted. */
  readonly classes: readonly L[];
  /** Of each row the place of its class in `classes`. */
  readonly codes: Uint32Array;
}

/** @param rows how many classes there must be @throws {EstimatorsError} `bad-label`, `unequal-lengths` */
export function classesOf<L extends Label>(y: Iterable<L>, rows: number): Classes<L> {
  const labels = [...y];
  labels.forEach((label, row) => {
    const isLabel = ['string', 'boolean'].includes(typeof label) || (typeof label === 'number' && !Number.isNaN(label));
    if (!isLabel) throw new EstimatorsError('bad-label', `y[${row}] is ${String(label)}, which is no class.`);
  });
  if (labels.length !== rows)
    throw new EstimatorsError('unequal-lengths', `There are ${rows} rows and ${labels.length} classes.`);
  const classes = [...new Set(labels)].sort(bySize);
  const places = new Map(classes.map((label, place) => [label, place]));
  return { classes, codes: Uint32Array.from(labels, (label) => places.get(label)!) };
}

/** As many weights as rows, each 1 where none are given. @throws {EstimatorsError} `unequal-lengths`, `bad-value` */
export function weightsOf(weights: Iterable<number> | undefined, rows: number): Float64Array {
  if (!weights) return new Float64Array(rows).fill(1);
  const given = Float64Array.from(weights);
  if (given.length !== rows)
    throw new EstimatorsError('unequal-lengths', `There are ${rows} rows and ${given.length} weights.`);
  const bad = given.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (bad >= 0) throw new EstimatorsError('bad-value', `sampleWeight[${bad}] is ${given[bad]}: a weight is 0 or more.`);
  return given;
}

/** @throws {EstimatorsError} `unequal-lengths` */
export function assertColumns(found: number, fitted: number): void {
  if (found === fitted) return;
  throw new EstimatorsError(
    'unequal-lengths',
    `The rows have ${found} columns, and the model was fitted on ${fitted}.`,
  );
}

/** What a fit has left. @throws {EstimatorsError} `not-fitted` */
export function fittedOf<State>(state: State | undefined, name: string): State {
  if (state !== undefined) return state;
  throw new EstimatorsError('not-fitted', `This ${name} has learned nothing yet: call fit first.`);
}

/** Place of the largest value; of equal ones the first. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Natural logarithm of the sum of exponentials, without overflow. */
export function logSumExp(values: Float64Array): number {
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(most)) return most;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return most + Math.log(sum);
}
