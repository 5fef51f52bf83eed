/** Files too large to be held in memory whole, read in parts. */
import { open } from 'node:fs/promises';
import { partBytes } from './parts.ts';

/** A file as it is at one time. */
export interface FileVersion {
  /** Bytes. */
  readonly size: number;
  /** Differs from that of the file once it was changed. */
  readonly version: string;
}

/** A part of a file, in bytes from its beginning. */
export interface Part {
  readonly version: string;
  readonly begin: number;
  /** Not included. */
  readonly end: number;
}

/** The beginning of a file, and which version of it that is. @throws Node's system errors. */
export async function readBeginning(path: string): Promise<FileVersion & { readonly bytes: Uint8Array }> {
  const file = await open(path);
  try {
    const { size, mtimeMs } = await file.stat();
    return { size, version: `${size} ${mtimeMs}`, bytes: await read(file, 0, Math.min(size, partBytes)) };
  } finally {
    await file.close();
  }
}

/**
 * A part of a file. The file is opened for each anew: a program that replaces it is not kept from doing so.
 * @returns `undefined` where the file is not of that version any more.
 * @throws Node's system errors.
 */
export async function readPart(path: string, { version, begin, end }: Part): Promise<Uint8Array | undefined> {
  const file = await open(path);
  try {
    const { size, mtimeMs } = await file.stat();
    if (`${size} ${mtimeMs}` !== version) return undefined;
    return await read(file, begin, Math.min(end, size));
  } finally {
    await file.close();
  }
}

async function read(file: Awaited<ReturnType<typeof open>>, begin: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, end - begin));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, begin + filled);
    // It was cut off meanwhile; the next reading finds another version.
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes;
}
