/**
 * What is expected of data: the messages of schema.proto of TensorFlow Metadata, with its fields' names in camel case.
 * They are plain objects that can be changed, as in TFDV; `schemaFields.ts` says what stands in a file.
 */

export type FeatureType = 'TYPE_UNKNOWN' | 'BYTES' | 'INT' | 'FLOAT' | 'STRUCT';

export type LifecycleStage =
  | 'UNKNOWN_STAGE'
  | 'PLANNED'
  | 'ALPHA'
  | 'BETA'
  | 'PRODUCTION'
  | 'DEPRECATED'
  | 'DEBUG_ONLY'
  | 'DISABLED'
  | 'VALIDATION_DERIVED';

export interface FeaturePresence {
  /** Share of examples that must have the feature, from 0 to 1. */
  minFraction?: number;
  minCount?: number;
}

export interface ValueCount {
  min?: number;
  max?: number;
}

export interface FixedShape {
  dim: { size?: number; name?: string }[];
}

export interface IntDomain {
  name?: string;
  min?: number | bigint;
  max?: number | bigint;
  isCategorical?: boolean;
}

export interface FloatDomain {
  name?: string;
  /** As a number of 32 bits. */
  min?: number;
  max?: number;
  disallowNan?: boolean;
  disallowInf?: boolean;
  isEmbedding?: boolean;
  isCategorical?: boolean;
  embeddingDim?: number;
  embeddingType?: string;
}

export interface StringDomain {
  name?: string;
  value: string[];
  isCategorical?: 'CATEGORICAL_UNSPECIFIED' | 'CATEGORICAL_YES' | 'CATEGORICAL_NO';
}

export interface BoolDomain {
  name?: string;
  trueValue?: string;
  falseValue?: string;
}

/** Distances above `threshold` are anomalies. */
export interface FeatureComparator {
  infinityNorm?: { threshold?: number };
  jensenShannonDivergence?: { threshold?: number; source?: { type?: 'DEFAULT' | 'QUANTILES' | 'STANDARD' } };
  normalizedAbsDifference?: { threshold?: number };
}

/** One of the domains at most, and one of shape and value count. */
export interface Feature {
  name: string;
  type?: FeatureType;
  deprecated?: boolean;
  presence?: FeaturePresence;
  shape?: FixedShape;
  valueCount?: ValueCount;
  /** Name of a string domain of the schema. */
  domain?: string;
  intDomain?: IntDomain;
  floatDomain?: FloatDomain;
  stringDomain?: StringDomain;
  boolDomain?: BoolDomain;
  distributionConstraints?: { minDomainMass?: number };
  skewComparator?: FeatureComparator;
  driftComparator?: FeatureComparator;
  inEnvironment?: string[];
  notInEnvironment?: string[];
  lifecycleStage?: LifecycleStage;
  uniqueConstraints?: { min?: number; max?: number };
}

export interface NumericValueComparator {
  minFractionThreshold?: number;
  maxFractionThreshold?: number;
}

export interface DatasetConstraints {
  numExamplesDriftComparator?: NumericValueComparator;
  numExamplesVersionComparator?: NumericValueComparator;
  minExamplesCount?: number;
  maxExamplesCount?: number;
}

export interface Schema {
  feature: Feature[];
  stringDomain?: StringDomain[];
  defaultEnvironment?: string[];
  datasetConstraints?: DatasetConstraints;
}

/** The domains of a feature: in a message one of them at most. */
export const domainFields = ['domain', 'intDomain', 'floatDomain', 'stringDomain', 'boolDomain'] as const;

export const clearDomain = (feature: Feature): void => {
  for (const field of domainFields) delete feature[field];
};

/** Stages in which a feature is not checked. */
const resting: ReadonlySet<LifecycleStage> = new Set(['PLANNED', 'ALPHA', 'DEPRECATED', 'DEBUG_ONLY', 'DISABLED']);

export function isDeprecated({ deprecated, lifecycleStage }: Feature): boolean {
  return deprecated === true || (lifecycleStage !== undefined && resting.has(lifecycleStage));
}

export function findFeature(schema: Schema, name: string): Feature | undefined {
  return schema.feature.find((feature) => feature.name === name);
}

/** Whether a feature belongs to an environment; without one, each does. */
export function isInEnvironment(schema: Schema, feature: Feature, environment: string | undefined): boolean {
  if (environment === undefined || feature.inEnvironment?.includes(environment)) return true;
  if (feature.notInEnvironment?.includes(environment)) return false;
  return schema.defaultEnvironment?.includes(environment) ?? false;
}

/** Whether the data must have a feature. */
export function isRequired(schema: Schema, feature: Feature, environment: string | undefined): boolean {
  const { minCount = 0, minFraction = 0 } = feature.presence ?? {};
  return !isDeprecated(feature) && (minCount > 0 || minFraction > 0) && isInEnvironment(schema, feature, environment);
}
