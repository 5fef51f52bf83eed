/**
 * Reads MLflow's retired file store, a folder `mlruns/`
 * (https://mlflow.org/docs/latest/self-hosting/migrate-from-file-store), which MLflow 3.13 and later refuse to open. Links
 * are not followed: the folder may have come with a clone.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TrackingError } from './errors.ts';
import type { MetricRow } from './values.ts';

/** A run as the file store has it. Times are ms since 1970. */
export interface FileRun {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly user: string;
  readonly status: 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';
  readonly start: number;
  readonly end: number | undefined;
  readonly isDeleted: boolean;
  /** Where its artifacts lie, and stay. */
  readonly artifactUri: string;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricRow[];
}

/** By the numbers of MLflow's RunStatus. */
const statuses = { 1: 'RUNNING', 2: 'SCHEDULED', 3: 'FINISHED', 4: 'FAILED', 5: 'KILLED' } as const;

/**
 * The runs of a file store, experiment by experiment; those of deleted experiments are left out, as MLflow does.
 * @param folder absolute path of `mlruns`
 * @throws {TrackingError} `no-file-store` when it is none
 */
export function* readFileStore(folder: string): Generator<FileRun, void, void> {
  const experiments = foldersIn(folder).filter((name) => /^\d+$/.test(name) && isFile(join(folder, name, 'meta.yaml')));
  if (experiments.length === 0) {
    throw new TrackingError(
      'no-file-store',
      `${folder} is no file store of MLflow: it has no experiment with a meta.yaml. Choose the folder 'mlruns' itself.`,
    );
  }
  for (const experiment of experiments) {
    const { name } = metaOf(join(folder, experiment));
    for (const run of foldersIn(join(folder, experiment))) {
      const path = join(folder, experiment, run);
      if (/^\w{32}$/.test(run) && isFile(join(path, 'meta.yaml'))) yield readRun(path, run, String(name ?? experiment));
    }
  }
}

function readRun(path: string, id: string, experiment: string): FileRun {
  const meta = metaOf(path);
  const texts = (kind: string) => Object.fromEntries(filesBelow(join(path, kind)));
  const tags = texts('tags');
  const status = Object.hasOwn(statuses, String(meta.status))
    ? statuses[meta.status as keyof typeof statuses]
    : 'FINISHED';
  return {
    ...{ id, experiment, status, tags, params: texts('params') },
    name: tags['mlflow.runName'] ?? String(meta.run_name ?? ''),
    user: String(meta.user_id ?? ''),
    start: numberIn(meta.start_time) ?? 0,
    end: numberIn(meta.end_time),
    isDeleted: meta.lifecycle_stage === 'deleted',
    artifactUri: String(meta.artifact_uri ?? ''),
    metrics: [...filesBelow(join(path, 'metrics'))].flatMap(([key, text]) => pointsOf(key, text)),
  };
}

/** `timestamp value step` a line, the step 0 where it is left out; lines of another form are passed over. */
function pointsOf(key: string, text: string): MetricRow[] {
  return text.split('\n').flatMap((line) => {
    const [timestamp, value, step = '0'] = line.trim().split(' ');
    const number = pythonNumber(value ?? '');
    const isPoint =
      Number.isSafeInteger(Number(timestamp)) && Number.isSafeInteger(Number(step)) && number !== undefined;
    return line.trim() !== '' && isPoint
      ? [{ key, value: number, step: Number(step), timestamp: Number(timestamp) }]
      : [];
  });
}

/** A float as Python prints it. */
function pythonNumber(text: string): number | undefined {
  const named: Readonly<Record<string, number>> = {
    nan: Number.NaN,
    inf: Number.POSITIVE_INFINITY,
    '-inf': Number.NEGATIVE_INFINITY,
  };
  if (Object.hasOwn(named, text.toLowerCase())) return named[text.toLowerCase()];
  const number = Number(text);
  return text !== '' && Number.isFinite(number) ? number : undefined;
}

function metaOf(folder: string): Readonly<Record<string, unknown>> {
  const meta: unknown = parse(readFileSync(join(folder, 'meta.yaml'), 'utf8'));
  return typeof meta === 'object' && meta !== null ? (meta as Record<string, unknown>) : {};
}

/** The texts of files by their paths: `/` in a key makes folders. */
function* filesBelow(folder: string, below = ''): Generator<[key: string, text: string], void, void> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else if (entry.isFile()) yield [path, readFileSync(join(folder, path), 'utf8')];
  }
}

function foldersIn(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}
