/** One tree of a booster, as lists with an entry for each node, in the words of XGBoost's model files. */
export interface BoostedTree {
  /** Places of the nodes below; -1 for a leaf. The root comes first, a level after the other. */
  readonly leftChildren: Int32Array;
  readonly rightChildren: Int32Array;
  readonly splitIndices: Int32Array;
  /** A row goes left whose value in 32 bits is below this; at a leaf what it adds to the margin. */
  readonly splitConditions: Float32Array;
  /** Where a row goes whose value is missing; kept for files, since rows without values are refused here. */
  readonly defaultLeft: Uint8Array;
  /** What the loss fell by, times two. */
  readonly lossChanges: Float32Array;
  /** Sum of the second derivatives of the rows that came by. */
  readonly sumHessian: Float32Array;
  /** What each node would add if it were a leaf. */
  readonly baseWeights: Float32Array;
}

/** What the tree adds to a row's margin. */
export function leafValue(tree: BoostedTree, row: ArrayLike<number>): number {
  const { leftChildren, rightChildren, splitIndices, splitConditions } = tree;
  let node = 0;
  while (leftChildren[node]! >= 0)
    node = Math.fround(row[splitIndices[node]!]!) < splitConditions[node]! ? leftChildren[node]! : rightChildren[node]!;
  return splitConditions[node]!;
}
