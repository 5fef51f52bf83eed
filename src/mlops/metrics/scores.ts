import { confusionCounts } from '../plot/statistics/classification.ts';
import { classesOf, type Label, type Labels, mean, type Pairs, pairsOf, sum } from './data.ts';
import { MetricsError } from './errors.ts';

export interface ClassScoresOptions {
  /** The classes to judge, in this order; by default all that occur, sorted. */
  readonly labels?: Labels;
  /** What stands where nothing can be divided: a class never predicted has no precision, one that never occurs no recall. */
  readonly zeroDivision?: number;
}

/** Of one class. */
export interface ClassScores {
  readonly label: Label;
  /** Of what was predicted as this class, the share that is of it. */
  readonly precision: number;
  /** Of the rows of this class, the share that was predicted so. */
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1: number;
  /** Rows of this class. */
  readonly support: number;
}

export interface ScoreOptions extends ClassScoresOptions {
  /**
   * How classes become one number. `binary` (the default) judges `posLabel` alone; `macro` is the mean of the classes,
   * `weighted` that by support, `micro` counts all classes together.
   */
  readonly average?: 'binary' | 'macro' | 'weighted' | 'micro';
  /** The class that `binary` judges: 1 by default. */
  readonly posLabel?: Label;
}

type Score = 'precision' | 'recall' | 'f1';
interface Counts {
  readonly right: number;
  readonly predicted: number;
  readonly support: number;
}

/**
 * Precision, recall, F1 and support of each class, after `sklearn.metrics.precision_recall_fscore_support`.
 * @throws {MetricsError}
 */
export function classScores(yTrue: Labels, yPred: Labels, options: ClassScoresOptions = {}): ClassScores[] {
  const pairs = pairsOf(yTrue, yPred);
  const labels = classesOf(pairs, options.labels);
  return countsByClass(pairs, labels).map((counts, k) => ({
    label: labels[k]!,
    precision: scoreOf('precision', counts, options.zeroDivision),
    recall: scoreOf('recall', counts, options.zeroDivision),
    f1: scoreOf('f1', counts, options.zeroDivision),
    support: counts.support,
  }));
}

/** As `sklearn.metrics.precision_score`. @throws {MetricsError} */
export function precisionScore(yTrue: Labels, yPred: Labels, options: ScoreOptions = {}): number {
  return averaged('precision', pairsOf(yTrue, yPred), options);
}

/** As `sklearn.metrics.recall_score`. @throws {MetricsError} */
export function recallScore(yTrue: Labels, yPred: Labels, options: ScoreOptions = {}): number {
  return averaged('recall', pairsOf(yTrue, yPred), options);
}

/** As `sklearn.metrics.f1_score`. @throws {MetricsError} */
export function f1Score(yTrue: Labels, yPred: Labels, options: ScoreOptions = {}): number {
  return averaged('f1', pairsOf(yTrue, yPred), options);
}

function averaged(score: Score, pairs: Pairs, options: ScoreOptions): number {
  const { average = 'binary', zeroDivision } = options;
  const labels = average === 'binary' ? [positiveOf(pairs, options)] : classesOf(pairs, options.labels);
  const counts = countsByClass(pairs, labels);
  if (average === 'micro' || average === 'binary') return scoreOf(score, together(counts), zeroDivision);
  // What is NaN by `zeroDivision` is left out of the mean.
  const known = counts
    .map((each) => ({ value: scoreOf(score, each, zeroDivision), weight: average === 'macro' ? 1 : each.support }))
    .filter(({ value }) => !Number.isNaN(value));
  const weight = sum(known.map((each) => each.weight));
  if (weight === 0) return known.length === 0 ? Number.NaN : mean(known.map(({ value }) => value));
  return sum(known.map((each) => each.value * each.weight)) / weight;
}

function positiveOf(pairs: Pairs, { posLabel = 1 }: ScoreOptions): Label {
  const present = classesOf(pairs, undefined);
  const names = present.join(', ');
  if (present.length > 2) {
    const ways = 'average: “macro”, “weighted” or “micro”';
    throw new MetricsError('unclear-class', `There are ${present.length} classes (${names}). Say which ${ways}.`);
  }
  if (!present.includes(posLabel) && present.length === 2)
    throw new MetricsError('unclear-class', `The classes are ${names}. Say in “posLabel” which is the positive one.`);
  return posLabel;
}

const together = (counts: readonly Counts[]): Counts => ({
  right: sum(counts.map(({ right }) => right)),
  predicted: sum(counts.map(({ predicted }) => predicted)),
  support: sum(counts.map(({ support }) => support)),
});

/** Of each class; rows and predictions of classes that are not asked for count as well. */
function countsByClass(pairs: Pairs, labels: readonly Label[]): Counts[] {
  const all = [...new Set([...labels, ...pairs.yTrue, ...pairs.yPred])];
  const matrix = confusionCounts(pairs.yTrue, pairs.yPred, all);
  return labels.map((_, k) => ({
    right: matrix[k]![k]!,
    predicted: sum(matrix.map((row) => row[k]!)),
    support: sum(matrix[k]!),
  }));
}

function scoreOf(score: Score, { right, predicted, support }: Counts, zeroDivision = 0): number {
  const whole = { precision: predicted, recall: support, f1: (predicted + support) / 2 }[score];
  return whole > 0 ? right / whole : zeroDivision;
}
