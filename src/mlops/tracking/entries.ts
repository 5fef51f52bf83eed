import { type DatasetRow, parseDatasetRow } from './dataset.ts';
import { TrackingError } from './errors.ts';
import type { EndStatus, RunStore } from './store.ts';
import { type MetricRow, metricRow, textValue } from './values.ts';

type Texts = Readonly<Record<string, string>>;

/** A run that was started while the database could not be written. `start` is in ms since 1970. */
export interface KeptRun {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly user: string;
  readonly start: number;
  readonly tags: Texts;
  readonly params: Texts;
}

/**
 * One thing to be written about the run `id`, as data: so that it can wait, and outlive its process in a file. Writing
 * one twice has the effect of writing it once.
 */
export type Entry =
  | { readonly op: 'run'; readonly id: string; readonly run: KeptRun }
  | { readonly op: 'reopen'; readonly id: string }
  | { readonly op: 'params'; readonly id: string; readonly params: Texts }
  | { readonly op: 'tags'; readonly id: string; readonly tags: Texts }
  | { readonly op: 'deleteTag'; readonly id: string; readonly key: string }
  | { readonly op: 'metrics'; readonly id: string; readonly rows: readonly MetricRow[] }
  | { readonly op: 'input'; readonly id: string; readonly dataset: DatasetRow }
  | { readonly op: 'end'; readonly id: string; readonly status: EndStatus; readonly time: number };

/** Writes an entry. Throws what the store throws. */
export function apply(store: RunStore, entry: Entry): void {
  switch (entry.op) {
    case 'run': {
      const { experiment, name, user, tags, params } = entry.run;
      store.createRun(experiment, name, user, tags, params, entry.run);
      return;
    }
    case 'reopen':
      store.reopenRun(entry.id);
      return;
    case 'params':
      store.logParams(entry.id, entry.params);
      return;
    case 'tags':
      store.logTags(entry.id, entry.tags);
      return;
    case 'deleteTag':
      store.deleteTag(entry.id, entry.key);
      return;
    case 'metrics':
      store.logMetrics(entry.id, entry.rows);
      return;
    case 'input':
      store.logInput(entry.id, entry.dataset);
      return;
    case 'end':
      store.endRun(entry.id, entry.status, entry.time);
      return;
  }
}

/** Neighbouring points of one run as one entry each: one transaction instead of thousands. */
export function merged(entries: readonly Entry[]): Entry[] {
  const groups: Entry[] = [];
  let rows: MetricRow[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (entry.op === 'metrics' && last?.op === 'metrics' && last.id === entry.id) rows.push(...entry.rows);
    else if (entry.op === 'metrics') {
      rows = [...entry.rows];
      groups.push({ ...entry, rows });
    } else groups.push(entry);
  }
  return groups;
}

/** An entry as a line of JSON, which has neither NaN nor the infinities: they are texts there. */
export function entryText(entry: Entry): string {
  return JSON.stringify(entry, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/**
 * The inverse of `entryText`, with the checks of the calls that log: the file may have come with a cloned folder.
 * `undefined` for a line that is none of ours, for example the last of a process that was killed while writing it.
 */
export function parseEntry(line: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isRecord(entry) && isId(entry.id) ? entryOf(entry.id, entry) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TrackingError) return undefined;
    throw error;
  }
}

function entryOf(id: string, entry: Readonly<Record<string, unknown>>): Entry | undefined {
  switch (entry.op) {
    case 'run':
      return runOf(id, entry.run);
    case 'reopen':
      return { op: 'reopen', id };
    case 'params':
      return { op: 'params', id, params: textsOf('param', entry.params) };
    case 'tags':
      return { op: 'tags', id, tags: textsOf('tag', entry.tags) };
    case 'deleteTag':
      return typeof entry.key === 'string' ? { op: 'deleteTag', id, key: entry.key } : undefined;
    case 'metrics':
      return Array.isArray(entry.rows) ? { op: 'metrics', id, rows: entry.rows.map(rowOf) } : undefined;
    case 'input': {
      const dataset = isRecord(entry.dataset) ? parseDatasetRow(entry.dataset) : undefined;
      return dataset && { op: 'input', id, dataset };
    }
    case 'end': {
      const { status, time } = entry;
      if (status !== 'FINISHED' && status !== 'FAILED' && status !== 'KILLED') return undefined;
      return Number.isSafeInteger(time) ? { op: 'end', id, status, time: Number(time) } : undefined;
    }
  }
  return undefined;
}

function runOf(id: string, run: unknown): Entry | undefined {
  if (!isRecord(run) || run.id !== id || !Number.isSafeInteger(run.start)) return undefined;
  const { experiment, name, user } = run;
  if (typeof experiment !== 'string' || typeof name !== 'string' || typeof user !== 'string') return undefined;
  const texts = { tags: textsOf('tag', run.tags), params: textsOf('param', run.params) };
  return { op: 'run', id, run: { id, experiment, name, user, start: Number(run.start), ...texts } };
}

function rowOf(row: unknown): MetricRow {
  if (!isRecord(row) || !Number.isSafeInteger(row.timestamp)) throw new TrackingError('invalid-value', 'No point.');
  const value = typeof row.value === 'string' ? Number(row.value) : row.value;
  return metricRow(String(row.key), value as number, row.step as number, Number(row.timestamp));
}

function textsOf(kind: 'param' | 'tag', texts: unknown): Texts {
  const entries = isRecord(texts) ? Object.entries(texts) : [];
  return Object.fromEntries(entries.map(([key, value]) => [key, textValue(kind, key, value)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && /^\w{1,32}$/.test(id);
}
