/**
 * The nodes of a transform graph, plain JSON. A node refers to earlier nodes by their index, so the list is in
 * topological order and can be evaluated from front to back.
 */

export type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'minimum' | 'maximum' | 'greater';
export type Elementwise = 'sqrt' | 'log';
export type Statistic = 'mean' | 'min' | 'max' | 'variance' | 'size' | 'rows' | 'sum';
/** What an analyzer finds for each key: minimum and maximum, mean and variance, or the borders of buckets. */
export type KeyedStatistic = 'minMax' | 'moments' | 'quantiles';

type One = readonly [number];
type Two = readonly [number, number];
type Three = readonly [number, number, number];

/** What the analysis found: a constant of the graph. */
export type ConstantNode =
  /** A number the author wrote, or one that `analyzer` found in the training data. */
  | { readonly op: 'constant'; readonly value: number; readonly analyzer?: Statistic }
  | { readonly op: 'vocabulary'; readonly tokens: readonly string[] }
  /** Borders between buckets, from the least to the greatest; equal ones leave a bucket empty. */
  | { readonly op: 'boundaries'; readonly values: readonly number[] }
  /** Numbers for each key, in the keys' order. */
  | { readonly op: 'keyed'; readonly keys: readonly string[]; readonly values: readonly (readonly number[])[] }
  /** Rows of numbers: a covariance, principal components, or in how many documents each word stands. */
  | { readonly op: 'matrix'; readonly values: readonly (readonly number[])[] };

/** Work on each row. */
export type MapperNode =
  | { readonly op: Arithmetic; readonly inputs: Two }
  | { readonly op: Elementwise; readonly inputs: One }
  /** Inputs: x, its minimum, its maximum. */
  | { readonly op: 'scaleByMinMax'; readonly inputs: Three; readonly outputMin: number; readonly outputMax: number }
  /** Inputs: x, its mean, its variance. */
  | { readonly op: 'scaleToZScore'; readonly inputs: Three }
  /** Inputs: x, its key, minimum and maximum by key. */
  | {
      readonly op: 'scaleByMinMaxPerKey';
      readonly inputs: Three;
      readonly outputMin: number;
      readonly outputMax: number;
    }
  /** Inputs: x, its key, mean and variance by key. */
  | { readonly op: 'scaleToZScorePerKey'; readonly inputs: Three }
  /** Inputs: x, a vocabulary. */
  | {
      readonly op: 'applyVocabulary';
      readonly inputs: Two;
      readonly defaultValue: number;
      readonly numOovBuckets: number;
    }
  /** Inputs: x, boundaries. */
  | { readonly op: 'applyBuckets' | 'applyBucketsWithInterpolation'; readonly inputs: Two }
  /** Inputs: x, its key, boundaries by key. */
  | { readonly op: 'applyBucketsPerKey'; readonly inputs: Three }
  | { readonly op: 'fillMissing'; readonly inputs: One; readonly value: number | string }
  | { readonly op: 'hashStrings'; readonly inputs: One; readonly hashBuckets: number }
  /** An empty separator: at white space. */
  | { readonly op: 'split'; readonly inputs: One; readonly separator: string }
  | {
      readonly op: 'ngrams';
      readonly inputs: One;
      readonly least: number;
      readonly most: number;
      readonly separator: string;
      readonly unique: boolean;
    }
  | { readonly op: 'wordCount' | 'isMissing'; readonly inputs: One }
  /** Inputs: numbers of words, in how many documents each stands, the number of documents. */
  | {
      readonly op: 'tfidf';
      readonly inputs: Three;
      readonly part: 'indices' | 'weights';
      readonly vocabSize: number;
      readonly smooth: boolean;
    }
  /** Inputs: a matrix, and a number for each of its rows. Gives one column of the product. */
  | { readonly op: 'matmul'; readonly inputs: readonly number[]; readonly column: number };

/** A node of a graph that is ready to serve: every analysis has become a constant. */
export type FrozenNode = { readonly op: 'input'; readonly column: string } | ConstantNode | MapperNode;

/** A question to the whole training data. It exists only until the analysis has answered it. */
export type AnalyzerNode =
  | { readonly op: 'analyze'; readonly analyzer: Statistic; readonly inputs: One }
  | {
      readonly op: 'analyzeVocabulary';
      readonly inputs: One;
      readonly topK?: number;
      readonly frequencyThreshold?: number;
    }
  | { readonly op: 'analyzeQuantiles'; readonly inputs: One; readonly numBuckets: number }
  /** Inputs: x, its key. */
  | {
      readonly op: 'analyzePerKey';
      readonly analyzer: KeyedStatistic;
      readonly inputs: Two;
      readonly numBuckets?: number;
    }
  /** Inputs: a number for each dimension. With `outputDim` the principal components, without it the covariance. */
  | { readonly op: 'analyzeCovariance'; readonly inputs: readonly number[]; readonly outputDim?: number }
  /** In how many documents each word stands. */
  | { readonly op: 'analyzeDocuments'; readonly inputs: One; readonly vocabSize: number };

export type Node = FrozenNode | AnalyzerNode;

export function inputsOf(node: Node): readonly number[] {
  return 'inputs' in node ? node.inputs : [];
}

export function isAnalyzer(node: Node): node is AnalyzerNode {
  return node.op.startsWith('analyze');
}

/** The type of constant that each analyzer leaves. */
export const answerOf = {
  analyze: 'scalar',
  analyzeVocabulary: 'vocabulary',
  analyzeQuantiles: 'boundaries',
  analyzePerKey: 'keyed',
  analyzeCovariance: 'matrix',
  analyzeDocuments: 'matrix',
} as const satisfies Record<AnalyzerNode['op'], string>;
