/** Vocabularies: which tokens, in which order, and which index a value gets. */
import { fingerprint64 } from './fingerprint.ts';
import type { FeatureColumn } from './kernels.ts';
import type { FeatureValue } from './schema.ts';
import type { Accumulator } from './statistics.ts';

export interface VocabularyOptions {
  /** Keep only the `topK` most frequent tokens. */
  readonly topK?: number;
  /** Keep only tokens that occur at least this often. */
  readonly frequencyThreshold?: number;
}

/** TensorFlow Transform never writes an empty vocabulary; this token, which no data holds, takes the first place. */
const emptyVocabulary = '49d0cd50-04bb-48c0-bc6f-5b575dce351a';

/** Counts tokens over the data. Empty ones and those with a line break are dropped: vocabularies are text files. */
export class TokenCounter implements Accumulator<string[], readonly (readonly [token: string, count: number])[]> {
  readonly #counts = new Map<string, number>();
  readonly #options: VocabularyOptions;

  constructor(options: VocabularyOptions) {
    this.#options = options;
  }

  add(column: FeatureColumn): void {
    for (const cell of column) {
      if (Array.isArray(cell)) for (const each of cell) this.#count(tokenOf(each), 1);
      else this.#count(tokenOf(cell), 1);
    }
  }

  #count(token: string | null, times: number): void {
    if (token) this.#counts.set(token, (this.#counts.get(token) ?? 0) + times);
  }

  state(): readonly (readonly [token: string, count: number])[] {
    return [...this.#counts];
  }

  merge(state: readonly (readonly [token: string, count: number])[]): void {
    for (const [token, times] of state) this.#count(token, times);
  }

  /**
   * The most frequent token first; tokens of equal frequency in reverse order of their UTF-8 bytes.
   * Source: tensorflow/transform, beam/analyzer_impls.py, `_OrderElementsFn`.
   */
  result(): string[] {
    const least = this.#options.frequencyThreshold ?? 0;
    const tokens = [...this.#counts]
      .filter(([token, count]) => count >= least && !/[\r\n]/.test(token))
      .sort(([a, countA], [b, countB]) => countB - countA || compareUtf8(b, a))
      .slice(0, this.#options.topK)
      .map(([token]) => token);
    return tokens.length ? tokens : [emptyVocabulary];
  }
}

/**
 * The index of each value in the vocabulary. A value that is not in it gets `defaultValue`, or, with
 * `numOovBuckets` > 0, one of so many indices after the last token, by its fingerprint.
 */
export function vocabularyLookup(
  tokens: readonly string[],
  defaultValue: number,
  numOovBuckets: number,
): (column: FeatureColumn) => FeatureValue[] {
  const index = new Map(tokens.map((token, position) => [token, position]));
  const unknown = (token: string) => (numOovBuckets ? tokens.length + hashBucket(token, numOovBuckets) : defaultValue);
  return eachToken((token) => index.get(token) ?? unknown(token));
}

/** Applies `f` to each token, also within lists; missing values stay missing. */
export function eachToken(f: (token: string) => number): (column: FeatureColumn) => FeatureValue[] {
  const one = (cell: FeatureValue) => f(tokenOf(cell)!);
  return (column) =>
    column.map((cell) => {
      if (cell === null) return null;
      return Array.isArray(cell) ? cell.map(one) : one(cell);
    });
}

/** The bucket of a text by its fingerprint: TensorFlow's `to_hash_bucket_fast`. */
export const hashBucket = (token: string, buckets: number): number => Number(fingerprint64(token) % BigInt(buckets));

/** Remembers the buckets of texts that come again: a fingerprint is long work. */
export function hasher(buckets: number): (token: string) => number {
  const known = new Map<string, number>();
  return (token) => {
    const before = known.get(token);
    if (before !== undefined) return before;
    const bucket = hashBucket(token, buckets);
    if (known.size < 65_536) known.set(token, bucket);
    return bucket;
  };
}

/** A number or a text as a token; none where it is missing. */
export function tokenOf(cell: FeatureValue): string | null {
  return typeof cell === 'number' ? String(cell) : (cell as string | null);
}

/** Orders as the UTF-8 bytes do, which for surrogate pairs is not the order of JavaScript's `<`. */
function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates, which stand for the highest code points, rank above all other code units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
