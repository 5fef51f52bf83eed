/**
 * `mlops-lab/data-validation`: statistics of a data set, a schema, and what does not fit it, with the numbers and the
 * words of TensorFlow Data Validation 1.16.
 *
 * ```ts
 * const statistics = generateStatistics(rows);
 * const schema = inferSchema(statistics);
 * setDomain(schema, 'age', { intDomain: { min: 17, max: 90 } });
 * display(anomalyTable(validateStatistics(generateStatistics(newRows), schema)));
 * ```
 */
export type {
  Anomalies,
  AnomalyInfo,
  AnomalyType,
  DriftSkewInfo,
  Measurement,
  Reason,
} from './data-validation/anomalies.ts';
export {
  type Counts,
  jensenShannon,
  jensenShannonOfCounts,
  jensenShannonOfHistograms,
  type LargestDifference,
  lInfinity,
  normalizedAbsoluteDifference,
} from './data-validation/checks/distances.ts';
export {
  type CompareOptions,
  compareStatistics,
  type FeatureDistance,
  featureDistances,
} from './data-validation/compare.ts';
export {
  anomalyRows,
  anomalyTable,
  domainRows,
  domainTable,
  schemaRows,
  schemaTable,
} from './data-validation/display.ts';
export {
  type Domain,
  getDomain,
  getFeature,
  getStatistics,
  type NewDomain,
  setDomain,
} from './data-validation/edit.ts';
export { DataValidationError, type DataValidationErrorCode } from './data-validation/errors.ts';
export { type InferSchemaOptions, inferSchema, updateSchema } from './data-validation/infer.ts';
export type {
  BoolDomain,
  DatasetConstraints,
  Feature,
  FeatureComparator,
  FeaturePresence,
  FeatureType,
  FixedShape,
  FloatDomain,
  IntDomain,
  LifecycleStage,
  Schema,
  StringDomain,
  ValueCount,
} from './data-validation/schema.ts';
export {
  generateStatistics,
  StatisticsCounter,
  type StatisticsOptions,
} from './data-validation/statistics/generate.ts';
export { datasetOf, type SliceBy } from './data-validation/statistics/slices.ts';
export type {
  CommonStatistics,
  DatasetStatistics,
  FeatureStatistics,
  FeatureStatisticsType,
  Histogram,
  HistogramBucket,
  NumericStatistics,
  RankBucket,
  Statistics,
  StringStatistics,
} from './data-validation/statistics/statistics.ts';
export { loadSchemaText, parseSchemaText, schemaToText, writeSchemaText } from './data-validation/text/schemaText.ts';
export { type ValidateOptions, validateStatistics } from './data-validation/validate.ts';
