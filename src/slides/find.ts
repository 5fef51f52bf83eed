/** Finds words in the pages of a deck. */
import { brokenHyphen, fold, SearchText, type TextRange, type TextRuns } from './searchText.ts';

export interface FindOptions {
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

/** What of a deck is searched. */
export interface SearchedDeck {
  readonly pages: number;
  /** @param number one-based. */
  text(number: number): Promise<TextRuns>;
}

/** What was found on a page, in reading order. */
export interface PageMatches {
  /** One-based. */
  readonly page: number;
  readonly matches: readonly TextRange[];
  /** Absent on a page that could be read; a page that could not has no matches. */
  readonly unreadable?: true;
  /** Whether the page holds any text: that of a scanned page is a picture. */
  readonly hasText: boolean;
}

/** A text longer than any that somebody means to find would only cost time. */
export const longestQuery = 500;

/**
 * Finds the query in one page's text; nothing for a query without a letter, digit or sign.
 * @param longest of a longer query only so many characters are looked for.
 */
export function findInPage(
  page: TextRuns,
  query: string,
  options: FindOptions,
  longest = longestQuery,
): readonly TextRange[] {
  return matchesOf(searchTextOf(page), patternOf(query.slice(0, longest), options));
}

/**
 * Searches a deck from a page on, on to its end, and then from its start, so that what is near comes first; ends when
 * nobody asks for more.
 * @param from one-based.
 */
export async function* findInDeck(
  deck: SearchedDeck,
  query: string,
  options: FindOptions,
  from: number,
): AsyncGenerator<PageMatches, void, void> {
  const pattern = patternOf(query.slice(0, longestQuery), options);
  for (let step = 0; step < deck.pages; step++) {
    const page = ((from - 1 + step) % deck.pages) + 1;
    try {
      const searched = searchTextOf(await deck.text(page));
      yield { page, matches: matchesOf(searched, pattern), hasText: searched.text.trim() !== '' };
    } catch {
      yield { page, matches: [], hasText: false, unreadable: true };
    }
  }
}

function matchesOf(searched: SearchText, pattern: RegExp | undefined): TextRange[] {
  if (!pattern) return [];
  return Array.from(searched.text.matchAll(pattern), (match) =>
    searched.rangeOf(match.index, match.index + match[0].length),
  );
}

/** Of a page that was searched before, for the next letter that is typed. */
const searchTexts = new WeakMap<TextRuns, SearchText>();

function searchTextOf(page: TextRuns): SearchText {
  const known = searchTexts.get(page);
  if (known) return known;
  const made = new SearchText(page);
  searchTexts.set(page, made);
  return made;
}

/** A character that a word is made of; a broken hyphen stands within one. */
const wordCharacter = `[\\p{L}\\p{N}_${brokenHyphen}]`;

/** Each character of the query, with a broken hyphen allowed between any two; spaces match any width of space. */
function patternOf(query: string, { matchCase, wholeWord }: FindOptions): RegExp | undefined {
  const folded = fold(query).replaceAll(brokenHyphen, '').trim().replace(/ +/g, ' ');
  if (!folded) return undefined;
  const characters = [...folded].map((character) => {
    if (character === ' ') return ' +';
    if (character === '-') return `[-${brokenHyphen}]`;
    return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  });
  const body = characters.join(`${brokenHyphen}?`);
  const begins = wholeWord && /^[\p{L}\p{N}_]/u.test(folded) ? `(?<!${wordCharacter})` : '';
  const ends = wholeWord && /[\p{L}\p{N}_]$/u.test(folded) ? `(?!${wordCharacter})` : '';
  return new RegExp(begins + body + ends, matchCase ? 'gu' : 'giu');
}
