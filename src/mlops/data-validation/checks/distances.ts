/** Distances between two samples of one feature. After metrics.cc of TFDV. */

import type { FeatureStatistics, Histogram, HistogramBucket } from '../statistics/statistics.ts';
import { byBytes } from '../textOrder.ts';
import { histogramOf, textCounts } from '../view.ts';

export type Counts = ReadonlyMap<string, number>;

const sumOf = (counts: Counts) => [...counts.values()].reduce((sum, count) => sum + count, 0);
const labels = (a: Counts, b: Counts) => [...new Set([...a.keys(), ...b.keys()])].sort(byBytes);

export interface LargestDifference {
  /** The value whose share differs most; of several the last by its bytes. */
  readonly value: string;
  readonly distance: number;
}

function largest(a: Counts, b: Counts, sumA: number, sumB: number): LargestDifference {
  let best: LargestDifference = { value: '', distance: 0 };
  for (const value of labels(a, b)) {
    const share = (counts: Counts, sum: number) => (sum === 0 ? 0 : (counts.get(value) ?? 0) / sum);
    const distance = Math.abs(share(a, sumA) - share(b, sumB));
    if (distance >= best.distance) best = { value, distance };
  }
  return best;
}

/** The largest difference of any value's share, from 0 to 1. */
export const lInfinity = (a: Counts, b: Counts): LargestDifference => largest(a, b, sumOf(a), sumOf(b));

/** The largest difference of any value's count, as a share of all counts of both. */
export function normalizedAbsoluteDifference(a: Counts, b: Counts): LargestDifference {
  const both = sumOf(a) + sumOf(b);
  return largest(a, b, both, both);
}

/** Of shares in bits, from 0 to 1: how far both lie from their mean (Lin, 1991). */
function divergence(a: readonly number[], b: readonly number[]): number {
  const part = (p: number, mean: number) => (p > 0 ? p * Math.log2(p / mean) : 0);
  const sum = a.reduce((total, p, i) => total + part(p, (p + b[i]!) / 2) + part(b[i]!, (p + b[i]!) / 2), 0);
  return Math.min(1, sum / 2);
}

/** Jensen-Shannon divergence of two counts by value; nothing where one has none. */
export function jensenShannonOfCounts(a: Counts, b: Counts): number | undefined {
  if (a.size === 0 || b.size === 0) return undefined;
  const [sumA, sumB] = [sumOf(a), sumOf(b)];
  const values = labels(a, b);
  return divergence(
    values.map((value) => (a.get(value) ?? 0) / sumA),
    values.map((value) => (b.get(value) ?? 0) / sumB),
  );
}

/** Jensen-Shannon divergence of two histograms, as if values lay evenly in a bucket; nothing where one is empty. */
export function jensenShannonOfHistograms(a: Histogram, b: Histogram): number | undefined {
  const [partsA, partsB] = [partsOf(a), partsOf(b)];
  const edges = [...new Set([...edgesOf(partsA.wide), ...edgesOf(partsB.wide)])].sort((x, y) => x - y);
  const points = [...new Set([...partsA.points.keys(), ...partsB.points.keys()])];
  const masses = (own: Parts, isFirst: boolean) => {
    const apart = (mass: number) => (isFirst ? [mass, 0] : [0, mass]);
    return [
      ...spread(own.wide, edges),
      ...points.map((point) => own.points.get(point) ?? 0),
      // What is infinite or NaN on one side equals nothing on the other.
      ...apart(own.infinite),
      ...apart(own.numNan),
    ];
  };
  const [massA, massB] = [masses(partsA, true), masses(partsB, false)];
  const [sumA, sumB] = [massA, massB].map((mass) => mass.reduce((sum, each) => sum + each, 0));
  if (!sumA || !sumB) return undefined;
  return divergence(
    massA.map((mass) => mass / sumA),
    massB.map((mass) => mass / sumB),
  );
}

interface Parts {
  readonly wide: readonly HistogramBucket[];
  readonly points: ReadonlyMap<number, number>;
  readonly infinite: number;
  readonly numNan: number;
}

function partsOf({ buckets, numNan }: Histogram): Parts {
  const points = new Map<number, number>();
  const wide: HistogramBucket[] = [];
  let infinite = 0;
  for (const bucket of buckets) {
    const { lowValue, highValue, sampleCount } = bucket;
    if (!Number.isFinite(lowValue) || !Number.isFinite(highValue)) infinite += sampleCount;
    else if (lowValue === highValue) points.set(lowValue, (points.get(lowValue) ?? 0) + sampleCount);
    else wide.push(bucket);
  }
  return { wide, points, infinite, numNan };
}

const edgesOf = (buckets: readonly HistogramBucket[]) =>
  buckets.flatMap(({ lowValue, highValue }) => [lowValue, highValue]);

/** Counts of buckets between edges that hold all of theirs. */
function spread(buckets: readonly HistogramBucket[], edges: readonly number[]): number[] {
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  const place = new Map(edges.map((edge, i) => [edge, i]));
  for (const { lowValue, highValue, sampleCount } of buckets) {
    for (let i = place.get(lowValue)!; i < place.get(highValue)!; i++)
      counts[i]! += (sampleCount * (edges[i + 1]! - edges[i]!)) / (highValue - lowValue);
  }
  return counts;
}

/** Of texts by their counts, of numbers by their histograms; nothing where they cannot be compared. */
export function jensenShannon(
  a: FeatureStatistics,
  b: FeatureStatistics,
  source: 'DEFAULT' | 'QUANTILES' | 'STANDARD' = 'DEFAULT',
): number | undefined {
  const [textsA, textsB] = [textCounts(a), textCounts(b)];
  if (textsA.size > 0 && textsB.size > 0) return jensenShannonOfCounts(textsA, textsB);
  const type = source === 'QUANTILES' ? 'QUANTILES' : 'STANDARD';
  const [first, second] = [histogramOf(a, type), histogramOf(b, type)];
  return first && second ? jensenShannonOfHistograms(first, second) : undefined;
}
