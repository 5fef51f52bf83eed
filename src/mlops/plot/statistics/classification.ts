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
  const bends = (values: Float64Array, i: number) => values[i - 1]! + values[i + 1]! !== 2 * values[i]!;
  const kept = thresholds
    .map((_, i) => i)
    .filter((i) => !dropIntermediate || i < 1 || i === end || bends(fps, i) || bends(tps, i));
  const after = (first: number, valueAt: (i: number) => number) =>
    Float64Array.from({ length: kept.length + 1 }, (_, point) => (point === 0 ? first : valueAt(kept[point - 1]!)));
  let area = 0;
  for (let i = 0; i <= end; i++) {
    const [x, y] = i > 0 ? [fps[i - 1]!, tps[i - 1]!] : [0, 0];
    area += ((fps[i]! - x) * (tps[i]! + y)) / 2;
  }
  return {
    fpr: after(0, (i) => fps[i]! / fps[end]!),
    tpr: after(0, (i) => tps[i]! / tps[end]!),
    thresholds: after(Number.POSITIVE_INFINITY, (i) => thresholds[i]!),
    auc: area / (fps[end]! * tps[end]!),
  };
}

export function precisionRecallCurveOf(positive: readonly boolean[], scores: Float64Array): PrecisionRecallCurve {
  const { thresholds, truePositives: tps, falsePositives: fps } = countByThreshold(positive, scores);
  const all = tps.at(-1) ?? 0;
  const precision = Float64Array.from({ length: tps.length + 1 }, (_, i) =>
    i === 0 ? 1 : tps[i - 1]! / (tps[i - 1]! + fps[i - 1]!),
  );
  const recall = Float64Array.from({ length: tps.length + 1 }, (_, i) => (i === 0 ? 0 : tps[i - 1]! / all));
  let averagePrecision = 0;
  for (let i = 1; i < recall.length; i++) averagePrecision += (recall[i]! - recall[i - 1]!) * precision[i]!;
  return { precision, recall, thresholds, averagePrecision: all > 0 ? averagePrecision : Number.NaN };
}

/** The two classes are sorted apart and merged: sorting places by score takes ten times as long. */
function countByThreshold(positive: readonly boolean[], scores: Float64Array): Counts {
  const positives = scores.filter((_, i) => positive[i]).sort();
  const negatives = scores.filter((_, i) => !positive[i]).sort();
  const [thresholds, truePositives, falsePositives] = [0, 0, 0].map(() => new Float64Array(scores.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let [length, p, n] = [0, positives.length, negatives.length];
  while (p > 0 || n > 0) {
    const score = Math.max(positives[p - 1] ?? Number.NEGATIVE_INFINITY, negatives[n - 1] ?? Number.NEGATIVE_INFINITY);
    while (p > 0 && positives[p - 1] === score) p--;
    while (n > 0 && negatives[n - 1] === score) n--;
    thresholds[length] = score;
    truePositives[length] = positives.length - p;
    falsePositives[length++] = negatives.length - n;
  }
  const cut = (values: Float64Array) => values.subarray(0, length);
  return { thresholds: cut(thresholds), truePositives: cut(truePositives), falsePositives: cut(falsePositives) };
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
