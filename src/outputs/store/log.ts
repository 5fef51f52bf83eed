/**
 * All that one execution of a cell printed and showed, as text in a file: for a cell that shows only a part of it.
 * Beside the stored outputs, `.mlops-lab/outputs/<path of the lab>.logs/<hash of the cell's text>.log`, where git
 * does not look.
 */
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { t } from '../../platform/l10n.ts';
import { writeGitFiles } from '../../shared/learnerFolder.ts';
import { textHash } from './store.ts';

/** Bytes, of UTF-8. A loop that prints without end must not fill the disk. */
const logLimit = 1_000_000_000;
/** Characters that are held until they are found to be worth a file. */
const held = 1_000_000;

export interface LogOptions {
  /** Absolute folder that the lab belongs to. */
  readonly workspace: string;
  /** As `logPath` gives it. */
  readonly path: string;
  /** Called once, when the log becomes a file. */
  readonly kept?: () => void;
  /** The file is not opened before: what is old is removed. */
  readonly ready?: Promise<void>;
  /** Bytes; `logLimit` by default. */
  readonly limit?: number;
}

export class OutputLog {
  readonly path: string;
  readonly #options: LogOptions;
  #waiting = '';
  #bytes = 0;
  #isWanted = false;
  #isFull = false;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #file: FileHandle | undefined;
  #problem: Error | undefined;

  constructor(options: LogOptions) {
    this.#options = options;
    this.path = options.path;
  }

  /** Whether it is a file, or becomes one. */
  get isKept(): boolean {
    return this.#isWanted;
  }

  /** Whether the file ends before the output does. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Colours go: an editor would show their codes. */
  add(text: string): void {
    if (this.#isFull || this.#problem) return;
    this.#waiting += text;
    if (this.#waiting.length > held) this.keep();
    if (this.#isWanted) this.#write();
  }

  /** The cell shows not all of it: from now on it is a file. */
  keep(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#write();
    this.#options.kept?.();
  }

  /** Resolves when all that was added is in the file. Rejects with the system's error where it could not be written. */
  async written(): Promise<void> {
    while (this.#isWanted && this.#waiting !== '' && !this.#problem) {
      this.#write();
      await this.#writing;
    }
    await this.#writing;
    if (this.#problem) throw this.#problem;
  }

  /** No more is added. */
  async close(): Promise<void> {
    await this.written().catch(() => undefined);
    await this.#file?.close();
    this.#file = undefined;
  }

  #write(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#writing = this.#writeWaiting()
      .catch((error: unknown) => {
        this.#problem = error instanceof Error ? error : new Error(String(error));
        this.#waiting = '';
      })
      .finally(() => {
        this.#isWriting = false;
      });
  }

  async #writeWaiting(): Promise<void> {
    this.#file ??= await this.#open();
    while (this.#waiting !== '') {
      const bytes = Buffer.from(stripVTControlCharacters(this.#waiting));
      this.#waiting = '';
      const room = (this.#options.limit ?? logLimit) - this.#bytes;
      await this.#file.writeFile(bytes.subarray(0, Math.max(0, room)));
      this.#bytes += bytes.length;
      if (bytes.length <= room) continue;
      this.#isFull = true;
      this.#waiting = '';
      await this.#file.writeFile(
        `\n${t('⋯ The output goes on, but this file ends: it is as long as it may become.')}\n`,
      );
    }
  }

  async #open(): Promise<FileHandle> {
    await this.#options.ready;
    await writeGitFiles(this.#options.workspace);
    await mkdir(dirname(this.path), { recursive: true });
    return open(this.path, 'w');
  }
}

/**
 * Where the whole output of a cell is kept.
 * @param workspace absolute folder that the lab belongs to @param source the cell's text as it was run
 */
export function logPath(workspace: string, labPath: string, source: string): string {
  return join(logFolder(workspace, labPath), `${textHash(source).slice(0, 16)}.log`);
}

function logFolder(workspace: string, labPath: string): string {
  return join(workspace, '.mlops-lab', 'outputs', `${relative(workspace, labPath)}.logs`);
}

/** Removes a lab's logs of cells that have none of these texts. */
export async function dropLogs(workspace: string, labPath: string, sources: readonly string[]): Promise<void> {
  const folder = logFolder(workspace, labPath);
  const kept = new Set(sources.map((source) => logPath(workspace, labPath, source)));
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.map((name) => join(folder, name)).map((path) => (kept.has(path) ? undefined : rm(path, { force: true }))),
  );
}

export async function hasLog(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
