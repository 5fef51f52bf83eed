/**
 * Shapley values of trees without a background: a column that is not known goes both ways, in proportion to the training
 * rows that went there (Lundberg, Erion and Lee 2018, algorithm 2).
 */
import { nextNode, type TreeNodes } from './ensemble.ts';

/**
 * The columns on the way to a node, each once, and a weight for each number of them that may be known. One segment of
 * the lists a level: a level works on its own copy of the segment above.
 */
export class PathDependent {
  readonly #tree: TreeNodes;
  readonly #stride: number;
  readonly #feature: Int32Array;
  /** Share of the training rows that go on where the column is not known. */
  readonly #unknown: Float64Array;
  /** 1 where the row itself goes on, else 0. */
  readonly #known: Float64Array;
  readonly #weight: Float64Array;

  constructor(tree: TreeNodes) {
    this.#tree = tree;
    this.#stride = tree.depth + 2;
    const size = this.#stride * this.#stride;
    this.#feature = new Int32Array(size);
    this.#unknown = new Float64Array(size);
    this.#known = new Float64Array(size);
    this.#weight = new Float64Array(size);
  }

  /** Adds the parts of the row to `values`. */
  add(values: Float64Array, row: Float64Array): void {
    this.#walk(0, 0, 0, 1, 1, -1, row, values);
  }

  /** @param level splits above the node @param last place of the last column on the way */
  #walk(
    node: number,
    level: number,
    last: number,
    unknown: number,
    known: number,
    feature: number,
    row: Float64Array,
    values: Float64Array,
  ): void {
    const at = level * this.#stride;
    if (level > 0) this.#copy(at - this.#stride, at, last);
    this.#extend(at, last, unknown, known, feature);
    const { left, right, cover } = this.#tree;
    if (left[node]! < 0) {
      this.#leaf(at, last, this.#tree.value[node]!, values);
      return;
    }
    const split = this.#tree.feature[node]!;
    let [end, share, goes] = [last, 1, 1];
    const before = this.#place(at, last, split);
    if (before > 0) {
      [share, goes] = [this.#unknown[at + before]!, this.#known[at + before]!];
      this.#unwind(at, end--, before);
    }
    const hot = nextNode(this.#tree, node, row);
    const cold = hot === left[node] ? right[node]! : left[node]!;
    const shareOf = (child: number) => (share * cover[child]!) / cover[node]!;
    this.#walk(hot, level + 1, end + 1, shareOf(hot), goes, split, row, values);
    this.#walk(cold, level + 1, end + 1, shareOf(cold), 0, split, row, values);
  }

  #copy(from: number, to: number, count: number): void {
    for (const list of [this.#feature, this.#unknown, this.#known, this.#weight])
      list.copyWithin(to, from, from + count);
  }

  #place(at: number, last: number, feature: number): number {
    for (let i = 1; i <= last; i++) if (this.#feature[at + i] === feature) return i;
    return 0;
  }

  /** One more column on the way. */
  #extend(at: number, last: number, unknown: number, known: number, feature: number): void {
    const w = this.#weight;
    this.#feature[at + last] = feature;
    this.#unknown[at + last] = unknown;
    this.#known[at + last] = known;
    w[at + last] = last === 0 ? 1 : 0;
    for (let i = last - 1; i >= 0; i--) {
      w[at + i + 1]! += (known * w[at + i]! * (i + 1)) / (last + 1);
      w[at + i]! *= (unknown * (last - i)) / (last + 1);
    }
  }

  /** Takes a column off the way again. */
  #unwind(at: number, last: number, place: number): void {
    const [known, unknown, w] = [this.#known[at + place]!, this.#unknown[at + place]!, this.#weight];
    let next = w[at + last]!;
    for (let i = last - 1; i >= 0; i--) {
      if (known === 0) {
        w[at + i]! *= (last + 1) / (unknown * (last - i));
        continue;
      }
      const before = w[at + i]!;
      w[at + i] = (next * (last + 1)) / ((i + 1) * known);
      next = before - (w[at + i]! * unknown * (last - i)) / (last + 1);
    }
    for (const list of [this.#feature, this.#unknown, this.#known])
      list.copyWithin(at + place, at + place + 1, at + last + 1);
  }

  /** The sum of the weights as they would be without a column. */
  #sumWithout(at: number, last: number, place: number): number {
    const [known, unknown, w] = [this.#known[at + place]!, this.#unknown[at + place]!, this.#weight];
    let [sum, next] = [0, w[at + last]!];
    for (let i = last - 1; i >= 0; i--) {
      if (known === 0) {
        sum += (w[at + i]! * (last + 1)) / (unknown * (last - i));
        continue;
      }
      const weight = (next * (last + 1)) / ((i + 1) * known);
      sum += weight;
      next = w[at + i]! - (weight * unknown * (last - i)) / (last + 1);
    }
    return sum;
  }

  #leaf(at: number, last: number, value: number, values: Float64Array): void {
    for (let i = 1; i <= last; i++) {
      const difference = this.#known[at + i]! - this.#unknown[at + i]!;
      values[this.#feature[at + i]!]! += this.#sumWithout(at, last, i) * difference * value;
    }
  }
}
