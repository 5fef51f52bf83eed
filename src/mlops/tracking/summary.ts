import type { DatabaseSync } from 'node:sqlite';
import type { RunInfo } from './store.ts';
import { decodeMetric, validTime } from './values.ts';

/** What a run came to, as its `run.yaml` says it: times in ISO 8601, of each metric the latest value. */
export function runSummary(db: DatabaseSync, run: RunInfo): object {
  // Times as REAL: a whole number beyond 2^53 would not fit a JavaScript number.
  const row = db
    .prepare(
      `SELECT status, CAST(start_time AS REAL) AS started, CAST(end_time AS REAL) AS ended
       FROM runs WHERE run_uuid = ?`,
    )
    .get(run.id);
  const rowsOf = (table: string, columns: string) =>
    db.prepare(`SELECT key, ${columns} FROM ${table} WHERE run_uuid = ? ORDER BY key`).all(run.id);
  const texts = (table: string) =>
    Object.fromEntries(rowsOf(table, 'value').map(({ key, value }) => [String(key), String(value)]));
  const metrics = rowsOf('latest_metrics', 'value, is_nan');
  return {
    id: run.id,
    name: run.name,
    experiment: run.experiment,
    status: String(row?.status),
    started: isoTime(row?.started),
    ended: isoTime(row?.ended),
    params: texts('params'),
    metrics: Object.fromEntries(
      metrics.map((m) => [String(m.key), decodeMetric(Number(m.value), Number(m.is_nan) === 1)]),
    ),
    tags: texts('tags'),
  };
}

function isoTime(ms: unknown): string {
  return new Date(validTime(ms) ?? 0).toISOString();
}
