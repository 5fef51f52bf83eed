import { shuffled, uniform } from '../../datasets/chance.ts';
import type { ExplainerOptions, Explanation } from '../explanation.ts';
import {
  answersOf,
  assertCount,
  assertWidth,
  backgroundOf,
  type Matrix,
  type Model,
  meanOf,
  namesOf,
  rowsOf,
} from '../inputs.ts';
import { type Mask, worthOf } from './coalitions.ts';

export interface PermutationExplainerOptions extends ExplainerOptions {
  /** Coalitions at most a row: 500 by default, at least two orders whatever that takes. */
  readonly maxEvals?: number;
  /** A whole number from 0 on: 0 by default. */
  readonly seed?: number;
}

/**
 * Shapley values from drawn orders of the columns, each walked forward and back; after `shap.PermutationExplainer`.
 * Exact where no more than two columns work together, an estimate with a standard error elsewhere. Any number of columns.
 */
export class PermutationExplainer {
  readonly #model: Model;
  readonly #background: Float64Array[];
  readonly #orders: number;
  readonly #seed: number;
  readonly #names: readonly string[];

  /** @throws {ExplainError} `empty-background`, `unequal-lengths`, `bad-value`, `bad-argument` */
  constructor(model: Model, background: Matrix, options: PermutationExplainerOptions = {}) {
    const { maxEvals = 500, seed = 0, featureNames } = options;
    this.#model = model;
    this.#background = backgroundOf(background);
    assertCount(maxEvals, 1, 'maxEvals');
    assertCount(seed, 0, 'seed');
    const width = this.#background[0]!.length;
    // Forward and back, and the empty coalition that both share. Two orders, since one has no spread.
    this.#orders = Math.max(2, Math.floor(maxEvals / (2 * width + 1)));
    this.#seed = seed;
    this.#names = namesOf(featureNames, width);
  }

  /** @throws {ExplainError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-model` */
  explain(x: Matrix): Explanation {
    const rows = rowsOf(x);
    assertWidth(rows[0]!.length, this.#background[0]!.length, '“x”', 'the background');
    const next = uniform(this.#seed);
    const found = rows.map((row) => this.#row(row, next));
    return {
      values: found.map(({ values }) => values),
      standardErrors: found.map(({ errors }) => errors),
      baseValue: meanOf(answersOf(this.#model, this.#background)),
      data: rows,
      featureNames: this.#names,
    };
  }

  #row(row: Float64Array, next: () => number): { readonly values: Float64Array; readonly errors: Float64Array } {
    const width = row.length;
    const [values, squares] = [new Float64Array(width), new Float64Array(width)];
    for (let n = 1; n <= this.#orders; n++) {
      const order = shuffled(width, next);
      const worth = worthOf(this.#model, row, this.#background, thereAndBack(order));
      order.forEach((column, place) => {
        const [there, back] = [worth[place + 1]! - worth[place]!, gainBack(worth, width, place)];
        // Mean and sum of squares as they grow (Welford 1962).
        const off = (there + back) / 2 - values[column]!;
        values[column]! += off / n;
        squares[column]! += (off * off * (n - 1)) / n;
      });
    }
    const pairs = this.#orders * (this.#orders - 1);
    return { values, errors: squares.map((sum) => Math.sqrt(sum / pairs)) };
  }
}

/** Masks of an order from none to all, then those of the order turned round, from its first column on. */
function thereAndBack(order: readonly number[]): Mask[] {
  const of = (columns: readonly number[]) => {
    const mask = new Uint8Array(order.length);
    return columns.map((column) => {
      mask[column] = 1;
      return mask.slice();
    });
  };
  return [new Uint8Array(order.length), ...of(order), ...of(order.toReversed())];
}

/** What the column at a place of the order gains in the order turned round. */
function gainBack(worth: Float64Array, width: number, place: number): number {
  const at = width + 1 + (width - 1 - place);
  return worth[at]! - (place === width - 1 ? worth[0]! : worth[at - 1]!);
}
