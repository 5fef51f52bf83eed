/** The words a preprocessing function is written in. Each one adds a node to the graph and computes nothing yet. */
import { TransformError } from './errors.ts';
import { type Arithmetic, type Elementwise, type Node, type Statistic, typeOf, type ValueType } from './node.ts';
import type { FeatureValue, TransformSchema } from './schema.ts';
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

type Handle = Feature | Scalar | Vocabulary | Boundaries;
export type NumericFeature = Feature<number | null>;
/** What arithmetic takes: a feature, an analyzer's number, or a plain number. */
export type Numeric = NumericFeature | Scalar | number;

/** A result is missing where an operand is; of scalars alone it is a scalar. */
export type Combined<A extends Numeric, B extends Numeric = never> = [A | B] extends [Scalar | number]
  ? Scalar
  : Feature<number | MissingIn<A | B>>;
type MissingIn<F> = F extends Feature<infer V> ? Extract<V, null> : never;

export interface ApplyVocabularyOptions {
  /** The index of a value that is not in the vocabulary. Default −1. */
  readonly defaultValue?: number;
  /** With more than 0, such values are spread by a hash over this many indices after the vocabulary. Default 0. */
  readonly numOovBuckets?: number;
}

/** Features in, features out: TensorFlow Transform's operations, its names in camelCase, its numbers (float32). */
export interface Tft {
  // Mappers: row by row.
  add<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  sub<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  mul<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  div<A extends Numeric, B extends Numeric>(a: A, b: B): Combined<A, B>;
  sqrt<X extends Numeric>(x: X): Combined<X>;
  /** The natural logarithm. */
  log<X extends Numeric>(x: X): Combined<X>;
  /** Puts `value` where a value is missing. */
  fillMissing<V extends number | string>(x: Feature<V | null>, value: V): Feature<V>;

  // Analyzers: one pass over the training data, then a constant for ever.
  mean(x: NumericFeature): Scalar;
  min(x: NumericFeature): Scalar;
  max(x: NumericFeature): Scalar;
  /** The biased variance (divided by n). */
  variance(x: NumericFeature): Scalar;
  /** How many values are not missing. */
  size(x: Feature): Scalar;
  /** The distinct values by falling frequency; of equally frequent ones the last in UTF-8 order comes first. */
  vocabulary(x: Feature, options?: VocabularyOptions): Vocabulary;
  /** Borders that cut the values into `numBuckets` buckets of equal size. */
  quantiles(x: NumericFeature, numBuckets: number): Boundaries;

  // Both: an analyzer and the mapper that uses it.
  /** Scales to [outputMin, outputMax], by default [0, 1]; a column without spread goes through a sigmoid. */
  scaleByMinMax<V extends number | null>(x: Feature<V>, outputMin?: number, outputMax?: number): Feature<V>;
  scaleTo01<V extends number | null>(x: Feature<V>): Feature<V>;
  /** (x − mean) / standard deviation; a column without spread is only centred. */
  scaleToZScore<V extends number | null>(x: Feature<V>): Feature<V>;
  /** The number of a value's bucket, from 0 on; a value that equals a border belongs to the bucket right of it. */
  applyBuckets<V extends number | null>(x: Feature<V>, boundaries: Boundaries): Feature<V>;
  bucketize<V extends number | null>(x: Feature<V>, numBuckets: number): Feature<V>;
  applyVocabulary<V extends FeatureValue>(
    x: Feature<V>,
    vocabulary: Vocabulary,
    options?: ApplyVocabularyOptions,
  ): Feature<IndexOf<V>>;
  computeAndApplyVocabulary<V extends FeatureValue>(
    x: Feature<V>,
    options?: VocabularyOptions & ApplyVocabularyOptions,
  ): Feature<IndexOf<V>>;
}
type IndexOf<V extends FeatureValue> = number | Extract<V, null>;

/** Collects nodes. A handle is bound to the builder that made it, so graphs cannot be mixed by mistake. */
export class GraphBuilder {
  readonly nodes: Node[] = [];
  readonly #types: ValueType[] = [];
  readonly #indices = new Map<unknown, number>();
  readonly #schema: TransformSchema;

  constructor(schema: TransformSchema) {
    this.#schema = schema;
  }

  input(column: string): Feature {
    return this.#add({ op: 'input', column }) as Feature;
  }

  /** The node behind a feature, of which the graph makes the output `name`. */
  output(name: string, feature: unknown): number {
    const index = this.#indices.get(feature);
    if (index !== undefined && (feature as Handle).kind === 'feature') return index;
    const message = `The output “${name}” is not a feature. An output needs one value a row; an analyzer gives one in all.`;
    throw new TransformError('bad-argument', message, { column: name });
  }

