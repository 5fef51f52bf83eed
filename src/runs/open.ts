/** Opens a workspace's `mlflow.db` for reading. */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fromSqlite, TrackingError } from '../mlops/tracking/errors.ts';
import { messageOf, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { databasePath } from './database.ts';

/**
 * What `read` makes of one snapshot of the database; `none` where nothing was recorded yet.
 * @throws {UserError} when the file is damaged, held by another program or something else than MLflow's
 */
export function withDatabase<T>(workspace: string, none: T, read: (db: DatabaseSync) => T): T {
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
