import type { CsrMatrix } from '../data/csr.ts';
import { CountVectorizer, type CountVectorizerOptions } from './countVectorizer.ts';
import { TextError } from './errors.ts';

export interface TfidfOptions {
  /** How a row is scaled: to a length of 1 (`l2`, the default), to a sum of 1 (`l1`), or not at all. */
  readonly norm?: 'l1' | 'l2' | 'none';
  /** Weighs a token by how few documents it occurs in; true by default. */
  readonly useIdf?: boolean;
  /** Counts one more document, which holds every token; true by default. */
  readonly smoothIdf?: boolean;
  /** 1 + ln(count) in place of the count. */
  readonly sublinearTf?: boolean;
}

/**
 * From counts to weights, after `sklearn.feature_extraction.text.TfidfTransformer`: the count of a token in a document,
 * times its inverse document frequency ln((1 + n) / (1 + df)) + 1 (Spärck Jones 1972, as scikit-learn smooths it).
 */
export class TfidfTransformer {
  readonly #options: TfidfOptions;
  #idf: Float64Array | undefined;

  constructor(options: TfidfOptions = {}) {
    this.#options = options;
  }

  /** Weight of each column. @throws {TextError} `not-fitted`, also without `useIdf` */
  get idf(): Float64Array {
    if (this.#idf) return this.#idf;
    throw new TextError('not-fitted', 'There are no weights yet: call fit first, and leave useIdf on.');
  }

  fit(counts: CsrMatrix): this {
    if (this.#options.useIdf === false) return this;
    const [rows, columns] = counts.shape;
    const documents = new Float64Array(columns);
    for (const column of counts.indices) documents[column]!++;
    const more = this.#options.smoothIdf === false ? 0 : 1;
    this.#idf = documents.map((count) => Math.log((rows + more) / (count + more)) + 1);
    return this;
  }

  /** @throws {TextError} `not-fitted`; `unequal-lengths` for other columns than at `fit` */
  transform(counts: CsrMatrix): CsrMatrix {
    const { norm = 'l2', useIdf = true, sublinearTf = false } = this.#options;
    const idf = useIdf ? this.idf : undefined;
    if (idf && idf.length !== counts.shape[1]) {
      const sizes = `The counts have ${counts.shape[1]} columns, and fit saw ${idf.length}.`;
      throw new TextError('unequal-lengths', `${sizes} Use the same vectorizer for both.`);
    }
    const data = counts.data.map((count, at) => {
      const frequency = sublinearTf ? 1 + Math.log(count) : count;
      return idf ? frequency * idf[counts.indices[at]!]! : frequency;
    });
    for (let row = 0; row < counts.shape[0]; row++)
      scale(data.subarray(counts.indptr[row], counts.indptr[row + 1]), norm);
    return { ...counts, data };
  }

  fitTransform(counts: CsrMatrix): CsrMatrix {
    return this.fit(counts).transform(counts);
  }
}

/** In place. A row of zeros stays. */
function scale(row: Float64Array, norm: 'l1' | 'l2' | 'none'): void {
  if (norm === 'none') return;
  let size = 0;
  for (const value of row) size += norm === 'l1' ? Math.abs(value) : value * value;
  if (norm === 'l2') size = Math.sqrt(size);
  if (size > 0) for (let i = 0; i < row.length; i++) row[i] = row[i]! / size;
}

/** Counts and weighs in one, after `sklearn.feature_extraction.text.TfidfVectorizer`. */
export class TfidfVectorizer {
  readonly #counter: CountVectorizer;
  readonly #weigher: TfidfTransformer;

  /** @throws {TextError} `bad-argument` */
  constructor(options: CountVectorizerOptions & TfidfOptions = {}) {
    this.#counter = new CountVectorizer(options);
    this.#weigher = new TfidfTransformer(options);
  }

  get vocabulary(): ReadonlyMap<string, number> {
    return this.#counter.vocabulary;
  }

  get idf(): Float64Array {
    return this.#weigher.idf;
  }

  getFeatureNamesOut(): string[] {
    return this.#counter.getFeatureNamesOut();
  }

  /** @throws {TextError} `empty-vocabulary`, `bad-document` */
  fit(documents: Iterable<string>): this {
    this.fitTransform(documents);
    return this;
  }

  /** @throws {TextError} `empty-vocabulary`, `bad-document` */
  fitTransform(documents: Iterable<string>): CsrMatrix {
    return this.#weigher.fitTransform(this.#counter.fitTransform(documents));
  }

  /** @throws {TextError} `not-fitted`, `bad-document` */
  transform(documents: Iterable<string>): CsrMatrix {
    return this.#weigher.transform(this.#counter.transform(documents));
  }
}
