/** Progress as it lies in a folder: `.mlops-lab/progress.json`, which windows, processes and git all write. */
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, systemCode, UserError } from '../../platform/errors.ts';
import { withFileLock } from '../../platform/fileLock.ts';
import { fileTime, writeFileAtomic } from '../../platform/files.ts';
import { t } from '../../platform/l10n.ts';
import { backupFolder, learnerFolder, writeGitFiles } from '../../shared/learnerFolder.ts';
import type { Fact } from './facts.ts';
import { type ParsedProgress, parseProgress, printProgress } from './format.ts';
import { noProgress, type Progress, record } from './progress.ts';

export const progressFileName = 'progress.json';

export class ProgressStore {
  /** Absolute path of the progress.json. */
  readonly path: string;
  readonly #folder: string;

  /** @param folder absolute path of the learner's folder */
  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(learnerFolder(folder), progressFileName);
  }

  /**
   * What the file says; nothing where there is none.
   * @throws UserError `progress-newer`, `progress-large`, or `progress-unreadable` for what cannot be read at all
   */
  async read(): Promise<ParsedProgress> {
    const text = await this.#text();
    return text === undefined ? { progress: noProgress, damaged: [] } : parseProgress(text, this.path);
  }

  /**
   * Adds facts to what the file says by then, so that nothing that others have written is lost. A damaged file is kept
   * beside the new one.
   * @returns what the file says now
   * @throws UserError as `read`, and `progress-unwritable`
   */
  async add(facts: Iterable<Fact>): Promise<Progress> {
    try {
      return await this.#exclusively(async () => {
        const { progress, damaged } = await this.read();
        const next = record(progress, facts);
        if (next === progress) return progress;
        if (damaged.length > 0) await copyFile(this.path, `${this.path}.damaged-${fileTime()}`);
        await writeGitFiles(this.#folder);
        await writeFileAtomic(this.path, printProgress(next));
        return next;
      });
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(
        'progress-unwritable',
        t('Progress cannot be written to {0}: {1}', this.path, messageOf(error)),
        { cause: error },
      );
    }
  }

  /** Keeps a copy of the file in `.mlops-lab/backups/`, and gives its path; nothing where there is no file. */
  async backUp(): Promise<string | undefined> {
    const copy = join(backupFolder(this.#folder), `progress-${fileTime()}.json`);
    await mkdir(dirname(copy), { recursive: true });
    try {
      await copyFile(this.path, copy);
      return copy;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    return withFileLock(join(learnerFolder(this.#folder), 'cache', 'progress.lock'), work);
  }

  async #text(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
      throw new UserError('progress-unreadable', t('{0} cannot be read: {1}', this.path, messageOf(error)), {
        cause: error,
      });
    }
  }
}
