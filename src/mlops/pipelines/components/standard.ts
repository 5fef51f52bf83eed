/** Components that most pipelines begin with, under the names that TFX gives them. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { inferSchema } from '../../data-validation/infer.ts';
import { generateStatistics } from '../../data-validation/statistics/generate.ts';
import type { Statistics } from '../../data-validation/statistics/statistics.ts';
import { loadSchemaText, writeSchemaText } from '../../data-validation/text/schemaText.ts';
import { validateStatistics } from '../../data-validation/validate.ts';
import { type CsvOptions, readCsv } from '../../tabular/csv.ts';
import type { TabularRow } from '../../tabular/table.ts';
import { component, type Parameter, type Work } from '../component.ts';
import { PipelineError } from '../errors.ts';
import { readData, readExamples, splitFolder, splitNames, splitsOf, writeData, writeExamples } from '../files.ts';

/** Changed when what these components give changes. */
const version = '1';

/** Shares of rows by split, as whole numbers: `{ train: 2, eval: 1 }`. */
export type ExampleSplits = { readonly [split: string]: number };

/**
 * Reads a CSV file, and splits its rows by a hash of the whole row: equal rows land in one split. By default two of
 * three are `train`, the others `eval`.
 */
export const csvExampleGen = component({
  type: 'tfx.components.example_gen.csv_example_gen.component.CsvExampleGen',
  version,
  inputs: {},
  outputs: { examples: 'Examples' },
  files: ({
    file,
  }: {
    readonly file: string;
    readonly csv?: Parameter;
    readonly splits?: ExampleSplits;
    readonly span?: number;
  }) => [file],
  run: async ({ outputs, parameters: { file, csv = {}, splits = { train: 2, eval: 1 }, span = 0 } }) => {
    const table = await readCsv(file, csv as CsvOptions);
    const shares = Object.entries(splits);
    if (shares.length === 0 || shares.some(([, share]) => !Number.isSafeInteger(share) || share < 1))
      throw new PipelineError('bad-argument', 'CsvExampleGen: the shares of splits must be whole numbers from 1 on.');
    const rows = new Map(shares.map(([name]) => [name, [] as TabularRow[]]));
    for (const row of table) rows.get(exampleSplit(row, splits))?.push(row);
    for (const [name, part] of rows) writeExamples(outputs.examples, name, { rows: part, types: table.types });
    outputs.examples.properties = { span, version: 0, split_names: splitNames([...rows.keys()]) };
  },
});

/** The split that `csvExampleGen` puts a row in, by a hash of all its values in the order of their columns. */
export function exampleSplit(row: TabularRow, splits: ExampleSplits = { train: 2, eval: 1 }): string {
  const shares = Object.entries(splits);
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  let bucket = createHash('sha256').update(JSON.stringify(row)).digest().readUIntBE(0, 6) % total;
  for (const [name, share] of shares) {
    if (bucket < share) return name;
    bucket -= share;
  }
  return '';
}

/** Counts each split. */
export const statisticsGen = component({
  type: 'tfx.components.statistics_gen.component.StatisticsGen',
  version,
  inputs: { examples: 'Examples' },
  outputs: { statistics: 'ExampleStatistics' },
  run: ({ inputs: { examples }, outputs: { statistics } }) => {
    const splits = splitsOf(examples);
    for (const split of splits) {
      const { rows, types } = readExamples(examples, split);
      writeData(splitFolder(statistics.folder, split), 'statistics.json', generateStatistics(rows, { types }));
    }
    statistics.properties = { span: Number(examples.artifact.properties.span ?? 0), split_names: splitNames(splits) };
  },
});

const statisticsIn = (folder: string, split: string) =>
  readData<Statistics>(splitFolder(folder, split), 'statistics.json');

/** Infers a schema from the statistics of `train`, or of the first split. */
export const schemaGen = component({
  type: 'tfx.components.schema_gen.component.SchemaGen',
  version,
  inputs: { statistics: 'ExampleStatistics' },
  outputs: { schema: 'Schema' },
  run: async ({
    inputs: { statistics },
    outputs: { schema },
    parameters,
  }: Work<{ statistics: 'ExampleStatistics' }, { schema: 'Schema' }, { readonly inferFeatureShape?: boolean }>) => {
    const splits = splitsOf(statistics);
    const split = splits.includes('train') ? 'train' : (splits[0] ?? 'train');
    const inferred = inferSchema(statisticsIn(statistics.folder, split), parameters);
    await writeSchemaText(inferred, join(schema.folder, 'schema.pbtxt'));
  },
});

/** Takes a schema file as it is into the store: one that somebody has curated. */
export const importSchemaGen = component({
  type: 'tfx.components.schema_gen.import_schema_gen.component.ImportSchemaGen',
  version,
  inputs: {},
  outputs: { schema: 'Schema' },
  files: ({ schemaFile }: { readonly schemaFile: string }) => [schemaFile],
  run: async ({ outputs: { schema }, parameters: { schemaFile } }) => {
    // Read and written: what is no schema is refused here, and not by those that follow.
    await writeSchemaText(await loadSchemaText(schemaFile), join(schema.folder, 'schema.pbtxt'));
  },
});

/** Holds the statistics of each split against a schema. */
export const exampleValidator = component({
  type: 'tfx.components.example_validator.component.ExampleValidator',
  version,
  inputs: { statistics: 'ExampleStatistics', schema: 'Schema' },
  outputs: { anomalies: 'ExampleAnomalies' },
  run: async ({
    inputs: { statistics, schema },
    outputs: { anomalies },
    parameters,
  }: Work<
    { statistics: 'ExampleStatistics'; schema: 'Schema' },
    { anomalies: 'ExampleAnomalies' },
    { readonly environment?: string }
  >) => {
    const expected = await loadSchemaText(join(schema.folder, 'schema.pbtxt'));
    const splits = splitsOf(statistics);
    for (const split of splits) {
      const found = validateStatistics(statisticsIn(statistics.folder, split), expected, parameters);
      writeData(splitFolder(anomalies.folder, split), 'anomalies.json', found);
    }
    anomalies.properties = { span: Number(statistics.artifact.properties.span ?? 0), split_names: splitNames(splits) };
  },
});
