/** Trees as explainers read them: flat lists, one value a node. */

import type { BoostedTree } from '../../estimators/boosting/boostedTree.ts';
import { askedTrees, type Booster } from '../../estimators/boosting/booster.ts';
import type { Tree } from '../../estimators/growTree.ts';
import type { Label } from '../../metrics/data.ts';
import { ExplainError } from '../errors.ts';

/** A fitted tree or forest of `mlops-lab/estimators`. */
export interface TreeModel {
  /** Nodes as scikit-learn's `tree_` has them; their answers are averaged. */
  readonly trees: readonly Tree[];
  readonly classes: readonly Label[];
}

/** Boosted trees of `mlops-lab/estimators`; what is explained is the margin, in which they add up. */
export interface BoostedModel {
  readonly booster: Booster;
}

export interface TreeNodes {
  /** Places of the nodes below; -1 for a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly feature: Int32Array;
  /** A row goes left whose value in 32 bits is at most this. */
  readonly threshold: Float64Array;
  /** How many training rows came by; of boosted trees the sum of their second derivatives. */
  readonly cover: Float64Array;
  /** What a leaf adds to the model's answer. */
  readonly value: Float64Array;
  /** Splits on the longest way down. */
  readonly depth: number;
}

export interface TreeEnsemble {
  readonly trees: readonly TreeNodes[];
  readonly columns: number;
  /** Where the trees begin. */
  readonly start: number;
}

/** @param output the class whose probability is explained @throws {ExplainError} `bad-argument` */
export function ensembleOf(model: TreeModel | BoostedModel, output: Label | undefined): TreeEnsemble {
  if ('booster' in model) return boostedEnsemble(model.booster, output);
  const { trees, classes } = model;
  const place = output === undefined ? classes.length - 1 : classes.indexOf(output);
  if (place < 0)
    throw new ExplainError('bad-argument', `The model has no class “${String(output)}”, only ${classes.join(', ')}.`);
  const columns = trees[0]!.decreases.length;
  return { trees: trees.map((tree) => nodesOf(tree, place, trees.length)), columns, start: 0 };
}

function boostedEnsemble(booster: Booster, output: Label | undefined): TreeEnsemble {
  if (output !== undefined)
    throw new ExplainError(
      'bad-argument',
      'Of boosted trees the margin is explained, and no class: leave out “output”.',
    );
  return { trees: askedTrees(booster).map(boostedNodes), columns: booster.columns, start: booster.baseMargin };
}

function boostedNodes(tree: BoostedTree): TreeNodes {
  const { leftChildren: left, rightChildren: right } = tree;
  return {
    ...{ left, right, feature: tree.splitIndices, depth: depthOf(left, right) },
    threshold: Float64Array.from(tree.splitConditions, numberBelow),
    cover: Float64Array.from(tree.sumHessian),
    value: Float64Array.from(tree.splitConditions),
  };
}

const float = new Float32Array(1);
const bitsOfFloat = new Int32Array(float.buffer);

/** The next lower number of 32 bits: below a border means at most this. */
function numberBelow(value: number): number {
  float[0] = value === 0 ? 0 : value;
  bitsOfFloat[0]! += value > 0 ? -1 : 1;
  return value === 0 ? -(2 ** -149) : float[0]!;
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
