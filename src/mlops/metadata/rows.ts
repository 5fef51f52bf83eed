/** Reads rows of a file that anybody may have written: SQLite holds any type in any column. */
import type { Row } from './database.ts';
import { MetadataError } from './errors.ts';

const damaged = (row: Row, column: string, wanted: string) => {
  const where = typeof row.id === 'number' ? ` of row ${row.id}` : '';
  return new MetadataError('damaged-store', `The store is damaged: ${column}${where} should be ${wanted}.`);
};

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
  throw damaged(row, column, 'a whole number');
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw damaged(row, column, 'a text');
}

/** `undefined` where there is none, or an empty one, which is how ML Metadata's clients read it. */
export function maybeText(row: Row, column: string): string | undefined {
  const value = row[column];
  return value === null || value === undefined || value === '' ? undefined : textOf(row, column);
}

/** A name for a number of the file; the first name where there is none. */
export function nameOf<const Names extends readonly string[]>(row: Row, column: string, names: Names): Names[number] {
  const value = row[column] ?? 0;
  const name = names[numberOf({ ...row, [column]: value }, column)];
  if (name === undefined) throw damaged(row, column, `one of ${names.length} numbers`);
  return name;
}

/** Only what is there: an object without its undefined entries. */
export function defined<T extends object>(entries: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as never;
}
