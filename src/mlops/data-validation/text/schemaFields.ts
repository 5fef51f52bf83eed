/** The fields of the messages of a schema, in the order of their numbers. Source: schema.proto of TensorFlow Metadata 1.16. */
import type { FieldSpec, MessageSpec } from './format.ts';

type Field = (name: string, oneOf?: string) => FieldSpec;

const scalar =
  (kind: FieldSpec['kind'], repeated = false): Field =>
  (name, oneOf) => ({ name, kind, ...(repeated && { repeated }), ...(oneOf && { oneOf }) });
const [string, bool, int, double, float] = (['string', 'bool', 'int', 'double', 'float'] as const).map((kind) =>
  scalar(kind),
) as [Field, Field, Field, Field, Field];
const strings = scalar('string', true);
const opaque = scalar('opaque');
const choice = (name: string, values: readonly string[]): FieldSpec => ({ name, kind: 'enum', values });
const one = (name: string, message: MessageSpec, oneOf?: string): FieldSpec => ({
  name,
  kind: 'message',
  message,
  ...(oneOf && { oneOf }),
});
const many = (name: string, message: MessageSpec): FieldSpec => ({ name, kind: 'message', message, repeated: true });

function spec(name: string, fields: () => readonly FieldSpec[]): MessageSpec {
  let made: readonly FieldSpec[] | undefined;
  return { name, fields: () => (made ??= fields()) };
}

const featureTypes = ['TYPE_UNKNOWN', 'BYTES', 'INT', 'FLOAT', 'STRUCT'];
/** 8 has no name. */
const stages = [
  'UNKNOWN_STAGE',
  'PLANNED',
  'ALPHA',
  'BETA',
  'PRODUCTION',
  'DEPRECATED',
  'DEBUG_ONLY',
  'DISABLED',
  '',
  'VALIDATION_DERIVED',
];
const categorical = ['CATEGORICAL_UNSPECIFIED', 'CATEGORICAL_YES', 'CATEGORICAL_NO'];

const path = spec('Path', () => [strings('step')]);
const annotation = spec('Annotation', () => [strings('tag'), strings('comment'), opaque('extra_metadata')]);
const presence = spec('FeaturePresence', () => [double('min_fraction'), int('min_count')]);
const groupPresence = spec('FeaturePresenceWithinGroup', () => [bool('required')]);
const dim = spec('FixedShape.Dim', () => [int('size'), string('name')]);
const shape = spec('FixedShape', () => [many('dim', dim)]);
const valueCount = spec('ValueCount', () => [int('min'), int('max')]);
const valueCountList = spec('ValueCountList', () => [many('value_count', valueCount)]);
const intDomain = spec('IntDomain', () => [string('name'), int('min'), int('max'), bool('is_categorical')]);
const floatDomain = spec('FloatDomain', () => [
  string('name'),
  float('min'),
  float('max'),
  bool('disallow_nan'),
  bool('disallow_inf'),
  bool('is_embedding'),
  bool('is_categorical'),
  int('embedding_dim'),
  string('embedding_type'),
]);
const stringDomain = spec('StringDomain', () => [
  string('name'),
  strings('value'),
  choice('is_categorical', categorical),
]);
const boolDomain = spec('BoolDomain', () => [string('name'), string('true_value'), string('false_value')]);
const structDomain = spec('StructDomain', () => [many('feature', feature), many('sparse_feature', sparseFeature)]);
const massConstraints = spec('DistributionConstraints', () => [double('min_domain_mass')]);
const threshold = spec('InfinityNorm', () => [double('threshold')]);
const selection = spec('HistogramSelection', () => [choice('type', ['DEFAULT', 'QUANTILES', 'STANDARD'])]);
const jensenShannon = spec('JensenShannonDivergence', () => [double('threshold'), one('source', selection)]);
const absDifference = spec('NormalizedAbsoluteDifference', () => [double('threshold')]);
const comparator = spec('FeatureComparator', () => [
  one('infinity_norm', threshold),
  one('jensen_shannon_divergence', jensenShannon),
  one('normalized_abs_difference', absDifference),
]);
const uniqueConstraints = spec('UniqueConstraints', () => [int('min'), int('max')]);
const indexFeature = spec('SparseFeature.IndexFeature', () => [string('name')]);
const valueFeature = spec('SparseFeature.ValueFeature', () => [string('name')]);
const sparseFeature = spec('SparseFeature', () => [
  string('name'),
  bool('deprecated'),
  one('presence', presence),
  one('dense_shape', shape),
  many('index_feature', indexFeature),
  choice('lifecycle_stage', stages),
  bool('is_sorted'),
  one('value_feature', valueFeature),
  choice('type', featureTypes),
]);
const weightedFeature = spec('WeightedFeature', () => [
  string('name'),
  one('feature', path),
  one('weight_feature', path),
  choice('lifecycle_stage', stages),
]);
const feature: MessageSpec = spec('Feature', () => [
  string('name'),
  bool('deprecated'),
  one('value_count', valueCount, 'shape'),
  choice('type', featureTypes),
  string('domain', 'domain'),
  one('int_domain', intDomain, 'domain'),
  one('float_domain', floatDomain, 'domain'),
  one('string_domain', stringDomain, 'domain'),
  one('bool_domain', boolDomain, 'domain'),
  one('presence', presence, 'presence'),
  one('distribution_constraints', massConstraints),
  one('annotation', annotation),
  one('group_presence', groupPresence, 'presence'),
  one('skew_comparator', comparator),
  strings('not_in_environment'),
  strings('in_environment'),
  one('drift_comparator', comparator),
  choice('lifecycle_stage', stages),
  one('shape', shape, 'shape'),
  ...['natural_language_domain', 'image_domain', 'mid_domain', 'url_domain', 'time_domain'].map((name) =>
    opaque(name, 'domain'),
  ),
  one('struct_domain', structDomain, 'domain'),
  opaque('time_of_day_domain', 'domain'),
  one('unique_constraints', uniqueConstraints),
  one('value_counts', valueCountList, 'shape'),
  opaque('validation_derived_source'),
  opaque('sequence_metadata'),
]);
const numericComparator = spec('NumericValueComparator', () => [
  double('min_fraction_threshold'),
  double('max_fraction_threshold'),
]);
const datasetConstraints = spec('DatasetConstraints', () => [
  one('num_examples_drift_comparator', numericComparator),
  one('num_examples_version_comparator', numericComparator),
  int('min_examples_count'),
  int('max_examples_count'),
]);

export const schemaSpec = spec('Schema', () => [
  many('feature', feature),
  many('string_domain', stringDomain),
  strings('default_environment'),
  many('sparse_feature', sparseFeature),
  one('annotation', annotation),
  many('float_domain', floatDomain),
  many('int_domain', intDomain),
  one('dataset_constraints', datasetConstraints),
  many('weighted_feature', weightedFeature),
  opaque('tensor_representation_group'),
  bool('represent_variable_length_as_ragged'),
]);
