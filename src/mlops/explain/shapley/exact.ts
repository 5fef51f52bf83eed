import { ExplainError } from '../errors.ts';
import type { ExplainerOptions, Explanation } from '../explanation.ts';
import { answersOf, assertWidth, backgroundOf, type Matrix, type Model, meanOf, namesOf, rowsOf } from '../inputs.ts';
import { allMasks, worthOf } from './coalitions.ts';

/** More columns need more than 65,536 coalitions a row. */
const mostColumns = 16;

/**
 * Exact Shapley values by trying all coalitions of columns, after `shap.ExactExplainer` with an independent masker
 * (Shapley 1953; Lundberg and Lee 2017). For up to 16 columns, any model.
 *
 * ```ts
 * const { values, baseValue } = new ExactExplainer(model, background).explain(rows);
 * ```
 */
export class ExactExplainer {
  readonly #model: Model;
  readonly #background: Float64Array[];
  readonly #names: readonly string[];

  /** @throws {ExplainError} `empty-background`, `unequal-lengths`, `bad-value`, `too-many-columns` */
  constructor(model: Model, background: Matrix, { featureNames }: ExplainerOptions = {}) {
    this.#model = model;
    this.#background = backgroundOf(background);
    const width = this.#background[0]!.length;
    if (width > mostColumns) {
      const instead = 'Take a PermutationExplainer, a KernelExplainer, or for trees a TreeExplainer.';
      throw new ExplainError(
        'too-many-columns',
        `${width} columns have 2^${width} coalitions; exact values are for ${mostColumns} columns at most. ${instead}`,
      );
    }
    this.#names = namesOf(featureNames, width);
  }

  /** @throws {ExplainError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-model` */
  explain(x: Matrix): Explanation {
    const rows = rowsOf(x);
    const width = this.#background[0]!.length;
    assertWidth(rows[0]!.length, width, '“x”', 'the background');
    const masks = allMasks(width);
    return {
      values: rows.map((row) => shapleyValues(worthOf(this.#model, row, this.#background, masks), width)),
      baseValue: meanOf(answersOf(this.#model, this.#background)),
      data: rows,
      featureNames: this.#names,
    };
  }
}

/**
 * Each player's mean contribution over all orders in which they can come (Shapley 1953).
 * @param worth of each coalition; that of place k has the players of k's binary digits
 * @throws {ExplainError} `unequal-lengths` when there are not 2^players of them
 */
export function shapleyValues(worth: ArrayLike<number>, players: number): Float64Array {
  if (worth.length !== 2 ** players) {
    const all = 2 ** players;
    throw new ExplainError(
      'unequal-lengths',
      `${players} players have ${all} coalitions, and ${worth.length} are given.`,
    );
  }
  const weights = orderShares(players);
  const values = new Float64Array(players);
  for (let mask = 0; mask < worth.length; mask++) {
    const weight = weights[sizeOf(mask)]!;
    for (let player = 0; player < players; player++)
      if (!((mask >> player) & 1)) values[player]! += weight * (worth[mask | (1 << player)]! - worth[mask]!);
  }
  return values;
}

/** The share of all orders in which a given coalition of so many players, and no other, comes before a given one. */
function orderShares(players: number): Float64Array {
  const shares = new Float64Array(players);
  if (players > 0) shares[0] = 1 / players;
  for (let size = 1; size < players; size++) shares[size] = (shares[size - 1]! * size) / (players - size);
  return shares;
}

function sizeOf(mask: number): number {
  let size = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) size++;
  return size;
}
