import type { RowChoice, SourceQuery } from '../../../mlops/payloads/source.ts';
import type { TableValue } from '../../../mlops/payloads/table.ts';
import { parseRows } from '../../payloads/table.ts';

/** Rows that are asked for together. */
const pageRows = 100;
/** Pages that are kept: with those in view, more than anybody scrolls back to. */
const keptPages = 100;
/** More at once would only wait for each other in the lab's process, before those that are wanted by then. */
const mostAsked = 2;

type Page = readonly (readonly TableValue[])[];
type Query = (query: SourceQuery) => Promise<unknown>;

/** The rows of a table in one order, fetched by pages as they come into view. */
export class Pages {
  readonly #query: Query;
  readonly #columns: number;
  readonly #rows: number;
  readonly #choice: RowChoice;
  readonly #arrived: (error?: unknown) => void;
  /** By page, the one asked for longest ago first. */
  readonly #pages = new Map<number, Page>();
  readonly #asked = new Set<number>();
  #wanted: readonly [first: number, last: number] = [0, -1];
  #closed = false;

  /** @param arrived is told of each page, or of the error in its place */
  constructor(
    query: Query,
    size: { readonly rows: number; readonly columns: number },
    choice: RowChoice,
    arrived: (error?: unknown) => void,
  ) {
    this.#query = query;
    this.#rows = size.rows;
    this.#columns = size.columns;
    this.#choice = choice;
    this.#arrived = arrived;
  }

  /** A value that is here, or nothing. */
  value(row: number, column: number): TableValue | undefined {
    return this.#pages.get(Math.floor(row / pageRows))?.[column]?.[row % pageRows];
  }

  /** Says which rows are in view: what of them is missing is fetched. */
  want(from: number, to: number): void {
    this.#wanted = [Math.floor(from / pageRows), Math.floor((Math.min(to, this.#rows) - 1) / pageRows)];
    this.#fetch();
  }

  /** Nothing is fetched, and nobody is told, any more. */
  close(): void {
    this.#closed = true;
  }

  #fetch(): void {
    const [first, last] = this.#wanted;
    for (let page = first; page <= last && !this.#closed && this.#asked.size < mostAsked; page++) {
      if (!this.#pages.has(page) && !this.#asked.has(page)) void this.#load(page);
    }
  }

  async #load(page: number): Promise<void> {
    this.#asked.add(page);
    const offset = page * pageRows;
    const count = Math.min(pageRows, this.#rows - offset);
    try {
      const answer = await this.#query({ op: 'rows', offset, count, ...this.#choice });
      this.#keep(page, parseRows(answer, this.#columns, count).columns);
      if (!this.#closed) this.#arrived();
    } catch (error) {
      if (!this.#closed) this.#arrived(error);
    } finally {
      this.#asked.delete(page);
      this.#fetch();
    }
  }

  #keep(page: number, values: Page): void {
    this.#pages.set(page, values);
    const [first, last] = this.#wanted;
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= keptPages) break;
      if (old < first || old > last) this.#pages.delete(old);
    }
  }
}
