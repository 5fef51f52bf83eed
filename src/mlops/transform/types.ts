/** What each node takes and yields. */
import { TransformError } from './errors.ts';
import { type AnalyzerNode, answerOf, inputsOf, isAnalyzer, type Node } from './node.ts';
import type { TransformSchema } from './schema.ts';

/** A value a row (a number, a text, or a list of either), or a constant for all rows. */
export type ValueType =
  | 'number'
  | 'string'
  | 'numbers'
  | 'strings'
  | 'scalar'
  | 'vocabulary'
  | 'boundaries'
  | 'keyed'
  | 'matrix';

/** The types of a value a row. */
export const featureTypes: ReadonlySet<ValueType> = new Set(['number', 'string', 'numbers', 'strings']);

type Signature = readonly [wanted: string, ...inputs: readonly (readonly ValueType[])[]];

const number = ['number'] as const;
const scalar = ['scalar'] as const;
const key = ['number', 'string'] as const;
const anyFeature = [...featureTypes];

/** In words, and by input, for the nodes whose inputs are of fixed types. */
const signatures: Readonly<Partial<Record<Node['op'], Signature>>> = {
  analyzeVocabulary: ['a feature', anyFeature],
  analyzeQuantiles: ['a feature of numbers', number],
  analyzePerKey: ['a feature of numbers and one of keys', number, key],
  analyzeDocuments: ['lists of numbers: what a vocabulary makes of lists of words', ['numbers']],
  applyBuckets: ['a feature of numbers and borders of buckets', number, ['boundaries']],
  applyBucketsWithInterpolation: ['a feature of numbers and borders of buckets', number, ['boundaries']],
  applyBucketsPerKey: ['a feature of numbers and one of keys', number, key, ['keyed']],
  applyVocabulary: ['a feature and a vocabulary', anyFeature, ['vocabulary']],
  scaleByMinMax: ['a feature of numbers', number, scalar, scalar],
  scaleToZScore: ['a feature of numbers', number, scalar, scalar],
  scaleByMinMaxPerKey: ['a feature of numbers and one of keys', number, key, ['keyed']],
  scaleToZScorePerKey: ['a feature of numbers and one of keys', number, key, ['keyed']],
  isMissing: ['a feature', anyFeature],
  hashStrings: ['a feature of texts', ['string', 'strings']],
  split: ['a feature of texts', ['string']],
  ngrams: ['lists of words: split a text first', ['strings']],
  wordCount: ['lists of words: split a text first', ['strings']],
  tfidf: ['lists of numbers: what a vocabulary makes of lists of words', ['numbers'], ['matrix'], scalar],
};

/**
 * The type of a node's values, given those of the nodes before it.
 * @throws {TransformError} when the node's inputs do not fit it.
 */
export function typeOf(node: Node, schema: TransformSchema, types: readonly ValueType[]): ValueType {
  const given = inputsOf(node).map((index) => types[index]!);
  const signature = signatures[node.op];
  if (signature) {
    const [wanted, ...inputs] = signature;
    expect(node, given.length === inputs.length && inputs.every((fit, i) => fit.includes(given[i]!)), wanted);
  }
  return isAnalyzer(node) ? answerType(node, given) : yielded(node, schema, given);
}

function answerType(node: AnalyzerNode, given: readonly ValueType[]): ValueType {
  if (node.op === 'analyze') {
    const takesAll = node.analyzer === 'size' || node.analyzer === 'rows';
    const isFit = takesAll ? featureTypes.has(given[0]!) : given[0] === 'number';
    expect(node, isFit, takesAll ? 'a feature' : 'a feature of numbers');
  }
  if (node.op === 'analyzeCovariance') expect(node, given.length > 0 && given.every(isNumber), 'features of numbers');
  return answerOf[node.op];
}

function yielded(node: Exclude<Node, AnalyzerNode>, schema: TransformSchema, given: readonly ValueType[]): ValueType {
  const [first] = given;
  switch (node.op) {
    case 'input':
      return columnType(node.column, schema);
    case 'constant':
      return 'scalar';
    case 'vocabulary':
    case 'boundaries':
    case 'keyed':
    case 'matrix':
      return node.op;
    case 'fillMissing':
      expect(node, first === typeof node.value, 'a feature and a value of the same type');
      return first!;
    case 'applyVocabulary':
    case 'hashStrings':
      return first === 'strings' || first === 'numbers' ? 'numbers' : 'number';
    case 'split':
    case 'ngrams':
      return 'strings';
    case 'tfidf':
      return 'numbers';
    case 'matmul':
      expect(node, first === 'matrix' && given.length > 1 && given.slice(1).every(isNumber), 'features and a matrix');
      return 'number';
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'minimum':
    case 'maximum':
    case 'greater':
    case 'sqrt':
    case 'log':
      expect(
        node,
        given.every((type) => type === 'number' || type === 'scalar'),
        'numbers',
      );
      return given.includes('number') ? 'number' : 'scalar';
    default:
      return 'number';
  }
}

const isNumber = (type: ValueType) => type === 'number';

function columnType(column: string, schema: TransformSchema): ValueType {
  if (Object.hasOwn(schema, column)) return schema[column]!.type;
  const known = Object.keys(schema).join(', ') || 'none';
  throw new TransformError(
    'unknown-column',
    `No row has a value in a column “${column}”. Columns with values: ${known}.`,
    { column },
  );
}

/** The words of an author for what is asked. */
const spoken: Readonly<Partial<Record<Node['op'], string>>> = {
  analyzeVocabulary: 'vocabulary',
  analyzeQuantiles: 'quantiles',
  analyzeCovariance: 'covariance',
  analyzeDocuments: 'tfidf',
};

function expect(node: Node, fits: boolean, wanted: string): void {
  if (fits) return;
  const name = node.op === 'analyze' || node.op === 'analyzePerKey' ? node.analyzer : (spoken[node.op] ?? node.op);
  throw new TransformError('bad-argument', `“${name}” takes ${wanted}.`);
}
