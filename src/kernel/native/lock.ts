import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, systemCode } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import { Obstacle } from './obstacle.ts';

/** Milliseconds between two signs of life of the holder, and after how many without one it counts as gone. */
const beat = { every: 2000, lost: 20_000 };

/** Runs `work` while no other process works on the folder. @throws Obstacle when one does, or nothing can be written */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  // Beside the folder, which may be deleted under it.
  const path = `${folder}.lock`;
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  while (!(await take(path))) {
    const holder = await livingHolder(path);
    if (holder) throw new Obstacle(t('process {0} is working on it already', holder));
    await rm(path, { force: true });
  }
  // A process number alone does not do: after a restart of the machine another process has it.
  const timer = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beat.every);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    // Another's by now, if this machine has slept so long that we counted as gone.
    if ((await readFile(path, 'utf8').catch(() => '')) === String(process.pid)) await rm(path, { force: true });
  }
}

/** Whether the lock is ours now; not when there is one already. @throws Obstacle when it cannot be written */
async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): Obstacle {
  return new Obstacle(t('{0} cannot be written ({1})', path, systemCode(error) ?? messageOf(error)), { cause: error });
}

/** The process that holds the lock, if it is there and has lately shown that it works. */
async function livingHolder(path: string): Promise<string | undefined> {
  try {
    const holder = await readFile(path, 'utf8');
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs >= beat.lost) return undefined;
    // Without a number: made this very moment, by one who is about to write it.
    return holder === '' ? '?' : isAlive(Number(holder)) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process that may not be signalled is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
