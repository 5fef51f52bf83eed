import type { Column, ColumnarData } from '../data/columns.ts';
import { readColumns, type Tabular } from '../data/read.ts';
import type { CellValue } from '../data/value.ts';
import { currentHost } from '../host.ts';
import { type MimeBundle, mime } from '../payloads/mime.ts';
import { isNumeric, type TableData } from '../payloads/table.ts';
import { TableSource, tableValue } from '../tables/source.ts';
import { summarize } from '../tables/summary.ts';
import { finish } from '../tables/work.ts';

export interface TableOptions {
  readonly caption?: string;
}

/** Data that shows itself as a table. */
export interface Table {
  toMimeBundle(): MimeBundle;
}

/** Rows that travel with the output at most, and how large these may be in JSON, in characters. */
const firstRows = 1000;
const firstSize = 300_000;
/** A screenful travels, however large. */
const leastRows = 20;
/** Up to so many cells, columns are summarized at once; in a longer table when the drawn one asks for it. */
const cheapCells = 100_000;
const printedRows = 20;

/**
 * Makes a table of rows (objects), of columns (lists, typed arrays or tensors by name), of another library's table,
 * of one list of values, or of a tensor of one or two axes. Any
 * number of rows can be shown: the first travel with the output, and the rest is read where it lies, when the person
 * scrolls or sorts. So a change that the lab makes to its data later is seen there, too; the number of rows stays.
 *
 * `null`, `undefined` and what a column shorter than the longest lacks are missing values; what a date, a bigint or
 * an object is in a table, `mlops/data/value.ts` says.
 * @throws {DataError} when it is shown, for what has no rows and columns
 */
export function table(data: Tabular, options: TableOptions = {}): Table {
  return {
    toMimeBundle() {
      const columns = readColumns(data);
      return { [mime.table]: payload(columns, options), [mime.text]: tableText(columns, options) };
    },
  };
}

/** The data of a table's output: columns of equal length, cut to the rows that travel with it. */
export function tableData(data: Tabular, options: TableOptions = {}): TableData {
  return payload(readColumns(data), options);
}

function payload(table: ColumnarData, { caption }: TableOptions): TableData {
  const length = rowsToSend(table);
  const rows = Array.from({ length }, (_, row) => row);
  const columns = table.columns.map(({ name, at }) => ({ name, values: rows.map((row) => tableValue(at(row))) }));
  const isWhole = length === table.rows && !columns.some(({ values }) => values.some(isCut));
  const source = isWhole ? '' : currentHost().serve?.(new TableSource(table));
  const isCheap = table.rows * table.columns.length <= cheapCells;
  return {
    columns,
    rows: table.rows,
    ...(caption ? { caption } : {}),
    ...(source ? { source } : {}),
    ...(length < table.rows && isCheap
      ? { summaries: table.columns.map((column) => finish(summarize(column, table.rows))) }
      : {}),
  };
}

function rowsToSend({ rows, columns }: ColumnarData): number {
  let size = 0;
  for (let row = 0; row < Math.min(rows, firstRows); row++) {
    for (const column of columns) size += JSON.stringify(tableValue(column.at(row))).length + 1;
    if (size > firstSize && row >= leastRows) return row;
  }
  return Math.min(rows, firstRows);
}

function isCut(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The table for a terminal: columns aligned, numbers to the right. */
function tableText({ columns, rows }: ColumnarData, { caption }: TableOptions): string {
  const printed = columns.map((column) => printedColumn(column, Math.min(rows, printedRows)));
  const lines = Array.from({ length: (printed[0] ?? []).length }, (_, line) =>
    printed
      .map((cells) => cells[line] ?? '')
      .join('  ')
      .trimEnd(),
  );
  if (rows > printedRows) lines.push(`… ${rows - printedRows} more rows`);
  return [...(caption ? [caption] : []), ...lines].join('\n');
}

function printedColumn({ name, at }: Column, length: number): string[] {
  const values = Array.from({ length }, (_, row) => at(row));
  const cells = values.map(cellText);
  const width = Math.max(name.length, ...cells.map((cell) => cell.length));
  const right = isNumeric(values.map(tableValue));
  return [name, '─'.repeat(width), ...cells].map((cell) => (right ? cell.padStart(width) : cell.padEnd(width)));
}

/** Six significant digits are enough to read; the table's data keeps them all. */
function cellText(value: CellValue): string {
  if (value === null) return '—';
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'number' || !Number.isFinite(value) || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}
