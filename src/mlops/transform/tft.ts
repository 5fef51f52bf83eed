/** The words a preprocessing function is written in. */
import type { FeatureValue } from './schema.ts';
import type { VocabularyOptions } from './vocabulary.ts';

/** One value for every row, known when the graph runs. */
export interface Feature<V extends FeatureValue = FeatureValue> {
  readonly kind: 'feature';
  /** Carries the type only; never set. */
  readonly values?: readonly V[];
}

/** One number for the whole data set: what an analyzer finds. */
export interface Scalar {
  readonly kind: 'scalar';
}

/** The tokens an analyzer found, in order. */
export interface Vocabulary {
  readonly kind: 'vocabulary';
}

/** The borders between buckets that an analyzer found. */
export interface Boundaries {
  readonly kind: 'boundaries';
}

/** Rows of numbers that an analyzer found. */
export interface ConstantMatrix {
  readonly kind: 'matrix';
}

export type NumericFeature = Feature<number | null>;
/** What arithmetic takes: a feature, an analyzer's number, or a plain number. */
export type Numeric = NumericFeature | Scalar | number;

/** A result is missing where an operand is; of scalars alone it is a scalar. */
export type Combined<A extends Numeric, B extends Numeric = never> = [A | B] extends [Scalar | number]
  ? Scalar
  : Feature<number | MissingIn<A | B>>;
type MissingIn<F> = F extends Feature<infer V> ? Extract<V, null> : never;
type OrMissing<V, T> = T | Extract<V, null>;

/** Lists of words, as `split` and `ngrams` make them. */
export type Tokens = Feature<readonly string[] | null>;
/** What tells groups of rows apart. */
export type KeyFeature = Feature<string | number | null>;

export interface ApplyVocabularyOptions {
  /** The index of a value that is not in the vocabulary. Default −1. */
  readonly defaultValue?: number;
  /** With more than 0, such values are spread by a hash over this many indices after the vocabulary. Default 0. */
  readonly numOovBuckets?: number;
}

/** From the shortest to the longest, and what stands between the words of one: a blank by default. */
export interface NgramOptions {
  readonly range: readonly [least: number, most: number];
  readonly separator?: string;
}

/** Features in, features out: TensorFlow Transform's operations, its names in camelCase, its numbers (float32). */
export interface Tft {
  // Mappers: row by row.
  add<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  sub<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  mul<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  div<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  /** The lesser of both: a cap. */
  minimum<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  maximum<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  /** 1 where a is greater than b, else 0. */
  greater<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  sqrt<X extends Numeric>(x: X): Combined<X>;
  /** The natural logarithm. */
  log<X extends Numeric>(x: X): Combined<X>;
  /** Puts `value` where a value is missing. */
  fillMissing<V extends number | string>(x: Feature<V | null>, value: V): Feature<V>;
  /** 1 where a value is missing, else 0. */
  isMissing(x: Feature): Feature<number>;
  /** The bucket of each text by FarmHash's fingerprint, the same everywhere and for ever; two texts may share one. */
  hashStrings<V extends string | readonly string[] | null>(x: Feature<V>, hashBuckets: number): Feature<IndexOf<V>>;
  /** Words between white space, or between separators. */
  split<V extends string | null>(x: Feature<V>, separator?: string): Feature<OrMissing<V, readonly string[]>>;
  /** All runs of neighboring words, from the shortest length to the longest. */
  ngrams<V extends readonly string[] | null>(tokens: Feature<V>, options: NgramOptions): Feature<V>;
  /** Each n-gram once a row. */
  bagOfWords<V extends readonly string[] | null>(tokens: Feature<V>, options: NgramOptions): Feature<V>;
  /** How many words there are; 0 where the text is missing. */
  wordCount(tokens: Tokens): Feature<number>;

