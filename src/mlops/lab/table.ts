import { type MimeBundle, mime, type TableData, type TableValue } from '../host.ts';

export interface TableOptions {
  readonly caption?: string;
}

/** Data that shows itself as a table. */
export interface Table {
  toMimeBundle(): MimeBundle;
}

type Columns = Readonly<Record<string, Iterable<unknown>>>;

const shownRows = 1000;
const printedRows = 20;

/**
 * Makes a table of rows (objects) or of columns (lists by name). As an output it shows up to 1,000 rows.
 * What is neither number, boolean nor text is shown as text; `null` and `undefined` are missing values.
 */
export function table(data: Columns | readonly object[], options: TableOptions = {}): Table {
  return {
    toMimeBundle() {
      const content = tableData(data, options);
      return { [mime.table]: content, [mime.text]: tableText(content) };
    },
  };
}

function tableData(data: Columns | readonly object[], { caption }: TableOptions): TableData {
  const columns = Array.isArray(data) ? columnsOf(data.slice(0, shownRows)) : Object.entries(data as Columns);
  const whole = columns.map(([name, values]) => ({ name, values: Array.from(values) }));
  const rows = Array.isArray(data) ? data.length : whole.reduce((most, { values }) => Math.max(most, values.length), 0);
  return {
    columns: whole.map(({ name, values }) => ({ name, values: values.slice(0, shownRows).map(tableValue) })),
    rows,
    ...(caption ? { caption } : {}),
  };
}

function columnsOf(rows: readonly Readonly<Record<string, unknown>>[]): [string, unknown[]][] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].map((name) => [name, rows.map((row) => row[name])]);
}

function tableValue(value: unknown): TableValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return String(value);
}

/** The table for a terminal: columns aligned, numbers to the right. */
function tableText({ columns, rows, caption }: TableData): string {
  const printed = columns.map(({ name, values }) => {
    const cells = values.slice(0, printedRows).map(cellText);
    const width = Math.max(name.length, ...cells.map((cell) => cell.length));
    const right = values.some((value) => typeof value === 'number');
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
  if (typeof value !== 'number' || Number.isInteger(value)) return Object.is(value, -0) ? '-0' : String(value);
  return String(Number(value.toPrecision(6)));
}
