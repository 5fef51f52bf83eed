import type { Label } from '../metrics/data.ts';
import { EstimatorsError } from './errors.ts';
import { argMax, assertColumns, classesOf, fittedOf, type Matrix, rowsOf } from './samples.ts';

export interface KNeighborsOptions {
  /** 5 by default. */
  readonly nNeighbors?: number;
  /** Whether each neighbor counts the same, or by the inverse of its distance. */
  readonly weights?: 'uniform' | 'distance';
}

interface NeighborsFit<L> {
  readonly classes: readonly L[];
  readonly codes: Uint32Array;
  readonly rows: readonly Float64Array[];
}

/**
 * The class of the nearest rows, by Euclid's distance; after `sklearn.neighbors.KNeighborsClassifier`. It compares with all
 * rows; of equally near ones the earlier counts.
 */
export class KNeighborsClassifier<L extends Label = Label> {
  readonly #options: Required<KNeighborsOptions>;
  #fit: NeighborsFit<L> | undefined;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor({ nNeighbors = 5, weights = 'uniform' }: KNeighborsOptions = {}) {
    if (!(Number.isSafeInteger(nNeighbors) && nNeighbors >= 1))
      throw new EstimatorsError('bad-argument', `nNeighbors must be a whole number from 1 on, and not ${nNeighbors}.`);
    this.#options = { nNeighbors, weights };
  }

  /** @throws {EstimatorsError} `not-fitted` */
  get classes(): readonly L[] {
    return fittedOf(this.#fit, 'KNeighborsClassifier').classes;
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-label`; `bad-argument` for too few rows */
  fit(x: Matrix, y: Iterable<L>): this {
    const rows = rowsOf(x);
    if (rows.length < this.#options.nNeighbors) {
      const found = `There are ${rows.length} rows, fewer than ${this.#options.nNeighbors} neighbors.`;
      throw new EstimatorsError('bad-argument', found);
    }
    this.#fit = { ...classesOf(y, rows.length), rows };
    return this;
  }

  /** Share of each class among the neighbors, row by row. @throws {EstimatorsError} `not-fitted`, `unequal-lengths` */
  predictProba(x: Matrix): Float64Array[] {
    const { classes, codes, rows } = fittedOf(this.#fit, 'KNeighborsClassifier');
    return rowsOf(x).map((row) => {
      assertColumns(row.length, rows[0]!.length);
      const near = nearest(rows, row, this.#options.nNeighbors);
      const votes = new Float64Array(classes.length);
      near.forEach(({ at, distance }) => {
        votes[codes[at]!]! += this.#weightOf(distance, near[0]!.distance);
      });
      const all = votes.reduce((sum, vote) => sum + vote, 0);
      return votes.map((vote) => vote / all);
    });
  }

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predict(x: Matrix): L[] {
    const { classes } = this;
    return this.predictProba(x).map((shares) => classes[argMax(shares)]!);
  }

  /** Rows at no distance count alone, where there are any. */
  #weightOf(distance: number, least: number): number {
    if (this.#options.weights === 'uniform') return 1;
    if (least === 0) return distance === 0 ? 1 : 0;
    return 1 / distance;
  }
}

/** The nearest rows, nearest first. */
function nearest(rows: readonly Float64Array[], row: Float64Array, count: number) {
  const near: { readonly at: number; readonly distance: number }[] = [];
  rows.forEach((other, at) => {
    let square = 0;
    for (let j = 0; j < row.length; j++) square += (row[j]! - other[j]!) ** 2;
    const distance = Math.sqrt(square);
    if (near.length === count && distance >= near.at(-1)!.distance) return;
    const place = near.findIndex((each) => each.distance > distance);
    near.splice(place < 0 ? near.length : place, 0, { at, distance });
    if (near.length > count) near.pop();
  });
  return near;
}
