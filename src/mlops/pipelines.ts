/**
 * `mlops-lab/pipelines`: steps with typed inputs and outputs, run in order and reported to a store of ML Metadata in the
 * layout of TensorFlow Extended (TFX). A step runs again only when something that it depends on has changed.
 *
 * ```ts
 * const gen = csvExampleGen({ inputs: {}, parameters: { file: 'visits.csv' } });
 * const statistics = statisticsGen({ inputs: { examples: gen.outputs.examples }, parameters: {} });
 * const pipeline = new Pipeline({ name: 'visits', root: 'pipeline', store, steps: [gen, statistics] });
 * display(await pipeline.run());
 * ```
 *
 * Examples, statistics and anomalies lie in their artifacts as JSON; schemas as `schema.pbtxt`, as TFX writes them;
 * a transform graph as `transform_graph.json`.
 */
export {
  type Channel,
  type ComponentSpec,
  component,
  type InputArtifact,
  type OutputArtifact,
  type Parameter,
  type Parameters,
  type Ports,
  type Step,
  type StepOptions,
  type Work,
} from './pipelines/component.ts';
export {
  csvExampleGen,
  type ExampleSplits,
  exampleSplit,
  exampleValidator,
  importSchemaGen,
  schemaGen,
  statisticsGen,
} from './pipelines/components/standard.ts';
export { type PreprocessingFn, transform } from './pipelines/components/transform.ts';
export { PipelineError, type PipelineErrorCode } from './pipelines/errors.ts';
export { Pipeline, type PipelineOptions, type RunOptions } from './pipelines/pipeline.ts';
export { PipelineRun, type StepResult } from './pipelines/pipelineRun.ts';
export { readAnomalies, readExamples, readStatistics, readTransformGraph } from './pipelines/read.ts';
