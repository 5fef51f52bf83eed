import { inspect } from 'node:util';
import { isNumeric, type MimeBundle, mime, type TableData, type TableValue } from '../host.ts';

export interface TableOptions {
  readonly caption?: string;
}

/** Data that shows itself as a table. */
export interface Table {
  toMimeBundle(): MimeBundle;
}

type Columns = Readonly<Record<string, Iterable<unknown>>>;
type Column = readonly [name: string, values: readonly unknown[]];

const shownRows = 1000;
const printedRows = 20;

/**
 * Makes a table of rows (objects) or of columns (lists by name). As an output it shows up to 1,000 rows.
 * What is neither number, boolean nor text is shown as Node prints it; `null`, `undefined` and what a column shorter
 * than the longest lacks are missing values.
 */
export function table(data: Columns | readonly object[], options: TableOptions = {}): Table {
  return {
    toMimeBundle() {
      const content = tableData(data, options);
      return { [mime.table]: content, [mime.text]: tableText(content) };
    },
  };
}

/** The data of a table's output: columns of equal length, cut to the rows that are shown. */
export function tableData(data: Columns | readonly object[], { caption }: TableOptions = {}): TableData {
  const columns = isRows(data) ? columnsOf(data.slice(0, shownRows)) : listsOf(data);
  const rows = isRows(data) ? data.length : columns.reduce((most, [, values]) => Math.max(most, values.length), 0);
  const length = Math.min(rows, shownRows);
  return {
    columns: columns.map(([name, values]) => ({
      name,
      values: Array.from({ length }, (_, row) => tableValue(values[row])),
    })),
    rows,
    ...(caption ? { caption } : {}),
  };
}

function isRows(data: Columns | readonly object[]): data is readonly object[] {
  return Array.isArray(data);
}

function columnsOf(rows: readonly object[]): Column[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].map((name) => [name, rows.map((row) => (row as Readonly<Record<string, unknown>>)[name])]);
}

function listsOf(columns: Columns): Column[] {
  return Object.entries(columns).map(([name, values]) => [name, Array.from(values)]);
}

function tableValue(value: unknown): TableValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return numberValue(value);
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 10, maxStringLength: 200 });
}

/** JSON would make `null` of what is not finite, and 0 of −0. */
function numberValue(value: number): TableValue {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

/** The table for a terminal: columns aligned, numbers to the right. */
function tableText({ columns, rows, caption }: TableData): string {
  const printed = columns.map(({ name, values }) => {
    const cells = values.slice(0, printedRows).map(cellText);
    const width = Math.max(name.length, ...cells.map((cell) => cell.length));
    const right = isNumeric(values);
    return [name, '─'.repeat(width), ...cells].map((cell) => (right ? cell.padStart(width) : cell.padEnd(width)));
  });
  const lines = Array.from({ length: (printed[0] ?? []).length }, (_, line) =>
    printed
      .map((cells) => cells[line] ?? '')
      .join('  ')
      .trimEnd(),
  );
  if (rows > printedRows) lines.push(`… ${rows - printedRows} more rows`);
  return [...(caption ? [caption] : []), ...lines].join('\n');
}

/** Six significant digits are enough to read; the table's data keeps them all. */
function cellText(value: TableValue): string {
  if (value === null) return '—';
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}
