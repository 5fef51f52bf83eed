import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromSystem } from './errors.ts';

/**
 * Writes files that belong together: all of them beside their places first, then each by a rename, in the order given.
 * What fails before the renames leaves the old files as they were.
 * @throws NodeError `file-unusable`
 */
export async function writeTogether(files: readonly { path: string; data: string | Uint8Array }[]): Promise<void> {
  const suffix = `.${randomUUID().slice(0, 8)}.tmp`;
  const temporary = (path: string) => join(dirname(path), `.${basename(path)}${suffix}`);
  try {
    for (const { path, data } of files) await writeFile(temporary(path), data);
    for (const { path } of files) await rename(temporary(path), path);
  } catch (error) {
    await Promise.all(files.map(({ path }) => rm(temporary(path), { force: true })));
    throw fromSystem(error, dirname(files[0]!.path));
  }
}
