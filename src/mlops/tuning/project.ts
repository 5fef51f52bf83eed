/** The files of a search, in Keras Tuner's layout: `oracle.json`, and `trial_ID/trial.json` for each trial. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TuningError } from './errors.ts';
import type { Oracle } from './oracles/oracle.ts';
import type { OracleState } from './oracles/state.ts';
import { Trial, type TrialState } from './trial.ts';

export class Project {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get exists(): boolean {
    return existsSync(this.#oracleFile);
  }

  get #oracleFile(): string {
    return join(this.folder, 'oracle.json');
  }

  /** The folder of a trial, for what it wants to keep. */
  trialFolder(id: string): string {
    const folder = join(this.folder, `trial_${id}`);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  saveTrial(trial: Trial): void {
    writeWhole(join(this.trialFolder(trial.id), 'trial.json'), trial);
  }

  saveOracle(oracle: Oracle): void {
    writeWhole(this.#oracleFile, oracle.state());
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Goes on with the search that lies here. @throws {TuningError} `damaged-project` */
  reload(oracle: Oracle): void {
    const folders = readdirSync(this.folder).filter((name) => name.startsWith('trial_'));
    const files = folders.map((name) => join(this.folder, name, 'trial.json')).filter(existsSync);
    const trials = files.map((file) => Trial.fromJSON(readJson(file) as TrialState));
    oracle.restore(readJson(this.#oracleFile) as OracleState, trials);
  }
}

/** What is written lies there whole or not at all, even if the process is killed meanwhile. */
function writeWhole(file: string, content: unknown): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const draft = `${file}.draft`;
  writeFileSync(draft, pythonJson(content));
  renameSync(draft, file);
}

function readJson(file: string): unknown {
  try {
    return parsePythonJson(readFileSync(file, 'utf8'));
  } catch (error) {
    const how = 'Delete the folder, or give overwrite: true, to begin anew.';
    throw new TuningError('damaged-project', `${file} cannot be read: ${(error as Error).message}. ${how}`, {
      cause: error,
    });
  }
}

/** Stands before a number that JSON does not know, where it is a text for a moment. */
const mark = '\u0000';

/** JSON with the words NaN and Infinity, as Python writes it: a trial that diverged has such a score. */
const pythonJson = (content: unknown) =>
  JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `${mark}${value}` : value,
  ).replaceAll(/"\\u0000(NaN|-?Infinity)"/g, '$1');

function parsePythonJson(text: string): unknown {
  const marked = text.replaceAll(/"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g, (token) =>
    token.startsWith('"') ? token : `"\\u0000${token}"`,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? Number(value.slice(1)) : value,
  );
}
