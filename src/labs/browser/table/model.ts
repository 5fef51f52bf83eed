import type { RowOrder, SourceQuery } from '../../../mlops/outputs/source.ts';
import type { ColumnSummary, TableData, TableText, TableValue } from '../../../mlops/outputs/table.ts';
import type { Columns } from '../../../mlops/tables/column.ts';
import { columnRange, delimited } from '../../../mlops/tables/delimited.ts';
import { orderOf } from '../../../mlops/tables/order.ts';
import { summarize } from '../../../mlops/tables/summary.ts';
import { finish } from '../../../mlops/tables/work.ts';
import { messageOf } from '../../../platform/errors.ts';
import { parseCell, parseSummary, parseText } from '../../tableContract.ts';
import type { Environment } from '../environment.ts';
import { heldTable } from './held.ts';
import { Pages } from './pages.ts';

/** A part of the table as text: the rows and columns `[from, to)`. */
export interface TextRequest {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  readonly separator: ',' | '\t';
  readonly header: boolean;
}

/**
 * A drawn table's data. Where the output holds all rows, all is done here; else the lab's process is asked, and when
 * that is gone, the rows that travelled are what there is.
 */
export class TableModel {
  readonly data: TableData;
  readonly held: Columns;
  readonly #ask: Environment['query'];
  readonly #changed: () => void;
  readonly #summaries = new Map<number, ColumnSummary | 'asked'>();
  /** Summaries are asked for one after the other, so that the rows in view need not wait for all. */
  #lastSummary: Promise<void> = Promise.resolve();
  #order: RowOrder | undefined;
  /** The held rows in the order that is asked for. */
  #heldOrder: Uint32Array | undefined;
  #pages: Pages | undefined;
  #problem: string | undefined;

  /** @param changed is called whenever there is more to draw */
  constructor(data: TableData, ask: Environment['query'], changed: () => void) {
    this.data = data;
    this.held = heldTable(data);
    this.#ask = ask;
    this.#changed = changed;
    for (const [column, summary] of data.summaries?.entries() ?? []) this.#summaries.set(column, summary);
  }

  get order(): RowOrder | undefined {
    return this.#order;
  }

  /** A sentence that says why only the held rows are shown. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Rows that can be scrolled to. */
  get rows(): number {
    return this.#isAlone ? this.held.rows : this.data.rows;
  }

  /** Whether nobody is asked: the output holds all, or there is nobody. */
  get #isAlone(): boolean {
    return this.data.source === undefined || this.#problem !== undefined;
  }

  /** The value at a place of the order; nothing while it is fetched. */
  value(place: number, column: number): TableValue | undefined {
    if (!this.#isAlone && (this.#order || place >= this.held.rows)) return this.#pages?.value(place, column);
    return this.data.columns[column]?.values[this.#heldOrder?.[place] ?? place];
  }

  /** Says which places are in view. */
  show(from: number, to: number): void {
    if (this.#isAlone || (!this.#order && to <= this.held.rows)) return;
    this.#pages ??= this.#newPages();
    this.#pages.want(from, to);
  }

  sort(order: RowOrder | undefined): void {
    this.#order = order;
    this.#heldOrder = undefined;
    this.#pages?.close();
    this.#pages = undefined;
    if (this.#isAlone) this.#sortHeld();
    this.#changed();
  }

  /** Sorts by a column: up, then down, and then not at all. */
  toggleOrder(column: number): void {
    if (this.#order?.column !== column) this.sort({ column, descending: false });
    else this.sort(this.#order.descending ? undefined : { column, descending: true });
  }

  /** Asks the lab's process once more. */
  retry(): void {
    this.#problem = undefined;
    for (const [column, summary] of this.#summaries) if (summary === 'asked') this.#summaries.delete(column);
    this.sort(this.#order);
  }

  dispose(): void {
    this.#pages?.close();
  }

  /** What is in a column; nothing while it is found out, or when that is not possible. */
  summary(column: number): ColumnSummary | undefined {
    const known = this.#summaries.get(column);
    if (known) return known === 'asked' ? undefined : known;
    if (this.data.source === undefined && this.held.rows === this.data.rows) {
      const summary = finish(summarize(this.held.columns[column]!, this.held.rows));
      this.#summaries.set(column, summary);
      return summary;
    }
    if (!this.#isAlone) {
      this.#summaries.set(column, 'asked');
      this.#lastSummary = this.#lastSummary.then(() => this.#loadSummary(column));
    }
    return undefined;
  }

  /** All that a cell holds. @throws where only its start is here, and nobody to ask */
  async cell(place: number, column: number): Promise<string> {
    const value = this.value(place, column);
    if (value === undefined || value === null) return '';
    if (typeof value !== 'object') return String(value);
    const row = this.#heldOrder?.[place] ?? place;
    const sort = !this.#heldOrder && this.#order && { sort: this.#order };
    return parseCell(await this.#query({ op: 'cell', row, column, ...sort }));
  }

  /**
   * A part of the table as text, in pieces.
   * @throws what the query does; where nobody is asked, the rows that are here make one piece
   */
  async *text({ rows: [from, to], columns, ...options }: TextRequest): AsyncGenerator<TableText, void, void> {
    if (this.#isAlone) {
      const places = Array.from({ length: to - from }, (_, i) => this.#heldOrder?.[from + i] ?? from + i);
      yield { text: delimited(columnRange(this.held, columns), places, options), rows: places.length };
      return;
    }
    for (let offset = from; offset < to; ) {
      const query: SourceQuery = {
        ...{ op: 'csv', offset, count: to - offset, columns, separator: options.separator },
        header: options.header && offset === from,
        ...(this.#order && { sort: this.#order }),
      };
      const piece = parseText(await this.#query(query));
      if (piece.rows === 0) return;
      offset += piece.rows;
      yield piece;
    }
  }

  #newPages(): Pages {
    const size = { rows: this.data.rows, columns: this.data.columns.length };
    return new Pages(
      (query) => this.#query(query),
      size,
      this.#order,
      (error) => {
        if (error !== undefined) this.#fail(error);
        this.#changed();
      },
    );
  }

  #fail(error: unknown): void {
    this.#problem = messageOf(error);
    this.#pages?.close();
    this.#pages = undefined;
    this.#sortHeld();
  }

  #sortHeld(): void {
    const { column, descending } = this.#order ?? {};
    const sorted = column === undefined ? undefined : this.held.columns[column];
    this.#heldOrder = sorted && finish(orderOf(sorted, this.held.rows, descending ?? false));
  }

  async #loadSummary(column: number): Promise<void> {
    try {
      this.#summaries.set(column, parseSummary(await this.#query({ op: 'summary', column })));
      this.#changed();
    } catch {
      // Its place stays empty: the rows, when they are asked for, say what is wrong.
    }
  }

  #query(query: SourceQuery): Promise<unknown> {
    return this.#ask(this.data.source ?? '', query);
  }
}
