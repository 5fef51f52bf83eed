/**
 * `mlops-lab/transform`: feature engineering that is the same at training and at serving, after TensorFlow
 * Transform. Analyzers read the whole training data once; what they find becomes a constant of the graph, which
 * then maps any row to features.
 *
 * ```ts
 * const { data, graph } = analyzeAndTransform(rows, (inputs, tft) => ({
 *   x: tft.scaleToZScore(inputs.x),
 *   city: tft.computeAndApplyVocabulary(inputs.city, { topK: 100 }),
 * }));
 * graph.transform([newRow]);
 * ```
 */
export { Analysis, type PartialAnalysis } from './transform/analysis.ts';
export { type AnalyzeOptions, analyzeAndTransform, type InputFeatures } from './transform/analyze.ts';
export { TransformError, type TransformErrorCode } from './transform/errors.ts';
export { fingerprint64 } from './transform/fingerprint.ts';
export { type FeatureColumns, TransformGraph } from './transform/graph.ts';
export { type ColumnSchema, type FeatureValue, inferSchema, type TransformSchema } from './transform/schema.ts';
export type {
  ApplyVocabularyOptions,
  Boundaries,
  ConstantMatrix,
  Feature,
  KeyFeature,
  NgramOptions,
  Numeric,
  NumericFeature,
  Scalar,
  Tft,
  Tokens,
  Vocabulary,
} from './transform/tft.ts';
export type { VocabularyOptions } from './transform/vocabulary.ts';
