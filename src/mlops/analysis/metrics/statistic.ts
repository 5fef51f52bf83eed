/** What metrics are made of: sums over rows, of a fixed number, so that parts of the rows can be put together again. */

/** What one model said of each row. */
export interface Answers {
  /** From 0 to 1: how much of the row counts as positive. */
  readonly label: Float64Array;
  readonly prediction: Float64Array;
  /** 1 for each row where there are no weights. */
  readonly weight: Float64Array;
}

export interface Statistic {
  /** Statistics of one name are the same. */
  readonly name: string;
  /** How many sums. */
  readonly size: number;
  /**
   * Adds rows to sums.
   * @param rows places in the answers; a row may stand more than once
   * @param part of each of these rows the part that it belongs to; all to part 0 without it
   * @param sums shape [parts, size]
   */
  add(answers: Answers, rows: Uint32Array, part: Uint8Array | undefined, sums: Float64Array): void;
}

/** tp, tn, fp and fn by weight, where what is **above** the threshold is positive. */
export function confusionAt(threshold: number): Statistic {
  return {
    name: `confusion at ${threshold}`,
    size: 4,
    add({ label, prediction, weight }, rows, part, sums) {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        const at = part ? 4 * part[i]! : 0;
        const [positive, whole] = [label[row]! * weight[row]!, weight[row]!];
        const isAbove = prediction[row]! > threshold;
        sums[at + (isAbove ? 0 : 3)]! += positive;
        sums[at + (isAbove ? 2 : 1)]! += whole - positive;
      }
    },
  };
}

/** As many as TFMA's calibration histogram has between its two outer ones. */
const buckets = 10_000;
export const histogramSize = 2 * (buckets + 2);

/** The bucket of a prediction: 0 below 0, the last one from 1 on. */
export const bucketOf = (prediction: number): number =>
  Math.min(buckets + 1, Math.max(0, Math.trunc(prediction * buckets + 1)));

/** Of each bucket of predictions from 0 to 1 the weight of positives, and of all; two more for what lies outside. */
export const histogram: Statistic = {
  name: 'histogram',
  size: histogramSize,
  add({ label, prediction, weight }, rows, part, sums) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const at = (part ? histogramSize * part[i]! : 0) + 2 * bucketOf(prediction[row]!);
      sums[at]! += label[row]! * weight[row]!;
      sums[at + 1]! += weight[row]!;
    }
  },
};

/** Sums of w, wy, wp, wy², wp², wyp: y the label, p the prediction, w the weight. */
export const moments: Statistic = {
  name: 'moments',
  size: 6,
  add({ label, prediction, weight }, rows, part, sums) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const at = part ? 6 * part[i]! : 0;
      const [y, p, w] = [label[row]!, prediction[row]!, weight[row]!];
      sums[at]! += w;
      sums[at + 1]! += w * y;
      sums[at + 2]! += w * p;
      sums[at + 3]! += w * y * y;
      sums[at + 4]! += w * p * p;
      sums[at + 5]! += w * y * p;
    }
  },
};

/** The weight, and the weighted −y ln p − (1 − y) ln(1 − p). */
export const crossEntropy: Statistic = {
  name: 'cross-entropy',
  size: 2,
  add({ label, prediction, weight }, rows, part, sums) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const at = part ? 2 * part[i]! : 0;
      const [y, p] = [label[row]!, prediction[row]!];
      sums[at]! += weight[row]!;
      sums[at + 1]! -= weight[row]! * (y * Math.log(p) + (1 - y) * Math.log1p(-p));
    }
  },
};

/** The number of rows, or of their weight. */
export const countOf = (weighted: boolean): Statistic => ({
  name: weighted ? 'weight' : 'count',
  size: 1,
  add({ weight }, rows, part, sums) {
    for (let i = 0; i < rows.length; i++) sums[part ? part[i]! : 0]! += weighted ? weight[rows[i]!]! : 1;
  },
});
