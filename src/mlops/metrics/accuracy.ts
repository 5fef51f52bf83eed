import { countsOf } from './confusion.ts';
import { type Labels, mean, pairsOf, sum } from './data.ts';

/**
 * The share of rows whose predicted class is the true one, from 0 to 1; after `sklearn.metrics.accuracy_score`.
 * @throws {MetricsError}
 */
export function accuracyScore(yTrue: Labels, yPred: Labels): number {
  const pairs = pairsOf(yTrue, yPred);
  return pairs.yTrue.filter((label, row) => label === pairs.yPred[row]).length / pairs.yTrue.length;
}

export interface BalancedAccuracyOptions {
  /** Rescaled, so that guessing gives 0 and a perfect model 1. Not finite where one class alone occurs. */
  readonly adjusted?: boolean;
}

/**
 * The mean of the recalls of the classes, from 0 to 1, after `sklearn.metrics.balanced_accuracy_score`. A class that
 * was predicted but never occurs has no recall, and is left out.
 * @throws {MetricsError}
 */
export function balancedAccuracyScore(yTrue: Labels, yPred: Labels, options: BalancedAccuracyOptions = {}): number {
  const { counts } = countsOf(pairsOf(yTrue, yPred), undefined);
  const recalls = counts.flatMap((row, k) => (sum(row) > 0 ? [row[k]! / sum(row)] : []));
  const score = mean(recalls);
  const chance = 1 / recalls.length;
  return options.adjusted ? (score - chance) / (1 - chance) : score;
}
