/** The transform graph: what the analysis froze, ready to be saved, loaded and applied to new rows. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Values } from '../data/list.ts';
import { readRows } from '../data/read.ts';
import { type MimeBundle, mime } from '../payloads/mime.ts';
import { drawGraph, inWords } from './drawing.ts';
import { TransformError } from './errors.ts';
import { batchSize, evaluate } from './evaluate.ts';
import { type GraphDefinition, parseDefinition, writeDefinition } from './json.ts';
import type { FeatureColumn } from './kernels.ts';
import type { FeatureValue, TransformSchema } from './schema.ts';

const fileName = 'transform_graph.json';

/** Column-wise data: for each name the values of all rows, in the rows' order. */
export type FeatureColumns<Outputs> = { readonly [Name in keyof Outputs]: Outputs[Name][] };

/** The data of rows `Inputs`, column-wise. */
export type InputColumns<Inputs> = { readonly [Name in keyof Inputs]: Values<Inputs[Name]> };

/** Turns raw rows into features, with the constants of the training data: the same at training and at serving. */
export class TransformGraph<
  Inputs extends object = Record<string, unknown>,
  Outputs extends Record<string, FeatureValue> = Record<string, FeatureValue>,
> {
  readonly #definition: GraphDefinition;

  constructor(definition: GraphDefinition) {
    this.#definition = definition;
  }

  /** What the graph expects of each column it reads. */
  get schema(): TransformSchema {
    return this.#definition.schema;
  }

  /**
   * Applies the graph to rows, or to columns by name, in one pass. Columns that the graph does not read may be absent.
   * @throws {TransformError} when a value does not fit the schema; it names column and row.
   */
  transform(data: Iterable<Inputs> | InputColumns<Inputs>): FeatureColumns<Outputs> {
    const { nodes, outputs, schema } = this.#definition;
    const columns = outputs.map(([name, node]) => ({ name, node, values: [] as FeatureValue[] }));
    const targets = columns.map(({ node }) => node);
    for (const batch of evaluate(nodes, targets, schema, readRows(data))) {
      for (const { node, values } of columns) for (const cell of batch[node] as FeatureColumn) values.push(cell);
    }
    return Object.fromEntries(columns.map(({ name, values }) => [name, values])) as FeatureColumns<Outputs>;
  }

  /** One row, as it comes with a request. @throws {TransformError} as `transform` */
  transformRow(row: Inputs): Outputs {
    const columns = Object.entries(this.transform([row])) as [string, readonly FeatureValue[]][];
    return Object.fromEntries(columns.map(([name, [value]]) => [name, value])) as Outputs;
  }

  /**
   * Rows that come one after the other, from a file say, as they are transformed. A thousand or so are worked on at once.
   * @throws {TransformError} as `transform`
   */
  async *transformStream(rows: Iterable<Inputs> | AsyncIterable<Inputs>): AsyncGenerator<Outputs> {
    let batch: Inputs[] = [];
    let offset = 0;
    for await (const row of rows) {
      batch.push(row);
      if (batch.length < batchSize) continue;
      yield* this.#rowsOf(batch, offset);
      offset += batch.length;
      batch = [];
    }
    yield* this.#rowsOf(batch, offset);
  }

  *#rowsOf(batch: readonly Inputs[], offset: number): Generator<Outputs> {
    const { nodes, outputs, schema } = this.#definition;
    const targets = outputs.map(([, node]) => node);
    for (const values of evaluate(nodes, targets, schema, batch, offset)) {
      for (let i = 0; i < batch.length; i++)
        yield Object.fromEntries(outputs.map(([name, node]) => [name, (values[node] as FeatureColumn)[i]!])) as Outputs;
    }
  }

  /**
   * Writes the graph into a folder, that of the model which was trained on its features: one cannot serve without the
   * other.
   * @returns the path of the file, `transform_graph.json`
   */
  async save(folder: string): Promise<string> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, fileName);
    await writeFile(path, JSON.stringify(this));
    return path;
  }

  /**
   * The graph that `save` has written into a folder.
   * @throws {TransformError} `no-file`, `bad-graph`
   */
  static async load<
    Inputs extends object = Record<string, unknown>,
    Outputs extends Record<string, FeatureValue> = Record<string, FeatureValue>,
  >(folder: string): Promise<TransformGraph<Inputs, Outputs>> {
    const path = join(folder, fileName);
    const text = await readFile(path, 'utf8').catch((cause: Error) => {
      const message = `${path} cannot be read: ${cause.message}. Save the graph beside the model with graph.save(folder).`;
      throw new TransformError('no-file', message);
    });
    return TransformGraph.fromJSON(text);
  }

  /** Drawn, when it is displayed: the frozen constants are filled. */
  toMimeBundle(): MimeBundle {
    const { nodes, outputs } = this.#definition;
    return { [mime.svg]: drawGraph(this.#definition), [mime.text]: inWords(nodes, outputs) };
  }

  /** The graph as plain JSON data, so that `JSON.stringify(graph)` saves it. */
  toJSON(): unknown {
    return writeDefinition(this.#definition);
  }

  /**
   * The inverse of `toJSON`: a graph that gives the same outputs, bit by bit.
   * @param json the saved text, or the data parsed from it.
   * @throws {TransformError} `bad-graph` when it is not a saved transform graph.
   */
  static fromJSON<
    Inputs extends object = Record<string, unknown>,
    Outputs extends Record<string, FeatureValue> = Record<string, FeatureValue>,
  >(json: unknown): TransformGraph<Inputs, Outputs> {
    return new TransformGraph(parseDefinition(json));
  }
}
