/** Predictions, and the truths they are held against. */

/** What somebody predicts: a number, one of several options, or these in an order. */
export type Guess = number | string | readonly string[];

export interface PredictionAnswer {
  /** Absent while there is no answer that can be taken. */
  readonly value?: Guess;
  /** Of a number, e.g. `%`. */
  readonly unit?: string;
  /** A judgment, in sentences of one's own: a model answer is laid beside it. */
  readonly inWords?: true;
}

/** The payload of `mime.reveal`: a truth, and what was predicted of it. */
export interface Reveal {
  /** The prediction's. */
  readonly id: string;
  readonly question: string;
  readonly truth: Guess;
  /** Absent where nothing was predicted. */
  readonly guess?: Guess;
  readonly unit?: string;
  /** The thought that leads to this guess, as the lab's author names it. */
  readonly says?: string;
}

/** How a predicted value is written: `51 %`, `“frozen”`, `frozen, in batches, alone`. */
export function guessText(value: Guess, unit?: string): string {
  if (typeof value === 'string') return `“${value}”`;
  if (typeof value !== 'number') return value.join(', ');
  return unit === undefined ? numberText(value) : `${numberText(value)} ${unit}`;
}

/** Four digits are more than anybody predicts. */
export function numberText(value: number): string {
  const rounded = Number(value.toPrecision(4));
  return Number.isInteger(value)
    ? value.toLocaleString('en-US')
    : rounded.toLocaleString('en-US', { maximumFractionDigits: 12 });
}
