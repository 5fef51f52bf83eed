/** Runs as a file: CSV, JSON and Markdown. Pure. */
import { cellOf } from './columns.ts';
import { cellText, type TableColumn } from './table.ts';

export const exportFormats = ['csv', 'json', 'md'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The rows with these columns as a text. CSV and JSON have exact values; Markdown has what the table shows. */
export function exportRuns(
  format: ExportFormat,
  columns: readonly TableColumn[],
  rows: ArrayLike<number>,
  locale?: string,
): string {
  switch (format) {
    case 'csv':
      return csv(columns, rows);
    case 'json':
      return `${JSON.stringify(
        Array.from(rows, (row) => jsonRow(columns, row)),
        null,
        2,
      )}\n`;
    case 'md':
      return markdown(columns, rows, locale);
  }
}

/** RFC 4180, with the columns' ids: two may be called the same. Times are ISO 8601. */
function csv(columns: readonly TableColumn[], rows: ArrayLike<number>): string {
  const line = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\r\n`;
  const body = Array.from(rows, (row) => line(columns.map((column) => plainText(column, row))));
  return line(columns.map(({ id }) => id)) + body.join('');
}

/** A spreadsheet would run a text that begins as a formula does: it gets an apostrophe, as OWASP advises. */
function csvCell(text: string): string {
  const isNumber = text !== '' && Number.isFinite(Number(text));
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A value that programs read: numbers in full, durations in ms. */
function plainText({ cells, format }: TableColumn, row: number): string {
  const value = cellOf(cells, row);
  if (value === undefined) return '';
  return format === 'time' ? new Date(Number(value)).toISOString() : String(value);
}

/** JSON has no NaN and no infinities: they are texts there. */
function jsonRow(columns: readonly TableColumn[], row: number): Record<string, string | number> {
  const entries = columns.flatMap((column) => {
    const value = cellOf(column.cells, row);
    if (value === undefined) return [];
    const isPlain = typeof value === 'number' && Number.isFinite(value) && column.format !== 'time';
    return [[column.id, isPlain ? value : plainText(column, row)] as const];
  });
  return Object.fromEntries(entries);
}

function markdown(columns: readonly TableColumn[], rows: ArrayLike<number>, locale: string | undefined): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(' | ')} |\n`;
  const head = line(columns.map(({ label }) => label));
  const rule = `|${columns.map(({ format }) => (format === 'text' || format === 'status' ? ' --- ' : ' ---: ')).join('|')}|\n`;
  return head + rule + Array.from(rows, (row) => line(columns.map((column) => cellText(column, row, locale)))).join('');
}

/** As text, whatever it holds: no markup, no line of its own. */
function markdownCell(text: string): string {
  return text.replace(/[\\|`*_<>[\]&#~]/g, '\\$&').replace(/\s*[\r\n]+\s*/g, ' ');
}
