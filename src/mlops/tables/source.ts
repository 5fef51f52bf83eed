import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataSource, RowOrder, SourceQuery } from '../outputs/source.ts';
import type { ColumnSummary, TableCell, TableRows, TableText, TableValue } from '../outputs/table.ts';
import { type Cell, type Column, type Columns, fullText, jsonNumber } from './column.ts';
import { columnRange, delimited } from './delimited.ts';
import { orderOf } from './order.ts';
import { summarize } from './summary.ts';
import { inTurns } from './work.ts';

/** Rows that one answer holds at most. */
const mostRows = 1000;
/** Cells that one piece of CSV is made of, about; a piece is a turn's work. */
const csvCells = 100_000;
/** UTF-16 units of a text that travel with its row; the rest is asked for by the query `cell`. */
export const shortText = 200;
/** UTF-16 units of a text that is shown whole. */
const longText = 1_000_000;
/** Orders that are kept: 4 bytes a row each. */
const keptOrders = 4;

/** A table in the lab's process, of which outputs show a part. What the lab changes in its data is seen when asked. */
export class TableSource implements DataSource {
  readonly #table: Columns;
  /** Oldest first, by column and direction. */
  readonly #orders = new Map<string, Promise<Uint32Array>>();

  constructor(table: Columns) {
    this.#table = table;
  }

  async answer(query: SourceQuery): Promise<unknown> {
    switch (query.op) {
      case 'rows':
        return this.#rows(query.offset, query.count, await this.#order(query.sort));
      case 'summary':
        return this.#summary(query.column);
      case 'csv':
        return this.#text(query, await this.#order(query.sort));
      case 'cell':
        return this.#cell(query.row, query.column, await this.#order(query.sort));
      default:
        throw new Error(`A table does not know the question ${query.op}.`);
    }
  }

  #rows(offset: number, count: number, order: Uint32Array | undefined): TableRows {
    const rows = rowsFrom(this.#table.rows, offset, Math.min(count, mostRows), order);
    return { columns: this.#table.columns.map((column) => rows.map((row) => tableValue(column.at(row)))) };
  }

  #summary(column: number): Promise<ColumnSummary> {
    return inTurns(summarize(this.#column(column), this.#table.rows), nextTurn);
  }

  #text(query: Extract<SourceQuery, { op: 'csv' }>, order: Uint32Array | undefined): TableText {
    const columns = columnRange(this.#table, query.columns);
    const most = Math.max(1, Math.floor(csvCells / Math.max(1, columns.length)));
    const rows = rowsFrom(this.#table.rows, query.offset, Math.min(query.count, most), order);
    const { separator = ',', header = query.offset === 0 } = query;
    return { text: delimited(columns, rows, { separator, header }), rows: rows.length };
  }

  #cell(place: number, column: number, order: Uint32Array | undefined): TableCell {
    const [row] = rowsFrom(this.#table.rows, place, 1, order);
    if (row === undefined) throw new Error(`The table has no row ${place + 1}.`);
    return { text: fullText(this.#column(column).at(row)).slice(0, longText) };
  }

  #column(index: number): Column {
    const column = this.#table.columns[index];
    if (!column) throw new Error(`The table has no column ${index + 1}.`);
    return column;
  }

  #order(sort: RowOrder | undefined): Promise<Uint32Array> | undefined {
    if (!sort) return undefined;
    const key = `${sort.column} ${sort.descending}`;
    const order = this.#orders.get(key) ?? inTurns(this.#sorted(sort), nextTurn);
    this.#orders.delete(key);
    this.#orders.set(key, order);
    for (const oldest of [...this.#orders.keys()].slice(0, -keptOrders)) this.#orders.delete(oldest);
    // One that failed, by a getter of the lab's own for example, is tried again.
    order.catch(() => this.#orders.delete(key));
    return order;
  }

  #sorted({ column, descending }: RowOrder) {
    return orderOf(this.#column(column), this.#table.rows, descending);
  }
}

/** The rows that stand at the places from `offset` on. */
function rowsFrom(rows: number, offset: number, count: number, order: Uint32Array | undefined): number[] {
  const length = Math.max(0, Math.min(count, rows - offset));
  return Array.from({ length }, (_, i) => order?.[offset + i] ?? offset + i);
}

/** A cell as it travels. */
export function tableValue(cell: Cell): TableValue {
  if (typeof cell === 'number') return jsonNumber(cell);
  if (typeof cell !== 'string' || cell.length <= shortText) return cell;
  return { start: cell.slice(0, shortText), length: cell.length };
}
