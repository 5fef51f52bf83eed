/** What the course's files say: slides and labs give their text, one thread searches it, *Find in Course* asks. */
import type { Specialization } from './model.ts';

export type TextKind = 'slides' | 'lab';

/** A page of slides, or a cell of a lab. */
export interface TextPart {
  /** What it is called where that differs from its number. */
  readonly label?: string;
  /** Words in it weigh more than those of the lines. */
  readonly title: string;
  /** The title that it stands under, where it has none of its own. */
  readonly under?: string;
  /** From top to bottom, none of them blank. */
  readonly lines: readonly string[];
}

/** A line of a part, and where words stand in it. */
export interface MarkedLine {
  readonly text: string;
  /** From and to, in UTF-16 units, in order; words that stand together are one. */
  readonly marks: readonly (readonly [number, number])[];
}

export interface TextHit {
  /** Address (`file:…`) of the item's own file, also where the learner's copy of it was read. */
  readonly document: string;
  /** One-based number of its page or cell. */
  readonly part: number;
  readonly label?: string;
  /** Of the part, or the one that it stands under. */
  readonly title: string;
  /** The line that holds most of the words. */
  readonly line: MarkedLine;
  /** As they stand in the line: what a find bar finds there. */
  readonly search: string;
}

/** Files that have been taken in, of so many. */
export type TextProgress = (done: number, of: number) => void;

/** The search over the text of a course. */
export interface TextSearch {
  /** Takes in the files of a kind that are new or have changed, and puts out those that are gone. */
  update(kind: TextKind, course: Specialization, progress: TextProgress): Promise<void>;
  /** Parts of the files taken in so far: those with all of the words before any with some, best first. */
  search(kind: TextKind, words: string, limit: number): Promise<readonly TextHit[]>;
}

/**
 * The line as a list shows it. VS Code marks what was typed where the line holds its words in their order; words that
 * stand in another, or are spelt otherwise, it does not find, and they get signs around them.
 */
export function withSigns({ text, marks }: MarkedLine, typed: string): string {
  if (holdsInOrder(text.toLowerCase(), typed.toLowerCase().split(/\s+/))) return text;
  let signed = '';
  let at = 0;
  for (const [from, to] of marks) {
    signed += `${text.slice(at, from)}‹${text.slice(from, to)}›`;
    at = to;
  }
  return signed + text.slice(at);
}

function holdsInOrder(text: string, words: readonly string[]): boolean {
  let at = 0;
  for (const word of words) {
    const found = text.indexOf(word, at);
    if (found < 0) return false;
    at = found + word.length;
  }
  return true;
}
