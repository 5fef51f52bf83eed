import { uniform } from '../datasets/chance.ts';
import type { Label } from '../metrics/data.ts';
import { EstimatorsError } from './errors.ts';
import { growTree, type Ranks, ranksOf, type Tree, type TreeOptions } from './growTree.ts';
import { argMax, assertColumns, classesOf, fittedOf, type Matrix, rowsOf } from './samples.ts';

export interface DecisionTreeOptions extends TreeOptions {
  /** A whole number from 0 on, by which columns are drawn and the order of equal splits is: 0 by default. */
  readonly seed?: number;
}

/**
 * A tree of splits, each at the value that parts the classes best; after `sklearn.tree.DecisionTreeClassifier` (CART,
 * Breiman et al. 1984). Values are compared in 32 bits, as there. Of equal splits one is taken by chance: by `seed`.
 */
export class DecisionTreeClassifier<L extends Label = Label> {
  readonly #options: DecisionTreeOptions;
  #fit: { readonly classes: readonly L[]; readonly tree: Tree } | undefined;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor(options: DecisionTreeOptions = {}) {
    assertTreeOptions(options);
    this.#options = options;
  }

  /** @throws {EstimatorsError} `not-fitted` */
  get classes(): readonly L[] {
    return fittedOf(this.#fit, 'DecisionTreeClassifier').classes;
  }

  /** The nodes as lists, as scikit-learn's `tree_`. @throws {EstimatorsError} `not-fitted` */
  get tree(): Tree {
    return fittedOf(this.#fit, 'DecisionTreeClassifier').tree;
  }

  /** The one tree, as a list like a forest's. @throws {EstimatorsError} `not-fitted` */
  get trees(): readonly Tree[] {
    return [this.tree];
  }

  /** Share of the impurity that each column took away. @throws {EstimatorsError} `not-fitted` */
  get featureImportances(): Float64Array {
    return normalized(this.tree.decreases);
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-label` */
  fit(x: Matrix, y: Iterable<L>): this {
    const rows = rowsOf(x);
    const { classes, codes } = classesOf(y, rows.length);
    const all = Uint32Array.from(rows, (_, row) => row);
    const { seed = 0, ...options } = this.#options;
    this.#fit = { classes, tree: growTree(ranksOf(rows), codes, classes.length, all, options, uniform(seed)) };
    return this;
  }

  /** Share of each class in the leaf, row by row. @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predictProba(x: Matrix): Float64Array[] {
    const { tree } = this;
    return rowsOf(x).map((row) => {
      assertColumns(row.length, tree.decreases.length);
      return tree.shares[leafOf(tree, row)]!;
    });
  }

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predict(x: Matrix): L[] {
    const { classes } = this;
    return this.predictProba(x).map((shares) => classes[argMax(shares)]!);
  }
}

export interface RandomForestOptions extends DecisionTreeOptions {
  /** 100 by default. */
  readonly nEstimators?: number;
  /** Each tree sees as many rows as there are, drawn with replacement: true by default. */
  readonly bootstrap?: boolean;
}

/**
 * Trees on rows drawn with replacement, each split among a few columns drawn by chance; after
 * `sklearn.ensemble.RandomForestClassifier` (Breiman 2001). `maxFeatures` is `sqrt` by default.
 */
export class RandomForestClassifier<L extends Label = Label> {
  readonly #options: RandomForestOptions;
  #fit: { readonly classes: readonly L[]; readonly trees: readonly Tree[] } | undefined;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor(options: RandomForestOptions = {}) {
    assertTreeOptions(options);
    const { nEstimators = 100 } = options;
    if (!(Number.isSafeInteger(nEstimators) && nEstimators > 0))
      throw new EstimatorsError('bad-argument', `nEstimators must be a whole number from 1 on, not ${nEstimators}.`);
    this.#options = options;
  }

  /** @throws {EstimatorsError} `not-fitted` */
  get classes(): readonly L[] {
    return fittedOf(this.#fit, 'RandomForestClassifier').classes;
  }

  /** @throws {EstimatorsError} `not-fitted` */
  get trees(): readonly Tree[] {
    return fittedOf(this.#fit, 'RandomForestClassifier').trees;
  }

  /** Mean over the trees of the share of impurity that each column took away. @throws {EstimatorsError} `not-fitted` */
  get featureImportances(): Float64Array {
    const { trees } = this;
    const sums = new Float64Array(trees[0]!.decreases.length);
    for (const { decreases } of trees)
      normalized(decreases).forEach((share, j) => {
        sums[j]! += share;
      });
    return normalized(sums);
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-label` */
  fit(x: Matrix, y: Iterable<L>): this {
    const rows = rowsOf(x);
    const { classes, codes } = classesOf(y, rows.length);
    const { seed = 0, nEstimators = 100, bootstrap = true, ...options } = this.#options;
    const ranks: Ranks = ranksOf(rows);
    const next = uniform(seed);
    const draw = () => Uint32Array.from(rows, (_, row) => (bootstrap ? Math.floor(next() * rows.length) : row));
    const trees = Array.from({ length: nEstimators }, () =>
      growTree(ranks, codes, classes.length, draw(), { maxFeatures: 'sqrt', ...options }, next),
    );
    this.#fit = { classes, trees };
    return this;
  }

  /** Mean of the trees' shares, row by row. @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predictProba(x: Matrix): Float64Array[] {
    const { classes, trees } = fittedOf(this.#fit, 'RandomForestClassifier');
    return rowsOf(x).map((row) => {
      assertColumns(row.length, trees[0]!.decreases.length);
      const sums = new Float64Array(classes.length);
      for (const tree of trees) {
        const shares = tree.shares[leafOf(tree, row)]!;
        for (let k = 0; k < sums.length; k++) sums[k]! += shares[k]! / trees.length;
      }
      return sums;
    });
  }

  /** @throws {EstimatorsError} `not-fitted`, `unequal-lengths`, `bad-value` */
  predict(x: Matrix): L[] {
    const { classes } = this;
    return this.predictProba(x).map((shares) => classes[argMax(shares)]!);
  }
}

function leafOf({ left, right, feature, threshold }: Tree, row: Float64Array): number {
  let node = 0;
  while (left[node]! >= 0) node = Math.fround(row[feature[node]!]!) <= threshold[node]! ? left[node]! : right[node]!;
  return node;
}

/** To a sum of 1; zeros stay, where a tree is one leaf. */
function normalized(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return sum > 0 ? values.map((value) => value / sum) : values.slice();
}

function assertTreeOptions({
  maxDepth = 1,
  minSamplesSplit = 2,
  minSamplesLeaf = 1,
  maxFeatures = 'all',
}: TreeOptions): void {
  const bad = (name: string, value: unknown, from: number) =>
    new EstimatorsError('bad-argument', `${name} must be a whole number from ${from} on, and not ${String(value)}.`);
  const isFrom = (value: number, from: number) =>
    (Number.isSafeInteger(value) || value === Number.POSITIVE_INFINITY) && value >= from;
  if (!isFrom(maxDepth, 1)) throw bad('maxDepth', maxDepth, 1);
  if (!isFrom(minSamplesSplit, 2)) throw bad('minSamplesSplit', minSamplesSplit, 2);
  if (!isFrom(minSamplesLeaf, 1)) throw bad('minSamplesLeaf', minSamplesLeaf, 1);
  if (typeof maxFeatures === 'number' && !isFrom(maxFeatures, 1)) throw bad('maxFeatures', maxFeatures, 1);
}
