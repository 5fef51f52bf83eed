/**
 * The nodes of a transform graph, plain JSON. A node refers to earlier nodes by their index, so the list is in
 * topological order and can be evaluated from front to back.
 */
import { TransformError } from './errors.ts';
import type { TransformSchema } from './schema.ts';

export type Arithmetic = 'add' | 'sub' | 'mul' | 'div';
export type Elementwise = 'sqrt' | 'log';
export type Statistic = 'mean' | 'min' | 'max' | 'variance' | 'size';

/** A node of a graph that is ready to serve: every analysis has become a constant. */
export type FrozenNode =
  | { readonly op: 'input'; readonly column: string }
  /** A number the author wrote, or one that `analyzer` found in the training data. */
  | { readonly op: 'constant'; readonly value: number; readonly analyzer?: Statistic }
  | { readonly op: 'vocabulary'; readonly tokens: readonly string[] }
  /** Borders between buckets, from the least to the greatest; equal ones leave a bucket empty. */
  | { readonly op: 'boundaries'; readonly values: readonly number[] }
  | { readonly op: Arithmetic; readonly inputs: readonly [number, number] }
  | { readonly op: Elementwise; readonly inputs: readonly [number] }
  /** Inputs: x, its minimum, its maximum. */
  | {
      readonly op: 'scaleByMinMax';
      readonly inputs: readonly [number, number, number];
      readonly outputMin: number;
      readonly outputMax: number;
    }
  /** Inputs: x, its mean, its variance. */
  | { readonly op: 'scaleToZScore'; readonly inputs: readonly [number, number, number] }
  /** Inputs: x, a vocabulary. */
  | {
      readonly op: 'applyVocabulary';
      readonly inputs: readonly [number, number];
      readonly defaultValue: number;
      readonly numOovBuckets: number;
    }
  /** Inputs: x, boundaries. */
  | { readonly op: 'applyBuckets'; readonly inputs: readonly [number, number] }
  | { readonly op: 'fillMissing'; readonly inputs: readonly [number]; readonly value: number | string };

/** A question to the whole training data. It exists only until the analysis has answered it. */
export type AnalyzerNode =
  | { readonly op: 'analyze'; readonly analyzer: Statistic; readonly inputs: readonly [number] }
  | {
      readonly op: 'analyzeVocabulary';
      readonly inputs: readonly [number];
      readonly topK?: number;
      readonly frequencyThreshold?: number;
    }
  | { readonly op: 'analyzeQuantiles'; readonly inputs: readonly [number]; readonly numBuckets: number };

export type Node = FrozenNode | AnalyzerNode;

/** What a node yields: a value a row (number or text), one number for all rows, a vocabulary, or borders of buckets. */
export type ValueType = 'number' | 'string' | 'scalar' | 'vocabulary' | 'boundaries';

export function inputsOf(node: Node): readonly number[] {
  return 'inputs' in node ? node.inputs : [];
}

export function isAnalyzer(node: Node): node is AnalyzerNode {
  return node.op === 'analyze' || node.op === 'analyzeVocabulary' || node.op === 'analyzeQuantiles';
}

/**
 * The type of a node's values, given those of the nodes before it.
 * @throws {TransformError} when the node's inputs do not fit it.
 */
export function typeOf(node: Node, schema: TransformSchema, types: readonly ValueType[]): ValueType {
  const [first, ...rest] = inputsOf(node).map((index) => types[index]);
  switch (node.op) {
    case 'input':
      return columnType(node.column, schema);
    case 'constant':
      return 'scalar';
    case 'vocabulary':
    case 'boundaries':
      return node.op;
    case 'analyze':
      if (node.analyzer === 'size') expect(node, first === 'number' || first === 'string', 'a feature');
      else expect(node, first === 'number', 'a feature of numbers');
      return 'scalar';
    case 'analyzeVocabulary':
      expect(node, first === 'number' || first === 'string', 'a feature');
      return 'vocabulary';
    case 'analyzeQuantiles':
      expect(node, first === 'number', 'a feature of numbers');
      return 'boundaries';
    case 'applyBuckets':
      expect(node, first === 'number' && rest[0] === 'boundaries', 'a feature of numbers and borders of buckets');
      return 'number';
    case 'applyVocabulary':
      expect(
        node,
        (first === 'number' || first === 'string') && rest[0] === 'vocabulary',
        'a feature and a vocabulary',
      );
      return 'number';
    case 'fillMissing':
      expect(node, first === typeof node.value, 'a feature and a value of the same type');
      return first as ValueType;
    case 'scaleByMinMax':
    case 'scaleToZScore':
      expect(node, first === 'number' && rest.every((type) => type === 'scalar'), 'a feature of numbers');
      return 'number';
    default: {
      const all = [first, ...rest];
      expect(
        node,
        all.every((type) => type === 'number' || type === 'scalar'),
        'numbers',
      );
      return all.includes('number') ? 'number' : 'scalar';
    }
  }
}

function columnType(column: string, schema: TransformSchema): ValueType {
  if (Object.hasOwn(schema, column)) return schema[column]!.type;
  const known = Object.keys(schema).join(', ') || 'none';
  throw new TransformError(
    'unknown-column',
    `No row has a value in a column “${column}”. Columns with values: ${known}.`,
    { column },
  );
}

function expect(node: Node, fits: boolean, wanted: string): void {
  const words = { analyzeVocabulary: 'vocabulary', analyzeQuantiles: 'quantiles' };
  const name =
    node.op === 'analyze' ? node.analyzer : node.op in words ? words[node.op as keyof typeof words] : node.op;
  if (!fits) throw new TransformError('bad-argument', `“${name}” takes ${wanted}.`);
}
