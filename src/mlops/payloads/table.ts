/** A table as an output: what travels at first, and what its source answers when the drawn table asks for more. */

/** The payload of `mime.table`: column-wise, so that a column keeps one type. */
export interface TableData {
  readonly columns: readonly { readonly name: string; readonly values: readonly TableValue[] }[];
  /** Rows in the whole table; more than the values hold when the table was cut for display. */
  readonly rows: number;
  readonly caption?: string;
  /** The name of the source that has all rows, see `LabHost.serve`; absent when all of them are here. */
  readonly source?: string;
  /** One a column, of the whole table; absent where they are made when asked for, or from the values. */
  readonly summaries?: readonly ColumnSummary[];
}

/** A cell; `null` is a missing value. JSON loses some numbers: these travel as text, see `isNumeric`. */
export type TableValue = string | number | boolean | null | CutText;

/** The start of a text that is too long to travel with its row; the query `cell` gives all of it. */
export interface CutText {
  readonly start: string;
  /** UTF-16 units of the whole text. */
  readonly length: number;
}

/** The answer to the query `rows`: by column, as `TableData.columns`, fewer rows where the table ends. */
export interface TableRows {
  readonly columns: readonly (readonly TableValue[])[];
}

/** The answer to the query `csv`. */
export interface TableText {
  readonly text: string;
  /** How many rows it holds: a piece ends where it has become large. 0 where the table ends. */
  readonly rows: number;
}

/** The answer to the query `matches`. */
export interface TableMatches {
  readonly rows: number;
}

/** The answer to the query `cell`. */
export interface TableCell {
  readonly text: string;
}

/** The answer to the query `summary`. */
export interface ColumnSummary {
  readonly type: 'number' | 'text' | 'boolean' | 'mixed' | 'empty';
  /** TensorFlow's name of the element type, for a column held in a typed array. */
  readonly dtype?: string;
  /** Values that are there. */
  readonly count: number;
  readonly missing: number;
  /** Different values; counting ends at `mostDistinct`, and then this is that. */
  readonly distinct: number;
  /** Present when a number is there that is finite. */
  readonly numbers?: NumberSummary;
  /** The most frequent values and how often each occurs; absent where too many differ. */
  readonly top?: readonly (readonly [value: string, count: number])[];
}

/** Of the finite numbers. */
export interface NumberSummary {
  readonly min: number;
  readonly max: number;
  /** This and the next are absent when they are too large to be numbers. */
  readonly mean?: number;
  /** Of the sample (n − 1); 0 for a single number. */
  readonly standardDeviation?: number;
  readonly median: number;
  /** In how many evenly spaced values the median was looked for; absent when in all. */
  readonly sampled?: number;
  /** NaN and the infinities. */
  readonly notFinite: number;
  /** Counts in bins of equal width from `min` to `max`. */
  readonly histogram: readonly number[];
}

/** From here on, different values are not counted any more. */
export const mostDistinct = 10_000;

/** The numbers that JSON cannot keep, as a table holds them. */
const numbersAsText: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity', '-0']);

/** Whether all that is there in a column is a number, be it one that travels as text. */
export function isNumeric(column: readonly TableValue[]): boolean {
  const present = column.filter((value) => value !== null);
  return present.length > 0 && present.every((value) => typeof value === 'number' || numbersAsText.has(value));
}
