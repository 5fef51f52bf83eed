/** Finds words in the parts of many documents, pages of slides or cells of labs, the best first (BM25+, by MiniSearch). */
import MiniSearch, { type SearchResult } from 'minisearch';
import type { TextHit, TextPart } from '../../shared/texts.ts';
import { fold } from '../searchText.ts';
import { markedLine } from './markedLine.ts';

interface IndexedPart {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A word of one letter or two is only found whole: as a beginning it would be found everywhere. */
const shortestBeginning = 3;
/** From so many letters on a word may be mistyped, by a letter in five. */
const shortestMistyped = 5;

const word = /[\p{L}\p{N}]+(?:['.][\p{L}\p{N}]+)*/gu;

/** What is typed, cut into words. */
const words = (text: string): string[] => fold(text).toLowerCase().match(word) ?? [];

/** The words of a text, and the names within the names of code: `tf.layers.batchNormalization` is found by `batch`. */
function terms(text: string): string[] {
  const whole = fold(text).match(word) ?? [];
  return whole.flatMap((each) => {
    const names = each.split(/['.]|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u);
    return (names.length > 1 ? [each, ...names] : [each]).map((name) => name.toLowerCase());
  });
}

export class SearchIndex {
  readonly #documents = new Map<string, readonly TextPart[]>();
  readonly #parts = new MiniSearch<IndexedPart>({
    fields: ['title', 'text'],
    tokenize: terms,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: words,
      boost: { title: 3 },
      prefix: (typed) => typed.length >= shortestBeginning,
      fuzzy: (typed) => (typed.length >= shortestMistyped ? 0.2 : false),
      weights: { prefix: 0.6, fuzzy: 0.2 },
    },
  });

  /** @param document names it in the hits; one of this name is replaced. */
  add(document: string, parts: readonly TextPart[]): void {
    this.remove(document);
    this.#documents.set(document, parts);
    this.#parts.addAll(
      parts.map(({ title, lines }, index) => ({ id: `${index + 1} ${document}`, title, text: lines.join('\n') })),
    );
  }

  remove(document: string): void {
    const parts = this.#documents.get(document);
    if (!parts) return;
    this.#documents.delete(document);
    this.#parts.discardAll(parts.map((_, index) => `${index + 1} ${document}`));
  }

  /** Parts with all of the words before any with some, best first. */
  search(query: string, limit: number): TextHit[] {
    const all = this.#parts.search(query, { combineWith: 'AND' });
    // With one word there is no “some”.
    const found = all.length > 0 || words(query).length < 2 ? all : this.#parts.search(query);
    return found.slice(0, limit).map((result) => this.#hitOf(result));
  }

  #hitOf({ id, terms: found }: SearchResult): TextHit {
    const [number = '', document = ''] = splitOnce(String(id), ' ');
    const part = Number(number);
    const { lines, label, title, under = '' } = this.#documents.get(document)![part - 1]!;
    const line = markedLine(lines, found, terms);
    // A find bar looks for one text in one place: the words together where they stand so, else the first of them.
    const [start, end] = line.marks[0] ?? [0, 0];
    return {
      document,
      part,
      ...(label && { label }),
      title: title || under,
      line,
      search: line.text.slice(start, end),
    };
  }
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + 1)];
}
