/**
 * `mlops-lab/feature-selection`: which columns to keep, by a filter, a wrapper or a model; after scikit-learn's
 * `sklearn.feature_selection`. Whatever looks at labels belongs inside the folds.
 *
 * ```ts
 * const best = new SelectKBest({ scoreFunction: fClassif, k: 20 }).fit(train, labels);
 * best.support; // places of the columns that stay
 * best.transform(test);
 * ```
 */
export { FeatureSelectionError, type FeatureSelectionErrorCode } from './feature-selection/errors.ts';
export { type MutualInfoOptions, mutualInfoClassif } from './feature-selection/mutualInformation.ts';
export { chi2, correlationMatrix, fClassif, type ScoreFunction, type Scores } from './feature-selection/scores.ts';
export {
  RFE,
  type RFEOptions,
  SelectFromModel,
  type SelectFromModelOptions,
  type SelectingModel,
  SelectKBest,
  VarianceThreshold,
} from './feature-selection/selectors.ts';
