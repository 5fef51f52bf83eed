import type { ColumnarData } from '../../../mlops/data/columns.ts';
import type { RowChoice, RowOrder, SourceQuery } from '../../../mlops/payloads/source.ts';
import type { ColumnSummary, TableData, TableText, TableValue } from '../../../mlops/payloads/table.ts';
import { columnRange, delimited } from '../../../mlops/tables/delimited.ts';
import { summarize } from '../../../mlops/tables/summary.ts';
import { finish } from '../../../mlops/tables/work.ts';
import { messageOf } from '../../../platform/errors.ts';
import { parseCell, parseMatches, parseSummary } from '../../payloads/table.ts';
import { type TextPart, tableText } from '../../text/tableText.ts';
import type { Environment, TableToSave } from '../environment.ts';
import { chosenRows, heldTable } from './held.ts';
import { Pages } from './pages.ts';

/** A part of the table as text, of the rows and in the order that are shown. */
export type TextRequest = Omit<TextPart, keyof RowChoice>;

/**
 * A drawn table's data. Where the output holds all rows, all is done here; else the lab's process is asked, and when
 * that is gone, the rows that travelled are what there is.
 */
export class TableModel {
  readonly data: TableData;
  readonly held: ColumnarData;
  readonly #ask: Environment['query'];
  readonly #changed: () => void;
  readonly #summaries = new Map<number, ColumnSummary | 'asked'>();
  /** Summaries are asked for one after the other, so that the rows in view need not wait for all. */
  #lastSummary: Promise<void> = Promise.resolve();
  #order: RowOrder | undefined;
  /** The text that the rows which are shown contain; empty for all rows. */
  #filter = '';
  /** How many rows contain it. */
  #matches = 0;
  /** What is looked for last; nothing when no search is under way. */
  #sought: string | undefined;
  /** The held rows that are shown, in their order. */
  #heldRows: Uint32Array | undefined;
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

  get filter(): string {
    return this.#filter;
  }

  get isSearching(): boolean {
    return this.#sought !== undefined;
  }

  /** Rows that can be scrolled to. */
  get rows(): number {
    if (this.#isAlone) return this.#heldRows?.length ?? this.held.rows;
    return this.#filter === '' ? this.data.rows : this.#matches;
  }

  /** The same without a filter. */
  get mostRows(): number {
    return this.#isAlone ? this.held.rows : this.data.rows;
  }

  /** Whether nobody is asked: the output holds all, or there is nobody. */
  get #isAlone(): boolean {
    return this.data.source === undefined || this.#problem !== undefined;
  }

  /** The value at a place of the order; nothing while it is fetched. */
  value(place: number, column: number): TableValue | undefined {
    if (!this.#isAlone && (this.#isChosen || place >= this.held.rows)) return this.#pages?.value(place, column);
    return this.data.columns[column]?.values[this.#heldRows?.[place] ?? place];
  }

  /** Says which places are in view. */
  show(from: number, to: number): void {
    if (this.#isAlone || (!this.#isChosen && to <= this.held.rows)) return;
    this.#pages ??= this.#newPages();
    this.#pages.want(from, to);
  }

  sort(order: RowOrder | undefined): void {
    this.#order = order;
    this.#chooseAnew();
  }

  /** Leaves the rows that contain a text, all for an empty one. While one search is under way, the last waits. */
  search(text: string): void {
    const isUnderWay = this.#sought !== undefined;
    if (text === (this.#sought ?? this.#filter)) return;
    if (this.#isAlone) {
      this.#filter = text;
      this.#chooseAnew();
      return;
    }
    this.#sought = text;
    if (!isUnderWay) void this.#seek();
    this.#changed();
  }

  async #seek(): Promise<void> {
    for (let text = this.#sought; text !== undefined; text = this.#sought) {
      try {
        const matches = text === '' ? 0 : parseMatches(await this.#query({ op: 'matches', filter: text }));
        if (this.#sought !== text) continue;
        this.#matches = matches;
      } catch (error) {
        this.#problem = messageOf(error);
      }
      this.#filter = this.#sought ?? text;
      this.#sought = undefined;
      this.#chooseAnew();
    }
  }

  #chooseAnew(): void {
    this.#heldRows = undefined;
    this.#pages?.close();
    this.#pages = undefined;
    if (this.#isAlone) this.#heldRows = chosenRows(this.held, this.#choice);
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
    // How many rows contain the text is not known.
    const filter = this.#filter;
    this.#filter = '';
    for (const [column, summary] of this.#summaries) if (summary === 'asked') this.#summaries.delete(column);
    this.#chooseAnew();
    this.search(filter);
  }

  /** What the lab's process is to write, of all rows that are shown; nothing where nobody is asked. */
  toSave(name: string): TableToSave | undefined {
    if (this.#isAlone) return undefined;
    const columns = [0, this.data.columns.length] as const;
    return { name, source: this.data.source ?? '', rows: this.rows, columns, ...this.#choice };
  }

  /** Notes that nobody can be asked any more. @param reason a sentence */
  leftAlone(reason: string): void {
    this.#problem = reason;
    this.#chooseAnew();
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
    const row = this.#heldRows?.[place] ?? place;
    return parseCell(await this.#query({ op: 'cell', row, column, ...(!this.#heldRows && this.#choice) }));
  }

  /**
   * A part of the table as text, in pieces.
   * @throws what the query does; where nobody is asked, the rows that are here make one piece
   */
  async *text(part: TextRequest): AsyncGenerator<TableText, void, void> {
    if (!this.#isAlone) {
      yield* tableText((query) => this.#query(query), { ...part, ...this.#choice });
      return;
    }
    const { rows, columns, ...options } = part;
    const places = Array.from({ length: rows[1] - rows[0] }, (_, i) => this.#heldRows?.[rows[0] + i] ?? rows[0] + i);
    yield { text: delimited(columnRange(this.held, columns), places, options), rows: places.length };
  }

  get #choice(): RowChoice {
    return { ...(this.#order && { sort: this.#order }), ...(this.#filter && { filter: this.#filter }) };
  }

  /** Whether not all rows are shown as they lie. */
  get #isChosen(): boolean {
    return this.#order !== undefined || this.#filter !== '';
  }

  #newPages(): Pages {
    const size = { rows: this.rows, columns: this.data.columns.length };
    return new Pages(
      (query) => this.#query(query),
      size,
      this.#choice,
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
    this.#heldRows = chosenRows(this.held, this.#choice);
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
