import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that a reader sees the old text or the new, never half of it: a temporary file beside it,
 * then a rename; when the data end in an error, nothing is written. Makes the folder where it is missing. With `overwrite: false` an existing file is left alone
 * and the call rejects with `EEXIST`.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array | AsyncIterable<string>,
  options: { overwrite?: boolean } = {},
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (options.overwrite === false) return writeFile(path, data, { flag: 'wx' });
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    await writeFile(temporary, data);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The time, as a file's name can hold it on every system: `2026-11-23T20-44-58-123`. */
export function fileTime(now = new Date()): string {
  return now.toISOString().replaceAll(/[:.]/g, '-').replace('Z', '');
}
