import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { t } from '../../platform/l10n.ts';
import { Obstacle } from './obstacle.ts';

/** Milliseconds between two signs of life of the holder, and after how many without one it counts as gone. */
const beat = { every: 2000, lost: 20_000 };

/** Runs `work` while no other process works on the folder. @throws Obstacle when one does */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  // Beside the folder, which may be deleted under it.
  const path = `${folder}.lock`;
  await mkdir(dirname(path), { recursive: true });
  const take = () => writeFile(path, String(process.pid), { flag: 'wx' });
  await take().catch(async () => {
    const holder = await livingHolder(path);
    if (holder) throw new Obstacle(t('process {0} is working on it already', holder));
    await rm(path, { force: true });
    await take();
  });
  // A process number alone does not do: after a restart of the machine another process has it.
  const timer = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beat.every);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await rm(path, { force: true });
  }
}

/** The process that holds the lock, if it is there and has lately shown that it works. */
async function livingHolder(path: string): Promise<number | undefined> {
  try {
    const holder = Number(await readFile(path, 'utf8'));
    const { mtimeMs } = await stat(path);
    return Date.now() - mtimeMs < beat.lost && isAlive(holder) ? holder : undefined;
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
