import type { DatabaseSync } from 'node:sqlite';
import { decodeMetric, validTime } from '../mlops/tracking/values.ts';
import { artifactFolder, listArtifacts } from './artifacts.ts';
import { type MetricPoint, type Run, type RunDetails, runStatuses } from './model.ts';
import { withDatabase } from './open.ts';

/** More are restored by MLflow itself. */
const mostDeleted = 1000;

type Row = Record<string, unknown>;
type Value = string | number;

/**
 * The newest runs of a workspace, newest first; none where nothing was recorded yet. Deleted runs are left out.
 * Reads what MLflow 2.x and 3.x write; throws a UserError when the file is damaged or something else.
 */
export function listRuns(workspace: string, limit = 1000): Run[] {
  return withDatabase(workspace, [], (db) =>
    readRuns(db, 'ORDER BY start_time DESC, runs.rowid DESC LIMIT ?', [limit]),
  );
}

/** The deleted runs, the last deleted first; their params, tags and metrics are still there. */
export function listDeletedRuns(workspace: string): Run[] {
  return withDatabase(workspace, [], (db) =>
    readRuns(db, 'ORDER BY deleted_time DESC LIMIT ?', [mostDeleted], 'deleted'),
  );
}

/** One run with its whole history and its artifacts; `undefined` when there is none of that id. */
export function getRun(workspace: string, id: string): RunDetails | undefined {
  return withDatabase(workspace, undefined, (db) => {
    const run = readRuns(db, 'AND run_uuid = ?', [id])[0];
    if (!run) return undefined;
    const folder = artifactFolder(workspace, run);
    return {
      ...run,
      history: readHistory(db, id),
      artifacts: folder === undefined ? [] : listArtifacts(folder),
      ...(folder !== undefined && { artifactFolder: folder }),
    };
  });
}

/** Whole numbers are read as REAL: what lies beyond 2^53 would not fit a JavaScript number and fail the whole list. */
function readRuns(db: DatabaseSync, which: string, values: Value[], stage: 'active' | 'deleted' = 'active'): Run[] {
  const rows = db
    .prepare(
      `SELECT run_uuid AS id, runs.name, status, CAST(start_time AS REAL) AS started, CAST(end_time AS REAL) AS ended,
         artifact_uri, experiments.name AS experiment, CAST(runs.experiment_id AS TEXT) AS experiment_id
       FROM runs LEFT JOIN experiments USING (experiment_id)
       WHERE runs.lifecycle_stage = ? ${which}`,
    )
    .all(stage, ...values);
  const params = pairsOf(db, 'params', 'value', (row) => String(row.value));
  const tags = pairsOf(db, 'tags', 'value', (row) => String(row.value ?? ''));
  const metrics = pairsOf(db, 'latest_metrics', 'value, is_nan', metricValue);
  return rows.map((row) => {
    const id = String(row.id);
    const endTime = validTime(row.ended);
    return {
      id,
      name: String(row.name ?? ''),
      experiment: String(row.experiment ?? ''),
      experimentId: String(row.experiment_id ?? ''),
      status: runStatuses.find((status) => status === row.status) ?? 'UNKNOWN',
      startTime: validTime(row.started) ?? 0,
      ...(endTime !== undefined && { endTime }),
      artifactUri: String(row.artifact_uri ?? ''),
      params: params(id),
      tags: tags(id),
      metrics: metrics(id),
    };
  });
}

/** Gives what reads a key-value table run by run, through its index on `run_uuid`. */
function pairsOf<T>(db: DatabaseSync, table: string, columns: string, value: (row: Row) => T) {
  const statement = db.prepare(`SELECT key, ${columns} FROM ${table} WHERE run_uuid = ? ORDER BY key`);
  return (id: string): Record<string, T> =>
    Object.fromEntries(statement.all(id).map((row) => [String(row.key), value(row)]));
}

function readHistory(db: DatabaseSync, id: string): Record<string, MetricPoint[]> {
  const history = new Map<string, MetricPoint[]>();
  const rows = db
    .prepare(
      `SELECT key, value, is_nan, CAST(step AS REAL) AS step, CAST(timestamp AS REAL) AS timestamp
       FROM metrics WHERE run_uuid = ? ORDER BY key, metrics.step, metrics.timestamp`,
    )
    .iterate(id);
  for (const row of rows) {
    const point = { step: Number(row.step), timestamp: validTime(row.timestamp) ?? 0, value: metricValue(row) };
    const key = String(row.key);
    const points = history.get(key);
    if (points) points.push(point);
    else history.set(key, [point]);
  }
  return Object.fromEntries(history);
}

function metricValue(row: Row): number {
  return decodeMetric(Number(row.value), Number(row.is_nan) === 1);
}
