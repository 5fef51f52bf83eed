/** An analysis in parts: workers see some of the rows each, and what they have seen is merged. */
import { type ColumnLists, readRows } from '../data/read.ts';
import { type Running, start } from './analyzers.ts';
import { GraphBuilder } from './builder.ts';
import { TransformError } from './errors.ts';
import { evaluate, reachable } from './evaluate.ts';
import { TransformGraph } from './graph.ts';
import type { FeatureColumn } from './kernels.ts';
import { type AnalyzerNode, type FrozenNode, inputsOf, isAnalyzer, type Node } from './node.ts';
import type { FeatureValue, TransformSchema } from './schema.ts';
import type { Feature, Tft } from './tft.ts';

type Outputs = readonly (readonly [name: string, node: number])[];
type PreprocessingFn = (inputs: never, tft: Tft) => Readonly<Record<string, Feature>>;

/** What one part of the rows has shown in one phase: plain data that can be posted to another thread, or kept. */
export interface PartialAnalysis {
  /** The phase it belongs to, from 0 on. */
  readonly phase: number;
  /** One state an analyzer of the phase. */
  readonly states: readonly unknown[];
}

/**
 * The analysis of a preprocessing function, phase by phase. An analyzer of a scaled feature has to wait for the scale, so
 * there may be several. In each, any number of parts is accumulated, anywhere; then all are merged, as Beam's combiners do.
 *
 * ```ts
 * const analysis = new Analysis(preprocessingFn, schema);
 * while (!analysis.isDone) analysis.merge(parts.map((rows) => analysis.accumulate(rows)));
 * analysis.graph.transform(rows);
 * ```
 */
export class Analysis {
  readonly #schema: TransformSchema;
  readonly #outputs: Outputs;
  readonly #nodes: Node[];
  #phase = 0;

  /**
   * @param schema what the columns hold, the same in all parts: see `inferSchema`
   * @throws {TransformError} when the function is at fault
   */
  constructor(preprocessingFn: PreprocessingFn, schema: TransformSchema) {
    const builder = new GraphBuilder(schema);
    const features = preprocessingFn(inputFeatures(builder, schema) as never, builder.tft);
    const outputs = Object.entries(features).map(([name, feature]) => [name, builder.output(name, feature)] as const);
    if (!outputs.length) throw new TransformError('bad-argument', 'The preprocessing function returns no features.');
    const asked = prune(builder.nodes, outputs);
    this.#schema = schema;
    this.#nodes = asked.nodes;
    this.#outputs = asked.outputs;
  }

  /** Whether every analyzer is answered. */
  get isDone(): boolean {
    return !this.#nodes.some(isAnalyzer);
  }

  /** The analyzers that need no other analyzer's answer. */
  #open(): number[] {
    const isOpen = (index: number) => isAnalyzer(this.#nodes[index]!);
    const open = [...this.#nodes.keys()].filter(isOpen);
    return open.filter((index) => [...reachable(this.#nodes, [index])].filter(isOpen).length === 1);
  }

  /**
   * What a part of the rows, or of the columns, shows to the analyzers of this phase, in one pass.
   * @throws {TransformError} when a value does not fit the schema; it names column and row of the part
   */
  accumulate(data: Iterable<object> | ColumnLists): PartialAnalysis {
    const analyzers = this.#open().map((index) => this.#nodes[index] as AnalyzerNode);
    const running = analyzers.map((node) => ({ inputs: node.inputs, of: start(node) }));
    const inputs = running.flatMap((each) => each.inputs);
    for (const values of evaluate(this.#nodes, inputs, this.#schema, readRows(data)))
      for (const each of running) each.of.add(...each.inputs.map((input) => values[input] as FeatureColumn));
    return { phase: this.#phase, states: running.map(({ of }) => of.state()) };
  }

  /**
   * Answers the analyzers of this phase with what all parts have shown, and goes on to the next.
   * @throws {TransformError} `bad-argument` when there is no part, or one of another phase
   */
  merge(parts: readonly PartialAnalysis[]): void {
    const open = this.#open();
    const isFit = ({ phase, states }: PartialAnalysis) => phase === this.#phase && states.length === open.length;
    if (parts.length === 0 || !parts.every(isFit)) {
      const what = parts.length === 0 ? 'There is no part' : 'A part is of another phase or another function';
      throw new TransformError('bad-argument', `${what}: phase ${this.#phase} is merged now. Accumulate it first.`);
    }
    const merged = open.map((index, place): Running => {
      const running = start(this.#nodes[index] as AnalyzerNode);
      for (const { states } of parts) running.merge(states[place]);
      return running;
    });
    for (const [place, index] of open.entries()) this.#nodes[index] = merged[place]!.freeze();
    this.#phase++;
  }

  /** @throws {TransformError} `bad-argument` while there are phases left */
  get graph(): TransformGraph<Record<string, unknown>, Record<string, FeatureValue>> {
    if (!this.isDone)
      throw new TransformError('bad-argument', `Phase ${this.#phase} is not merged yet: the graph has no constants.`);
    const { nodes, outputs } = prune(this.#nodes as FrozenNode[], this.#outputs);
    return new TransformGraph({ nodes, outputs, schema: columnsRead(nodes, this.#schema) });
  }
}

/** A feature for every column; any other name, a misspelt one say, is an error where it is used. */
function inputFeatures(builder: GraphBuilder, schema: TransformSchema): Readonly<Record<string, Feature>> {
  const features = Object.fromEntries(Object.keys(schema).map((column) => [column, builder.input(column)]));
  const get = (known: typeof features, name: string | symbol) => {
    const column = String(name);
    return Object.hasOwn(known, column) ? known[column] : builder.input(column);
  };
  return new Proxy(features, { get });
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
