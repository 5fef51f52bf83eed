/** What a check asks of the statistics of one feature. */
import type { FeatureType, Schema } from './schema.ts';
import type { CommonStatistics, DatasetStatistics, FeatureStatistics, Histogram } from './statistics/statistics.ts';
import { byBytes } from './textOrder.ts';

/** A feature's statistics, with what they are held against. */
export interface View {
  readonly stats: FeatureStatistics;
  readonly numExamples: number;
  readonly environment?: string | undefined;
  readonly previous?: DatasetStatistics | undefined;
  readonly serving?: DatasetStatistics | undefined;
}

export function commonOf({ numStats, stringStats }: FeatureStatistics): CommonStatistics {
  return (numStats ?? stringStats)!.commonStats;
}

/** Texts with their counts, in the order of their bytes; of the ranks that were kept. */
export function textCounts({ stringStats }: FeatureStatistics): Map<string, number> {
  const buckets = stringStats?.rankHistogram.buckets ?? [];
  const sorted = [...buckets].sort((a, b) => byBytes(a.label, b.label));
  return new Map(sorted.map(({ label, sampleCount }) => [label, sampleCount]));
}

export function featureType({ type }: FeatureStatistics): FeatureType {
  return type === 'STRING' ? 'BYTES' : type;
}

export function histogramOf({ numStats }: FeatureStatistics, type: Histogram['type']): Histogram | undefined {
  return numStats?.histograms.find((histogram) => histogram.type === type);
}

export function statsOf(dataset: DatasetStatistics | undefined, name: string): FeatureStatistics | undefined {
  return dataset?.features.find((feature) => feature.name === name);
}

export const stringDomainOf = (schema: Schema, name: string) => schema.stringDomain?.find((each) => each.name === name);
