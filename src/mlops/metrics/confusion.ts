import { confusionCounts, normalized } from '../plot/statistics/classification.ts';
import { classesOf, type Label, type Labels, type Pairs, pairsOf } from './data.ts';
import { MetricsError } from './errors.ts';

export interface ConfusionMatrixOptions {
  /** The classes to count, in this order; by default all that occur, sorted. A pair with any other is left out. */
  readonly labels?: Labels;
  /** Shares instead of counts: of each true class, of each predicted class, or of all; 0 where nothing can be divided. */
  readonly normalize?: 'true' | 'pred' | 'all';
}

export interface ConfusionMatrix {
  /** What each row and column stands for. */
  readonly labels: readonly Label[];
  /** `matrix[i][j]`: how many rows of class `labels[i]` were predicted as `labels[j]`. */
  readonly matrix: readonly (readonly number[])[];
}

/**
 * How often each class was predicted as each, after `sklearn.metrics.confusion_matrix`: rows are true classes.
 * @throws {MetricsError} `bad-argument` also where no class of `labels` occurs in `yTrue`
 */
export function confusionMatrix(yTrue: Labels, yPred: Labels, options: ConfusionMatrixOptions = {}): ConfusionMatrix {
  const { labels, counts } = countsOf(pairsOf(yTrue, yPred), options.labels);
  return { labels, matrix: options.normalize ? normalized(counts, options.normalize) : counts };
}

/** Counts of the classes asked for. */
export function countsOf(pairs: Pairs, asked: Labels | undefined): { labels: readonly Label[]; counts: number[][] } {
  const labels = classesOf(pairs, asked);
  if (asked && !pairs.yTrue.some((label) => labels.includes(label)))
    throw new MetricsError('bad-argument', `No row is of a class in “labels”: ${labels.join(', ')}.`);
  return { labels, counts: confusionCounts(pairs.yTrue, pairs.yPred, labels) };
}
