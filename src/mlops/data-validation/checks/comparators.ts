/** Drift against the previous span and skew against serving. After feature_util.cc of TFDV. */
import { type Measurement, type Reason, reason } from '../anomalies.ts';
import { sixDigits } from '../numberText.ts';
import type { FeatureComparator } from '../schema.ts';
import type { DatasetStatistics, FeatureStatistics } from '../statistics/statistics.ts';
import { statsOf, textCounts } from '../view.ts';
import { jensenShannon, lInfinity, normalizedAbsoluteDifference } from './distances.ts';

/** Which data sets are compared, in TFDV's words. */
export const drift = { treatment: 'current', control: 'previous' } as const;
export const skew = { treatment: 'training', control: 'serving' } as const;
type Names = typeof drift | typeof skew;

export interface Comparison {
  readonly reasons: readonly Reason[];
  readonly measurements: readonly Measurement[];
}

const nothing: Comparison = { reasons: [], measurements: [] };

/**
 * Distances that a comparator asks for; thresholds that are exceeded are raised to them.
 * @param control the data set to compare with; without one nothing is compared
 */
export function compareFeature(
  stats: FeatureStatistics,
  control: DatasetStatistics | undefined,
  comparator: FeatureComparator,
  names: Names,
): Comparison {
  const thresholds = [comparator.infinityNorm, comparator.jensenShannonDivergence, comparator.normalizedAbsDifference];
  if (!control || thresholds.every((each) => each?.threshold === undefined)) return nothing;
  const before = statsOf(control, stats.name);
  if (!before) {
    for (const each of [comparator.infinityNorm, comparator.jensenShannonDivergence]) delete each?.threshold;
    const words = `${names.control} data`;
    return {
      ...nothing,
      reasons: [reason('COMPARATOR_CONTROL_DATA_MISSING', `${words} missing`, `${words} is missing.`)],
    };
  }
  const comparisons = [
    byLInfinity(stats, before, comparator, names),
    byAbsoluteDifference(stats, before, comparator, names),
    byJensenShannon(stats, before, comparator, names),
  ];
  return {
    reasons: comparisons.flatMap(({ reasons }) => reasons),
    measurements: comparisons.flatMap(({ measurements }) => measurements),
  };
}

interface Distance {
  readonly type: Measurement['type'];
  readonly anomaly: Parameters<typeof reason>[0];
  /** In a sentence. */
  readonly name: string;
}

function judged(
  distance: Distance,
  value: number,
  limit: { threshold?: number },
  names: Names,
  end: string,
): Comparison {
  const threshold = limit.threshold!;
  const measurements = [{ type: distance.type, value, threshold }];
  if (value <= threshold) return { reasons: [], measurements };
  limit.threshold = value;
  const between = `between ${names.treatment} and ${names.control}`;
  const words =
    `The ${distance.name} ${between} is ${sixDigits(value)} (up to six significant digits), above the threshold ` +
    `${sixDigits(threshold)}.${end}`;
  return { reasons: [reason(distance.anomaly, `High ${distance.name} ${between}`, words)], measurements };
}

const mostDifferent = (value: string) => ` The feature value with maximum difference is: ${value}`;

function byLInfinity(a: FeatureStatistics, b: FeatureStatistics, { infinityNorm }: FeatureComparator, names: Names) {
  if (infinityNorm?.threshold === undefined) return nothing;
  const { value, distance } = lInfinity(textCounts(a), textCounts(b));
  const kind = { type: 'L_INFTY', anomaly: 'COMPARATOR_L_INFTY_HIGH', name: 'Linfty distance' } as const;
  return judged(kind, distance, infinityNorm, names, mostDifferent(value));
}

function byAbsoluteDifference(a: FeatureStatistics, b: FeatureStatistics, limits: FeatureComparator, names: Names) {
  const limit = limits.normalizedAbsDifference;
  if (limit?.threshold === undefined) return nothing;
  const { value, distance } = normalizedAbsoluteDifference(textCounts(a), textCounts(b));
  const kind = {
    type: 'NORMALIZED_ABSOLUTE_DIFFERENCE',
    anomaly: 'COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH',
    name: 'normalized absolute difference',
  } as const;
  return judged(kind, distance, limit, names, mostDifferent(value));
}

function byJensenShannon(a: FeatureStatistics, b: FeatureStatistics, limits: FeatureComparator, names: Names) {
  const limit = limits.jensenShannonDivergence;
  if (limit?.threshold === undefined) return nothing;
  const value = jensenShannon(a, b, limit.source?.type);
  if (value === undefined) return nothing;
  const kind = {
    type: 'JENSEN_SHANNON_DIVERGENCE',
    anomaly: 'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH',
    name: 'approximate Jensen-Shannon divergence',
  } as const;
  return judged(kind, value, limit, names, '');
}
