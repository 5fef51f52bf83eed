/**
 * A page's text as a reader reads it, for finding words in it: runs joined to lines, lines to sentences, words that a
 * line's end had hyphenated made whole, and letters without the differences that a reader does not type: accents,
 * ligatures, kinds of quotation marks and dashes.
 */

/** Runs of text in reading order; `Deck.text` gives them. */
export interface TextRuns {
  readonly runs: readonly { readonly text: string; readonly endsLine: boolean }[];
}

/** A place in a page's text, between two characters of a run. */
export interface TextPoint {
  readonly run: number;
  /** In UTF-16 units, as JavaScript counts. */
  readonly offset: number;
}

export interface TextRange {
  readonly start: TextPoint;
  readonly end: TextPoint;
}

/** Stands where a hyphen at a line's end split a word: finding passes over it, and a typed hyphen matches it. */
export const brokenHyphen = '\u00AD';

/** One character of a page: its folded form, and where it stands. */
interface Character {
  readonly folded: string;
  readonly run: number;
  readonly offset: number;
  readonly length: number;
}

/** Folded text, and for each of its UTF-16 units the character of the page that it comes from. */
export class SearchText {
  readonly text: string;
  readonly #characters: readonly Character[];
  /** Indices of `#characters`, one a unit of `text`. */
  readonly #origins: Uint32Array;

  constructor(page: TextRuns) {
    this.#characters = readCharacters(page);
    this.text = this.#characters.map(({ folded }) => folded).join('');
    this.#origins = new Uint32Array(this.text.length);
    let at = 0;
    this.#characters.forEach(({ folded }, index) => {
      this.#origins.fill(index, at, at + folded.length);
      at += folded.length;
    });
  }

  /** What of the page lies between two places of `text`; a ligature that is hit in part counts whole. */
  rangeOf(from: number, to: number): TextRange {
    const first = this.#characters[this.#origins[from]!]!;
    const last = this.#characters[this.#origins[to - 1]!]!;
    return {
      start: { run: first.run, offset: first.offset },
      end: { run: last.run, offset: last.offset + last.length },
    };
  }
}

/** Letters without accents and ligatures, the common dashes, quotation marks and spaces; case is kept. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018-\u201B\u2032]/g, "'")
    .replace(/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"')
    .replace(/\s/g, ' ');
}

/** In these scripts a line goes on without a space. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function readCharacters({ runs }: TextRuns): Character[] {
  const characters: Character[] = [];
  let lineEnded = false;
  runs.forEach(({ text, endsLine }, run) => {
    let offset = 0;
    for (const character of text) {
      if (lineEnded) joinLines(characters, character);
      lineEnded = false;
      characters.push({ folded: fold(character), run, offset, length: character.length });
      offset += character.length;
    }
    lineEnded ||= endsLine;
  });
  return characters;
}

/** Puts between two lines what a reader sees there: nothing in a word that was split, else a space. */
function joinLines(characters: Character[], next: string): void {
  const last = characters.at(-1);
  if (!last) return;
  const end = { run: last.run, offset: last.offset + last.length, length: 0 };
  if (isHyphen(last.folded) && /\p{L}/u.test(characters.at(-2)?.folded ?? '') && /\p{Ll}/u.test(next)) {
    characters[characters.length - 1] = { ...last, folded: brokenHyphen };
  } else if (!unspaced.test(last.folded) || !unspaced.test(next)) {
    characters.push({ ...end, folded: ' ' });
  }
}

const isHyphen = (folded: string) => folded === '-' || folded === brokenHyphen;
