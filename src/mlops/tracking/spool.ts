import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Entry, entryText, parseEntry } from './entries.ts';

/** What of a file is read at most, in bytes: it may have come with a cloned folder. */
const sizeLimit = 256 * 1024 * 1024;
/** A file of another host, whose processes cannot be asked for, is taken over after a day without a change; in ms. */
const patience = 24 * 3600 * 1000;

const prefix = 'mlflow.db-unwritten.';
const host = hostname().replace(/[^\w-]/g, '_');

/**
 * What this process has accepted and not yet written to `mlflow.db`, a line of JSON each, in a file beside it. A
 * killed process leaves it to the next one that opens the database. (What the kernel was given outlives the process
 * that gave it: no sync is needed against a kill, only against a power cut.)
 */
export class Spool {
  readonly path: string;
  #file: number | undefined;
  #isBroken = false;

  constructor(workspace: string) {
    this.path = join(workspace, `${prefix}${host}.${process.pid}.${randomUUID().slice(0, 8)}.jsonl`);
  }

  /** Whether all that was appended since the last `clear` is in the file. */
  get isWhole(): boolean {
    return !this.#isBroken;
  }

  /** Appends an entry. A disk that is full, or a folder that may not be written, makes `isWhole` false. */
  append(entry: Entry): void {
    if (this.#isBroken) return;
    try {
      const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;
      this.#file ??= openSync(this.path, O_APPEND | O_CREAT | O_EXCL | O_WRONLY, 0o600);
      const line = Buffer.from(`${entryText(entry)}\n`);
      if (writeSync(this.#file, line) < line.length) this.#isBroken = true;
    } catch {
      this.#isBroken = true;
    }
  }

  /** All is in the database. */
  clear(): void {
    if (this.#file !== undefined) ftruncateSync(this.#file);
    this.#isBroken = false;
  }

  /** @param keep leaves the file to the next process */
  close(keep: boolean): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    if (!keep) rmSync(this.path, { force: true });
  }
}

/** Hands over what processes that are gone have left in the folder. A file is removed when `write` has returned. */
export function recover(workspace: string, write: (entries: readonly Entry[]) => void): void {
  for (const name of readdirSync(workspace)) {
    const path = join(workspace, name);
    if (!isLeft(name, path)) continue;
    const entries = readFileSync(path, 'utf8').split('\n').map(parseEntry);
    write(entries.filter((entry) => entry !== undefined));
    rmSync(path, { force: true });
  }
}

function isLeft(name: string, path: string): boolean {
  if (!name.startsWith(prefix)) return false;
  const [, writer, pid] = /^([\w-]+)\.(\d+)\.\w+\.jsonl$/.exec(name.slice(prefix.length)) ?? [];
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (pid === undefined || !stat?.isFile() || stat.size > sizeLimit) return false;
  return writer === host ? !isAlive(Number(pid)) : Date.now() - stat.mtimeMs > patience;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
