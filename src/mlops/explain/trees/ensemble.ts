/** Trees as explainers read them: flat lists, one value a node. */
import type { Tree } from '../../estimators/growTree.ts';
import type { Label } from '../../metrics/data.ts';
import { ExplainError } from '../errors.ts';

/** A fitted tree or forest of `mlops-lab/estimators`. */
export interface TreeModel {
  /** Nodes as scikit-learn's `tree_` has them; their answers are averaged. */
  readonly trees: readonly Tree[];
  readonly classes: readonly Label[];
}

export interface TreeNodes {
  /** Places of the nodes below; -1 for a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly feature: Int32Array;
  /** A row goes left whose value in 32 bits is at most this. */
  readonly threshold: Float64Array;
  /** How many training rows came by. */
  readonly cover: Float64Array;
  /** What a leaf adds to the model's answer. */
  readonly value: Float64Array;
  /** Splits on the longest way down. */
  readonly depth: number;
}

export interface TreeEnsemble {
  readonly trees: readonly TreeNodes[];
  readonly columns: number;
}

/** @param output the class whose probability is explained @throws {ExplainError} `bad-argument` */
export function ensembleOf(model: TreeModel, output: Label | undefined): TreeEnsemble {
  const { trees, classes } = model;
  const place = output === undefined ? classes.length - 1 : classes.indexOf(output);
  if (place < 0)
    throw new ExplainError('bad-argument', `The model has no class “${String(output)}”, only ${classes.join(', ')}.`);
  return { trees: trees.map((tree) => nodesOf(tree, place, trees.length)), columns: trees[0]!.decreases.length };
}

function nodesOf(tree: Tree, place: number, trees: number): TreeNodes {
  const [left, right] = [Int32Array.from(tree.left), Int32Array.from(tree.right)];
  return {
    left,
    right,
    feature: Int32Array.from(tree.feature),
    threshold: Float64Array.from(tree.threshold),
    cover: Float64Array.from(tree.samples),
    value: Float64Array.from(tree.shares, (shares) => shares[place]! / trees),
    depth: depthOf(left, right),
  };
}

/** Nodes below stand behind their parent, so one walk is enough. */
function depthOf(left: Int32Array, right: Int32Array): number {
  const depths = new Int32Array(left.length);
  let most = 0;
  for (let node = 0; node < left.length; node++) {
    most = Math.max(most, depths[node]!);
    if (left[node]! < 0) continue;
    depths[left[node]!] = depths[node]! + 1;
    depths[right[node]!] = depths[node]! + 1;
  }
  return most;
}

/** Where a row goes from a node. */
export function nextNode({ left, right, feature, threshold }: TreeNodes, node: number, row: Float64Array): number {
  return Math.fround(row[feature[node]!]!) <= threshold[node]! ? left[node]! : right[node]!;
}
