/**
 * `mlops-lab/explain`: what a model's answer is made of, in the words and with the numbers of SHAP and of
 * `sklearn.inspection`. Each explains the model, not the world, and against a background that you name.
 *
 * ```ts
 * const model = (rows: Float64Array[]) => forest.predictProba(rows).map(([, yes]) => yes!);
 * const explanation = new ExactExplainer(model, background, { featureNames }).explain(rows);
 * waterfall(explanation, { title: 'Why?', xLabel: 'probability' });
 * permutationImportance(forest, test.x, test.y, { groups: { money: [0, 1, 2] }, nRepeats: 20 });
 * ```
 */
export { ExplainError, type ExplainErrorCode } from './explain/errors.ts';
export type { ExplainerOptions, Explanation } from './explain/explanation.ts';
export {
  GradientExplainer,
  type GradientExplainerOptions,
  type GradientExplanation,
} from './explain/gradientExplainer.ts';
export type { Model } from './explain/inputs.ts';
export {
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependence,
} from './explain/partialDependence.ts';
export {
  type Importance,
  type PermutationImportanceOptions,
  type Predictor,
  permutationImportance,
} from './explain/permutationImportance.ts';
export { type BeeswarmOptions, beeswarm } from './explain/plots/beeswarm.ts';
export { type DependenceOptions, dependence } from './explain/plots/dependence.ts';
export { type WaterfallOptions, waterfall } from './explain/plots/waterfall.ts';
export { ExactExplainer, shapleyValues } from './explain/shapley/exact.ts';
export { KernelExplainer, type KernelExplainerOptions } from './explain/shapley/kernel.ts';
export { PermutationExplainer, type PermutationExplainerOptions } from './explain/shapley/permutation.ts';
export type { BoostedModel, TreeModel } from './explain/trees/ensemble.ts';
export { TreeExplainer, type TreeExplainerOptions } from './explain/trees/treeExplainer.ts';
