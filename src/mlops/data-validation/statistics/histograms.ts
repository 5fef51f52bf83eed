/** Histograms out of quantiles, as quantiles_util.py of TFDV makes them. */
import type { Quantiles } from './sketch.ts';
import type { Histogram, HistogramBucket } from './statistics.ts';

/** The standard histogram is read from so many times more quantiles than it has buckets. */
export const quantileFactor = 100;

export function median({ values }: Quantiles): number {
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}

/** Each `factor`-th quantile. */
export function thinned({ values, cumulative }: Quantiles, factor: number): Quantiles {
  return {
    values: values.filter((_, i) => i % factor === 0),
    cumulative: cumulative.filter((_, i) => i % factor === 0),
  };
}

export function quantilesHistogram(quantiles: Quantiles, numNan = 0): Histogram {
  return { type: 'QUANTILES', numNan, buckets: bucketsOf(quantiles) };
}

/** Buckets with the same end share their counts evenly, and identical first ones the count of the least value. */
function bucketsOf({ values, cumulative }: Quantiles): HistogramBucket[] {
  const size = Math.max(0, values.length - 1);
  const counts = Float64Array.from({ length: size }, (_, i) => cumulative[i + 1]! - cumulative[i]!);
  for (let from = 0, to = 0; from < size; from = to) {
    let sum = 0;
    for (; to < size && values[to + 1] === values[from + 1]; to++) sum += counts[to]!;
    counts.fill(sum / (to - from), from, to);
  }
  let first = 0;
  while (first < size && values[first] === values[0] && values[first + 1] === values[1]) first++;
  for (let i = 0; i < first; i++) counts[i] = counts[i]! + cumulative[0]! / first;
  return Array.from(counts, (sampleCount, i) => ({ lowValue: values[i]!, highValue: values[i + 1]!, sampleCount }));
}

export interface FiniteRange {
  /** The least finite value; Infinity where there is none. */
  readonly min: number;
  readonly max: number;
  /** How many values are Infinity. */
  readonly infinite: number;
}

/** Counts in buckets of equal width, taken from many quantiles as if values lay evenly between two of them. */
export function standardHistogram(quantiles: Quantiles, range: FiniteRange, size: number, numNan: number): Histogram {
  const { min, max, infinite } = range;
  const standard = (buckets: HistogramBucket[]): Histogram => ({ type: 'STANDARD', numNan, buckets });
  if (!Number.isFinite(min) && !Number.isFinite(max))
    return standard([{ lowValue: min, highValue: max, sampleCount: quantiles.cumulative.at(-1) ?? 0 }]);
  const edges = min === max ? [min, max] : linspace(min, max, size);
  const { finite, below } = withoutInfinities(quantiles, range);
  if (!edges.every(Number.isFinite)) return standard([]);
  const point = (value: number, sampleCount: number) => ({ lowValue: value, highValue: value, sampleCount });
  return standard([
    ...(below > 0 ? [point(Number.NEGATIVE_INFINITY, below)] : []),
    ...evenly(bucketsOf(finite), edges),
    ...(infinite > 0 ? [point(Number.POSITIVE_INFINITY, infinite)] : []),
  ]);
}

/** NumPy's: steps that are multiplied, and the last edge as it was given. */
function linspace(from: number, to: number, size: number): number[] {
  const step = (to - from) / size;
  return Array.from({ length: size + 1 }, (_, i) => (i === size ? to : from + i * step));
}

function evenly(buckets: readonly HistogramBucket[], edges: readonly number[]): HistogramBucket[] {
  let start = 0;
  return edges.slice(1).map((highValue, i) => {
    const lowValue = edges[i]!;
    let sampleCount = 0;
    for (let at = start; at < buckets.length; at++) {
      const bucket = buckets[at]!;
      if (bucket.lowValue > highValue) break;
      const share = overlap(bucket, lowValue, highValue, i === 0);
      if (share === undefined) start = at;
      else sampleCount += share * bucket.sampleCount;
    }
    return { lowValue, highValue, sampleCount };
  });
}

/** The share of a bucket that lies in an interval; nothing where the bucket ends before it. */
function overlap({ lowValue, highValue }: HistogramBucket, low: number, high: number, isFirst: boolean) {
  if (lowValue === highValue && lowValue === low) return isFirst ? 1 : undefined;
  if (highValue < low) return undefined;
  if (low <= lowValue && high >= highValue) return 1;
  return (Math.min(high, highValue) - Math.max(low, lowValue)) / (highValue - lowValue);
}

/** Quantiles of the finite values, and how many values are -Infinity. */
function withoutInfinities({ values, cumulative }: Quantiles, { max, infinite }: FiniteRange) {
  const negative = values.lastIndexOf(Number.NEGATIVE_INFINITY) + 1;
  const below = negative > 0 ? cumulative[negative - 1]! : 0;
  let [kept, counts] = [values.slice(negative), cumulative.slice(negative).map((count) => count - below)];
  if (infinite > 0) {
    const total = counts.at(-1)! - infinite;
    const end = kept.indexOf(Number.POSITIVE_INFINITY);
    const length = end < 0 ? kept.length : end;
    kept = Float64Array.of(...kept.subarray(0, length), max);
    counts = Float64Array.of(...counts.subarray(0, length), total);
  }
  return { finite: { values: kept, cumulative: counts }, below };
}
