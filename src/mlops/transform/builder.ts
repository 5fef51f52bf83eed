/** Makes the nodes of a graph of what a preprocessing function says. Nothing is computed yet. */
import { TransformError } from './errors.ts';
import type { Arithmetic, Elementwise, KeyedStatistic, Node, Statistic } from './node.ts';
import type { TransformSchema } from './schema.ts';
import type {
  ApplyVocabularyOptions,
  Boundaries,
  ConstantMatrix,
  Feature,
  NgramOptions,
  Scalar,
  Tft,
  Vocabulary,
} from './tft.ts';
import { featureTypes, typeOf, type ValueType } from './types.ts';
import type { VocabularyOptions } from './vocabulary.ts';

/** What stands by key. */
interface Keyed {
  readonly kind: 'keyed';
}
type Handle = Feature | Scalar | Vocabulary | Boundaries | ConstantMatrix | Keyed;

/** A vocabulary's table of documents has a number for each word. */
const mostWords = 10_000_000;

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

  /** The types of features are those that `Tft` declares; here they are handles alike. */
  readonly tft: Tft = {
    add: (a, b) => this.#arithmetic('add', a, b),
    sub: (a, b) => this.#arithmetic('sub', a, b),
    mul: (a, b) => this.#arithmetic('mul', a, b),
    div: (a, b) => this.#arithmetic('div', a, b),
    minimum: (a, b) => this.#arithmetic('minimum', a, b),
    maximum: (a, b) => this.#arithmetic('maximum', a, b),
    greater: (a, b) => this.#arithmetic('greater', a, b),
    sqrt: (x) => this.#elementwise('sqrt', x),
    log: (x) => this.#elementwise('log', x),
    fillMissing: (x, value) => this.#fillMissing(x, value),
    isMissing: (x) => this.#add({ op: 'isMissing', inputs: [this.#index(x)] }) as Feature<number>,
    hashStrings: (x, hashBuckets) => {
      requireInteger('hashBuckets', hashBuckets, 1);
      return this.#add({ op: 'hashStrings', inputs: [this.#index(x)], hashBuckets }) as never;
    },
    split: (x, separator = '') => this.#add({ op: 'split', inputs: [this.#index(x)], separator }) as never,
    ngrams: (tokens, options) => this.#ngrams(tokens, options, false) as never,
    bagOfWords: (tokens, options) => this.#ngrams(tokens, options, true) as never,
    wordCount: (tokens) => this.#add({ op: 'wordCount', inputs: [this.#index(tokens)] }) as Feature<number>,
    mean: (x) => this.#statistic('mean', x),
    min: (x) => this.#statistic('min', x),
    max: (x) => this.#statistic('max', x),
    sum: (x) => this.#statistic('sum', x),
    variance: (x) => this.#statistic('variance', x),
    size: (x) => this.#statistic('size', x),
    vocabulary: (x, options = {}) => this.#vocabulary(x, options),
    quantiles: (x, numBuckets) => this.#quantiles(x, numBuckets),
    covariance: (x) => this.#covariance(x),
    pca: (x, outputDim) => {
      requireInteger('outputDim', outputDim, 1);
      if (outputDim > x.length)
        throw new TransformError('bad-argument', `outputDim is ${outputDim}, and there are ${x.length} features.`);
      return this.#covariance(x, outputDim);
    },
    matmul: (x, matrix, columns) => this.#matmul(x, matrix, columns),
    scaleByMinMax: (x, outputMin = 0, outputMax = 1) => this.#scaleByMinMax(x, outputMin, outputMax) as never,
    scaleTo01: (x) => this.#scaleByMinMax(x, 0, 1) as never,
    scaleToZScore: (x) => this.#scaleToZScore(x) as never,
    scaleByMinMaxPerKey: (x, key, outputMin = 0, outputMax = 1) =>
      this.#scaleByMinMaxPerKey(x, key, outputMin, outputMax) as never,
    scaleTo01PerKey: (x, key) => this.#scaleByMinMaxPerKey(x, key, 0, 1) as never,
    scaleToZScorePerKey: (x, key) =>
      this.#add({ op: 'scaleToZScorePerKey', inputs: this.#perKey('moments', x, key) }) as never,
    applyBuckets: (x, boundaries) => this.#applyBuckets('applyBuckets', x, boundaries) as never,
    applyBucketsWithInterpolation: (x, boundaries) =>
      this.#applyBuckets('applyBucketsWithInterpolation', x, boundaries) as never,
    bucketize: (x, numBuckets) => this.#applyBuckets('applyBuckets', x, this.#quantiles(x, numBuckets)) as never,
    bucketizePerKey: (x, key, numBuckets) => {
      requireInteger('numBuckets', numBuckets, 1);
      return this.#add({ op: 'applyBucketsPerKey', inputs: this.#perKey('quantiles', x, key, numBuckets) }) as never;
    },
    applyVocabulary: (x, vocabulary, options = {}) => this.#applyVocabulary(x, vocabulary, options) as never,
    computeAndApplyVocabulary: (x, options = {}) =>
      this.#applyVocabulary(x, this.#vocabulary(x, options), options) as never,
    tfidf: (ids, vocabSize, smooth = true) => this.#tfidf(ids, vocabSize, smooth) as never,
  };

  #arithmetic(op: Arithmetic, a: Handle | number, b: Handle | number): never {
    return this.#add({ op, inputs: [this.#index(a), this.#index(b)] }) as never;
  }

  #elementwise(op: Elementwise, x: Handle | number): never {
    return this.#add({ op, inputs: [this.#index(x)] }) as never;
  }

  #fillMissing(x: Feature, value: number | string): never {
    if (typeof value === 'number') requireFinite('value', value);
    return this.#add({ op: 'fillMissing', inputs: [this.#index(x)], value }) as never;
  }

  #ngrams(tokens: Feature, { range: [least, most], separator = ' ' }: NgramOptions, unique: boolean): Handle {
    requireInteger('The shortest length', least, 1);
    requireInteger('The longest length', most, least);
    return this.#add({ op: 'ngrams', inputs: [this.#index(tokens)], least, most, separator, unique });
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

  #quantiles(x: Feature, numBuckets: number): Boundaries {
    requireInteger('numBuckets', numBuckets, 1);
    return this.#add({ op: 'analyzeQuantiles', inputs: [this.#index(x)], numBuckets }) as Boundaries;
  }

  #covariance(x: readonly Feature[], outputDim?: number): ConstantMatrix {
    const inputs = x.map((feature) => this.#index(feature));
    return this.#add({
      op: 'analyzeCovariance',
      inputs,
      ...(outputDim === undefined ? {} : { outputDim }),
    }) as ConstantMatrix;
  }

  #matmul(x: readonly Feature[], matrix: ConstantMatrix, columns: number): Feature<number | null>[] {
    requireInteger('columns', columns, 1);
    const source = this.nodes[this.#index(matrix)]!;
    const [rows, width] =
      source.op === 'analyzeCovariance' ? [source.inputs.length, source.outputDim ?? source.inputs.length] : [0, 0];
    if (rows !== x.length || columns > width) {
      const message = `A matrix of ${rows} rows and ${width} columns does not fit ${x.length} features and ${columns} columns.`;
      throw new TransformError('bad-argument', message);
    }
    const inputs = [this.#index(matrix), ...x.map((feature) => this.#index(feature))];
    return Array.from({ length: columns }, (_, column) => this.#add({ op: 'matmul', inputs, column }) as never);
  }

  #applyBuckets(
    op: 'applyBuckets' | 'applyBucketsWithInterpolation',
    x: Feature,
    boundaries: Boundaries | readonly number[],
  ): Handle {
    const borders = isList(boundaries) ? this.#borders(boundaries) : boundaries;
    return this.#add({ op, inputs: [this.#index(x), this.#index(borders)] });
  }

  #borders(given: readonly number[]): Boundaries {
    const values = given.map(Math.fround);
    const at = values.findIndex((border, i) => Number.isNaN(border) || (i > 0 && border < values[i - 1]!));
    if (at === -1) return this.#add({ op: 'boundaries', values }) as Boundaries;
    const message = `The borders of buckets must rise, and ${given[at]} stands at place ${at} (from 0): [${given.join(', ')}].`;
    throw new TransformError('bad-argument', message);
  }

  #scaleByMinMax(x: Feature, outputMin: number, outputMax: number): Handle {
    requireRange(outputMin, outputMax);
    const inputs = [
      this.#index(x),
      this.#index(this.#statistic('min', x)),
      this.#index(this.#statistic('max', x)),
    ] as const;
    return this.#add({ op: 'scaleByMinMax', inputs, outputMin, outputMax });
  }

  #scaleToZScore(x: Feature): Handle {
    const [mean, variance] = [this.#statistic('mean', x), this.#statistic('variance', x)];
    return this.#add({ op: 'scaleToZScore', inputs: [this.#index(x), this.#index(mean), this.#index(variance)] });
  }

  #scaleByMinMaxPerKey(x: Feature, key: Feature, outputMin: number, outputMax: number): Handle {
    requireRange(outputMin, outputMax);
    return this.#add({ op: 'scaleByMinMaxPerKey', inputs: this.#perKey('minMax', x, key), outputMin, outputMax });
  }

  #perKey(analyzer: KeyedStatistic, x: Feature, key: Feature, numBuckets?: number): readonly [number, number, number] {
    const inputs = [this.#index(x), this.#index(key)] as const;
    const buckets = numBuckets === undefined ? {} : { numBuckets };
    return [...inputs, this.#index(this.#add({ op: 'analyzePerKey', analyzer, inputs, ...buckets }))];
  }

  #applyVocabulary(
    x: Feature,
    vocabulary: Vocabulary,
    { defaultValue = -1, numOovBuckets = 0 }: ApplyVocabularyOptions,
  ): Handle {
    requireInteger('defaultValue', defaultValue, Number.MIN_SAFE_INTEGER);
    requireInteger('numOovBuckets', numOovBuckets, 0);
    const inputs = [this.#index(x), this.#index(vocabulary)] as const;
    return this.#add({ op: 'applyVocabulary', inputs, defaultValue, numOovBuckets });
  }

  #tfidf(ids: Feature, vocabSize: number, smooth: boolean): Readonly<Record<'indices' | 'weights', Handle>> {
    requireInteger('vocabSize', vocabSize, 1);
    if (vocabSize > mostWords)
      throw new TransformError('bad-argument', `vocabSize is ${vocabSize}; at most ${mostWords} words can be counted.`);
    const x = this.#index(ids);
    const documents = this.#index(this.#add({ op: 'analyzeDocuments', inputs: [x], vocabSize }));
    const total = this.#index(this.#add({ op: 'analyze', analyzer: 'rows', inputs: [x] }));
    const part = (name: 'indices' | 'weights') =>
      this.#add({ op: 'tfidf', inputs: [x, documents, total], part: name, vocabSize, smooth });
    return { indices: part('indices'), weights: part('weights') };
  }

  #add(node: Node): Handle {
    const type = typeOf(node, this.#schema, this.#types);
    const handle = { kind: featureTypes.has(type) ? 'feature' : type } as Handle;
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

const isList = (borders: Boundaries | readonly number[]): borders is readonly number[] => Array.isArray(borders);

function requireInteger(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  const wanted = least > Number.MIN_SAFE_INTEGER ? `a whole number, ${least} or more` : 'a whole number';
  throw new TransformError('bad-argument', `${name} must be ${wanted}, but is ${value}.`);
}

function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new TransformError('bad-argument', `${name} must be a finite number, but is ${value}.`);
}

function requireRange(outputMin: number, outputMax: number): void {
  requireFinite('outputMin', outputMin);
  requireFinite('outputMax', outputMax);
  if (outputMin >= outputMax) throw new TransformError('bad-argument', 'outputMin must be less than outputMax.');
}
