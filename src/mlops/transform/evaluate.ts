/** Evaluates a graph's nodes on batches of rows. */
import type { Row } from '../data/read.ts';
import { TransformError } from './errors.ts';
import type { FeatureValues } from './kernels.ts';
import { inputsOf, isAnalyzer, type Node } from './node.ts';
import type { TransformSchema } from './schema.ts';
import { stepOf } from './steps.ts';

export const batchSize = 1024;

export interface Batch {
  readonly rows: readonly Row[];
  /** Index of the batch's first row in the whole data set. */
  readonly offset: number;
}

/** The values of the nodes on one batch, by node index; nodes that were not asked for hold none. */
export type BatchValues = readonly (FeatureValues | undefined)[];

/**
 * Computes the nodes at `targets` and all they depend on, batch by batch, in one pass over the rows.
 * @param offset the place of the first row in the whole data, for the text of errors
 */
export function* evaluate(
  nodes: readonly Node[],
  targets: Iterable<number>,
  schema: TransformSchema,
  rows: Iterable<object>,
  offset = 0,
): Generator<BatchValues> {
  const needed = reachable(nodes, targets);
  const steps = nodes.map((node, index) =>
    needed.has(index) && !isAnalyzer(node) ? stepOf(node, nodes, schema) : undefined,
  );
  for (const batch of batches(rows, offset)) {
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

function* batches(rows: Iterable<object>, start: number): Generator<Batch> {
  let offset = start;
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
