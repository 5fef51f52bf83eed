/** What shows that somebody has learned: facts that the slides and labs report as they happen, never guesses. */

/** Of an item of the course, named by its id; what has none, a file outside the course, leaves no evidence. */
export type Evidence =
  /** Pages that really were on screen, long enough to be read; one-based. */
  | { readonly kind: 'pages'; readonly item: string; readonly seen: readonly number[]; readonly of: number }
  /** A cell that ran to its end without an error. */
  | {
      readonly kind: 'cell';
      readonly item: string;
      readonly cell: string;
      /** How many of the lab's cells can be run, and how many checks it has. */
      readonly cells: number;
      readonly checks: number;
    }
  /** A check that ran. */
  | {
      readonly kind: 'check';
      readonly item: string;
      readonly check: string;
      readonly passed: boolean;
      /** How many the lab has. */
      readonly checks: number;
    }
  /** An exercise whose checks ran on what somebody has written, which is not its starter. */
  | {
      readonly kind: 'try';
      readonly item: string;
      readonly exercise: string;
      /** Says which text it was: the same text again is the same try. */
      readonly work: string;
    }
  /** Hints of a check that were shown: so many rungs of its ladder. */
  | { readonly kind: 'hints'; readonly item: string; readonly check: string; readonly rungs: number }
  /** A solution that was shown. */
  | { readonly kind: 'solution'; readonly item: string; readonly exercise: string }
  /** An answer that was given before the truth was shown. */
  | {
      readonly kind: 'prediction';
      readonly item: string;
      readonly prediction: string;
      /** A number, an option, or the items in an order. */
      readonly value: number | string | readonly string[];
      /** Of a number, e.g. `%`. */
      readonly unit?: string;
      /** The truth had been shown before, as somebody wanted. */
      readonly late: boolean;
    }
  /** A question of a quiz that was answered. */
  | {
      readonly kind: 'answer';
      readonly item: string;
      readonly question: string;
      readonly right: boolean;
      /** At which try it was right, or that both were not. */
      readonly tries: 1 | 2;
      /** Which form of the question, from 1. */
      readonly form: number;
      /** How many the quiz has. */
      readonly questions: number;
    }
  /** Where somebody is: what *Continue* goes back to. */
  | { readonly kind: 'place'; readonly item: string; readonly place: Place };

/** A place within an item. */
export type Place =
  | { readonly kind: 'page'; readonly page: number }
  /** A cell's name, as `evidence` of cells has it. */
  | { readonly kind: 'cell'; readonly cell: string };

/** Who keeps evidence. It never throws into what was being done: a failure to keep is its own to tell. */
export interface EvidenceKeeper {
  /** @param file absolute path of the lab or deck that it comes from: its folder of the window keeps it */
  keep(evidence: Evidence, file?: string): void;
}
