/** The fields of an EvalConfig, in the order of their numbers. Source: config.proto of TFMA 0.47.1. */
import type { FieldSpec, MessageSpec } from '../../data-validation/text/format.ts';

type Kind = FieldSpec['kind'];
const scalar = (kind: Kind, name: string): FieldSpec => ({ name, kind });
const list = (kind: Kind, name: string): FieldSpec => ({ name, kind, repeated: true });
const one = (name: string, message: MessageSpec): FieldSpec => ({ name, kind: 'message', message });
const many = (name: string, message: MessageSpec): FieldSpec => ({ ...one(name, message), repeated: true });

function spec(name: string, fields: () => readonly FieldSpec[]): MessageSpec {
  let made: readonly FieldSpec[] | undefined;
  return { name, fields: () => (made ??= fields()) };
}

/** Messages around one value, which JSON has bare. */
export const wrappers: ReadonlySet<MessageSpec> = new Set(
  (['double', 'int', 'bool'] as const).map((kind) => spec(kind, () => [scalar(kind, 'value')])),
);
const [double, int, bool] = [...wrappers] as [MessageSpec, MessageSpec, MessageSpec];

/** Lists of a key and a value, which JSON has as one object. */
export const maps = new Set<MessageSpec>();
function map(name: string, value: FieldSpec, key: Kind = 'string'): FieldSpec {
  const entry = spec(`${name} entry`, () => [scalar(key, 'key'), value]);
  maps.add(entry);
  return many(name, entry);
}

const texts = (name: string) => map(name, scalar('string', 'value'));
const numbers = (name: string, key: Kind = 'string') => map(name, scalar('float', 'value'), key);
const integers = spec('RepeatedInt32Value', () => [list('int', 'values')]);
const strings = spec('RepeatedStringValue', () => [list('string', 'values')]);

/** Whole numbers of 64 bits, which JSON has as texts. */
export const longs: ReadonlySet<string> = new Set(['label_int_padding', 'prediction_int_padding']);
const padding = spec('PaddingOptions', () => [
  scalar('int', 'label_int_padding'),
  scalar('float', 'label_float_padding'),
  scalar('int', 'prediction_int_padding'),
  scalar('float', 'prediction_float_padding'),
]);
const modelSpec = spec('ModelSpec', () => [
  scalar('string', 'name'),
  scalar('string', 'signature_name'),
  scalar('string', 'label_key'),
  texts('label_keys'),
  scalar('string', 'prediction_key'),
  texts('prediction_keys'),
  scalar('string', 'example_weight_key'),
  texts('example_weight_keys'),
  scalar('bool', 'is_baseline'),
  scalar('string', 'model_type'),
  list('string', 'preprocessing_function_names'),
  one('padding_options', padding),
  scalar('int', 'inference_batch_size'),
]);
export const slicingSpec = spec('SlicingSpec', () => [
  list('string', 'feature_keys'),
  texts('feature_values'),
  scalar('string', 'slice_keys_sql'),
]);
const crossSlicingSpec = spec('CrossSlicingSpec', () => [
  one('baseline_spec', slicingSpec),
  many('slicing_specs', slicingSpec),
]);
const valueThreshold = spec('GenericValueThreshold', () => [one('lower_bound', double), one('upper_bound', double)]);
const direction: FieldSpec = {
  name: 'direction',
  kind: 'enum',
  values: ['UNKNOWN', 'LOWER_IS_BETTER', 'HIGHER_IS_BETTER'],
};
const changeThreshold = spec('GenericChangeThreshold', () => [
  one('absolute', double),
  one('relative', double),
  direction,
]);
const metricThreshold = spec('MetricThreshold', () => [
  one('value_threshold', valueThreshold),
  one('change_threshold', changeThreshold),
]);
const perSlice = spec('PerSliceMetricThreshold', () => [
  many('slicing_specs', slicingSpec),
  one('threshold', metricThreshold),
]);
const crossSlice = spec('CrossSliceMetricThreshold', () => [
  many('cross_slicing_specs', crossSlicingSpec),
  one('threshold', metricThreshold),
]);
const metricConfig = spec('MetricConfig', () => [
  scalar('string', 'class_name'),
  scalar('string', 'module'),
  scalar('string', 'config'),
  one('threshold', metricThreshold),
  many('per_slice_thresholds', perSlice),
  many('cross_slice_thresholds', crossSlice),
]);
const binarize = spec('BinarizationOptions', () => [
  one('class_ids', integers),
  one('k_list', integers),
  one('top_k_list', integers),
]);
const aggregate = spec('AggregationOptions', () => [
  scalar('bool', 'micro_average'),
  scalar('bool', 'macro_average'),
  scalar('bool', 'weighted_macro_average'),
  numbers('class_weights', 'int'),
  one('top_k_list', integers),
]);
const exampleWeights = spec('ExampleWeightOptions', () => [scalar('bool', 'weighted'), scalar('bool', 'unweighted')]);
const listOf = (name: string, message: MessageSpec) => spec(name, () => [many('thresholds', message)]);
const metricsSpec = spec('MetricsSpec', () => [
  many('metrics', metricConfig),
  list('string', 'model_names'),
  list('string', 'output_names'),
  one('binarize', binarize),
  scalar('string', 'query_key'),
  one('aggregate', aggregate),
  map('thresholds', one('value', metricThreshold)),
  map('per_slice_thresholds', one('value', listOf('PerSliceMetricThresholds', perSlice))),
  map('cross_slice_thresholds', one('value', listOf('CrossSliceMetricThresholds', crossSlice))),
  numbers('output_weights'),
  one('example_weights', exampleWeights),
]);
const intervals = spec('ConfidenceIntervalOptions', () => [
  {
    name: 'method',
    kind: 'enum',
    values: ['UNKNOWN_CONFIDENCE_INTERVAL_METHOD', 'POISSON_BOOTSTRAP', 'JACKKNIFE'],
  },
]);
const options = spec('Options', () => [
  one('include_default_metrics', bool),
  one('compute_confidence_intervals', bool),
  one('min_slice_size', int),
  one('disabled_outputs', strings),
  one('confidence_intervals', intervals),
]);

export const evalConfigSpec = spec('EvalConfig', () => [
  many('model_specs', modelSpec),
  many('slicing_specs', slicingSpec),
  many('metrics_specs', metricsSpec),
  one('options', options),
  many('cross_slicing_specs', crossSlicingSpec),
]);
