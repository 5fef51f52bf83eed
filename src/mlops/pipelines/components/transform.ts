/** The component that makes features: constants from the splits that are analyzed, then every split mapped with them. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Schema } from '../../data-validation/schema.ts';
import { loadSchemaText } from '../../data-validation/text/schemaText.ts';
import type { TabularValue } from '../../tabular/table.ts';
import type { ColumnType } from '../../tabular/types.ts';
import { analyzeAndTransform, type InputFeatures } from '../../transform/analyze.ts';
import type { FeatureColumns } from '../../transform/graph.ts';
import type { FeatureValue, TransformSchema } from '../../transform/schema.ts';
import type { Feature, Tft } from '../../transform/tft.ts';
import { component, type Parameters, type Work } from '../component.ts';
import { PipelineError } from '../errors.ts';
import { readExamples, splitNames, splitsOf, writeExamples } from '../files.ts';

/** What a module file exports, as `preprocessingFn`. */
export type PreprocessingFn = (
  inputs: InputFeatures<Record<string, FeatureValue>>,
  tft: Tft,
  customConfig: Parameters,
) => Readonly<Record<string, Feature>>;

/** Which splits the constants come from, and which are transformed. */
interface SplitsConfig {
  readonly analyze?: readonly string[];
  readonly transform?: readonly string[];
  readonly [key: string]: readonly string[] | undefined;
}

type In = { examples: 'Examples'; schema: 'Schema' };
type Out = { transform_graph: 'TransformGraph'; transformed_examples: 'Examples' };
interface Params {
  /** A JavaScript module that exports `preprocessingFn`; its text is part of the fingerprint, what it imports is not. */
  readonly moduleFile: string;
  /** By default `train` is analyzed, and all splits are transformed. */
  readonly splitsConfig?: SplitsConfig;
  /** Handed to the function. */
  readonly customConfig?: Parameters;
  readonly [key: string]: string | SplitsConfig | Parameters | undefined;
}

/** Analyzes splits with a module's `preprocessingFn`, and writes its graph and the transformed examples of each split. */
export const transform = component({
  type: 'tfx.components.transform.component.Transform',
  version: '1',
  inputs: { examples: 'Examples', schema: 'Schema' },
  outputs: { transform_graph: 'TransformGraph', transformed_examples: 'Examples' },
  files: ({ moduleFile }: Params) => [moduleFile],
  run: async ({ inputs: { examples, schema }, outputs, parameters }: Work<In, Out, Params>) => {
    const { moduleFile, splitsConfig = {}, customConfig = {} } = parameters;
    const names = splitsOf(examples);
    const analyze = known(splitsConfig.analyze ?? ['train'], names);
    const asked = known(splitsConfig.transform ?? names, names);
    const preprocessingFn = await functionIn(moduleFile);
    const columns = transformSchemaOf(await loadSchemaText(join(schema.folder, 'schema.pbtxt')));
    const rows = analyze.flatMap((split) => [...readExamples(examples, split).rows]);
    const { graph } = analyzeAndTransform(rows, (inputs, tft) => preprocessingFn(inputs, tft, customConfig), {
      schema: columns,
    });
    writeFileSync(join(outputs.transform_graph.folder, 'transform_graph.json'), JSON.stringify(graph));
    for (const split of asked) {
      const features = graph.transform(readExamples(examples, split).rows);
      writeExamples(outputs.transformed_examples, split, examplesOf(features));
    }
    const span = Number(examples.artifact.properties.span ?? 0);
    outputs.transformed_examples.properties = { span, version: 0, split_names: splitNames(asked) };
  },
});

function known(splits: readonly string[], names: readonly string[]): readonly string[] {
  const strange = splits.find((split) => !names.includes(split));
  if (strange === undefined && splits.length > 0) return splits;
  const what = strange === undefined ? 'no split' : `a split “${strange}”`;
  throw new PipelineError('bad-argument', `Transform is asked for ${what}; the examples have: ${names.join(', ')}.`);
}

/** A module is loaded once by its address; the hash makes that of a changed file another one. */
async function functionIn(moduleFile: string): Promise<PreprocessingFn> {
  const hash = createHash('sha256').update(readFileSync(moduleFile)).digest('hex').slice(0, 16);
  const found: unknown = await import(`${pathToFileURL(resolve(moduleFile)).href}?v=${hash}`);
  const { preprocessingFn } = found as { preprocessingFn?: unknown };
  if (typeof preprocessingFn === 'function') return preprocessingFn as PreprocessingFn;
  throw new PipelineError('bad-argument', `${moduleFile} exports no function “preprocessingFn”.`);
}

/** Types and presence; what else a schema says is for validation. */
function transformSchemaOf({ feature }: Schema): TransformSchema {
  return Object.fromEntries(
    feature.map(({ name, type, presence }) => [
      name,
      { type: type === 'BYTES' ? 'string' : 'number', required: (presence?.minFraction ?? 0) >= 1 } as const,
    ]),
  );
}

function examplesOf(features: FeatureColumns<Record<string, FeatureValue>>) {
  const columns = Object.entries(features);
  const count = columns[0]?.[1].length ?? 0;
  const rows = Array.from({ length: count }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, single(name, values[row] ?? null)])),
  );
  return { rows, types: Object.fromEntries(columns.map(([name, values]) => [name, typeOf(values)])) };
}

function single(name: string, value: FeatureValue): TabularValue {
  if (typeof value !== 'object' || value === null) return value;
  throw new PipelineError(
    'bad-argument',
    `The output “${name}” is a list. Examples hold one value a column: count its words, or take a column for each.`,
  );
}

function typeOf(values: readonly FeatureValue[]): ColumnType {
  if (values.some((value) => typeof value === 'string')) return 'STRING';
  return values.every((value) => value === null || Number.isInteger(value)) ? 'INT' : 'FLOAT';
}
