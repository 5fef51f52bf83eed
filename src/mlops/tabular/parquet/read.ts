import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Compressors, DecodedArray, RowGroup } from 'hyparquet';
import { TabularError } from '../errors.ts';
import { damaged, offsetOf, openParquet, type ParquetFile } from './file.ts';

/** A cell: `null` where it is missing; a bigint where a number would not be exact; lists and objects in nested columns. */
export type ParquetValue =
  | number
  | bigint
  | string
  | boolean
  | Date
  | Uint8Array
  | null
  | readonly ParquetValue[]
  | { readonly [name: string]: ParquetValue };
export type ParquetRow = Readonly<Record<string, ParquetValue>>;

export interface ParquetReadOptions {
  /** Names of the columns to read, all where none are given: the others are not touched. */
  readonly columns?: readonly string[];
}

/**
 * The rows of a Parquet file, whoever wrote it: packed with snappy, gzip, brotli, zstd or not at all. Pages have no
 * checksum that is read: what is damaged within one may be taken for data, or for a run of a billion values.
 * @throws {TabularError} `no-file`, `truncated-file`, `bad-parquet` with the byte, `bad-argument` for an unknown column
 */
export async function readParquet(path: string, options: ParquetReadOptions = {}): Promise<ParquetRow[]> {
  const rows: ParquetRow[] = [];
  for await (const row of streamParquet(path, options)) rows.push(row);
  return rows;
}

/** The rows one by one; one row group of the file is in memory at a time. Otherwise as `readParquet`. */
export async function* streamParquet(path: string, options: ParquetReadOptions = {}): AsyncGenerator<ParquetRow> {
  const file = await openParquet(path);
  try {
    const names = columnsOf(file, options);
    let start = 0;
    for (const group of file.metadata.row_groups) {
      const columns: ParquetValue[][] = [];
      for (const name of names) columns.push(await columnOf(file, group, name, start));
      const count = Number(group.num_rows);
      for (let i = 0; i < count; i++) yield Object.fromEntries(names.map((name, j) => [name, columns[j]![i]!]));
      start += count;
    }
  } finally {
    await file.close();
  }
}

function columnsOf({ metadata }: ParquetFile, { columns }: ParquetReadOptions): string[] {
  const [root, ...elements] = metadata.schema;
  const known: string[] = [];
  for (let at = 0; known.length < (root?.num_children ?? 0) && at < elements.length; at = nextSibling(elements, at))
    known.push(elements[at]!.name);
  const unknown = columns?.find((name) => !known.includes(name));
  if (unknown === undefined) return [...(columns ?? known)];
  const text = `There is no column “${unknown}”. The file has: ${known.join(', ')}.`;
  throw new TabularError('bad-argument', text, { column: unknown });
}

/** The schema is a tree, written out depth first. */
function nextSibling(elements: ParquetFile['metadata']['schema'], at: number): number {
  let open = 1;
  let next = at;
  for (; open > 0 && next < elements.length; next++) open += (elements[next]!.num_children ?? 0) - 1;
  return next;
}

async function columnOf(file: ParquetFile, group: RowGroup, name: string, start: number): Promise<ParquetValue[]> {
  const count = Number(group.num_rows);
  const values: ParquetValue[] = [];
  const take = ({ columnData }: { columnData: DecodedArray }) => {
    for (const value of columnData as ArrayLike<unknown> & Iterable<unknown>) values.push(plain(value));
  };
  const chunk = group.columns.find((each) => each.meta_data?.path_in_schema[0] === name)?.meta_data;
  const offset = chunk ? offsetOf(chunk) : 0;
  try {
    const { parquetRead } = await import('hyparquet');
    const range = { rowStart: start, rowEnd: start + count };
    await parquetRead({
      file: file.buffer,
      metadata: file.metadata,
      columns: [name],
      ...range,
      compressors,
      // Bytes that are not said to be text stay bytes.
      utf8: false,
      onChunk: take,
    });
  } catch (cause) {
    if (cause instanceof TabularError) throw cause;
    throw damaged(offset, `column “${name}” cannot be read (${(cause as Error).message})`, cause);
  }
  if (values.length !== count)
    throw damaged(offset, `column “${name}” has ${values.length} values, where ${count} rows are`);
  return values;
}

type Unpack = (input: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;

/** What one page unpacks to is known: a page that gives more is damaged. */
const within =
  (unpack: Unpack | undefined, codec: string) =>
  (input: Uint8Array, length: number): Uint8Array => {
    if (!unpack) throw new Error(`this Node.js has no ${codec}; 22.15 and later do`);
    return unpack(input, { maxOutputLength: Math.max(1, length) });
  };

const compressors: Compressors = {
  GZIP: within(gunzipSync, 'gzip'),
  BROTLI: within(brotliDecompressSync, 'brotli'),
  ZSTD: within(zstdDecompressSync, 'zstd'),
};

function plain(value: unknown): ParquetValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value as ParquetValue;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, plain);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}
