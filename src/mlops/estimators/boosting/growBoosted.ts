/** Grows one tree from gradients, level by level, by histograms (Chen and Guestrin 2016; subtraction as in Ke et al. 2017). */
import type { Bins } from './bins.ts';
import type { BoostedTree } from './boostedTree.ts';

export interface GrowOptions {
  readonly maxDepth: number;
  readonly learningRate: number;
  /** λ, on the squares of leaf weights. */
  readonly regLambda: number;
  /** What a split must gain at least. */
  readonly gamma: number;
  /** Sum of second derivatives that each side must have. */
  readonly minChildWeight: number;
}

interface Node {
  readonly place: number;
  /** Its rows stand from here to there in the list of rows. */
  readonly start: number;
  readonly end: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly sums: Float64Array;
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** XGBoost splits for no less, whatever gamma is. */
const leastGain = 1e-6;

/** Nodes as they are made; lists, since nobody knows how many there will be. */
class Nodes {
  readonly lists = Array.from({ length: 7 }, (): number[] => []);

  add(hessian: number, weight: number): number {
    const [left, right, feature, condition, gain, hessians, weights] = this.lists as number[][];
    left!.push(-1);
    right!.push(-1);
    feature!.push(0);
    condition!.push(weight);
    gain!.push(0);
    hessians!.push(hessian);
    return weights!.push(weight) - 1;
  }

  tree(): BoostedTree {
    const [left, right, feature, condition, gain, hessians, weights] = this.lists as number[][];
    return {
      leftChildren: Int32Array.from(left!),
      rightChildren: Int32Array.from(right!),
      splitIndices: Int32Array.from(feature!),
      splitConditions: Float32Array.from(condition!),
      defaultLeft: new Uint8Array(left!.length),
      lossChanges: Float32Array.from(gain!),
      sumHessian: Float32Array.from(hessians!),
      baseWeights: Float32Array.from(weights!),
    };
  }
}

/**
 * @param gradients first derivatives of the loss at each row's margin
 * @param hessians second derivatives
 */
export function growBoosted(
  bins: Bins,
  gradients: Float64Array,
  hessians: Float64Array,
  options: GrowOptions,
): BoostedTree {
  const histograms = new Histograms(bins, gradients, hessians);
  const nodes = new Nodes();
  const weight = (gradient: number, hessian: number) =>
    (-gradient / (hessian + options.regLambda)) * options.learningRate;
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const [gradient, hessian] = [total(gradients), total(hessians)];
  const rows = gradients.length;
  let level: Node[] = [
    {
      place: nodes.add(hessian, weight(gradient, hessian)),
      start: 0,
      end: rows,
      gradient,
      hessian,
      sums: histograms.of(0, rows),
    },
  ];
  for (let depth = 0; depth < options.maxDepth && level.length > 0; depth++) {
    const isLast = depth === options.maxDepth - 1;
    level = level.flatMap((node) => {
      const split = bestSplit(node, bins, options);
      if (!split) return [];
      const [left, right] = sidesOf(node, split);
      const places = [left, right].map((side) => nodes.add(side.hessian, weight(side.gradient, side.hessian)));
      const [lefts, rights, features, conditions, gains] = nodes.lists as number[][];
      lefts![node.place] = places[0]!;
      rights![node.place] = places[1]!;
      features![node.place] = split.feature;
      conditions![node.place] = bins.borders[split.feature]![split.bin]!;
      gains![node.place] = split.gain;
      if (isLast) return [];
      const middle = histograms.part(node.start, node.end, split.feature, split.bin);
      const sums = histograms.children(node.sums, node.start, middle, node.end);
      return [
        { ...left, place: places[0]!, start: node.start, end: middle, sums: sums[0] },
        { ...right, place: places[1]!, start: middle, end: node.end, sums: sums[1] },
      ];
    });
  }
  return nodes.tree();
}

const sidesOf = (node: Node, { gradient, hessian }: Split) =>
  [
    { gradient, hessian },
    { gradient: node.gradient - gradient, hessian: node.hessian - hessian },
  ] as const;

/** Sums of gradients and hessians by bin, two numbers each, a column after the other. */
class Histograms {
  readonly #bins: Bins;
  readonly #offsets: Int32Array;
  readonly #size: number;
  readonly #gradients: Float64Array;
  readonly #hessians: Float64Array;
  readonly #rows: Uint32Array;
  readonly #spare: Uint32Array;

  constructor(bins: Bins, gradients: Float64Array, hessians: Float64Array) {
    this.#bins = bins;
    this.#gradients = gradients;
    this.#hessians = hessians;
    const offsets = [0];
    for (const borders of bins.borders) offsets.push(offsets.at(-1)! + 2 * (borders.length + 1));
    this.#offsets = Int32Array.from(offsets);
    this.#size = offsets.at(-1)!;
    this.#rows = Uint32Array.from(gradients, (_, row) => row);
    this.#spare = new Uint32Array(gradients.length);
  }

  of(start: number, end: number): Float64Array {
    const sums = new Float64Array(this.#size);
    const [rows, gradients, hessians] = [this.#rows, this.#gradients, this.#hessians];
    this.#bins.codes.forEach((codes, feature) => {
      const offset = this.#offsets[feature]!;
      for (let i = start; i < end; i++) {
        const row = rows[i]!;
        const at = offset + 2 * codes[row]!;
        sums[at]! += gradients[row]!;
        sums[at + 1]! += hessians[row]!;
      }
    });
    return sums;
  }

  /** Of both sides; that of the smaller one is counted, and what is left belongs to the other. */
  children(parent: Float64Array, start: number, middle: number, end: number): readonly [Float64Array, Float64Array] {
    const isLeftSmaller = middle - start <= end - middle;
    const small = isLeftSmaller ? this.of(start, middle) : this.of(middle, end);
    for (let i = 0; i < parent.length; i++) parent[i]! -= small[i]!;
    return isLeftSmaller ? [small, parent] : [parent, small];
  }

  /** Puts the rows that go left before the others, in their order; where the others begin. */
  part(start: number, end: number, feature: number, bin: number): number {
    const [rows, codes, spare] = [this.#rows, this.#bins.codes[feature]!, this.#spare];
    let [left, right] = [start, 0];
    for (let i = start; i < end; i++) {
      const row = rows[i]!;
      if (codes[row]! <= bin) rows[left++] = row;
      else spare[right++] = row;
    }
    rows.set(spare.subarray(0, right), left);
    return left;
  }
}

function bestSplit(node: Node, { borders }: Bins, options: GrowOptions): Split | undefined {
  const { regLambda, minChildWeight } = options;
  const score = (gradient: number, hessian: number) => gradient ** 2 / (hessian + regLambda);
  const whole = score(node.gradient, node.hessian);
  let best: Split | undefined;
  let [least, offset] = [Math.max(leastGain, options.gamma), 0];
  borders.forEach((column, feature) => {
    let [gradient, hessian] = [0, 0];
    for (let bin = 0; bin < column.length; bin++) {
      gradient += node.sums[offset + 2 * bin]!;
      hessian += node.sums[offset + 2 * bin + 1]!;
      const rest = node.hessian - hessian;
      if (hessian < minChildWeight || rest < minChildWeight) continue;
      const gain = score(gradient, hessian) + score(node.gradient - gradient, rest) - whole;
      if (gain <= least) continue;
      least = gain;
      best = { feature, bin, gain, gradient, hessian };
    }
    offset += 2 * (column.length + 1);
  });
  return best;
}
