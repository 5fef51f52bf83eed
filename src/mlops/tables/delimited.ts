import type { Column, ColumnarData } from '../data/columns.ts';
import { fullText } from './cellText.ts';

export interface DelimitedOptions {
  readonly separator: ',' | '\t';
  /** Whether the columns' names come first. */
  readonly header: boolean;
}

/**
 * Rows as text with separators, each ended by CRLF (RFC 4180). What is missing is an empty field, and an empty text
 * is `""`. Values stand as they are: a spreadsheet may take a text that begins with `=` for a formula.
 * @param rows the rows of the table to write, in this order
 */
export function delimited(columns: readonly Column[], rows: Iterable<number>, options: DelimitedOptions): string {
  const { separator } = options;
  const lines: string[] = [];
  if (options.header) lines.push(columns.map(({ name }) => field(name, separator)).join(separator));
  for (const row of rows) {
    const line = columns.map((column) => {
      const value = column.at(row);
      // Neither a number nor a boolean holds what would need quotes.
      return typeof value === 'string' ? field(value, separator) : fullText(value);
    });
    // A line without any character would be read as none.
    lines.push(line.length === 1 ? line[0] || '""' : line.join(separator));
  }
  lines.push('');
  return lines.join('\r\n');
}

/** What a field cannot hold without quotes. */
const special = { ',': /[",\r\n]/, '\t': /["\t\r\n]/ } as const;

function field(text: string, separator: DelimitedOptions['separator']): string {
  return text !== '' && !special[separator].test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

/** Some of the columns, by position; those that do not exist are left out. */
export function columnRange({ columns }: ColumnarData, range?: readonly [from: number, to: number]): readonly Column[] {
  return range ? columns.slice(range[0], range[1]) : columns;
}
