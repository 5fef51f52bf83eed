/**
 * `mlops-lab/estimators`: models that learn classes from rows of numbers, in scikit-learn's words and with its numbers.
 *
 * ```ts
 * const model = new MultinomialNB().fit(counts, labels);
 * model.predict(vectorizer.transform(['check out my channel']));
 * new RandomForestClassifier({ seed: 1 }).fit(rows, labels).featureImportances;
 * ```
 */
export type { CsrMatrix } from './data/csr.ts';
export type { BoostedTree } from './estimators/boosting/boostedTree.ts';
export type { Booster, BoostingOptions } from './estimators/boosting/booster.ts';
export { XGBClassifier, XGBRegressor } from './estimators/boosting/models.ts';
export {
  DecisionTreeClassifier,
  type DecisionTreeOptions,
  RandomForestClassifier,
  type RandomForestOptions,
} from './estimators/decisionTree.ts';
export { EstimatorsError, type EstimatorsErrorCode } from './estimators/errors.ts';
export { type Fold, type FoldOptions, stratifiedKFold } from './estimators/folds.ts';
export type { Tree, TreeOptions } from './estimators/growTree.ts';
export { LinearSVC, type LinearSVCOptions } from './estimators/linearSVC.ts';
export { LogisticRegression, type LogisticRegressionOptions } from './estimators/logisticRegression.ts';
export { MLPClassifier, type MLPOptions } from './estimators/mlpClassifier.ts';
export {
  type FitOptions,
  GaussianNB,
  type GaussianNBOptions,
  MultinomialNB,
  type MultinomialNBOptions,
} from './estimators/naiveBayes.ts';
export { KNeighborsClassifier, type KNeighborsOptions } from './estimators/neighbors.ts';
export { ElasticNet, type ElasticNetOptions, Lasso, Ridge } from './estimators/regression.ts';
export { RobustScaler, type RobustScalerOptions } from './estimators/robustScaler.ts';
export type { Matrix } from './estimators/samples.ts';
export { StandardScaler } from './estimators/standardScaler.ts';
export {
  type Classifier,
  type CrossValidationOptions,
  crossValScore,
  type GridResult,
  type GridSearch,
  gridSearch,
} from './estimators/validation.ts';
export type { Label } from './metrics/data.ts';
