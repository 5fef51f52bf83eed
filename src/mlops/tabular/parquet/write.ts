import { writeFile } from 'node:fs/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { ColumnSource } from 'hyparquet-writer';
import { TabularError } from '../errors.ts';

export interface ParquetWriteOptions {
  /** How pages are packed. Default: snappy, as pandas and DuckDB do. */
  readonly compression?: 'snappy' | 'gzip' | 'zstd' | 'none';
}

const codecs = { snappy: 'SNAPPY', gzip: 'GZIP', zstd: 'ZSTD', none: 'UNCOMPRESSED' } as const;
type ParquetType = 'INT64' | 'DOUBLE' | 'STRING' | 'BOOLEAN' | 'TIMESTAMP' | 'BYTE_ARRAY';

/**
 * Writes rows as a Parquet file. A column is INT64 where all of its numbers are whole, and DOUBLE otherwise; texts,
 * booleans, dates and bytes have columns of their own. A missing value is `null`, `undefined` or left out.
 * @throws {TabularError} `wrong-type` for a column of mixed types, with row and column; `bad-argument` without columns;
 * `no-file` where it cannot be written
 */
export async function writeParquet(
  path: string,
  rows: Iterable<Readonly<Record<string, unknown>>>,
  { compression = 'snappy' }: ParquetWriteOptions = {},
): Promise<void> {
  const list = [...rows];
  const names = [...new Set(list.flatMap((row) => Object.keys(row)))];
  if (names.length === 0)
    throw new TabularError('bad-argument', 'The rows have no column, so there is nothing to write.');
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const bytes = parquetWriteBuffer({
    columnData: names.map((name) => columnOf(list, name)),
    codec: codecs[compression],
    compressors: { GZIP: gzipSync, ZSTD: zstdCompressSync },
  });
  try {
    await writeFile(path, new Uint8Array(bytes));
  } catch (cause) {
    throw new TabularError('no-file', `${path} cannot be written: ${(cause as Error).message}.`, {}, { cause });
  }
}

function columnOf(rows: readonly Readonly<Record<string, unknown>>[], name: string): ColumnSource {
  let found: ParquetType | undefined;
  rows.forEach((row, index) => {
    const value = row[name];
    if (value === null || value === undefined) return;
    const type = typeOf(value);
    if (type && (found === undefined || found === type)) found = type;
    else if (isNumber(type) && isNumber(found)) found = 'DOUBLE';
    else throw mixed(name, index + 1, found, type);
  });
  const type = found ?? 'STRING';
  const data = rows.map((row) => stored(row[name], type));
  return { name, type, data, nullable: data.includes(null) };
}

const isNumber = (type: ParquetType | undefined) => type === 'INT64' || type === 'DOUBLE';

function typeOf(value: unknown): ParquetType | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'INT64' : 'DOUBLE';
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? 'INT64' : undefined;
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'boolean') return 'BOOLEAN';
  if (value instanceof Date) return 'TIMESTAMP';
  return value instanceof Uint8Array ? 'BYTE_ARRAY' : undefined;
}

function stored(value: unknown, type: ParquetType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'INT64') return BigInt(value as number);
  return type === 'DOUBLE' ? Number(value) : value;
}

function mixed(
  column: string,
  row: number,
  found: ParquetType | undefined,
  type: ParquetType | undefined,
): TabularError {
  const what = type ? `${type}, where ${found} stands above` : 'no number, text, boolean, date or bytes';
  const text = `Row ${row}, column “${column}” is ${what}. A column of Parquet has one type: convert it first.`;
  return new TabularError('wrong-type', text, { row, column });
}
