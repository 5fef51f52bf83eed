/**
 * `mlops-lab/metrics`: how good a classifier is, in scikit-learn's words and with its numbers.
 *
 * ```ts
 * confusionMatrix(yTrue, yPred).matrix; // a row for each true class, a column for each predicted one
 * balancedAccuracyScore(yTrue, yPred);
 * recallScore(yTrue, yPred, { average: 'macro' });
 * ```
 */
export { accuracyScore, type BalancedAccuracyOptions, balancedAccuracyScore } from './metrics/accuracy.ts';
export { type CohenKappaOptions, cohenKappaScore } from './metrics/agreement.ts';
export { type ConfusionMatrix, type ConfusionMatrixOptions, confusionMatrix } from './metrics/confusion.ts';
export type { Label, Labels } from './metrics/data.ts';
export { MetricsError, type MetricsErrorCode } from './metrics/errors.ts';
export {
  type ClassScores,
  type ClassScoresOptions,
  classScores,
  f1Score,
  precisionScore,
  recallScore,
  type ScoreOptions,
} from './metrics/scores.ts';
