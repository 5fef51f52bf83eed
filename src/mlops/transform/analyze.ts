/** From a preprocessing function and training data to a transform graph. */
import { type ColumnLists, type Row, readRows } from '../data/read.ts';
import { Analysis } from './analysis.ts';
import type { FeatureColumns, TransformGraph } from './graph.ts';
import { inferSchema, type TransformSchema } from './schema.ts';
import type { Feature, Tft } from './tft.ts';

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
  const analysis = new Analysis(preprocessingFn as never, options.schema ?? inferSchema(data));
  while (!analysis.isDone) analysis.merge([analysis.accumulate(data)]);
  const graph = analysis.graph as TransformGraph<object, OutputsOf<Readonly<Record<string, Feature>>>>;
  return { data: graph.transform(data), graph };
}

/** A generator can be read only once, yet an analysis reads the rows several times. */
function repeatable<R>(rows: Iterable<R>): Iterable<R> {
  const once = typeof rows === 'object' && Symbol.iterator in rows && (rows[Symbol.iterator]() as unknown) === rows;
  return once ? Array.from(rows) : rows;
}
