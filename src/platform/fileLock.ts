import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode, UserError } from './errors.ts';
import { t } from './l10n.ts';

/** Milliseconds. Who holds a lock writes a small file: one that is held longer belongs to a process that has died. */
const patience = { retry: 20, stale: 5_000, giveUp: 20_000 };

/**
 * Runs `work` while no other process or window does the same: for short work on one file, such as reading, changing
 * and writing it. Waits its turn.
 * @param path of the lock's own file; it is there only while the work goes on
 * @throws UserError `locked` when its turn does not come
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const token = `${process.pid} ${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  for (const end = Date.now() + patience.giveUp; !(await take(path, token)); ) {
    if (Date.now() > end) {
      throw new UserError('locked', t('“{0}” stays locked; remove it if no VS Code is at work on this folder.', path));
    }
    await breakStale(path);
    await sleep(patience.retry * (0.5 + Math.random()));
  }
  try {
    return await work();
  } finally {
    // Another's by now, if this machine has slept so long that we counted as gone.
    if ((await readFile(path, 'utf8').catch(() => '')) === token) await rm(path, { force: true });
  }
}

async function take(path: string, token: string): Promise<boolean> {
  try {
    await writeFile(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    // Windows says EPERM or EACCES of a file that is just being removed.
    if (systemCode(error) === 'EEXIST' || (process.platform === 'win32' && systemCode(error) === 'EPERM')) return false;
    throw error;
  }
}

/** Moves the lock of a dead process away. A move succeeds for one only; who moved a living one puts it back. */
async function breakStale(path: string): Promise<void> {
  if (!(await isStale(path))) return;
  const aside = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await rename(path, aside);
    if (await isStale(aside)) await rm(aside, { force: true });
    else await rename(aside, path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > patience.stale;
}
