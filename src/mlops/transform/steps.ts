/** What each node does to a batch. */

import { product } from './covariance.ts';
import type { Batch, BatchValues } from './evaluate.ts';
import {
  arithmetic,
  elementwise,
  type FeatureColumn,
  type FeatureValues,
  map,
  minMaxScaler,
  zip,
  zScorer,
} from './kernels.ts';
import type { ConstantNode, FrozenNode, MapperNode, Node } from './node.ts';
import { applyBucketsPerKey, requirePairs, scaleByMinMaxPerKey, scaleToZScorePerKey } from './perKey.ts';
import { bucketsOf, interpolated } from './quantiles.ts';
import { readColumn, type TransformSchema } from './schema.ts';
import { eachToken, hasher, vocabularyLookup } from './vocabulary.ts';
import { ngramsOf, splitText, tfidfOf } from './words.ts';

type Step = (values: BatchValues, batch: Batch) => FeatureValues | undefined;
/** Work on the values of a node's inputs. */
type Work = (...inputs: readonly FeatureValues[]) => FeatureValues;
/** The constant at an input. Types were checked when the graph was made, hence the assertions. */
type ConstantAt = <Op extends ConstantNode['op']>(place: number, op: Op) => Extract<ConstantNode, { op: Op }>;

export function stepOf(node: FrozenNode, nodes: readonly Node[], schema: TransformSchema): Step {
  switch (node.op) {
    case 'input':
      return (_, { rows, offset }) => readColumn(rows, offset, node.column, schema[node.column]!);
    case 'constant':
      return () => node.value;
    case 'vocabulary':
    case 'boundaries':
    case 'keyed':
    case 'matrix':
      return () => undefined;
    default: {
      const constantAt = (place: number) => nodes[node.inputs[place]!] as never;
      const work = workOf(node, constantAt);
      return (values) => work(...node.inputs.map((input) => values[input]!));
    }
  }
}

function workOf(node: MapperNode, constantAt: ConstantAt): Work {
  switch (node.op) {
    case 'sqrt':
    case 'log':
      return (x) => map(x!, elementwise[node.op]);
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'minimum':
    case 'maximum':
    case 'greater':
      return (a, b) => zip(a!, b!, arithmetic[node.op]);
    case 'fillMissing':
      return (x) => (x as FeatureColumn).map((cell) => cell ?? node.value);
    case 'scaleByMinMax':
      return (x, min, max) => map(x!, minMaxScaler(min as number, max as number, node.outputMin, node.outputMax));
    case 'scaleToZScore':
      return (x, mean, variance) => map(x!, zScorer(mean as number, variance as number));
    default:
      return columnWork(node, constantAt) as Work;
  }
}

type Rest = Exclude<
  MapperNode['op'],
  keyof typeof arithmetic | keyof typeof elementwise | 'fillMissing' | 'scaleByMinMax' | 'scaleToZScore'
>;
type ColumnWork = (x: FeatureColumn, other: FeatureColumn, last: FeatureValues) => FeatureColumn;

function columnWork(node: Extract<MapperNode, { op: Rest }>, constantAt: ConstantAt): ColumnWork {
  switch (node.op) {
    case 'applyVocabulary':
      return vocabularyLookup(constantAt(1, 'vocabulary').tokens, node.defaultValue, node.numOovBuckets);
    case 'applyBuckets':
      return (x) => bucketsOf(x, constantAt(1, 'boundaries').values);
    case 'applyBucketsWithInterpolation':
      return (x) => interpolated(x, constantAt(1, 'boundaries').values);
    case 'applyBucketsPerKey':
      return applyBucketsPerKey(constantAt(2, 'keyed'));
    case 'scaleByMinMaxPerKey':
      return scaleByMinMaxPerKey(requirePairs(constantAt(2, 'keyed')), node.outputMin, node.outputMax);
    case 'scaleToZScorePerKey':
      return scaleToZScorePerKey(requirePairs(constantAt(2, 'keyed')));
    case 'hashStrings':
      return eachToken(hasher(node.hashBuckets));
    case 'split':
      return (x) => x.map((cell) => (cell === null ? null : splitText(cell as string, node.separator)));
    case 'ngrams':
      return (x) => x.map((cell) => (cell === null ? null : ngramsOf(cell as readonly string[], node)));
    case 'isMissing':
      return (x) => x.map((cell) => (cell === null ? 1 : 0));
    case 'wordCount':
      return (x) => x.map((cell) => (cell === null ? 0 : (cell as readonly string[]).length));
    case 'tfidf':
      return (x, _, total) => tfidfOf(x, constantAt(1, 'matrix').values[0] ?? [], total as number, node);
    case 'matmul':
      return (...[, ...features]) => product(features as FeatureValues[], constantAt(0, 'matrix').values, node.column);
  }
}
