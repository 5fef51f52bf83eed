/** XGBoost's JSON model files, as version 3 writes them: gbtree, one output, numbers alone. */
import { EstimatorsError } from '../errors.ts';
import type { BoostedTree } from './boostedTree.ts';
import type { Booster, Objective } from './booster.ts';

const bad = (message: string) =>
  new EstimatorsError('bad-model-file', `${message} Save it by XGBoost’s save_model as .json.`);

type Json = Readonly<Record<string, unknown>>;

/** @throws {EstimatorsError} `bad-model-file` */
export function parseXgboost(text: string, objective: Objective): Booster {
  const learner = objectIn(fileOf(text), 'learner');
  const booster = objectIn(learner, 'gradient_booster');
  if (booster.name !== 'gbtree') throw bad(`The booster is “${String(booster.name)}”, and only gbtree is read.`);
  const { name } = objectIn(learner, 'objective');
  if (name !== objective.name) throw bad(`The objective is “${String(name)}”, where ${objective.name} is read.`);
  const { base_score, num_class, num_feature } = objectIn(learner, 'learner_model_param');
  if (Number(num_class) > 1) throw bad(`The model has ${String(num_class)} classes, and only two are read.`);
  // Version 3 writes a list of one.
  const baseScore = Number(String(base_score).replaceAll(/[[\]]/g, ''));
  const columns = Number(num_feature);
  if (!Number.isFinite(baseScore) || !Number.isSafeInteger(columns))
    throw bad(`base_score “${String(base_score)}” or num_feature “${String(num_feature)}” is no number.`);
  const { trees } = objectIn(booster, 'model');
  if (!Array.isArray(trees)) throw bad('“trees” is no list.');
  const { best_iteration } = 'attributes' in learner ? objectIn(learner, 'attributes') : {};
  return {
    ...{ objective: objective.name, baseScore, columns, baseMargin: objective.marginOf(baseScore) },
    trees: trees.map((tree: unknown, place) => treeOf(asObject(tree, `tree ${place}`), place, columns)),
    ...(best_iteration === undefined ? {} : { bestIteration: Number(best_iteration) }),
  };
}

function fileOf(text: string): Json {
  try {
    return asObject(JSON.parse(text), 'the file');
  } catch (error) {
    if (error instanceof EstimatorsError) throw error;
    throw bad(`The text is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function asObject(value: unknown, name: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw bad(`“${name}” is missing or no object.`);
}

const objectIn = (json: Json, name: string): Json => asObject(json[name], name);

/** A list of so many numbers, or of truth values. */
function numbersIn(json: Json, name: string, place: number, size?: number): readonly number[] {
  const list = json[name];
  const isNumber = (value: unknown) => Number.isFinite(value) || typeof value === 'boolean';
  if (Array.isArray(list) && list.every(isNumber) && list.length === (size ?? list.length)) return list.map(Number);
  throw bad(`Tree ${place}: “${name}” is no list of ${size ?? 'its'} numbers.`);
}

function treeOf(tree: Json, place: number, columns: number): BoostedTree {
  const left = numbersIn(tree, 'left_children', place);
  const of = (name: string) => numbersIn(tree, name, place, left.length);
  const [right, indices] = [of('right_children'), of('split_indices')];
  if ('split_type' in tree && of('split_type').some((type) => type !== 0))
    throw bad(`Tree ${place} splits by categories, which is not read.`);
  const isNode = (child: number, node: number) =>
    child === -1 || (Number.isInteger(child) && child > node && child < left.length);
  const broken = left.findIndex(
    (child, node) =>
      !(isNode(child, node) && isNode(right[node]!, node)) ||
      (child === -1) !== (right[node] === -1) ||
      !(Number.isInteger(indices[node]) && indices[node]! >= 0 && indices[node]! < columns),
  );
  if (left.length === 0 || broken >= 0) throw bad(`Tree ${place} is broken at node ${Math.max(broken, 0)}.`);
  return {
    ...{ leftChildren: Int32Array.from(left), rightChildren: Int32Array.from(right) },
    ...{ splitIndices: Int32Array.from(indices), splitConditions: Float32Array.from(of('split_conditions')) },
    ...{ defaultLeft: Uint8Array.from(of('default_left')), lossChanges: Float32Array.from(of('loss_changes')) },
    ...{ sumHessian: Float32Array.from(of('sum_hessian')), baseWeights: Float32Array.from(of('base_weights')) },
  };
}

/** The model as text that XGBoost loads. */
export function xgboostText(booster: Booster): string {
  const { trees, columns, baseScore, bestIteration } = booster;
  const count = trees.length;
  const attributes = bestIteration === undefined ? {} : { best_iteration: String(bestIteration) };
  const model = {
    cats: { enc: [], feature_segments: [], sorted_idx: [] },
    gbtree_model_param: { num_parallel_tree: '1', num_trees: String(count) },
    iteration_indptr: Array.from({ length: count + 1 }, (_, round) => round),
    tree_info: new Array<number>(count).fill(0),
    trees: trees.map((tree, id) => treeJson(tree, id, columns)),
  };
  const learner_model_param = {
    ...{ base_score: `[${baseScore}]`, boost_from_average: '1', num_class: '0' },
    ...{ num_feature: String(columns), num_target: '1' },
  };
  const text = JSON.stringify({
    learner: {
      ...{ attributes, feature_names: [], feature_types: [], learner_model_param },
      gradient_booster: { model, name: 'gbtree' },
      objective: { name: booster.objective, reg_loss_param: { scale_pos_weight: '1' } },
    },
    version: [3, 4, 1],
  });
  return text.replaceAll(/"real:([^"]*)"/g, '$1');
}

/** XGBoost takes 1 for a whole number where it wants a real one. Nine digits are enough for 32 bits. */
const reals = (values: Float32Array) => Array.from(values, (value) => `real:${value.toExponential(8)}`);

/** What XGBoost writes as the parent of a root. */
const noParent = 2_147_483_647;

function treeJson(tree: BoostedTree, id: number, columns: number) {
  const size = tree.leftChildren.length;
  const parents = new Array<number>(size).fill(noParent);
  for (const children of [tree.leftChildren, tree.rightChildren])
    children.forEach((child, node) => {
      if (child >= 0) parents[child] = node;
    });
  return {
    ...{ base_weights: reals(tree.baseWeights), categories: [], categories_nodes: [], categories_segments: [] },
    ...{ categories_sizes: [], default_left: [...tree.defaultLeft], id, left_children: [...tree.leftChildren] },
    ...{ loss_changes: reals(tree.lossChanges), parents, right_children: [...tree.rightChildren] },
    ...{ split_conditions: reals(tree.splitConditions), split_indices: [...tree.splitIndices] },
    ...{ split_type: new Array<number>(size).fill(0), sum_hessian: reals(tree.sumHessian) },
    tree_param: { num_deleted: '0', num_feature: String(columns), num_nodes: String(size), size_leaf_vector: '1' },
  };
}
