/** Finds words in the pages of many decks, the best page first (BM25+, by MiniSearch). */
import MiniSearch, { type SearchResult } from 'minisearch';
import { fold } from '../searchText.ts';
import { type DeckText, titleOf } from './deckText.ts';
import { type MarkedLine, markedLine } from './markedLine.ts';

export interface Hit {
  /** As `add` was given it. */
  readonly deck: string;
  /** One-based. */
  readonly page: number;
  readonly label?: string;
  /** Of the page. */
  readonly title: string;
  /** The line of the page that holds most of the words. */
  readonly line: MarkedLine;
  /** As they stand on the page: what the viewer's find bar finds there. */
  readonly search: string;
}

interface IndexedPage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A word of one letter or two is only found whole: as a beginning it would be found everywhere. */
const shortestBeginning = 3;
/** From so many letters on a word may be mistyped, by a letter in five. */
const shortestMistyped = 5;

const words = (text: string): string[] =>
  fold(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+(?:['.][\p{L}\p{N}]+)*/gu) ?? [];

export class SearchIndex {
  readonly #texts = new Map<string, DeckText>();
  readonly #pages = new MiniSearch<IndexedPage>({
    fields: ['title', 'text'],
    tokenize: words,
    processTerm: (word) => word,
    searchOptions: {
      boost: { title: 3 },
      prefix: (word) => word.length >= shortestBeginning,
      fuzzy: (word) => (word.length >= shortestMistyped ? 0.2 : false),
      weights: { prefix: 0.6, fuzzy: 0.2 },
    },
  });

  /** @param deck names it in the hits; a deck of this name is replaced. */
  add(deck: string, text: DeckText): void {
    this.remove(deck);
    this.#texts.set(deck, text);
    this.#pages.addAll(
      text.pages.map(({ lines }, index) => ({
        id: `${index + 1} ${deck}`,
        title: titleOf(text, index + 1),
        text: lines.join('\n'),
      })),
    );
  }

  remove(deck: string): void {
    const text = this.#texts.get(deck);
    if (!text) return;
    this.#texts.delete(deck);
    this.#pages.discardAll(text.pages.map((_, index) => `${index + 1} ${deck}`));
  }

  textOf(deck: string): DeckText | undefined {
    return this.#texts.get(deck);
  }

  /** Pages with all of the words before any with some, best first. */
  search(query: string, limit: number): Hit[] {
    const all = this.#pages.search(query, { combineWith: 'AND' });
    // With one word there is no “some”.
    const found = all.length > 0 || words(query).length < 2 ? all : this.#pages.search(query);
    return found.slice(0, limit).map((result) => this.#hitOf(result));
  }

  #hitOf({ id, terms }: SearchResult): Hit {
    const [number = '', deck = ''] = splitOnce(String(id), ' ');
    const page = Number(number);
    const text = this.#texts.get(deck)!;
    const { lines, label } = text.pages[page - 1]!;
    const line = markedLine(lines, terms, words);
    // The find bar looks for one text in one place: the words together where they stand so, else the first of them.
    const [start, end] = line.marks[0] ?? [0, 0];
    return {
      deck,
      page,
      ...(label && { label }),
      title: titleOf(text, page),
      line,
      search: line.text.slice(start, end),
    };
  }
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + 1)];
}