  // Analyzers: one pass over the training data, then a constant for ever.
  mean(x: NumericFeature): Scalar;
  min(x: NumericFeature): Scalar;
  max(x: NumericFeature): Scalar;
  sum(x: NumericFeature): Scalar;
  /** The biased variance (divided by n). */
  variance(x: NumericFeature): Scalar;
  /** How many values are not missing. */
  size(x: Feature): Scalar;
  /** The distinct values by falling frequency; of equally frequent ones the last in UTF-8 order comes first. */
  vocabulary(x: Feature, options?: VocabularyOptions): Vocabulary;
  /** Borders that cut the values into `numBuckets` buckets of equal size. */
  quantiles(x: NumericFeature, numBuckets: number): Boundaries;
  /** The biased covariance of features, shape [n, n]. */
  covariance(x: readonly NumericFeature[]): ConstantMatrix;
  /** The `outputDim` directions of greatest spread as columns, shape [n, outputDim]; the largest part of each is positive. */
  pca(x: readonly NumericFeature[], outputDim: number): ConstantMatrix;
  /**
   * Features × a matrix with a row for each of them: the first `columns` columns of the product. The features are not
   * centered first, as in TensorFlow Transform.
   */
  matmul(x: readonly NumericFeature[], matrix: ConstantMatrix, columns: number): NumericFeature[];

  // Both: an analyzer and the mapper that uses it.
  /** Scales to [outputMin, outputMax], by default [0, 1]; a column without spread goes through a sigmoid. */
  scaleByMinMax<V extends number | null>(x: Feature<V>, outputMin?: number, outputMax?: number): Feature<V>;
  scaleTo01<V extends number | null>(x: Feature<V>): Feature<V>;
  /** (x − mean) / standard deviation; a column without spread is only centered. */
  scaleToZScore<V extends number | null>(x: Feature<V>): Feature<V>;
  /** As without a key, with constants for each key; values of a key never seen go through a sigmoid. */
  scaleByMinMaxPerKey<V extends number | null, K extends string | number | null>(
    x: Feature<V>,
    key: Feature<K>,
    outputMin?: number,
    outputMax?: number,
  ): Feature<V | Extract<K, null>>;
  scaleTo01PerKey<V extends number | null, K extends string | number | null>(
    x: Feature<V>,
    key: Feature<K>,
  ): Feature<V | Extract<K, null>>;
  /** As without a key, with constants for each key; values of a key never seen stay as they are. */
  scaleToZScorePerKey<V extends number | null, K extends string | number | null>(
    x: Feature<V>,
    key: Feature<K>,
  ): Feature<V | Extract<K, null>>;
  /**
   * The number of a value's bucket, from 0 on; a value that equals a border belongs to the bucket right of it. Borders
   * are those of `quantiles`, or numbers of one's own that rise. In float32, as all numbers.
   */
  applyBuckets<V extends number | null>(x: Feature<V>, boundaries: Boundaries | readonly number[]): Feature<V>;
  /** Where a value lies among the borders: 0 at the first, 1 at the last, NaN at 0.5. */
  applyBucketsWithInterpolation<V extends number | null>(
    x: Feature<V>,
    boundaries: Boundaries | readonly number[],
  ): Feature<V>;
  bucketize<V extends number | null>(x: Feature<V>, numBuckets: number): Feature<V>;
  /** As without a key, with borders for each key; a value of a key never seen has bucket −1. */
  bucketizePerKey<V extends number | null, K extends string | number | null>(
    x: Feature<V>,
    key: Feature<K>,
    numBuckets: number,
  ): Feature<V | Extract<K, null>>;
  /** The index of each value in the vocabulary, and of each word of a list. */
  applyVocabulary<V extends FeatureValue>(
    x: Feature<V>,
    vocabulary: Vocabulary,
    options?: ApplyVocabularyOptions,
  ): Feature<IndexOf<V>>;
  computeAndApplyVocabulary<V extends FeatureValue>(
    x: Feature<V>,
    options?: VocabularyOptions & ApplyVocabularyOptions,
  ): Feature<IndexOf<V>>;
  /**
   * For each list of word numbers the distinct ones, rising, and what each weighs: its share of the list × (1 + ln of how
   * rare it is among the documents). `smooth`, the default, counts one document more that has every word.
   */
  tfidf<V extends readonly number[] | null>(
    ids: Feature<V>,
    vocabSize: number,
    smooth?: boolean,
  ): { readonly indices: Feature<V>; readonly weights: Feature<V> };
}
export type IndexOf<V extends FeatureValue> =
  | (V extends readonly unknown[] ? readonly number[] : V extends null ? never : number)
  | Extract<V, null>;