  readonly tft: Tft = {
    add: (a, b) => this.#arithmetic('add', a, b),
    sub: (a, b) => this.#arithmetic('sub', a, b),
    mul: (a, b) => this.#arithmetic('mul', a, b),
    div: (a, b) => this.#arithmetic('div', a, b),
    sqrt: (x) => this.#elementwise('sqrt', x),
    log: (x) => this.#elementwise('log', x),
    fillMissing: (x, value) => this.#fillMissing(x, value),
    mean: (x) => this.#statistic('mean', x),
    min: (x) => this.#statistic('min', x),
    max: (x) => this.#statistic('max', x),
    variance: (x) => this.#statistic('variance', x),
    size: (x) => this.#statistic('size', x),
    vocabulary: (x, options = {}) => this.#vocabulary(x, options),
    quantiles: (x, numBuckets) => this.#quantiles(x, numBuckets),
    scaleByMinMax: (x, outputMin = 0, outputMax = 1) => this.#scaleByMinMax(x, outputMin, outputMax),
    scaleTo01: (x) => this.#scaleByMinMax(x, 0, 1),
    scaleToZScore: (x) => this.#scaleToZScore(x),
    applyBuckets: (x, boundaries) => this.#applyBuckets(x, boundaries),
    bucketize: (x, numBuckets) => this.#applyBuckets(x, this.#quantiles(x, numBuckets)),
    applyVocabulary: (x, vocabulary, options = {}) => this.#applyVocabulary(x, vocabulary, options),
    computeAndApplyVocabulary: (x, options = {}) => this.#applyVocabulary(x, this.#vocabulary(x, options), options),
  };

  #arithmetic<A extends Numeric, B extends Numeric>(op: Arithmetic, a: A, b: B): Combined<A, B> {
    return this.#add({ op, inputs: [this.#index(a), this.#index(b)] }) as Combined<A, B>;
  }

  #elementwise<X extends Numeric>(op: Elementwise, x: X): Combined<X> {
    return this.#add({ op, inputs: [this.#index(x)] }) as Combined<X>;
  }

  #fillMissing<V extends number | string>(x: Feature<V | null>, value: V): Feature<V> {
    if (typeof value === 'number') requireFinite('value', value);
    return this.#add({ op: 'fillMissing', inputs: [this.#index(x)], value }) as Feature<V>;
  }

  #statistic(analyzer: Statistic, x: Feature): Scalar {
    return this.#add({ op: 'analyze', analyzer, inputs: [this.#index(x)] }) as Scalar;
  }

  #vocabulary(x: Feature, { topK, frequencyThreshold }: VocabularyOptions): Vocabulary {
    if (topK !== undefined) requireInteger('topK', topK, 1);
    if (frequencyThreshold !== undefined) requireInteger('frequencyThreshold', frequencyThreshold, 0);
    return this.#add({
      op: 'analyzeVocabulary',
      inputs: [this.#index(x)],
      ...(topK === undefined ? {} : { topK }),
      ...(frequencyThreshold === undefined ? {} : { frequencyThreshold }),
    }) as Vocabulary;
  }

  #quantiles(x: NumericFeature, numBuckets: number): Boundaries {
    requireInteger('numBuckets', numBuckets, 1);
    return this.#add({ op: 'analyzeQuantiles', inputs: [this.#index(x)], numBuckets }) as Boundaries;
  }

  #applyBuckets<V extends number | null>(x: Feature<V>, boundaries: Boundaries): Feature<V> {
    return this.#add({ op: 'applyBuckets', inputs: [this.#index(x), this.#index(boundaries)] }) as Feature<V>;
  }

  #scaleByMinMax<V extends number | null>(x: Feature<V>, outputMin: number, outputMax: number): Feature<V> {
    requireFinite('outputMin', outputMin);
    requireFinite('outputMax', outputMax);
    if (outputMin >= outputMax) throw new TransformError('bad-argument', 'outputMin must be less than outputMax.');
    const inputs = [this.#index(x), this.#index(this.tft.min(x)), this.#index(this.tft.max(x))] as const;
    return this.#add({ op: 'scaleByMinMax', inputs, outputMin, outputMax }) as Feature<V>;
  }

  #scaleToZScore<V extends number | null>(x: Feature<V>): Feature<V> {
    const inputs = [this.#index(x), this.#index(this.tft.mean(x)), this.#index(this.tft.variance(x))] as const;
    return this.#add({ op: 'scaleToZScore', inputs }) as Feature<V>;
  }

  #applyVocabulary<V extends FeatureValue>(
    x: Feature<V>,
    vocabulary: Vocabulary,
    { defaultValue = -1, numOovBuckets = 0 }: ApplyVocabularyOptions,
  ): Feature<IndexOf<V>> {
    requireInteger('defaultValue', defaultValue, Number.MIN_SAFE_INTEGER);
    requireInteger('numOovBuckets', numOovBuckets, 0);
    const inputs = [this.#index(x), this.#index(vocabulary)] as const;
    return this.#add({ op: 'applyVocabulary', inputs, defaultValue, numOovBuckets }) as Feature<IndexOf<V>>;
  }

  #add(node: Node): Handle {
    const type = typeOf(node, this.#schema, this.#types);
    const handle: Handle = { kind: type === 'number' || type === 'string' ? 'feature' : type };
    this.#indices.set(handle, this.nodes.length);
    this.nodes.push(node);
    this.#types.push(type);
    return handle;
  }

  #index(operand: Handle | number): number {
    const handle = typeof operand === 'number' ? this.#add({ op: 'constant', value: operand }) : operand;
    const index = this.#indices.get(handle);
    if (index !== undefined) return index;
    throw new TransformError('bad-argument', 'An operand is neither a number nor a feature of this graph.');
  }
}

function requireInteger(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  const wanted = least > Number.MIN_SAFE_INTEGER ? `a whole number, ${least} or more` : 'a whole number';
  throw new TransformError('bad-argument', `${name} must be ${wanted}, but is ${value}.`);
}

function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new TransformError('bad-argument', `${name} must be a finite number, but is ${value}.`);
}
