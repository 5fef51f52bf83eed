import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { t } from '../../platform/l10n.ts';
import { Obstacle } from './obstacle.ts';

/** Runs `work` while no other process works on the folder. @throws Obstacle when one does */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  // Beside the folder, which may be deleted under it.
  const path = `${folder}.lock`;
  await mkdir(dirname(path), { recursive: true });
  const take = () => writeFile(path, String(process.pid), { flag: 'wx' });
  await take().catch(async () => {
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (isAlive(holder)) throw new Obstacle(t('process {0} is working on it already', holder));
    await rm(path, { force: true });
    await take();
  });
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
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
