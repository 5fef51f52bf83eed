import { uniform } from '../../datasets/chance.ts';
import { solveSymmetric } from '../../estimators/linear.ts';
import { ExplainError } from '../errors.ts';
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
import { type WeightedMask, weightedCoalitions } from './kernelCoalitions.ts';

export interface KernelExplainerOptions extends ExplainerOptions {
  /** Coalitions a row: twice the columns that differ from the background, and 2048, by default. */
  readonly nSamples?: number;
  /** A whole number from 0 on: 0 by default. */
  readonly seed?: number;
}

/**
 * Shapley values as the weights of a line through coalitions, after `shap.KernelExplainer` with the identity link and
 * `l1_reg=0` (Lundberg and Lee 2017). Exact once all coalitions fit into `nSamples`. Any number of columns.
 */
export class KernelExplainer {
  readonly #model: Model;
  readonly #background: Float64Array[];
  readonly #nSamples: number | undefined;
  readonly #seed: number;
  readonly #names: readonly string[];

  /** @throws {ExplainError} `empty-background`, `unequal-lengths`, `bad-value`, `bad-argument` */
  constructor(model: Model, background: Matrix, options: KernelExplainerOptions = {}) {
    const { nSamples, seed = 0, featureNames } = options;
    this.#model = model;
    this.#background = backgroundOf(background);
    if (nSamples !== undefined) assertCount(nSamples, 2, 'nSamples');
    assertCount(seed, 0, 'seed');
    this.#nSamples = nSamples;
    this.#seed = seed;
    this.#names = namesOf(featureNames, this.#background[0]!.length);
  }

  /** @throws {ExplainError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-model`, `bad-argument` for too few coalitions */
  explain(x: Matrix): Explanation {
    const rows = rowsOf(x);
    assertWidth(rows[0]!.length, this.#background[0]!.length, '“x”', 'the background');
    const baseValue = meanOf(answersOf(this.#model, this.#background));
    const answers = answersOf(this.#model, rows);
    const next = uniform(this.#seed);
    const values = rows.map((row, i) => this.#row(row, answers[i]! - baseValue, baseValue, next));
    return { values, baseValue, data: rows, featureNames: this.#names };
  }

  /** @param whole what there is to share out */
  #row(row: Float64Array, whole: number, baseValue: number, next: () => number): Float64Array {
    const values = new Float64Array(row.length);
    // A column that is the same in all of the background changes nothing, and needs no coalition.
    const varying = Array.from(row.keys()).filter((column) =>
      this.#background.some((other) => other[column] !== row[column]),
    );
    if (varying.length === 1) values[varying[0]!] = whole;
    if (varying.length < 2) return values;
    const count = this.#nSamples ?? 2 * varying.length + 2048;
    const coalitions = weightedCoalitions(varying.length, count, next);
    const worth = worthOf(
      this.#model,
      row,
      this.#background,
      coalitions.map(({ mask }) => spread(mask, varying, row.length)),
    );
    partsOf(
      coalitions,
      worth.map((value) => value - baseValue),
      whole,
    ).forEach((part, i) => {
      values[varying[i]!] = part;
    });
    return values;
  }
}

function spread(mask: Mask, columns: readonly number[], width: number): Mask {
  const all = new Uint8Array(width);
  columns.forEach((column, i) => {
    all[column] = mask[i]!;
  });
  return all;
}

/** Weighted least squares under the condition that the parts add up to the whole: the last column takes the rest. */
function partsOf(coalitions: readonly WeightedMask[], worth: Float64Array, whole: number): Float64Array {
  const last = coalitions[0]!.mask.length - 1;
  const products = Array.from({ length: last }, () => new Float64Array(last));
  const sums = new Float64Array(last);
  const row = new Float64Array(last);
  coalitions.forEach(({ mask, weight }, i) => {
    const end = mask[last]!;
    for (let j = 0; j < last; j++) row[j] = mask[j]! - end;
    const target = worth[i]! - end * whole;
    for (let j = 0; j < last; j++) {
      if (row[j] === 0) continue;
      const weighted = weight * row[j]!;
      sums[j]! += weighted * target;
      const line = products[j]!;
      for (let k = 0; k < last; k++) line[k]! += weighted * row[k]!;
    }
  });
  if (coalitions.length < last) tooFew(coalitions.length, last + 1);
  const parts = solveSymmetric(products, sums);
  const rest = whole - parts.reduce((sum, part) => sum + part, 0);
  return Float64Array.of(...parts, rest);
}

function tooFew(found: number, columns: number): never {
  throw new ExplainError(
    'bad-argument',
    `${found} coalitions do not determine the parts of ${columns} columns: raise nSamples.`,
  );
}
