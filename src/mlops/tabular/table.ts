import type { ColumnType } from './types.ts';

export type TabularValue = string | number | null;
export type TabularRow = Readonly<Record<string, TabularValue>>;

/** Rows whose columns have types. It can be gone through any number of times, and is a list of rows for `table`. */
export class TypedTable implements Iterable<TabularRow> {
  readonly rows: readonly TabularRow[];
  /** By column, in the order of the file. A column without any value is STRING. */
  readonly types: Readonly<Record<string, ColumnType>>;

  constructor(rows: readonly TabularRow[], types: Readonly<Record<string, ColumnType>>) {
    this.rows = rows;
    this.types = types;
  }

  get length(): number {
    return this.rows.length;
  }

  [Symbol.iterator](): Iterator<TabularRow> {
    return this.rows[Symbol.iterator]();
  }
}
