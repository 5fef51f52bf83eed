/** The plot `CalibrationPlot` of TFMA as its buckets. Source: calibration_plot.py of TFMA 0.47.1. */
import { type Answers, bucketOf, histogramSize, type Statistic } from './statistic.ts';

export interface CalibrationBucket {
  /** Predictions from here on, … */
  readonly from: number;
  /** … and below this. */
  readonly to: number;
  /** By weight, as the two sums. */
  readonly rows: number;
  readonly labels: number;
  readonly predictions: number;
}

export interface CalibrationPlot {
  readonly statistic: Statistic;
  /** Below 0, then equal buckets from 0 to 1, then from 1 on. */
  buckets(sums: Float64Array): CalibrationBucket[];
}

/** @param count buckets from 0 to 1 */
export function calibrationPlot(count: number): CalibrationPlot {
  const places = placesOf(count);
  const edges = Array.from({ length: count + 1 }, (_, i) => i / count);
  const [from, to] = [
    [Number.NEGATIVE_INFINITY, ...edges],
    [...edges, Number.POSITIVE_INFINITY],
  ];
  return {
    statistic: {
      name: `calibration in ${count} buckets`,
      size: 3 * (count + 2),
      add({ label, prediction, weight }: Answers, rows, _part, sums) {
        for (const row of rows) {
          const at = 3 * places[bucketOf(prediction[row]!)]!;
          sums[at]! += weight[row]!;
          sums[at + 1]! += weight[row]! * label[row]!;
          sums[at + 2]! += weight[row]! * prediction[row]!;
        }
      },
    },
    buckets: (sums) =>
      from.map((low, i) => ({
        ...{ from: low, to: to[i]! },
        ...{ rows: sums[3 * i]!, labels: sums[3 * i + 1]!, predictions: sums[3 * i + 2]! },
      })),
  };
}

/** The plot's bucket of each bucket of the fine histogram, by its lower edge: TFMA makes the one of the other. */
function placesOf(count: number): Uint32Array {
  const fine = histogramSize / 2;
  const places = new Uint32Array(fine);
  for (let bucket = 1; bucket < fine - 1; bucket++) {
    const edge = (bucket - 1) / (fine - 2);
    let place = Math.floor(edge * count);
    while ((place + 1) / count <= edge) place++;
    while (place / count > edge) place--;
    places[bucket] = place + 1;
  }
  places[fine - 1] = count + 1;
  return places;
}
