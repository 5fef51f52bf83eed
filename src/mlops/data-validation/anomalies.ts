/** What does not fit a schema: the messages of anomalies.proto of TensorFlow Metadata, with names in camel case. */
import type { Schema } from './schema.ts';

export type AnomalyType =
  | 'BOOL_TYPE_BIG_INT'
  | 'BOOL_TYPE_SMALL_INT'
  | 'BOOL_TYPE_UNEXPECTED_FLOAT'
  | 'BOOL_TYPE_UNEXPECTED_STRING'
  | 'COMPARATOR_CONTROL_DATA_MISSING'
  | 'COMPARATOR_HIGH_NUM_EXAMPLES'
  | 'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH'
  | 'COMPARATOR_L_INFTY_HIGH'
  | 'COMPARATOR_LOW_NUM_EXAMPLES'
  | 'COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH'
  | 'DATASET_HIGH_NUM_EXAMPLES'
  | 'DATASET_LOW_NUM_EXAMPLES'
  | 'DOMAIN_INVALID_FOR_TYPE'
  | 'ENUM_TYPE_UNEXPECTED_STRING_VALUES'
  | 'FEATURE_MISSING_NAME'
  | 'FEATURE_MISSING_TYPE'
  | 'FEATURE_TYPE_HIGH_NUMBER_VALUES'
  | 'FEATURE_TYPE_HIGH_UNIQUE'
  | 'FEATURE_TYPE_LOW_FRACTION_PRESENT'
  | 'FEATURE_TYPE_LOW_NUMBER_PRESENT'
  | 'FEATURE_TYPE_LOW_NUMBER_VALUES'
  | 'FEATURE_TYPE_LOW_UNIQUE'
  | 'FEATURE_TYPE_NO_UNIQUE'
  | 'FEATURE_TYPE_NOT_PRESENT'
  | 'FLOAT_TYPE_BIG_FLOAT'
  | 'FLOAT_TYPE_HAS_INF'
  | 'FLOAT_TYPE_HAS_NAN'
  | 'FLOAT_TYPE_SMALL_FLOAT'
  | 'FLOAT_TYPE_STRING_NOT_FLOAT'
  | 'INT_TYPE_BIG_INT'
  | 'INT_TYPE_NOT_INT_STRING'
  | 'INT_TYPE_SMALL_INT'
  | 'INVALID_DOMAIN_SPECIFICATION'
  | 'INVALID_FEATURE_SHAPE'
  | 'INVALID_SCHEMA_SPECIFICATION'
  | 'SCHEMA_MISSING_COLUMN'
  | 'SCHEMA_NEW_COLUMN'
  | 'UNEXPECTED_DATA_TYPE';

export interface Reason {
  readonly type: AnomalyType;
  readonly shortDescription: string;
  readonly description: string;
}

export interface AnomalyInfo {
  readonly shortDescription: string;
  readonly description: string;
  readonly severity: 'ERROR';
  readonly reason: readonly Reason[];
}

export interface Measurement {
  readonly type: 'L_INFTY' | 'JENSEN_SHANNON_DIVERGENCE' | 'NORMALIZED_ABSOLUTE_DIFFERENCE';
  readonly value: number;
  readonly threshold: number;
}

export interface DriftSkewInfo {
  readonly feature: string;
  readonly driftMeasurements: readonly Measurement[];
  readonly skewMeasurements: readonly Measurement[];
}

export interface Anomalies {
  /** The schema that was held against the data. */
  readonly baseline: Schema;
  /** By feature. */
  readonly anomalyInfo: Readonly<Record<string, AnomalyInfo>>;
  /** Of the number of examples. */
  readonly datasetAnomalyInfo?: AnomalyInfo;
  /** All distances that were measured, whether too high or not. */
  readonly driftSkewInfo: readonly DriftSkewInfo[];
  /** There was not one example, so nothing was checked. */
  readonly dataMissing?: true;
}

export const reason = (type: AnomalyType, shortDescription: string, description = ''): Reason => ({
  type,
  shortDescription,
  description,
});

/** Several reasons in one line, in TFDV's words. */
export function anomalyInfo(reasons: readonly Reason[]): AnomalyInfo {
  const described = reasons.filter(({ description }) => description !== '');
  const [only = reasons.at(-1)!] = described;
  const several = described.length > 1;
  return {
    shortDescription: several ? 'Multiple errors' : only.shortDescription,
    description: several ? described.map(({ description }) => description).join(' ') : only.description,
    severity: 'ERROR',
    reason: reasons,
  };
}
