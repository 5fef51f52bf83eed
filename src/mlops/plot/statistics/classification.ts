/** Curves of binary classifiers, defined as scikit-learn's `metrics` and `calibration` define them. */
import { quantile } from './order.ts';

/** Counts at each distinct score, from the highest down: what is at or above it counts as positive. */
interface Counts {
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
}

export interface RocCurve {
  /** False and true positive rate at each threshold; the first is (0, 0), at an infinite threshold. */
  readonly fpr: Float64Array;
  readonly tpr: Float64Array;
  readonly thresholds: Float64Array;
  /** By trapezoids; NaN where a class is missing. */
  readonly auc: number;
}

export interface PrecisionRecallCurve {
  /** From the highest threshold down, after the point (recall 0, precision 1). */
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  readonly thresholds: Float64Array;
  /** Σ (Rₙ − Rₙ₋₁) Pₙ; NaN where there is no positive. */
  readonly averagePrecision: number;
}

/** @param dropIntermediate leave out points on a straight line between their neighbours */
export function rocCurveOf(positive: readonly boolean[], scores: Float64Array, dropIntermediate: boolean): RocCurve {
  const { thresholds, truePositives: tps, falsePositives: fps } = countByThreshold(positive, scores);
  const end = thresholds.length - 1;
  const kept = new Uint32Array(thresholds.length);
  let points = 0;
  let area = 0;
  for (let i = 0; i <= end; i++) {
    const inner = i > 0 && i < end;
    if (!dropIntermediate || !inner || bends(fps, i) || bends(tps, i)) kept[points++] = i;
    area += ((fps[i]! - (fps[i - 1] ?? 0)) * (tps[i]! + (tps[i - 1] ?? 0))) / 2;
  }
  const after = (first: number, values: Float64Array, divisor: number) => {
    const curve = new Float64Array(points + 1);
    curve[0] = first;
    for (let point = 0; point < points; point++) curve[point + 1] = values[kept[point]!]! / divisor;
    return curve;
  };
  return {
    fpr: after(0, fps, fps[end]!),
    tpr: after(0, tps, tps[end]!),
    thresholds: after(Number.POSITIVE_INFINITY, thresholds, 1),
    auc: area / (fps[end]! * tps[end]!),
  };
}

function bends(values: Float64Array, i: number): boolean {
  return values[i - 1]! + values[i + 1]! !== 2 * values[i]!;
}

export function precisionRecallCurveOf(positive: readonly boolean[], scores: Float64Array): PrecisionRecallCurve {
  const { thresholds, truePositives: tps, falsePositives: fps } = countByThreshold(positive, scores);
  const all = tps.at(-1) ?? 0;
  const [precision, recall] = [new Float64Array(tps.length + 1), new Float64Array(tps.length + 1)];
  precision[0] = 1;
  let averagePrecision = 0;
  for (let i = 1; i < recall.length; i++) {
    precision[i] = tps[i - 1]! / (tps[i - 1]! + fps[i - 1]!);
    recall[i] = tps[i - 1]! / all;
    averagePrecision += (recall[i]! - recall[i - 1]!) * precision[i]!;
  }
  return { precision, recall, thresholds, averagePrecision: all > 0 ? averagePrecision : Number.NaN };
}

/** The two classes are sorted apart and merged: sorting places by score takes ten times as long. */
function countByThreshold(positive: readonly boolean[], scores: Float64Array): Counts {
  const positives = scoresOf(scores, positive, true);
  const negatives = scoresOf(scores, positive, false);
  const thresholds = new Float64Array(scores.length);
  const truePositives = new Float64Array(scores.length);
  const falsePositives = new Float64Array(scores.length);
  let length = 0;
  let p = positives.length;
  let n = negatives.length;
  while (p > 0 || n > 0) {
    const score = n === 0 || (p > 0 && positives[p - 1]! > negatives[n - 1]!) ? positives[p - 1]! : negatives[n - 1]!;
    while (p > 0 && positives[p - 1] === score) p--;
    while (n > 0 && negatives[n - 1] === score) n--;
    thresholds[length] = score;
    truePositives[length] = positives.length - p;
    falsePositives[length++] = negatives.length - n;
  }
  const cut = (values: Float64Array) => values.subarray(0, length);
  return { thresholds: cut(thresholds), truePositives: cut(truePositives), falsePositives: cut(falsePositives) };
}

/** The scores of one class, rising. */
function scoresOf(scores: Float64Array, positive: readonly boolean[], wanted: boolean): Float64Array {
  const kept = new Float64Array(scores.length);
  let length = 0;
  for (let i = 0; i < scores.length; i++) if (positive[i] === wanted) kept[length++] = scores[i]!;
  return kept.subarray(0, length).sort();
}

export interface CalibrationBin {
  /** Mean predicted probability, and share of positives. */
  readonly predicted: number;
  readonly observed: number;
  readonly count: number;
}

/** Empty bins are left out. A probability on an inner edge belongs to the bin below it, as in scikit-learn. */
export function calibrationBins(
  positive: readonly boolean[],
  probabilities: Float64Array,
  bins: number,
  strategy: 'uniform' | 'quantile',
): CalibrationBin[] {
  const ordered = probabilities.slice().sort();
  const inner = Array.from({ length: bins - 1 }, (_, i) => {
    const part = (i + 1) / bins;
    return strategy === 'uniform' ? part : quantile(ordered, part);
  });
  const sums = Array.from({ length: bins }, () => ({ predicted: 0, observed: 0, count: 0 }));
  probabilities.forEach((probability, i) => {
    const found = inner.findIndex((edge) => probability <= edge);
    const bin = sums[found < 0 ? bins - 1 : found]!;
    bin.predicted += probability;
    bin.observed += positive[i] ? 1 : 0;
    bin.count++;
  });
  return sums
    .filter(({ count }) => count > 0)
    .map(({ predicted, observed, count }) => ({ predicted: predicted / count, observed: observed / count, count }));
}

/** How often each true class (row) was predicted as each class (column). */
export function confusionCounts<T>(yTrue: readonly T[], yPred: readonly T[], classes: readonly T[]): number[][] {
  const place = new Map(classes.map((label, index) => [label, index]));
  const counts = classes.map(() => classes.map(() => 0));
  yTrue.forEach((label, i) => {
    const [row, column] = [place.get(label), place.get(yPred[i]!)];
    if (row !== undefined && column !== undefined) counts[row]![column]!++;
  });
  return counts;
}

/** Shares of each row (`true`), each column (`pred`) or of all; 0 where nothing can be divided. */
export function normalized(counts: readonly (readonly number[])[], by: 'true' | 'pred' | 'all'): number[][] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const total = sum(counts.map(sum));
  return counts.map((row) =>
    row.map((value, column) => {
      const whole = { true: sum(row), pred: sum(counts.map((other) => other[column]!)), all: total }[by];
      return whole > 0 ? value / whole : 0;
    }),
  );
}
