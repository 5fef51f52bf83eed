/** A quiz as it is taken, whatever file it was read from. */

export const kinds = ['one', 'several', 'number', 'order', 'match', 'read'] as const;
/** `read`: one option is right, about an output that stands in the question. */
export type Kind = (typeof kinds)[number];

export interface Quiz {
  /** Id of the item of the course: what answers are kept under. */
  readonly id: string;
  readonly title: string;
  readonly questions: readonly Question[];
}

export interface Question {
  /** Unique in its quiz, and never given to another question: answers are kept under it. */
  readonly id: string;
  /** Id of the objective in course.yaml that it tests. */
  readonly objective: string;
  /** The first form, and the second where there is one. */
  readonly forms: readonly [Form, ...Form[]];
}

/** One wording of a question. All texts are Markdown of `markdown.ts`, but for `output`. */
export type Form = FormText & (OptionsForm | NumberForm | OrderForm | MatchForm);

export interface FormText {
  readonly stem: string;
  /** A table, chart or log, shown as it is in letters of one width. */
  readonly output?: string;
  /** Said after a first wrong answer: it turns the head, and gives nothing away. */
  readonly nudge: string;
  readonly figures: readonly Figure[];
}

/** A number in the text that comes from a lab or a deck, and where it comes from: a test computes it anew. */
export interface Figure {
  /** The number as the text has it. */
  readonly shown: string;
  readonly from: string;
}

export interface OptionsForm {
  readonly kind: 'one' | 'several' | 'read';
  readonly options: readonly Option[];
}

export interface Option {
  readonly text: string;
  readonly right: boolean;
  /** The wrong idea that leads to it; only of a wrong option. */
  readonly idea?: string | undefined;
  readonly why: string;
  readonly see?: string | undefined;
}

export interface NumberForm extends Reason {
  readonly kind: 'number';
  readonly answer: number;
  /** An answer may be off by so much, either way. */
  readonly tolerance: number;
  readonly unit?: string;
  /** Numbers that wrong ideas lead to. */
  readonly slips: readonly Slip[];
}

export interface Slip extends Reason {
  readonly value: number;
  readonly idea: string;
}

export interface OrderForm extends Reason {
  readonly kind: 'order';
  /** In their right order. */
  readonly steps: readonly string[];
}

export interface MatchForm {
  readonly kind: 'match';
  readonly pairs: readonly Pair[];
  /** What belongs to nothing. */
  readonly lures: readonly string[];
}

export interface Pair extends Reason {
  readonly left: string;
  readonly right: string;
}

export interface Reason {
  readonly why: string;
  /** A link to the page or cell that shows it. */
  readonly see?: string | undefined;
}

/** The texts that can be chosen on the right side of a match: each once, those of the pairs first. */
export function rightSides({ pairs, lures }: MatchForm): string[] {
  return [...new Set([...pairs.map(({ right }) => right), ...lures])];
}
