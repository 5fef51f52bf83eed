import { statSync } from 'node:fs';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { fromSqlite, MetadataError } from './errors.ts';
import { ddl, laterColumns, oldestVersion, readColumns, schemaVersion } from './schema.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface OpenOptions {
  /** The file must be there, and is not changed. */
  readonly readOnly?: boolean;
}

const inMemory = ':memory:';
const tooMany = 500;

/** A connection to the SQLite file of a store, of which everything that can be wrong is said as a MetadataError. */
export class Database {
  readonly path: string;
  /** Of the tables, 7 to 10. */
  readonly version: number;
  readonly readOnly: boolean;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #isOpen = true;
  #inTransaction = false;

  /**
   * Opens a store, and makes it where the file is missing or empty.
   * @throws {MetadataError} before anything is written, for what is no store of ML Metadata
   */
  constructor(path: string, { readOnly = false }: OpenOptions = {}) {
    this.path = path;
    const sqlite = process.getBuiltinModule('node:sqlite');
    if (!sqlite) {
      throw new MetadataError('no-sqlite', 'This Node.js has no node:sqlite. Choose another one, 22.15 or newer.');
    }
    let db: DatabaseSync | undefined;
    try {
      const isNew = path === inMemory || !statSync(path, { throwIfNoEntry: false })?.size;
      db = new sqlite.DatabaseSync(path, { readOnly });
      // The file may be anybody's: functions and virtual tables in its schema must not run.
      db.exec('PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF');
      this.#db = db;
      if (isNew && !readOnly) this.transaction(() => (this.#isEmpty() ? db?.exec(ddl) : undefined));
      this.version = this.#verified();
      this.readOnly = readOnly || this.version < schemaVersion;
    } catch (error) {
      db?.close();
      throw fromSqlite(error, path);
    }
  }

  #isEmpty(): boolean {
    return this.#db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;
  }

  /** The version of the tables, which all are there with the columns that are read. */
  #verified(): number {
    const foreign = (what: string) =>
      new MetadataError('foreign-store', `${this.path} is a database, but no store of ML Metadata: ${what}.`);
    if (this.#columns('MLMDEnv').length === 0) throw foreign('it has no table MLMDEnv');
    const rows = this.#db.prepare('SELECT schema_version FROM MLMDEnv').all();
    const version = rows[0]?.schema_version;
    if (rows.length !== 1 || typeof version !== 'number') throw foreign('it does not say its schema_version');
    if (version < oldestVersion || version > schemaVersion) {
      const way = version > schemaVersion ? 'MLMD database version is greater than library version' : 'It is too old';
      throw new MetadataError(
        'unsupported-schema',
        `${this.path} has ML Metadata's schema ${version}. ${way}: ${oldestVersion} to ${schemaVersion} are read here. ` +
          `Nothing was written. Have ml-metadata's own library ${version > schemaVersion ? 'downgrade' : 'upgrade'} a copy of it.`,
      );
    }
    for (const [table, columns] of Object.entries(this.#expected(version))) {
      const found = this.#columns(table);
      const missing = columns.find((column) => !found.includes(column));
      if (missing) throw foreign(`it has no ${table}.${missing}`);
    }
    return version;
  }

  #expected(version: number): Record<string, string[]> {
    const expected = Object.entries(readColumns).map(([table, columns]): [string, string[]] => {
      const later = laterColumns.filter(({ since, tables }) => since <= version && tables.includes(table));
      return [table, [...columns, ...later.flatMap((each) => each.columns)]];
    });
    return Object.fromEntries(expected);
  }

  #columns(table: string): string[] {
    const rows = this.#db.prepare('SELECT name FROM pragma_table_info(?)').all(table);
    return rows.map(({ name }) => String(name));
  }

  /** Whether the tables have a column of a later version. */
  has(column: string): boolean {
    return !laterColumns.some(({ since, columns }) => since > this.version && columns.includes(column));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#statements.clear();
    this.#db.close();
  }

  #statement(sql: string): StatementSync {
    if (!this.#isOpen) throw new MetadataError('closed-store', `The store ${this.path} was closed. Open it again.`);
    let statement = this.#statements.get(sql);
    if (!statement) {
      // Statements with a list of ids differ by its length.
      if (this.#statements.size > tooMany) this.#statements.clear();
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#told(() => this.#statement(sql).all(...values));
  }

  /** The same with every whole number as a bigint. */
  allExact(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#told(() => {
      const statement = this.#statement(`${sql} -- exact`);
      statement.setReadBigInts(true);
      return statement.all(...values);
    });
  }

  first(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#told(() => this.#statement(sql).get(...values));
  }

  /** @returns the id of the row that was inserted last */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#told(() => Number(this.#statement(sql).run(...values).lastInsertRowid));
  }

  /** Rows of several ids, any number of them. `sql` holds `(?)` where the list of ids belongs. */
  allOf(sql: string, ids: readonly SQLInputValue[], exact = false): Row[] {
    const rows: Row[] = [];
    for (let from = 0; from < ids.length; from += tooMany) {
      const part = ids.slice(from, from + tooMany);
      const filled = sql.replace('(?)', `(${part.map(() => '?').join()})`);
      rows.push(...(exact ? this.allExact(filled, ...part) : this.all(filled, ...part)));
    }
    return rows;
  }

  #told<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw fromSqlite(error, this.path);
    }
  }

  /** All or nothing; the write lock is taken at once, so that it cannot fail halfway as busy. Nested ones are one. */
  transaction<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    if (this.readOnly) throw this.#readOnly();
    this.#told(() => this.#db.exec('BEGIN IMMEDIATE'));
    this.#inTransaction = true;
    try {
      const result = work();
      this.#told(() => this.#db.exec('COMMIT'));
      return result;
    } catch (error) {
      try {
        this.#db.exec('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself, as it does when the disk is full.
      }
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  #readOnly(): MetadataError {
    const why =
      this.version < schemaVersion
        ? `MLMD database version ${this.version} is older than library version ${schemaVersion}: it is only read. Have ml-metadata upgrade it (enable_upgrade_migration) to write to it`
        : 'It was opened to be read';
    return new MetadataError('read-only-store', `${this.path}: nothing was written. ${why}.`);
  }
}
