/** The field's terms in the course's words, and where a text uses them. */

export interface Term {
  readonly term: string;
  /** Other names, and forms of the word. */
  readonly also: readonly string[];
  readonly means: string;
  /** A link into the course: the page or cell that shows it. */
  readonly see: string;
}

/** A place in a text where a term stands. */
export interface TermPlace {
  readonly term: Term;
  readonly from: number;
  readonly to: number;
}

/** Finds terms in texts; made once for a glossary. */
export class TermFinder {
  readonly #byName: ReadonlyMap<string, Term>;
  readonly #pattern: RegExp;

  constructor(terms: readonly Term[]) {
    const named = terms.flatMap((term) => [term.term, ...term.also].map((name) => [folded(name), term] as const));
    this.#byName = new Map(named);
    // The longest first, so that “data drift” is found before “drift”.
    const names = [...this.#byName.keys()].sort((a, b) => b.length - a.length);
    const any = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+')).join('|');
    this.#pattern = new RegExp(`(?<![\\p{L}\\p{N}_.$])(?:${any || '(?!)'})(?![\\p{L}\\p{N}_(])`, 'giu');
  }

  /** Whole words only, in whatever case. A name of code, such as `cache.get` or `schema(…)`, is no term. */
  in(text: string): TermPlace[] {
    return [...text.matchAll(this.#pattern)].flatMap(({ 0: found, index }) => {
      const term = this.#byName.get(folded(found));
      return term ? [{ term, from: index, to: index + found.length }] : [];
    });
  }

  /** The term at a place of a text. */
  at(text: string, offset: number): TermPlace | undefined {
    return this.in(text).find(({ from, to }) => from <= offset && offset <= to);
  }
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ');
}
