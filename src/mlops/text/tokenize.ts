/** From a text to its tokens, as scikit-learn's vectorizers cut it. */
import { TextError } from './errors.ts';

/** What a token is: a word, some characters in a row, or some characters within a word and its borders. */
export type Analyzer = 'word' | 'char' | 'char_wb';

export interface TokenizeOptions {
  /** `word` by default. */
  readonly analyzer?: Analyzer;
  /** Small letters alone; true by default. */
  readonly lowercase?: boolean;
  /** Takes accents off: `unicode` keeps letters of all scripts, `ascii` drops what is not ASCII then. */
  readonly stripAccents?: 'unicode' | 'ascii';
  /** What a word is; by default two or more letters, digits or underscores in a row. */
  readonly tokenPattern?: RegExp;
  /** Words to leave out, as they are after `lowercase` and `stripAccents`. */
  readonly stopWords?: Iterable<string>;
  /** Shortest and longest n-gram, in words or characters; [1, 1] by default. */
  readonly ngramRange?: readonly [shortest: number, longest: number];
}

/** As `(?u)\b\w\w+\b`: letters and digits of any script. */
const words = /[\p{L}\p{N}_]{2,}/gu;

/**
 * The tokens of a text in their order, the shortest n-grams first; after the analyzer that
 * `sklearn.feature_extraction.text.CountVectorizer.build_analyzer` gives.
 * @throws {TextError} `bad-document`, `bad-argument`
 */
export function tokenize(text: string, options: TokenizeOptions = {}): string[] {
  return analyzerOf(options)(text);
}

/** A function that does what `tokenize` does, with its options read once. @throws {TextError} `bad-argument` */
export function analyzerOf(options: TokenizeOptions): (text: string, row?: number) => string[] {
  const { analyzer = 'word', lowercase = true, stripAccents, ngramRange: range = [1, 1] } = options;
  assertRange(range);
  const pattern = options.tokenPattern ? global(options.tokenPattern) : words;
  const stop = new Set(options.stopWords);
  return (text, row) => {
    if (typeof text !== 'string') {
      const place = row === undefined ? 'The document' : `Document ${row}`;
      throw new TextError('bad-document', `${place} is ${text === null ? 'null' : typeof text}, and no text.`, row);
    }
    const plain = withoutAccents(lowercase ? text.toLowerCase() : text, stripAccents);
    if (analyzer === 'char') return characterNGrams([...plain.replaceAll(/\s\s+/g, ' ')], range);
    if (analyzer === 'char_wb') return withinWords(plain, range);
    const found = plain.match(pattern) ?? [];
    return nGrams(stop.size > 0 ? found.filter((word) => !stop.has(word)) : found, range);
  };
}

/**
 * All runs of so many tokens, joined by a space: first those of the shortest length, then longer ones.
 * @param range shortest and longest run
 * @throws {TextError} `bad-argument`
 */
export function nGrams(tokens: readonly string[], range: readonly [shortest: number, longest: number]): string[] {
  assertRange(range);
  const [shortest, longest] = range;
  const grams: string[] = [];
  for (let n = shortest; n <= Math.min(longest, tokens.length); n++) {
    for (let at = 0; at + n <= tokens.length; at++)
      grams.push(n === 1 ? tokens[at]! : tokens.slice(at, at + n).join(' '));
  }
  return grams;
}

function characterNGrams(characters: readonly string[], [shortest, longest]: readonly [number, number]): string[] {
  const grams: string[] = [];
  for (let n = shortest; n <= Math.min(longest, characters.length); n++)
    for (let at = 0; at + n <= characters.length; at++) grams.push(characters.slice(at, at + n).join(''));
  return grams;
}

/** Each word with a space on both sides. One that is shorter than an n-gram is given once, and not again for longer ones. */
function withinWords(text: string, [shortest, longest]: readonly [number, number]): string[] {
  const grams: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const characters = [' ', ...word, ' '];
    for (let n = shortest; n <= longest; n++) {
      if (characters.length <= n) {
        grams.push(characters.join(''));
        break;
      }
      grams.push(...characterNGrams(characters, [n, n]));
    }
  }
  return grams;
}

function withoutAccents(text: string, how: TokenizeOptions['stripAccents']): string {
  if (how === undefined) return text;
  const apart = text.normalize('NFKD');
  return how === 'unicode' ? apart.replaceAll(/\p{Mn}/gu, '') : apart.replaceAll(/\P{ASCII}/gu, '');
}

const global = (pattern: RegExp) => (pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`));

function assertRange([shortest, longest]: readonly [number, number]): void {
  if (Number.isSafeInteger(shortest) && Number.isSafeInteger(longest) && shortest >= 1 && longest >= shortest) return;
  const wanted = 'two whole numbers from 1 on, the shorter one first';
  throw new TextError('bad-argument', `The range of n-grams must be ${wanted}, and not [${shortest}, ${longest}].`);
}
