import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { experimentFolder, folderInWorkspace, keptRunFolder, newRunId, runFolder, writeArtifact } from './artifacts.ts';
import { changeRun, type RunChange } from './change.ts';
import { columnsOf, openDatabase, transaction, verify } from './database.ts';
import type { DatasetRow } from './dataset.ts';
import { dictText } from './dict.ts';
import { fromSqlite, TrackingError } from './errors.ts';
import type { FileRun } from './fileStore.ts';
import { insertInput } from './inputs.ts';
import { runSummary } from './summary.ts';
import { checkExperimentName, encodeMetric, isLater, type MetricRow, tagKeys } from './values.ts';

/** A run that can be written to. */
export interface RunInfo {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly experiment: string;
  readonly experimentId: string;
  readonly name: string;
  /** Absolute path of the folder of its artifacts, within the workspace. */
  readonly artifactDir: string;
}

export type EndStatus = 'FINISHED' | 'FAILED' | 'KILLED';

/** What a tracker writes to: the `Store`, or nothing at all (`NullStore`). */
export type RunStore = Pick<Store, keyof Store>;

/**
 * The writing end of `mlflow.db` in a workspace. Everything is synchronous and in one transaction a call, so what
 * has returned is on disk. Several processes may write at once. Rejects by TrackingError.
 */
