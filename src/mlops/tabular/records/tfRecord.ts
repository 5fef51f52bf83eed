/** TFRecord files: a list of byte strings, each with its length and checksums, packed with gzip or not. */
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { maskedCrc32c } from '../../data/crc32c.ts';
import { framed, headBytes } from '../../data/tfRecordFrame.ts';
import { TabularError } from '../errors.ts';
import { RecordParser } from './parser.ts';

export interface TfRecordOptions {
  /** How the file is packed. Reading finds it out where it is not given; writing packs nothing by default. */
  readonly compression?: 'gzip' | 'none';
}

const pieceBytes = 1 << 20;

/**
 * The records of bytes in memory. Each is a view of them.
 * @throws {TabularError} `bad-checksum`, `truncated-file`, `bad-compression`, with record and byte
 */
export function parseTfRecords(bytes: Uint8Array, { compression }: TfRecordOptions = {}): Uint8Array[] {
  const isPacked = compression ? compression === 'gzip' : isGzip(bytes);
  const parser = new RecordParser();
  const records = [...parser.push(isPacked ? unpacked(bytes) : bytes)];
  parser.end();
  return records;
}

/**
 * The records of a file one by one, piece by piece, so that it need not fit into memory.
 * @throws {TabularError} as `parseTfRecords`, and `no-file`
 */
export async function* streamTfRecords(path: string, options: TfRecordOptions = {}): AsyncGenerator<Uint8Array> {
  for await (const records of batchesOf(path, options)) yield* records;
}

/** All records of a file, see `streamTfRecords`. */
export async function readTfRecords(path: string, options: TfRecordOptions = {}): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const records of batchesOf(path, options)) for (const record of records) all.push(record);
  return all;
}

async function* batchesOf(path: string, { compression }: TfRecordOptions): AsyncGenerator<Iterable<Uint8Array>> {
  const parser = new RecordParser();
  try {
    const isPacked = compression ? compression === 'gzip' : isGzip(await firstBytes(path));
    const file = createReadStream(path, { highWaterMark: pieceBytes });
    const pieces: Readable = isPacked ? Readable.from(unpackedPieces(file)) : file;
    for await (const piece of pieces as AsyncIterable<Uint8Array>) yield parser.push(piece);
  } catch (cause) {
    if (cause instanceof TabularError) throw cause;
    const text = `${path} cannot be read: ${(cause as Error).message}.`;
    throw new TabularError('no-file', text, {}, { cause });
  }
  parser.end();
}

async function* unpackedPieces(file: Readable): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  file.on('error', (error) => gunzip.destroy(error));
  let offset = 0;
  try {
    for await (const piece of file.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      offset += piece.length;
      yield piece;
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_')) throw badGzip(cause, offset);
    throw cause;
  } finally {
    file.destroy();
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of createReadStream(path, { start: 0, end: headBytes - 1 })) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces);
}

/** Whether bytes begin like gzip. A record may by chance have such a length; then its checksum holds. */
function isGzip(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return false;
  if (bytes.length < headBytes) return true;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return maskedCrc32c(bytes, 0, 8) !== view.getUint32(8, true);
}

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw badGzip(cause, 0);
  }
}

function badGzip(cause: unknown, offset: number): TabularError {
  const text = `After byte ${offset} of what is packed, gzip cannot unpack it: ${(cause as Error).message}. Get the file again.`;
  return new TabularError('bad-compression', text, { offset }, { cause });
}

/** The bytes of a file with these records. */
export function encodeTfRecords(records: Iterable<Uint8Array>, { compression }: TfRecordOptions = {}): Uint8Array {
  const bytes = Buffer.concat(Array.from(records, framed));
  return new Uint8Array(compression === 'gzip' ? gzipSync(bytes) : bytes);
}

/**
 * Writes records to a file as they come.
 * @throws {TabularError} `no-file` where it cannot be written
 */
export async function writeTfRecords(
  path: string,
  records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { compression }: TfRecordOptions = {},
): Promise<void> {
  const packers = compression === 'gzip' ? [createGzip()] : [];
  try {
    await pipeline([Readable.from(batched(records)), ...packers, createWriteStream(path)]);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new TabularError('no-file', `${path} cannot be written: ${(cause as Error).message}.`, {}, { cause });
  }
}

/** Pieces of about one MB: a stream takes its time for each. */
async function* batched(records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const record of records) {
    parts.push(framed(record));
    size += record.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(parts);
    [parts, size] = [[], 0];
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}
