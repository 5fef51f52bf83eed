/**
 * Areas under the ROC and the precision-recall curve from a histogram, at 10,000 thresholds, as TFMA finds them.
 * Source: binary_confusion_matrices.py and confusion_matrix_metrics.py of TFMA 0.47.1, after Keras.
 */
import { histogramSize } from './statistic.ts';

const thresholds = 10_000;
const epsilon = 1e-7;
const buckets = histogramSize / 2;

/** The place of the highest threshold that a bucket's lower edge reaches; found once. */
const places = (() => {
  const found = new Uint16Array(buckets);
  const reached = (edge: number) => {
    // Thresholds are i / 9999, a little more so that what equals one is not above it.
    let place = Math.min(thresholds - 1, Math.max(0, Math.floor((edge - epsilon) * (thresholds - 1)) + 1));
    while (place > 0 && place / (thresholds - 1) + (place === thresholds - 1 ? 2 : 1) * epsilon > edge) place--;
    return place;
  };
  for (let bucket = 1; bucket < buckets - 1; bucket++) found[bucket] = reached((bucket - 1) / (buckets - 2));
  found[buckets - 1] = thresholds - 1;
  return found;
})();

/** True and false positives above each threshold, rising thresholds; and all positives and negatives. */
interface Curve {
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

function curveOf(sums: Float64Array, at: number): Curve {
  const [tp, fp] = [new Float64Array(thresholds), new Float64Array(thresholds)];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const [positive, whole] = [sums[at + 2 * bucket]!, sums[at + 2 * bucket + 1]!];
    tp[places[bucket]!]! += positive;
    fp[places[bucket]!]! += whole - positive;
  }
  for (let i = thresholds - 2; i >= 0; i--) {
    tp[i]! += tp[i + 1]!;
    fp[i]! += fp[i + 1]!;
  }
  const [positives, negatives] = [tp[0]!, fp[0]!];
  // Nothing lies above the last threshold.
  tp[thresholds - 1] = fp[thresholds - 1] = 0;
  return { tp, fp, positives, negatives };
}

/** The area under the ROC curve, by trapezoids; 0 where a class is missing, as in TFMA. */
export function rocArea(sums: Float64Array, at: number): number {
  const { tp, fp, positives, negatives } = curveOf(sums, at);
  if (positives === 0 || negatives === 0) return 0;
  let area = 0;
  for (let i = 0; i < thresholds - 1; i++)
    area += ((fp[i]! - fp[i + 1]!) / negatives) * ((tp[i]! + tp[i + 1]!) / (2 * positives));
  return area;
}

/** The area under the precision-recall curve, interpolated after Davis and Goadrich (ICML 2006). */
export function precisionRecallArea(sums: Float64Array, at: number): number {
  const { tp, fp, positives } = curveOf(sums, at);
  if (positives === 0) return 0;
  let area = 0;
  for (let i = 0; i < thresholds - 1; i++) {
    const [p, next] = [tp[i]! + fp[i]!, tp[i + 1]! + fp[i + 1]!];
    if (p <= next) continue;
    const slope = (tp[i]! - tp[i + 1]!) / (p - next);
    const intercept = tp[i + 1]! - slope * next;
    const ratio = next > 0 ? p / next : 1;
    area += (slope * (tp[i]! - tp[i + 1]! + intercept * Math.log(ratio))) / positives;
  }
  return area;
}
