/**
 * `mlops-lab/analysis`: how good a model is, for whom, and whether it may replace another; with the numbers and the
 * files of TensorFlow Model Analysis (TFMA) 0.47.
 *
 * ```ts
 * const config = parseEvalConfigText(readFileSync('eval_config.pbtxt', 'utf8'));
 * const result = analyze(rows, config); // rows with features, a label and a prediction
 * result.metric('binary_accuracy', { sex: 'F' }).value;
 * validate(result).validationOk;
 * ```
 */
export { type AnalyzeOptions, analyze } from './analysis/analyze.ts';
export { type Evaluated, latestBlessedModel, recordBlessing } from './analysis/blessing.ts';
export type {
  AnalysisOptions,
  ChangeThreshold,
  EvalConfig,
  IntervalMethod,
  MetricConfig,
  MetricDirection,
  MetricsSpec,
  MetricThreshold,
  ModelSpec,
  PerSliceMetricThreshold,
  SlicingSpec,
  ValueThreshold,
} from './analysis/config/config.ts';
export {
  evalConfigToJson,
  evalConfigToText,
  parseEvalConfigJson,
  parseEvalConfigText,
} from './analysis/config/text.ts';
export { AnalysisError, type AnalysisErrorCode } from './analysis/errors.ts';
export { readBlessing, readValidationOk, writeBlessing, writeEvaluation } from './analysis/files.ts';
export { type Interval, studentQuantile } from './analysis/intervals.ts';
export type { CalibrationBucket } from './analysis/metrics/calibrationPlot.ts';
export { metricClasses } from './analysis/metrics/registry.ts';
export { EvalResult, type Metrics, type MetricValue, type SliceMetrics, type SliceQuery } from './analysis/result.ts';
export { type SlicePlotOptions, slicePlot } from './analysis/slicePlot.ts';
export { type SliceKey, type SliceValue, sliceName } from './analysis/slices.ts';
export {
  type ValidateOptions,
  type ValidationFailure,
  type ValidationResult,
  validate,
} from './analysis/validate.ts';
