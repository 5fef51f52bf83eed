import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Column, ColumnarData } from '../data/columns.ts';
import type { CellValue } from '../data/value.ts';
import type { DataSource, RowChoice, RowOrder, SourceQuery } from '../payloads/source.ts';
import type { ColumnSummary, TableCell, TableMatches, TableRows, TableText, TableValue } from '../payloads/table.ts';
import { fullText, jsonNumber } from './cellText.ts';
import { columnRange, delimited } from './delimited.ts';
import { matchingRows, orderedMatches } from './filter.ts';
import { orderOf } from './order.ts';
import { summarize } from './summary.ts';
import { inTurns, type Work } from './work.ts';

/** Rows that one answer holds at most. */
const mostRows = 1000;
/** Cells that one piece of CSV is made of, about; a piece is a turn's work. */
const csvCells = 100_000;
/** UTF-16 units of a text that travel with its row; the rest is asked for by the query `cell`. */
export const shortText = 200;
/** UTF-16 units of a text that is shown whole. */
const longText = 1_000_000;
/** Lists of rows that are kept, ordered or filtered: 4 bytes a row each. */
const keptLists = 6;

/** A table in the lab's process, of which outputs show a part. What the lab changes in its data is seen when asked. */
export class TableSource implements DataSource {
  readonly #table: ColumnarData;
  /** Rows by what chose them, the one asked for longest ago first. */
  readonly #lists = new Map<string, Promise<Uint32Array>>();

  constructor(table: ColumnarData) {
    this.#table = table;
  }

  async answer(query: SourceQuery): Promise<unknown> {
    switch (query.op) {
      case 'rows':
        return this.#rows(query.offset, query.count, await this.#places(query));
      case 'matches':
        return { rows: (await this.#matches(query.filter)).length } satisfies TableMatches;
      case 'summary':
        return this.#summary(query.column);
      case 'csv':
        return this.#text(query, await this.#places(query));
      case 'cell':
        return this.#cell(query.row, query.column, await this.#places(query));
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

  /** The rows that are chosen, in their order; nothing where it is all of them as they lie. */
  #places({ sort, filter }: RowChoice): Promise<Uint32Array> | undefined {
    if (!filter) return sort && this.#order(sort);
    if (!sort) return this.#matches(filter);
    const both = async () => orderedMatches(await this.#order(sort), await this.#matches(filter));
    return this.#kept(`${keyOf(sort)} ${filter}`, both);
  }

  #order(sort: RowOrder): Promise<Uint32Array> {
    const { column, descending } = sort;
    return this.#kept(keyOf(sort), () => this.#inTurns(orderOf(this.#column(column), this.#table.rows, descending)));
  }

  #matches(filter: string): Promise<Uint32Array> {
    return this.#kept(`filter ${filter}`, () => this.#inTurns(matchingRows(this.#table, filter)));
  }

  #inTurns(work: Work<Uint32Array>): Promise<Uint32Array> {
    return inTurns(work, nextTurn);
  }

  #kept(key: string, make: () => Promise<Uint32Array>): Promise<Uint32Array> {
    const list = this.#lists.get(key) ?? make();
    this.#lists.delete(key);
    this.#lists.set(key, list);
    for (const oldest of [...this.#lists.keys()].slice(0, -keptLists)) this.#lists.delete(oldest);
    // One that failed, by a getter of the lab's own for example, is tried again.
    list.catch(() => this.#lists.delete(key));
    return list;
  }
}

function keyOf({ column, descending }: RowOrder): string {
  return `sort ${column} ${descending}`;
}

/** The rows that stand at the places from `offset` on. */
function rowsFrom(rows: number, offset: number, count: number, order: Uint32Array | undefined): number[] {
  const length = Math.max(0, Math.min(count, (order?.length ?? rows) - offset));
  return Array.from({ length }, (_, i) => order?.[offset + i] ?? offset + i);
}

/** A cell as it travels. */
export function tableValue(cell: CellValue): TableValue {
  if (typeof cell === 'number') return jsonNumber(cell);
  if (typeof cell !== 'string' || cell.length <= shortText) return cell;
  return { start: cell.slice(0, shortText), length: cell.length };
}
