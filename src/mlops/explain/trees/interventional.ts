/** Shapley values of trees against a background, in one walk for each pair of rows (Lundberg et al. 2020). */
import { nextNode, type TreeEnsemble, type TreeNodes } from './ensemble.ts';

/** A column's side on the way down: not met yet, the explained row's, the background row's. */
const [open, ofRow, ofOther] = [0, 1, 2] as const;

/** Walks trees for one explained row and one row of the background at a time. */
export class Interventional {
  readonly #ensemble: TreeEnsemble;
  readonly #sides: Uint8Array;
  /** p! q! / (p + q + 1)! at place p * stride + q. */
  readonly #weights: Float64Array;
  readonly #stride: number;
  // What the walk below a node gives: to the columns that took the row's side, and those that took the other's.
  #gained = 0;
  #lost = 0;

  constructor(ensemble: TreeEnsemble) {
    this.#ensemble = ensemble;
    this.#sides = new Uint8Array(ensemble.columns);
    this.#stride = 1 + Math.max(...ensemble.trees.map(({ depth }) => depth));
    this.#weights = orderWeights(this.#stride);
  }

  /** Adds the parts of the row against one other to `values`. */
  add(values: Float64Array, row: Float64Array, other: Float64Array): void {
    for (const tree of this.#ensemble.trees) this.#walk(tree, 0, row, other, values, 0, 0);
  }

  #walk(
    tree: TreeNodes,
    node: number,
    row: Float64Array,
    other: Float64Array,
    values: Float64Array,
    p: number,
    q: number,
  ): void {
    if (tree.left[node]! < 0) {
      this.#leaf(tree.value[node]!, p, q);
      return;
    }
    const [own, others] = [nextNode(tree, node, row), nextNode(tree, node, other)];
    const feature = tree.feature[node]!;
    const side = this.#sides[feature]!;
    if (own === others || side !== open) {
      this.#walk(tree, side === ofOther ? others : own, row, other, values, p, q);
      return;
    }
    this.#sides[feature] = ofRow;
    this.#walk(tree, own, row, other, values, p + 1, q);
    const [gained, lost] = [this.#gained, this.#lost];
    this.#sides[feature] = ofOther;
    this.#walk(tree, others, row, other, values, p, q + 1);
    this.#sides[feature] = open;
    values[feature]! += gained - this.#lost;
    this.#gained += gained;
    this.#lost += lost;
  }

  /** A leaf that is reached when `p` columns are the row's and `q` the other's. */
  #leaf(value: number, p: number, q: number): void {
    this.#gained = p > 0 ? value * this.#weights[(p - 1) * this.#stride + q]! : 0;
    this.#lost = q > 0 ? value * this.#weights[p * this.#stride + q - 1]! : 0;
  }
}

function orderWeights(size: number): Float64Array {
  const weights = new Float64Array(size * size);
  for (let p = 0; p < size; p++) {
    weights[p * size] = 1 / (p + 1);
    for (let q = 1; q < size; q++) weights[p * size + q] = (weights[p * size + q - 1]! * q) / (p + q + 1);
  }
  return weights;
}
