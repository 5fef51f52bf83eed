import { byCodePoint } from '../data/codePoints.ts';
import type { CsrMatrix } from '../data/csr.ts';
import { TextError } from './errors.ts';
import { analyzerOf, type TokenizeOptions } from './tokenize.ts';

export interface CountVectorizerOptions extends TokenizeOptions {
  /** A token must occur in so many documents: a number from 1 on (1 by default), or below 1 a share of them. */
  readonly minDf?: number;
  /** A token may occur in no more documents: a share up to 1 (1 by default), or above 1 a number of them. */
  readonly maxDf?: number;
  /** Only so many of the most frequent tokens; of equally frequent ones the first in the alphabet. */
  readonly maxFeatures?: number;
  /** 1 for a token that occurs, however often. */
  readonly binary?: boolean;
  /** The tokens to count, in this order, in place of those of the documents. */
  readonly vocabulary?: Iterable<string>;
}

/**
 * Counts tokens, after `sklearn.feature_extraction.text.CountVectorizer`: one row a document, one column a token, in
 * the order of the alphabet.
 *
 * ```ts
 * const vectorizer = new CountVectorizer({ ngramRange: [1, 2] });
 * const counts = vectorizer.fitTransform(['a warm roll', 'two warm rolls']);
 * ```
 */
export class CountVectorizer {
  readonly #options: CountVectorizerOptions;
  readonly #analyze: (text: string, row?: number) => string[];
  #columns: Map<string, number> | undefined;

  /** @throws {TextError} `bad-argument` */
  constructor(options: CountVectorizerOptions = {}) {
    this.#options = options;
    this.#analyze = analyzerOf(options);
    assertLimits(options);
    if (options.vocabulary) this.#columns = columnsOf([...new Set(options.vocabulary)]);
  }

  /** Column of each token. @throws {TextError} `not-fitted` */
  get vocabulary(): ReadonlyMap<string, number> {
    if (this.#columns) return this.#columns;
    throw new TextError('not-fitted', 'There is no vocabulary yet: call fit or fitTransform first.');
  }

  /** The tokens by their columns. @throws {TextError} `not-fitted` */
  getFeatureNamesOut(): string[] {
    return [...this.vocabulary.keys()];
  }

  /** Learns the vocabulary. @throws {TextError} `empty-vocabulary`, `bad-document` */
  fit(documents: Iterable<string>): this {
    this.fitTransform(documents);
    return this;
  }

  /** Learns the vocabulary and counts. @throws {TextError} `empty-vocabulary`, `bad-document` */
  fitTransform(documents: Iterable<string>): CsrMatrix {
    const texts = documentsOf(documents).map((text, row) => countsOf(this.#analyze(text, row)));
    if (!this.#options.vocabulary) this.#columns = columnsOf(chosenTokens(texts, this.#options));
    return this.#matrix(texts);
  }

  /** Counts the tokens of the vocabulary; all others are passed over. @throws {TextError} `not-fitted`, `bad-document` */
  transform(documents: Iterable<string>): CsrMatrix {
    return this.#matrix(documentsOf(documents).map((text, row) => countsOf(this.#analyze(text, row))));
  }

  #matrix(texts: readonly Counts[]): CsrMatrix {
    const columns = this.vocabulary;
    const indptr = new Uint32Array(texts.length + 1);
    const entries: (readonly [column: number, count: number])[] = [];
    texts.forEach((counts, row) => {
      const known = [...counts].flatMap(([token, count]) => {
        const column = columns.get(token);
        return column === undefined ? [] : [[column, this.#options.binary ? 1 : count] as const];
      });
      for (const entry of known.sort(([a], [b]) => a - b)) entries.push(entry);
      indptr[row + 1] = entries.length;
    });
    return {
      shape: [texts.length, columns.size],
      indptr,
      indices: Uint32Array.from(entries, ([column]) => column),
      data: Float64Array.from(entries, ([, count]) => count),
    };
  }
}

type Counts = ReadonlyMap<string, number>;

function countsOf(tokens: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

const columnsOf = (tokens: readonly string[]) => new Map(tokens.map((token, column) => [token, column]));

function documentsOf(documents: Iterable<string>): string[] {
  if (typeof documents === 'string')
    throw new TextError('bad-document', 'One text was given where a list of documents is expected: put it in [ ].');
  return [...documents];
}

/** Which tokens get a column, in the order of the alphabet. */
function chosenTokens(texts: readonly Counts[], options: CountVectorizerOptions): string[] {
  const { minDf = 1, maxDf = 1, maxFeatures = Number.POSITIVE_INFINITY } = options;
  const seen = new Map<string, { documents: number; occurrences: number }>();
  for (const counts of texts) {
    for (const [token, count] of counts) {
      const so = seen.get(token);
      if (so === undefined) seen.set(token, { documents: 1, occurrences: count });
      else {
        so.documents++;
        so.occurrences += count;
      }
    }
  }
  const least = minDf < 1 ? minDf * texts.length : minDf;
  const most = maxDf <= 1 ? maxDf * texts.length : maxDf;
  const tokens = [...seen]
    .filter(([, { documents }]) => documents >= least && documents <= most)
    .sort(([a], [b]) => byCodePoint(a, b));
  if (tokens.length === 0) {
    const why = seen.size > 0 ? 'minDf and maxDf leave none of the tokens' : 'the documents hold no token';
    throw new TextError('empty-vocabulary', `The vocabulary is empty: ${why}.`);
  }
  if (tokens.length <= maxFeatures) return tokens.map(([token]) => token);
  return tokens
    .toSorted(([, a], [, b]) => b.occurrences - a.occurrences)
    .slice(0, maxFeatures)
    .map(([token]) => token)
    .sort(byCodePoint);
}

function assertLimits({ minDf = 1, maxDf = 1, maxFeatures = 1 }: CountVectorizerOptions): void {
  for (const [name, value] of Object.entries({ minDf, maxDf }))
    if (!(value >= 0))
      throw new TextError('bad-argument', `${name} must be a number or a share from 0 on, not ${value}.`);
  if (!(Number.isSafeInteger(maxFeatures) && maxFeatures > 0))
    throw new TextError('bad-argument', `maxFeatures must be a whole number from 1 on, not ${maxFeatures}.`);
}
