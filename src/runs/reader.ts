import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fromSqlite, TrackingError } from '../mlops/tracking/errors.ts';
import { decodeMetric, validTime } from '../mlops/tracking/values.ts';
import { messageOf, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { artifactFolder, listArtifacts } from './artifacts.ts';
import { databasePath } from './database.ts';
import { type MetricPoint, type Run, type RunDetails, runStatuses } from './model.ts';

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

function withDatabase<T>(workspace: string, none: T, read: (db: DatabaseSync) => T): T {
  const path = databasePath(workspace);
  if (!statSync(path, { throwIfNoEntry: false })?.size) return none;
  // One snapshot for all queries: a run that ends meanwhile is not seen half.
  const snapshot = () =>
    opened(path, true, (db) => {
      db.exec('BEGIN');
      return isEmpty(db) ? none : read(db);
    });
  try {
    return afterRollback(path, snapshot);
  } catch (error) {
    throw readable(fromSqlite(error, path), path);
  }
}

/** Reads; where a writer was killed halfway, has what it wrote undone first, as any who opens it for writing does. */
function afterRollback<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!needsRollback(error)) throw error;
    opened(path, false, isEmpty);
    return read();
  }
}

function opened<T>(path: string, readOnly: boolean, use: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path, { readOnly });
  try {
    db.exec('PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF');
    return use(db);
  } finally {
    db.close();
  }
}

/** SQLITE_READONLY_ROLLBACK (https://sqlite.org/rescode.html): there is a hot journal, which a reader may not undo. */
function needsRollback(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 776;
}

/** True at the moment between the file's creation and its tables'. */
function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;
}

/** What the user is told: a missing table or column means that the file is not MLflow's. */
function readable(error: unknown, path: string): unknown {
  if (error instanceof TrackingError) return new UserError(error.code, error.message, { cause: error });
  if (!/no such (table|column)/.test(messageOf(error))) return error;
  return new UserError(
    'foreign-database',
    t(
      '{0} is a database, but not one of MLflow ({1}). Move it away to record runs in this folder.',
      path,
      messageOf(error),
    ),
    { cause: error },
  );
}

/** Whole numbers are read as REAL: what lies beyond 2^53 would not fit a JavaScript number and fail the whole list. */
function readRuns(db: DatabaseSync, which: string, values: Value[]): Run[] {
  const rows = db
    .prepare(
      `SELECT run_uuid AS id, runs.name, status, CAST(start_time AS REAL) AS started, CAST(end_time AS REAL) AS ended,
         artifact_uri, experiments.name AS experiment, CAST(runs.experiment_id AS TEXT) AS experiment_id
       FROM runs LEFT JOIN experiments USING (experiment_id)
       WHERE runs.lifecycle_stage = 'active' ${which}`,
    )
    .all(...values);
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
