/** Where things lie in a Parquet file, checked before they are read (github.com/apache/parquet-format). */
import { type FileHandle, open } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData, RowGroup } from 'hyparquet';
import { TabularError } from '../errors.ts';

const mark = 'PAR1';
/** Mark, footer's length and mark again, around nothing. */
const leastBytes = 12;

/** An open file and its footer. */
export interface ParquetFile {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  close(): Promise<void>;
}

/**
 * Opens a Parquet file and reads its footer.
 * @throws {TabularError} `no-file`, `truncated-file`, `bad-parquet`, with the byte
 */
export async function openParquet(path: string): Promise<ParquetFile> {
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (cause) {
    throw new TabularError('no-file', `${path} cannot be read: ${(cause as Error).message}.`, {}, { cause });
  }
  try {
    const buffer = bufferOf(handle, (await handle.stat()).size);
    const footer = await footerOf(buffer);
    return { buffer, metadata: await metadataOf(footer, buffer), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The file's bytes by their places; what lies beyond its end is damage. */
function bufferOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  const slice = async (from: number, to = byteLength) => {
    const isInside = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to;
    if (!isInside || to > byteLength)
      throw damaged(from, `bytes up to ${to} are named, and the file has ${byteLength}`);
    const bytes = new Uint8Array(to - from);
    await handle.read(bytes, 0, bytes.length, from);
    return bytes.buffer;
  };
  return { byteLength, slice };
}

export function damaged(offset: number, what: string, cause?: unknown): TabularError {
  const text = `At byte ${offset}, ${what}: this is no Parquet file, or a damaged one. Write it again.`;
  return new TabularError('bad-parquet', text, { offset }, { cause });
}

/** The bytes from the footer's start to the end. */
async function footerOf(buffer: AsyncBuffer): Promise<Uint8Array> {
  const { byteLength } = buffer;
  if (byteLength < leastBytes) throw damaged(0, `there are ${byteLength} bytes, and ${leastBytes} at least are needed`);
  const text = async (at: number) => Buffer.from(await buffer.slice(at, at + 4)).toString('latin1');
  if ((await text(0)) !== mark) throw damaged(0, `“${mark}” is missing`);
  if ((await text(byteLength - 4)) !== mark) {
    const message = `The file ends at byte ${byteLength} without “${mark}”: it was cut off, or is still being written.`;
    throw new TabularError('truncated-file', message, { offset: byteLength });
  }
  const length = new DataView(await buffer.slice(byteLength - 8, byteLength - 4)).getUint32(0, true);
  const start = byteLength - 8 - length;
  if (start < 4) throw damaged(byteLength - 8, `the footer is said to have ${length} bytes`);
  return new Uint8Array(await buffer.slice(start, byteLength));
}

async function metadataOf(footer: Uint8Array, { byteLength }: AsyncBuffer): Promise<FileMetaData> {
  const { parquetMetadata } = await import('hyparquet');
  const start = byteLength - footer.length;
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(footer);
    checkGroups(metadata, start);
  } catch (cause) {
    if (cause instanceof TabularError) throw cause;
    throw damaged(start, `the footer cannot be read (${(cause as Error).message})`, cause);
  }
  return metadata;
}

/** Each part must lie before the footer, and hold no more rows than it has bits: numbers that are damaged are huge. */
function checkGroups({ row_groups: groups, num_rows: total }: FileMetaData, footer: number): void {
  let rows = 0;
  groups.forEach((group, index) => {
    const count = Number(group.num_rows);
    if (count === 0) return;
    rows += count;
    for (const { meta_data: column } of group.columns) {
      if (!column) throw damaged(footer, `row group ${index} names a column in another file`);
      const end = offsetOf(column) + Number(column.total_compressed_size);
      if (!(offsetOf(column) >= 4 && end <= footer))
        throw damaged(footer, `column “${column.path_in_schema.join('.')}” is said to lie outside the file`);
    }
  });
  if (rows !== Number(total)) throw damaged(footer, `row groups have ${rows} rows, and the footer says ${total}`);
}

type Chunk = NonNullable<RowGroup['columns'][number]['meta_data']>;

/** The byte at which a column's part of a row group begins. */
export function offsetOf({ dictionary_page_offset: dictionary, data_page_offset: data }: Chunk): number {
  return Number(dictionary && dictionary > 0n && dictionary < data ? dictionary : data);
}
