/** Data that stays in the lab's process, of which an output shows a part at a time: a long table, a big tensor. */

/** What an output may ask of the data behind it. Every reader of an answer checks its shape. */
export type SourceQuery =
  /** Rows from `offset` on, in the order that is asked for. */
  | ({ readonly op: 'rows'; readonly offset: number; readonly count: number } & RowChoice)
  /** How many rows a filter leaves. */
  | { readonly op: 'matches'; readonly filter: string }
  /** What is in a column: type, missing values, range, histogram. */
  | { readonly op: 'summary'; readonly column: number }
  /** Rows as CSV, or as many of them as make a piece. */
  | ({
      readonly op: 'csv';
      readonly offset: number;
      readonly count: number;
      /** Only the columns `[from, to)`. */
      readonly columns?: readonly [from: number, to: number];
      /** A comma when absent. */
      readonly separator?: ',' | '\t';
      /** Whether the columns' names come first; when absent, they stand before row 0. */
      readonly header?: boolean;
    } & RowChoice)
  /** All of a cell, of which the rows hold the start. */
  | ({ readonly op: 'cell'; readonly row: number; readonly column: number } & RowChoice)
  /** The last two axes of a tensor at an index of each axis before them, from a row and column on. */
  | {
      readonly op: 'slice';
      readonly at: readonly number[];
      readonly offset: readonly [row: number, column: number];
      readonly count: readonly [rows: number, columns: number];
    }
  /** One of the images in a tensor or a list. */
  | { readonly op: 'image'; readonly index: number };

/** Which rows of a table, and in which order: all as they lie, where nothing is said. */
export interface RowChoice {
  readonly sort?: RowOrder;
  /** Only rows of which some cell holds this text, in upper or lower case; of numbers, as they are written in full. */
  readonly filter?: string;
}

export interface RowOrder {
  /** Its position among the table's columns. */
  readonly column: number;
  readonly descending: boolean;
}

export interface DataSource {
  /** What it gives crosses processes, so it is plain data. @throws Error for what it does not know */
  answer(query: SourceQuery): unknown;
}
