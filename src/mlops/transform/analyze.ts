/** From a preprocessing function and training data to a transform graph. */
import { type ColumnLists, type Row, readRows } from '../data/read.ts';
import { type Feature, GraphBuilder, type Tft } from './builder.ts';
import { TransformError } from './errors.ts';
import { evaluate, reachable } from './evaluate.ts';
import { type FeatureColumns, TransformGraph } from './graph.ts';
import type { FeatureColumn } from './kernels.ts';
import { type AnalyzerNode, type FrozenNode, inputsOf, isAnalyzer, type Node } from './node.ts';
import { quantilesOf } from './quantiles.ts';
import { inferSchema, type TransformSchema } from './schema.ts';
import { type Accumulator, accumulatorOf } from './statistics.ts';
import { TokenCounter } from './vocabulary.ts';

/** A feature for every column of the rows. */
export type InputFeatures<R> = { readonly [Name in keyof R]-?: Feature<CellOf<R[Name]>> };
/** The row of which columns are made. A tensor holds numbers, as far as its type tells. */
export type RowOf<C> = { [Name in keyof C]: C[Name] extends Iterable<infer V> ? V : number };
type CellOf<V> = V extends number | bigint
  ? number
  : V extends string
    ? string
    : V extends null | undefined
      ? null
      : never;
type Outputs = readonly (readonly [name: string, node: number])[];
type OutputsOf<O> = { [Name in keyof O]: O[Name] extends Feature<infer V> ? V : never };

export interface AnalyzeOptions {
  /** What the columns hold. Inferred from the rows where it is not given. */
  readonly schema?: TransformSchema;
}

/** The transformed training data, column-wise, and the graph to apply to other rows. */
interface Analyzed<R extends object, O> {
  readonly data: FeatureColumns<OutputsOf<O>>;
  readonly graph: TransformGraph<R, OutputsOf<O>>;
}

/**
 * Analyses the rows and transforms them: TensorFlow Transform's `AnalyzeAndTransformDataset`.
 *
 * The preprocessing function is called once, with a feature for each column, and only describes the graph. Then
 * the rows are read once for the schema, once for each phase of analyzers (an analyzer of a scaled feature has to
 * wait for the scale), and once for the transformed data.
 *
 * @param rows the training data, an object a row; missing values are `null`, `undefined` or left out.
 * @returns the transformed training data, column-wise, and the graph to apply to other rows.
 * @throws {TransformError} when the data or the function is at fault; it names column and row.
 */
export function analyzeAndTransform<R extends object, O extends Readonly<Record<string, Feature>>>(
  rows: Iterable<R>,
  preprocessingFn: (inputs: InputFeatures<R>, tft: Tft) => O,
  options?: AnalyzeOptions,
): Analyzed<R, O>;
/** @param columns the training data, a list of values by the name of its column. */
export function analyzeAndTransform<C extends ColumnLists, O extends Readonly<Record<string, Feature>>>(
  columns: C,
  preprocessingFn: (inputs: InputFeatures<RowOf<C>>, tft: Tft) => O,
  options?: AnalyzeOptions,
): Analyzed<RowOf<C>, O>;
export function analyzeAndTransform(
  given: Iterable<object> | ColumnLists,
  preprocessingFn: (inputs: InputFeatures<Row>, tft: Tft) => Readonly<Record<string, Feature>>,
  options: AnalyzeOptions = {},
): Analyzed<object, Readonly<Record<string, Feature>>> {
  const data = repeatable(readRows(given));
  const schema = options.schema ?? inferSchema(data);
  const builder = new GraphBuilder(schema);
  const features = preprocessingFn(inputFeatures<Row>(builder, schema), builder.tft);
  const outputs = Object.entries(features).map(([name, feature]) => [name, builder.output(name, feature)] as const);
  if (!outputs.length) throw new TransformError('bad-argument', 'The preprocessing function returns no features.');
  const asked = prune(builder.nodes, outputs);
  const answered = prune(analyze(asked.nodes, schema, data), asked.outputs);
  const read = columnsRead(answered.nodes, schema);
  const graph = new TransformGraph<object, OutputsOf<Readonly<Record<string, Feature>>>>({ ...answered, schema: read });
  return { data: graph.transform(data), graph };
}

