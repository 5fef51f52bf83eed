/**
 * Work on lists of words: n-grams, and what a word weighs in its document (term frequency and inverse document
 * frequency).
 *
 * Source: tensorflow/transform, mappers.py, `ngrams`, `bag_of_words`, `tfidf`.
 */
import type { FeatureColumn } from './kernels.ts';
import type { ConstantNode, MapperNode } from './node.ts';
import type { FeatureValue } from './schema.ts';

type Op<Name extends MapperNode['op']> = Extract<MapperNode, { op: Name }>;
const { fround } = Math;

/** At white space, which leaves no empty words, or at each separator, which does. */
export function splitText(text: string, separator: string): readonly string[] {
  if (separator !== '') return text.split(separator);
  return text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== '');
}

/** From each word on, the shortest first. */
export function ngramsOf(words: readonly string[], { least, most, separator, unique }: Op<'ngrams'>): string[] {
  const found = words.flatMap((_, from) => {
    const longest = Math.min(most, words.length - from);
    return Array.from({ length: Math.max(0, longest - least + 1) }, (_, more) =>
      words.slice(from, from + least + more).join(separator),
    );
  });
  return unique ? [...new Set(found)] : found;
}

/** How often each number stands in a list, by rising number. One out of range is taken modulo the range. */
function counts(ids: readonly number[], vocabSize: number): (readonly [id: number, times: number])[] {
  const found = new Map<number, number>();
  for (const id of ids) {
    const inside = ((id % vocabSize) + vocabSize) % vocabSize;
    found.set(inside, (found.get(inside) ?? 0) + 1);
  }
  return [...found].sort(([a], [b]) => a - b);
}

/** Counts in how many lists each number below `vocabSize` stands. */
export class DocumentCounter {
  #documents: Float64Array;

  constructor(vocabSize: number) {
    this.#documents = new Float64Array(vocabSize);
  }

  add(column: FeatureColumn): void {
    for (const cell of column) {
      if (cell !== null)
        for (const [id] of counts(cell as readonly number[], this.#documents.length)) this.#documents[id]!++;
    }
  }

  state(): unknown {
    return this.#documents;
  }

  merge(state: unknown): void {
    const other = state as Float64Array;
    this.#documents = this.#documents.map((count, id) => count + other[id]!);
  }

  freeze(): ConstantNode {
    return { op: 'matrix', values: [[...this.#documents]] };
  }
}

/**
 * For each list the numbers in it, or their weights: the share of the list times 1 + ln(documents / documents with it),
 * smooth with 1 added to both.
 */
export function tfidfOf(
  column: FeatureColumn,
  documents: readonly number[],
  total: number,
  { part, vocabSize, smooth }: Op<'tfidf'>,
): FeatureValue[] {
  const more = smooth ? 1 : 0;
  const weight = (id: number) =>
    fround(fround(Math.log(fround(fround(total + more) / fround((documents[id] ?? 0) + more)))) + 1);
  return column.map((cell) => {
    if (cell === null) return null;
    const ids = cell as readonly number[];
    return counts(ids, vocabSize).map(([id, times]) =>
      part === 'indices' ? id : fround(fround(times / ids.length) * weight(id)),
    );
  });
}
