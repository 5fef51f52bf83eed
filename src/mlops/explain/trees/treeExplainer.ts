import type { Label } from '../../metrics/data.ts';
import type { ExplainerOptions, Explanation } from '../explanation.ts';
import { assertWidth, backgroundOf, type Matrix, namesOf, rowsOf } from '../inputs.ts';
import {
  type BoostedModel,
  ensembleOf,
  nextNode,
  type TreeEnsemble,
  type TreeModel,
  type TreeNodes,
} from './ensemble.ts';
import { Interventional } from './interventional.ts';
import { PathDependent } from './pathDependent.ts';

export interface TreeExplainerOptions extends ExplainerOptions {
  /** The crowd to compare with. Without it the training rows stand in, as the trees have counted them. */
  readonly background?: Matrix;
  /** Of a tree or forest the class whose probability is explained: the last one by default. */
  readonly output?: Label;
}

/**
 * Exact Shapley values of trees, forests and boosted trees (of these in the margin), after `shap.TreeExplainer`: with a background its `interventional` values,
 * which answer as `ExactExplainer` does; without one its `tree_path_dependent` values. These may credit a column that the
 * model's answer does not depend on, where it goes together with one that it does.
 */
export class TreeExplainer {
  readonly #ensemble: TreeEnsemble;
  readonly #background: Float64Array[] | undefined;
  readonly #names: readonly string[];

  /** @throws {ExplainError} `bad-argument`, `empty-background`, `unequal-lengths`, `bad-value`; what an unfitted model throws */
  constructor(model: TreeModel | BoostedModel, { background, output, featureNames }: TreeExplainerOptions = {}) {
    this.#ensemble = ensembleOf(model, output);
    const { columns } = this.#ensemble;
    this.#background = background && backgroundOf(background);
    if (this.#background) assertWidth(this.#background[0]!.length, columns, 'The background', 'the model');
    this.#names = namesOf(featureNames, columns);
  }

  /** @throws {ExplainError} `no-samples`, `unequal-lengths`, `bad-value` */
  explain(x: Matrix): Explanation {
    const rows = rowsOf(x);
    assertWidth(rows[0]!.length, this.#ensemble.columns, '“x”', 'the model');
    return { ...this.#valuesOf(rows), data: rows, featureNames: this.#names };
  }

  #valuesOf(rows: readonly Float64Array[]): Pick<Explanation, 'values' | 'baseValue'> {
    const { trees, columns, start } = this.#ensemble;
    const background = this.#background;
    if (background) {
      const walker = new Interventional(this.#ensemble);
      const values = rows.map((row) => {
        const sums = new Float64Array(columns);
        for (const other of background) walker.add(sums, row, other);
        return sums.map((sum) => sum / background.length);
      });
      const answers = background.map((row) => start + sumOver(trees, (tree) => tree.value[leafOf(tree, row)]!));
      return { values, baseValue: answers.reduce((sum, answer) => sum + answer, 0) / background.length };
    }
    const walkers = trees.map((tree) => new PathDependent(tree));
    const values = rows.map((row) => {
      const sums = new Float64Array(columns);
      for (const walker of walkers) walker.add(sums, row);
      return sums;
    });
    return { values, baseValue: start + sumOver(trees, meanAnswer) };
  }
}

const sumOver = (trees: readonly TreeNodes[], of: (tree: TreeNodes) => number) =>
  trees.reduce((sum, tree) => sum + of(tree), 0);

function leafOf(tree: TreeNodes, row: Float64Array): number {
  let node = 0;
  while (tree.left[node]! >= 0) node = nextNode(tree, node, row);
  return node;
}

/** Over the training rows. */
function meanAnswer({ left, cover, value }: TreeNodes): number {
  let sum = 0;
  for (let node = 0; node < left.length; node++) if (left[node]! < 0) sum += cover[node]! * value[node]!;
  return sum / cover[0]!;
}