export class Store {
  readonly #workspace: string;
  readonly #path: string;
  readonly #db: DatabaseSync;
  #schemaVersion: number | undefined;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * @param workspace absolute path of an existing folder
   * @param busyTimeout how long a write waits for another process, in ms. MLflow itself waits 20 s; a lab should not
   *   seem to hang.
   */
  constructor(workspace: string, busyTimeout = 10_000) {
    this.#workspace = workspace;
    this.#path = join(workspace, 'mlflow.db');
    this.#db = openDatabase(this.#path, busyTimeout, (db) => {
      db.prepare('INSERT INTO experiments VALUES (0, ?, ?, ?, ?, ?)').run(
        'Default',
        pathToFileURL(experimentFolder(workspace, '0')).href,
        'active',
        Date.now(),
        Date.now(),
      );
    });
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  /** The id of the experiment of that name, made where it is missing. */
  experiment(name: string): string {
    checkExperimentName(name);
    return this.#write(() => {
      const found = this.#findExperiment(name);
      if (found && found.lifecycle_stage !== 'active') {
        throw new TrackingError(
          'experiment-deleted',
          `The experiment '${name}' was deleted in ${this.#path}. Use another name, or restore it with 'mlflow experiments restore'.`,
        );
      }
      return found ? String(found.id) : this.#createExperiment(name);
    });
  }

  /**
   * @param own its id; with the time in ms, a run that was started while the database could not be written; made once
   */
  createRun(
    experiment: string,
    name: string,
    user: string,
    tags: Readonly<Record<string, string>>,
    params: Readonly<Record<string, string>>,
    own?: { readonly id: string; readonly start?: number },
  ): RunInfo {
    const experimentId = this.experiment(experiment);
    const id = own?.id ?? newRunId();
    const isKept = own?.start !== undefined;
    const artifactDir = isKept ? keptRunFolder(this.#workspace, id) : this.#runFolder(experimentId, id);
    this.#write(() => {
      if (own && this.#get('SELECT 1 FROM runs WHERE run_uuid = ?', [id])) return;
      this.#run(
        `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,
           source_version, lifecycle_stage, artifact_uri, experiment_id)
         VALUES (?, ?, 'UNKNOWN', '', '', ?, 'RUNNING', ?, '', 'active', ?, ?)`,
        [id, name, user, own?.start ?? Date.now(), pathToFileURL(artifactDir).href, experimentId],
      );
      this.#insertTags(id, { ...tags, [tagKeys.runName]: name });
      this.#insertParams(id, params);
    });
    return { id, experiment, experimentId, name, artifactDir };
  }

  /** @throws {TrackingError} `run-not-found` */
  findRun(id: string): RunInfo {
    return this.#findRun(id).run;
  }

  #findRun(id: string): { readonly run: RunInfo; readonly isRunning: boolean } {
    const row = this.#get(
      `SELECT runs.name, status, artifact_uri, experiments.name AS experiment,
         CAST(experiments.experiment_id AS TEXT) AS experiment_id
       FROM runs JOIN experiments USING (experiment_id)
       WHERE run_uuid = ? AND runs.lifecycle_stage = 'active'`,
      [id],
    );
    if (!row) {
      throw new TrackingError('run-not-found', `${this.#path} holds no run '${id}', or it was deleted there.`);
    }
    const experimentId = String(row.experiment_id);
    const standard = this.#runFolder(experimentId, id);
    const run = {
      id,
      experiment: String(row.experiment),
      experimentId,
      name: String(row.name ?? ''),
      artifactDir: folderInWorkspace(this.#workspace, String(row.artifact_uri)) ?? standard,
    };
    return { run, isRunning: row.status === 'RUNNING' };
  }

  /** Opens a run for more writing; as in MLflow it is RUNNING again. */
  reopenRun(id: string): RunInfo {
    return this.#write(() => {
      const { run } = this.#findRun(id);
      this.#run(`UPDATE runs SET status = 'RUNNING', end_time = NULL WHERE run_uuid = ?`, [id]);
      return run;
    });
  }

  /** A param keeps its first value; the same value again is fine, another one is refused and nothing is written. */
  logParams(runId: string, params: Readonly<Record<string, string>>): void {
    this.#write(() => this.#insertParams(runId, params));
  }

  logTags(runId: string, tags: Readonly<Record<string, string>>): void {
    this.#write(() => this.#insertTags(runId, tags));
  }

  /** @throws {TrackingError} `tag-not-found` */
  deleteTag(runId: string, key: string): void {
    this.#write(() => {
      if (this.#get('DELETE FROM tags WHERE run_uuid = ? AND key = ? RETURNING key', [runId, key])) return;
      throw new TrackingError('tag-not-found', `The run has no tag '${key}', so there is none to delete.`);
    });
  }

  /** Renames, tags, deletes and restores, all or nothing. @throws {TrackingError} `run-not-found` */
  changeRuns(changes: readonly RunChange[]): void {
    this.#write(() => {
      for (const change of changes) changeRun(this.#db, this.#path, change, Date.now());
    });
  }

  /** Takes a run of MLflow's file store over, with its id. @returns false where it is here already: it stays as it is */
  importRun(run: FileRun): boolean {
    const experimentId = this.experiment(run.experiment);
    const isNew = this.#write(() => {
      if (this.#get('SELECT 1 FROM runs WHERE run_uuid = ?', [run.id])) return false;
      this.#run(
        `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,
           end_time, source_version, lifecycle_stage, artifact_uri, experiment_id)
         VALUES (?, ?, 'UNKNOWN', '', '', ?, ?, ?, ?, '', ?, ?, ?)`,
        [
          ...[run.id, run.name, run.user, run.status, run.start, run.end ?? null],
          ...[run.isDeleted ? 'deleted' : 'active', run.artifactUri, experimentId],
        ],
      );
      this.#insertTags(run.id, run.tags);
      this.#insertParams(run.id, run.params);
      return true;
    });
    if (isNew) this.logMetrics(run.id, run.metrics);
    return isNew;
  }

  /** Says that the run was made from a dataset; one of the same name and digest is the same. */
  logInput(runId: string, dataset: DatasetRow): void {
    this.#write(() => insertInput(this.#db, runId, dataset));
  }

  /** Appends to the history, and moves each metric's latest value on where these rows are later. */
  logMetrics(runId: string, rows: readonly MetricRow[]): void {
    const latest = new Map<string, MetricRow>();
    for (const row of rows) {
      const known = latest.get(row.key);
      if (!known || isLater(row, known)) latest.set(row.key, row);
    }
    this.#write(() => {
      for (const row of rows) {
        this.#run(
          'INSERT OR IGNORE INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)',
          metricValues(runId, row),
        );
      }
      for (const row of latest.values()) {
        this.#run(
          `INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value, timestamp = excluded.timestamp,
             step = excluded.step, is_nan = excluded.is_nan
           WHERE (excluded.step, excluded.timestamp, excluded.value) > (step, timestamp, value)`,
          metricValues(runId, row),
        );
      }
    });
  }

  /** @param time when it ended, in ms since 1970 */
  endRun(runId: string, status: EndStatus, time = Date.now()): void {
    this.#write(() => this.#endRun(runId, status, time));
  }

  /** Ends a run that was left open, perhaps by another process; one that has ended keeps how and when it did. */
  endRunLeftOpen(id: string, status: EndStatus): RunInfo {
    const { run, isRunning } = this.#write(() => {
      const found = this.#findRun(id);
      if (found.isRunning) this.#endRun(id, status, Date.now());
      // The process that is gone has left the runs within it, too.
      this.#run(
        `UPDATE runs SET status = ?, end_time = ? WHERE status = 'RUNNING' AND run_uuid IN
           (SELECT run_uuid FROM tags WHERE key = ? AND value = ?)`,
        [status, Date.now(), tagKeys.parentRun, id],
      );
      return found;
    });
    if (isRunning) this.writeSummary(run);
    return run;
  }

  #endRun(id: string, status: EndStatus, time: number): void {
    this.#run('UPDATE runs SET status = ?, end_time = ? WHERE run_uuid = ?', [status, time, id]);
  }

  /** Writes a file among the run's artifacts. */
  writeArtifact(run: RunInfo, path: string, content: string | Uint8Array): void {
    writeArtifact(this.#workspace, run.artifactDir, path, content);
  }

  /** Leaves a readable `run.yaml` among the run's artifacts. */
  writeSummary(run: RunInfo): void {
    this.writeArtifact(run, 'run.yaml', dictText('run.yaml', runSummary(this.#db, run)));
  }

  #runFolder(experimentId: string, id: string): string {
    const folder = runFolder(this.#workspace, experimentId, id);
    if (folder !== undefined) return folder;
    throw new TrackingError(
      'damaged-database',
      `${this.#path} has a run '${id}' in an experiment with the id '${experimentId}', which are no ids of MLflow. Nothing was written. Move the file away to begin a new one.`,
    );
  }

  #findExperiment(name: string) {
    // MLflow 3.10 lets each of its own "workspaces" have an experiment of this name; ours is the default one.
    const scoped = columnsOf(this.#db, 'experiments').some((column) => column.name === 'workspace');
    return this.#get(
      `SELECT CAST(experiment_id AS TEXT) AS id, lifecycle_stage FROM experiments
       WHERE name = ? ${scoped ? `AND workspace = 'default'` : ''}`,
      [name],
    );
  }

  #createExperiment(name: string): string {
    const now = Date.now();
    const row = this.#get(
      `INSERT INTO experiments (name, lifecycle_stage, creation_time, last_update_time) VALUES (?, 'active', ?, ?)
       RETURNING CAST(experiment_id AS TEXT) AS id`,
      [name, now, now],
    );
    const id = String(row?.id);
    const location = pathToFileURL(experimentFolder(this.#workspace, id)).href;
    this.#run('UPDATE experiments SET artifact_location = ? WHERE experiment_id = ?', [location, id]);
    return id;
  }

  #insertParams(runId: string, params: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(params)) {
      this.#run('INSERT OR IGNORE INTO params (key, value, run_uuid) VALUES (?, ?, ?)', [key, value, runId]);
      const kept = this.#get('SELECT value FROM params WHERE key = ? AND run_uuid = ?', [key, runId])?.value;
      if (kept === value) continue;
      throw new TrackingError(
        'param-changed',
        `The param '${key}' of this run is '${kept}' and cannot become '${value}'. Start another run, or log it under another name.`,
      );
    }
  }

  #insertTags(runId: string, tags: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(tags)) {
      this.#run(
        'INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?) ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value',
        [key, value, runId],
      );
    }
  }

  #write<T>(work: () => T): T {
    try {
      return transaction(this.#db, () => {
        this.#verifySchema();
        return work();
      });
    } catch (error) {
      throw fromSqlite(error, this.#path);
    }
  }

  /** An MLflow may upgrade the database while it is open here; what it then asks for must be known before we write. */
  #verifySchema(): void {
    const version = Number(this.#get('PRAGMA schema_version', [])?.schema_version);
    if (version === this.#schemaVersion) return;
    verify(this.#db, this.#path);
    this.#schemaVersion = version;
  }

  #run(sql: string, values: (string | number | null)[]): void {
    this.#statement(sql).run(...values);
  }

  #get(sql: string, values: (string | number)[]) {
    return this.#statement(sql).get(...values);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function metricValues(runId: string, row: MetricRow): (string | number)[] {
  const { value, isNan } = encodeMetric(row.value);
  return [row.key, value, row.timestamp, runId, row.step, isNan];
}
