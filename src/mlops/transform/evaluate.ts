/** Evaluates a graph's nodes on batches of rows. */

import type { Row } from '../data/read.ts';
import { TransformError } from './errors.ts';
import {
  arithmetic,
  elementwise,
  type FeatureColumn,
  type FeatureValues,
  map,
  scaleByMinMax,
  scaleToZScore,
  zip,
} from './kernels.ts';
import { type FrozenNode, inputsOf, isAnalyzer, type Node } from './node.ts';
import { bucketsOf } from './quantiles.ts';
import { readColumn, type TransformSchema } from './schema.ts';
import { vocabularyLookup } from './vocabulary.ts';

const batchSize = 1024;

interface Batch {
  readonly rows: readonly Row[];
  /** Index of the batch's first row in the whole data set. */
  readonly offset: number;
}

/** The values of the nodes on one batch, by node index; nodes that were not asked for hold none. */
export type BatchValues = readonly (FeatureValues | undefined)[];

/** Computes the nodes at `targets` and all they depend on, batch by batch, in one pass over the rows. */
export function* evaluate(
  nodes: readonly Node[],
  targets: Iterable<number>,
  schema: TransformSchema,
  rows: Iterable<object>,
): Generator<BatchValues> {
  const needed = reachable(nodes, targets);
  const steps = nodes.map((node, index) =>
    needed.has(index) && !isAnalyzer(node) ? stepOf(node, nodes, schema) : undefined,
  );
  for (const batch of batches(rows)) {
    const values: (FeatureValues | undefined)[] = [];
    for (const step of steps) values.push(step?.(values, batch));
    yield values;
  }
}

/** The targets and every node they depend on. */
export function reachable(nodes: readonly Node[], targets: Iterable<number>): Set<number> {
  const found = new Set(targets);
  for (let index = nodes.length - 1; index >= 0; index--) {
    if (found.has(index)) for (const input of inputsOf(nodes[index]!)) found.add(input);
  }
  return found;
}

function* batches(rows: Iterable<object>): Generator<Batch> {
  let offset = 0;
  let batch: Row[] = [];
  for (const row of rows) {
    if (typeof row !== 'object' || row === null) {
      throw new TransformError('wrong-type', `Row ${offset + batch.length} (counted from 0) is not an object.`);
    }
    batch.push(row as Row);
    if (batch.length < batchSize) continue;
    yield { rows: batch, offset };
    offset += batch.length;
    batch = [];
  }
  if (batch.length) yield { rows: batch, offset };
}

type Step = (values: BatchValues, batch: Batch) => FeatureValues | undefined;

/** What a node does to a batch. Types were checked when the graph was made, hence the assertions. */
function stepOf(node: FrozenNode, nodes: readonly Node[], schema: TransformSchema): Step {
  switch (node.op) {
    case 'input':
      return (_, { rows, offset }) => readColumn(rows, offset, node.column, schema[node.column]!);
    case 'constant':
      return () => node.value;
    case 'vocabulary':
    case 'boundaries':
      return () => undefined;
    case 'sqrt':
    case 'log':
      return (values) => map(values[node.inputs[0]]!, elementwise[node.op]);
    case 'scaleByMinMax': {
      const [x, min, max] = node.inputs;
      return (values) =>
        scaleByMinMax(values[x]!, values[min] as number, values[max] as number, node.outputMin, node.outputMax);
    }
    case 'scaleToZScore': {
      const [x, mean, variance] = node.inputs;
      return (values) => scaleToZScore(values[x]!, values[mean] as number, values[variance] as number);
    }
    case 'applyVocabulary': {
      const [x, vocabulary] = node.inputs;
      const lookup = vocabularyLookup(tokensOf(nodes[vocabulary]!), node.defaultValue, node.numOovBuckets);
      return (values) => lookup(values[x] as FeatureColumn);
    }
    case 'applyBuckets': {
      const [x, boundaries] = node.inputs;
      const borders = bordersOf(nodes[boundaries]!);
      return (values) => bucketsOf(values[x] as FeatureColumn, borders);
    }
    case 'fillMissing':
      return (values) => (values[node.inputs[0]] as FeatureColumn).map((cell) => cell ?? node.value);
    default:
      return (values) => zip(values[node.inputs[0]]!, values[node.inputs[1]]!, arithmetic[node.op]);
  }
}

function bordersOf(node: Node): readonly number[] {
  return node.op === 'boundaries' ? node.values : [];
}

function tokensOf(node: Node): readonly string[] {
  return node.op === 'vocabulary' ? node.tokens : [];
}
