/**
 * What is known of a data set after one pass: the messages of statistics.proto of TensorFlow Metadata, with its fields'
 * names in camel case. A field that TFDV does not set is absent, or 0 as in the message.
 */

export type FeatureStatisticsType = 'INT' | 'FLOAT' | 'STRING';

/** Counts between two values, both included; `lowValue` equals `highValue` where one value fills a bucket. */
export interface HistogramBucket {
  readonly lowValue: number;
  readonly highValue: number;
  /** Values in the bucket; a fraction where counts were spread. */
  readonly sampleCount: number;
}

export interface Histogram {
  /** Buckets of equal width, or of equal count. */
  readonly type: 'STANDARD' | 'QUANTILES';
  readonly numNan: number;
  readonly buckets: readonly HistogramBucket[];
}

/** How often a feature is there, and how many values it has where it is. */
export interface CommonStatistics {
  /** Examples with the feature. */
  readonly numNonMissing: number;
  readonly numMissing: number;
  readonly minNumValues: number;
  readonly maxNumValues: number;
  readonly avgNumValues: number;
  readonly totNumValues: number;
  readonly numValuesHistogram?: Histogram;
}

export interface NumericStatistics {
  readonly commonStats: CommonStatistics;
  readonly mean: number;
  /** Of the population: divided by n. */
  readonly stdDev: number;
  readonly numZeros: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** The one of equal width, then the one of equal count; none where there is no value. */
  readonly histograms: readonly Histogram[];
}

export interface RankBucket {
  readonly lowRank: number;
  readonly highRank: number;
  readonly label: string;
  readonly sampleCount: number;
}

export interface StringStatistics {
  readonly commonStats: CommonStatistics;
  /** Distinct values. */
  readonly unique: number;
  /** The most frequent values; of equally frequent ones the greater text comes first. */
  readonly topValues: readonly { readonly value: string; readonly frequency: number }[];
  /** In UTF-8 bytes. */
  readonly avgLength: number;
  readonly rankHistogram: { readonly buckets: readonly RankBucket[] };
}

export interface FeatureStatistics {
  readonly name: string;
  readonly type: FeatureStatisticsType;
  readonly numStats?: NumericStatistics;
  /** Of texts, and of whole numbers that a schema calls categorical. */
  readonly stringStats?: StringStatistics;
}

export interface DatasetStatistics {
  /** Of a slice, such as `sex_Male`; `All Examples` where there are slices, and empty where there are none. */
  readonly name: string;
  readonly numExamples: number;
  readonly features: readonly FeatureStatistics[];
}

/** Statistics of a data set and of its slices. */
export interface Statistics {
  readonly datasets: readonly DatasetStatistics[];
}

export const allExamples = 'All Examples';
