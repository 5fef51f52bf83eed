import { rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { applicationId } from './applicationId.ts';
import { fromSqlite, noSqlite, TrackingError } from './errors.ts';
import { ddl, written } from './schema.ts';

/** Whether this Node.js was built with SQLite. Asked without loading it. */
export function hasSqlite(): boolean {
  return isBuiltin('node:sqlite');
}

/** Not an import: where SQLite is missing the library must load all the same. @throws {TrackingError} `no-sqlite` */
function connect(path: string): DatabaseSync {
  const sqlite = process.getBuiltinModule('node:sqlite');
  if (!sqlite) throw new TrackingError('no-sqlite', noSqlite);
  return new sqlite.DatabaseSync(path);
}

/**
 * Opens `mlflow.db` for writing and makes it where it is missing. What is not MLflow's, is damaged or has columns
 * that we do not know how to fill is refused by a TrackingError before anything is written.
 */
export function openDatabase(
  path: string,
  busyTimeout: number,
  createDefaults: (db: DatabaseSync) => void,
): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = connect(path);
    db.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    // The file may have come with a cloned folder: functions and virtual tables in its schema must not run.
    db.exec('PRAGMA trusted_schema = OFF');
    if (isEmpty(db)) create(db, path, createDefaults);
    else verify(db, path);
    chooseJournal(db, path);
    return db;
  } catch (error) {
    db?.close();
    throw fromSqlite(error, path);
  }
}

/** Runs `work` in one transaction that takes the write lock at once, so that it cannot fail halfway as busy. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      db.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
    throw error;
  }
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;
}

function create(db: DatabaseSync, path: string, createDefaults: (db: DatabaseSync) => void): void {
  // Said first and not with the tables, so that it is in the file's own header, where others read it without SQLite.
  db.exec(`PRAGMA application_id = ${applicationId}`);
  // SQLite switches to WAL only outside a transaction; a rival who creates the file at the same moment may win.
  if (walWorks(dirname(path))) db.exec('PRAGMA journal_mode = WAL');
  transaction(db, () => {
    if (!isEmpty(db)) return;
    db.exec(ddl);
    createDefaults(db);
  });
  verify(db, path);
}

/** @throws {TrackingError} when the tables are not MLflow's, or ask for what we do not know */
export function verify(db: DatabaseSync, path: string): void {
  for (const [table, columns] of Object.entries(written)) {
    const found = columnsOf(db, table);
    const missing = columns.find((column) => !found.some(({ name }) => name === column));
    if (missing) {
      throw new TrackingError(
        'foreign-database',
        `${path} is a database, but not MLflow's: it has no ${table}.${missing}. Nothing was written. Move it away, or open another folder.`,
      );
    }
    const unknown = found.find((c) => c.notnull && c.dflt_value === null && !columns.includes(c.name));
    if (unknown) {
      throw new TrackingError(
        'unsupported-schema',
        `${path} was upgraded by an MLflow newer than MLOps Lab knows: ${table}.${unknown.name} must be filled. Nothing was written. Update MLOps Lab.`,
      );
    }
  }
}

interface Column {
  readonly name: string;
  readonly notnull: boolean;
  readonly dflt_value: string | null;
}

/** The columns of a table; none where it does not exist. */
export function columnsOf(db: DatabaseSync, table: string): Column[] {
  return db
    .prepare(`SELECT name, "notnull", dflt_value FROM pragma_table_info(?)`)
    .all(table)
    .map((row) => ({
      name: String(row.name),
      notnull: row.notnull === 1,
      dflt_value: row.dflt_value === null ? null : String(row.dflt_value),
    }));
}

/** Leaves MLflow's own choice alone, but takes a WAL database that was moved to a network folder out of WAL. */
function chooseJournal(db: DatabaseSync, path: string): void {
  const mode = db.prepare('PRAGMA journal_mode').get()?.journal_mode;
  if (mode !== 'wal') return;
  // Survives a killed process without a sync at each commit; only a power cut may cost the last commits.
  if (walWorks(dirname(path))) db.exec('PRAGMA synchronous = NORMAL');
  else db.exec('PRAGMA journal_mode = DELETE');
}

/** https://sqlite.org/rescode.html#full */
const sqliteFull = 13;

/**
 * Whether write-ahead logging works in this folder. It needs memory shared between processes, which network file
 * systems do not have; some accept the mode and fail later, so this makes a real write and a second reader.
 */
function walWorks(folder: string): boolean {
  const path = join(folder, `.mlflow-wal-probe-${process.pid}.db`);
  try {
    const writer = connect(path);
    try {
      if (writer.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode !== 'wal') return false;
      writer.exec('CREATE TABLE probe (x); INSERT INTO probe VALUES (1)');
      const reader = connect(path);
      try {
        return reader.prepare('SELECT x FROM probe').get()?.x === 1;
      } finally {
        reader.close();
      }
    } finally {
      writer.close();
    }
  } catch (error) {
    // A full disk says nothing about the folder; to leave WAL for it would only be one more thing to write.
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteFull) throw error;
    return false;
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
  }
}