/** A generator can be read only once, yet an analysis reads the rows several times. */
function repeatable<R>(rows: Iterable<R>): Iterable<R> {
  const once = typeof rows === 'object' && Symbol.iterator in rows && (rows[Symbol.iterator]() as unknown) === rows;
  return once ? Array.from(rows) : rows;
}

/** A feature for every column; any other name, a misspelt one say, is an error where it is used. */
function inputFeatures<R>(builder: GraphBuilder, schema: TransformSchema): InputFeatures<R> {
  const features = Object.fromEntries(Object.keys(schema).map((column) => [column, builder.input(column)]));
  const get = (known: typeof features, name: string | symbol) => {
    const column = String(name);
    return Object.hasOwn(known, column) ? known[column] : builder.input(column);
  };
  return new Proxy(features, { get }) as InputFeatures<R>;
}

/** Answers every analyzer, phase by phase: first those that read no other analyzer's answer, and so on. */
function analyze(nodes: readonly Node[], schema: TransformSchema, rows: Iterable<object>): FrozenNode[] {
  const current = [...nodes];
  const isOpen = (index: number) => isAnalyzer(current[index]!);
  for (let open = [...current.keys()].filter(isOpen); open.length; open = open.filter(isOpen)) {
    const phase = open.filter((index) => [...reachable(current, [index])].filter(isOpen).length === 1);
    const analyzers = phase.map((index) => current[index] as AnalyzerNode);
    const answers = answer(analyzers, current, schema, rows);
    for (const [position, index] of phase.entries()) current[index] = answers[position]!;
  }
  return current as FrozenNode[];
}

/** One pass over the rows that feeds all analyzers of a phase. */
function answer(
  analyzers: readonly AnalyzerNode[],
  nodes: readonly Node[],
  schema: TransformSchema,
  rows: Iterable<object>,
): FrozenNode[] {
  const running = analyzers.map((node) => ({ input: node.inputs[0], ...start(node) }));
  const inputs = running.map(({ input }) => input);
  for (const values of evaluate(nodes, inputs, schema, rows)) {
    for (const { input, add } of running) add(values[input] as FeatureColumn);
  }
  return running.map(({ freeze }) => freeze());
}

function start(node: AnalyzerNode): { add(column: FeatureColumn): void; freeze(): FrozenNode } {
  if (node.op === 'analyzeVocabulary') {
    const counter: Accumulator<string[]> = new TokenCounter(node);
    return { add: (column) => counter.add(column), freeze: () => ({ op: 'vocabulary', tokens: counter.result() }) };
  }
  if (node.op === 'analyzeQuantiles') {
    const quantiles = quantilesOf(node.numBuckets);
    return { add: quantiles.add, freeze: () => ({ op: 'boundaries', values: quantiles.result() }) };
  }
  const { analyzer } = node;
  const { add, result } = accumulatorOf(analyzer);
  return { add, freeze: () => ({ op: 'constant', value: result(), analyzer }) };
}

/** Leaves out the nodes that no output needs. */
function prune<N extends Node>(nodes: readonly N[], outputs: Outputs): { nodes: N[]; outputs: Outputs } {
  const targets = outputs.map(([, node]) => node);
  const kept = [...reachable(nodes, targets)].sort((a, b) => a - b);
  const moved = new Map(kept.map((index, position) => [index, position]));
  const renumber = (node: N): N =>
    'inputs' in node ? { ...node, inputs: inputsOf(node).map((index) => moved.get(index)!) } : node;
  return {
    nodes: kept.map((index) => renumber(nodes[index]!)),
    outputs: outputs.map(([name, node]) => [name, moved.get(node)!]),
  };
}

/** The part of the schema that the graph reads: a row to serve need not have the other columns. */
function columnsRead(nodes: readonly FrozenNode[], schema: TransformSchema): TransformSchema {
  const read = new Set(nodes.map((node) => (node.op === 'input' ? node.column : undefined)));
  return Object.fromEntries(Object.entries(schema).filter(([name]) => read.has(name)));
}
