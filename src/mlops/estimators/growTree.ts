/** Grows one tree by exact splits. Values are replaced by their ranks once, so that a node sorts whole numbers. */

export interface TreeOptions {
  /** What a split is to lessen: `gini` (the default) or `entropy`, in bits. */
  readonly criterion?: 'gini' | 'entropy';
  readonly maxDepth?: number;
  /** Fewer rows are not split: 2 by default. */
  readonly minSamplesSplit?: number;
  /** No leaf has fewer rows: 1 by default. */
  readonly minSamplesLeaf?: number;
  /** How many columns are drawn for each split. */
  readonly maxFeatures?: 'all' | 'sqrt' | 'log2' | number;
}

/** A tree as lists with an entry for each node; the root comes first. */
export interface Tree {
  /** Places of the nodes below; -1 for a leaf. */
  readonly left: number[];
  readonly right: number[];
  /** A row goes left whose value of this column is at most the threshold. */
  readonly feature: number[];
  readonly threshold: number[];
  readonly impurity: number[];
  readonly samples: number[];
  /** Share of each class. */
  readonly shares: Float64Array[];
  /** Impurity that each column took away, weighed by the rows. */
  readonly decreases: Float64Array;
}

/** Of each column the rank of each row's value, and the value of each rank. */
export interface Ranks {
  readonly ranks: readonly Uint32Array[];
  readonly values: readonly Float64Array[];
}

/** In 32 bits, as scikit-learn's trees compare. */
export function ranksOf(rows: readonly Float64Array[]): Ranks {
  const columns = Array.from(rows[0]!, (_, j) => Float64Array.from(rows, (row) => Math.fround(row[j]!)));
  const values = columns.map((column) => Float64Array.from(new Set(column.toSorted())));
  const ranks = columns.map((column, j) => {
    const places = new Map(Array.from(values[j]!, (value, rank) => [value, rank]));
    return Uint32Array.from(column, (value) => places.get(value)!);
  });
  return { ranks, values };
}

interface Split {
  readonly feature: number;
  /** Rows of this rank and below go left. */
  readonly rank: number;
  readonly threshold: number;
  /** Weighed impurity of both sides, by number of rows. */
  readonly after: number;
}

/**
 * @param rows places of the rows to learn from; one may come more than once
 * @param next chance, for columns and their order
 */
export function growTree(
  { ranks, values }: Ranks,
  codes: Uint32Array,
  classes: number,
  rows: Uint32Array,
  options: TreeOptions,
  next: () => number,
): Tree {
  const { criterion = 'gini', maxDepth = Number.POSITIVE_INFINITY, minSamplesSplit = 2, minSamplesLeaf = 1 } = options;
  const width = ranks.length;
  const drawn = columnsDrawn(options.maxFeatures ?? 'all', width);
  const order = Array.from({ length: width }, (_, j) => j);
  const impurityOf = criterion === 'gini' ? gini : entropy;
  const tree: Tree = {
    ...{ left: [], right: [], feature: [], threshold: [], impurity: [], samples: [], shares: [] },
    decreases: new Float64Array(width),
  };

  /** Columns in a random order: so many, and more as long as none of them varies. */
  function bestSplit(here: Uint32Array, counts: Float64Array): Split | undefined {
    let best: Split | undefined;
    let [visited, varied] = [0, false];
    for (let at = 0; at < width && (visited < drawn || !varied); at++, visited++) {
      const swap = at + Math.floor(next() * (width - at));
      [order[at], order[swap]] = [order[swap]!, order[at]!];
      const feature = order[at]!;
      const keys = here.map((row) => ranks[feature]![row]! * classes + codes[row]!).sort();
      if (Math.floor(keys[0]! / classes) === Math.floor(keys.at(-1)! / classes)) continue;
      varied = true;
      const found = bestOf(feature, keys, counts);
      if (found && (!best || found.after < best.after)) best = found;
    }
    return best;
  }

  function bestOf(feature: number, keys: Uint32Array, counts: Float64Array): Split | undefined {
    const left = new Float64Array(classes);
    const right = counts.slice();
    let best: Split | undefined;
    for (let i = 0; i < keys.length - 1; i++) {
      const rank = Math.floor(keys[i]! / classes);
      const code = keys[i]! - rank * classes;
      left[code]!++;
      right[code]!--;
      const above = Math.floor(keys[i + 1]! / classes);
      const [before, beyond] = [i + 1, keys.length - i - 1];
      if (above === rank || before < minSamplesLeaf || beyond < minSamplesLeaf) continue;
      const after = before * impurityOf(left, before) + beyond * impurityOf(right, beyond);
      if (best && after >= best.after) continue;
      const [low, high] = [values[feature]![rank]!, values[feature]![above]!];
      best = { feature, rank, after, threshold: low / 2 + high / 2 };
    }
    return best;
  }

  function grow(here: Uint32Array, depth: number): number {
    const counts = new Float64Array(classes);
    for (const row of here) counts[codes[row]!]!++;
    const node = tree.left.length;
    const impurity = impurityOf(counts, here.length);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.feature.push(-2);
    tree.threshold.push(-2);
    tree.impurity.push(impurity);
    tree.samples.push(here.length);
    tree.shares.push(counts.map((count) => count / here.length));
    const ends =
      depth >= maxDepth || here.length < minSamplesSplit || here.length < 2 * minSamplesLeaf || impurity < 1e-12;
    const split = ends ? undefined : bestSplit(here, counts);
    if (!split) return node;
    tree.feature[node] = split.feature;
    tree.threshold[node] = split.threshold;
    tree.decreases[split.feature]! += here.length * impurity - split.after;
    const isLeft = (row: number) => ranks[split.feature]![row]! <= split.rank;
    tree.left[node] = grow(here.filter(isLeft), depth + 1);
    tree.right[node] = grow(
      here.filter((row) => !isLeft(row)),
      depth + 1,
    );
    return node;
  }
  grow(rows, 0);
  return tree;
}

function columnsDrawn(maxFeatures: NonNullable<TreeOptions['maxFeatures']>, width: number): number {
  if (maxFeatures === 'all') return width;
  if (maxFeatures === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(width)));
  if (maxFeatures === 'log2') return Math.max(1, Math.floor(Math.log2(width)));
  return Math.min(width, maxFeatures);
}

function gini(counts: Float64Array, all: number): number {
  let sum = 1;
  for (const count of counts) sum -= (count / all) ** 2;
  return sum;
}

function entropy(counts: Float64Array, all: number): number {
  let sum = 0;
  for (const count of counts) if (count > 0) sum -= (count / all) * Math.log2(count / all);
  return sum;
}
