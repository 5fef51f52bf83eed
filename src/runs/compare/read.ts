/** Reads what the compare page shows from `mlflow.db`. Runs on the reading thread. */
import type { DatabaseSync } from 'node:sqlite';
import { m4 } from '../../mlops/plot/sampling.ts';
import { decodeMetric, tagKeys, validTime } from '../../mlops/tracking/values.ts';
import { runStatuses } from '../model.ts';
import { withDatabase } from '../open.ts';
import {
  NumberCells,
  type NumberColumn,
  type RunColumn,
  type RunColumns,
  TextCells,
  type TextColumn,
} from './columns.ts';
import type { ExperimentName } from './contract.ts';
import type { Scope } from './scope.ts';

type Cells = readonly unknown[];

/** Of one in so many runs, or more, the whole tables are read. */
const mostShare = 4;

/** The runs of a scope with the latest value of each metric, newest first; of deleted runs none. @param limit the newest so many */
export function readColumns(workspace: string, scope: Scope, limit = Number.MAX_SAFE_INTEGER): RunColumns {
  return withDatabase(workspace, { ids: [], columns: [] }, (db) => new ColumnsReader(db, scope, limit).read());
}

class ColumnsReader {
  readonly #db: DatabaseSync;
  readonly #chosen: string;
  readonly #values: (string | number)[];

  constructor(db: DatabaseSync, scope: Scope, limit: number) {
    this.#db = db;
    const which =
      scope.of === 'experiment'
        ? 'AND runs.experiment_id = CAST(? AS INTEGER)'
        : scope.of === 'chosen'
          ? 'AND run_uuid IN (SELECT value FROM json_each(?))'
          : '';
    this.#chosen = `FROM runs WHERE lifecycle_stage = 'active' ${which} ORDER BY start_time DESC, runs.rowid DESC LIMIT ?`;
    const of =
      scope.of === 'experiment' ? [scope.experimentId] : scope.of === 'chosen' ? [JSON.stringify(scope.ids)] : [];
    this.#values = [...of, limit];
  }

  read(): RunColumns {
    const { ids, columns } = this.#runs();
    const rowOf = new Map(ids.map((id, row) => [id, row]));
    const metrics = this.#metrics(rowOf);
    const params = this.#texts('params', rowOf);
    const tags = this.#texts('tags', rowOf).filter(({ key }) => key !== tagKeys.runName);
    return { ids, columns: [...columns, ...metrics, ...params, ...tags] };
  }

  #runs(): RunColumns {
    const rows = this.#all(
      `SELECT run_uuid, name, status, CAST(start_time AS REAL), CAST(end_time AS REAL), user_id, artifact_uri,
         (SELECT name FROM experiments WHERE experiments.experiment_id = runs.experiment_id) ${this.#chosen}`,
    );
    const texts = { run_name: 1, status: 2, user_id: 5, artifact_uri: 6, experiment: 7 };
    const numbers = { start_time: 3, end_time: 4 };
    const ids = rows.map((row) => String(row[0]));
    const idCells = new TextCells(ids.length);
    for (const [row, id] of ids.entries()) idCells.set(row, id);
    return {
      ids,
      columns: [
        idCells.column('attributes', 'run_id'),
        ...Object.entries(texts).map(([key, place]) => textColumn(key, rows, place)),
        ...Object.entries(numbers).map(([key, place]) => timeColumn(key, rows, place)),
      ],
    };
  }

  #metrics(rowOf: ReadonlyMap<string, number>): NumberColumn[] {
    const cells = new Map<string, NumberCells>();
    for (const [id, key, value, isNan] of this.#ofRuns('latest_metrics', 'key, value, is_nan', rowOf.size)) {
      const row = rowOf.get(id as string);
      if (row === undefined) continue;
      const column = gathered(cells, key as string, () => new NumberCells(rowOf.size));
      column.set(row, decodeMetric(Number(value), isNan === 1));
    }
    return sorted(cells).map(([key, column]) => column.column('metrics', key));
  }

  #texts(kind: 'params' | 'tags', rowOf: ReadonlyMap<string, number>): TextColumn[] {
    const cells = new Map<string, TextCells>();
    for (const [id, key, value] of this.#ofRuns(kind, 'key, value', rowOf.size)) {
      const row = rowOf.get(id as string);
      if (row === undefined) continue;
      gathered(cells, key as string, () => new TextCells(rowOf.size)).set(row, String(value ?? ''));
    }
    return sorted(cells).map(([key, column]) => column.column(kind, key));
  }

  /**
   * A key-value table's rows of the runs, and perhaps of others. Run by run, through the index on `run_uuid`; where most
   * of the runs are wanted the whole table is read, which then takes half the time.
   */
  #ofRuns(table: string, columns: string, wanted: number): readonly Cells[] {
    const isMost = wanted * mostShare > Number(this.#db.prepare('SELECT count(*) AS runs FROM runs').get()?.runs);
    if (isMost) return this.#all(`SELECT run_uuid, ${columns} FROM ${table}`, []);
    return this.#all(
      `SELECT run_uuid, ${columns} FROM (SELECT run_uuid ${this.#chosen}) CROSS JOIN ${table} USING (run_uuid)`,
    );
  }

  #all(sql: string, values: readonly (string | number)[] = this.#values): readonly Cells[] {
    const statement = this.#db.prepare(sql);
    // An array a row takes half the time of an object.
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as readonly Cells[];
  }
}

function textColumn(key: string, rows: readonly Cells[], place: number): RunColumn {
  const cells = new TextCells(rows.length);
  for (const [row, values] of rows.entries()) {
    const text = String(values[place] ?? '');
    cells.set(row, key === 'status' && !runStatuses.some((status) => status === text) ? 'UNKNOWN' : text);
  }
  return cells.column('attributes', key);
}

function timeColumn(key: string, rows: readonly Cells[], place: number): RunColumn {
  const cells = new NumberCells(rows.length);
  for (const [row, values] of rows.entries()) {
    const time = validTime(values[place]);
    if (time !== undefined) cells.set(row, time);
  }
  return cells.column('attributes', key);
}

function gathered<T>(cells: Map<string, T>, key: string, make: () => T): T {
  const known = cells.get(key);
  if (known) return known;
  const made = make();
  cells.set(key, made);
  return made;
}

function sorted<T>(cells: ReadonlyMap<string, T>): [string, T][] {
  return [...cells].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The least and the greatest value of each metric of a run, NaN left out. */
export interface Extremes {
  readonly id: string;
  readonly keys: readonly string[];
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

/** The extremes of runs over their whole histories. */
export function readExtremes(workspace: string, ids: readonly string[]): Extremes[] {
  return withDatabase(workspace, [], (db) => {
    const statement = db.prepare(
      `SELECT key, min(value), max(value) FROM metrics WHERE run_uuid = ? AND is_nan = 0 GROUP BY key`,
    );
    statement.setReturnArrays(true);
    return ids.map((id) => {
      const rows = statement.all(id) as unknown as readonly Cells[];
      const column = (place: number) => Float64Array.from(rows, (row) => decodeMetric(Number(row[place]), false));
      return { id, keys: rows.map(([key]) => String(key)), least: column(1), greatest: column(2) };
    });
  });
}

/** One run's history of one metric, in the order of its steps; times in ms since 1970. */
export interface History {
  readonly id: string;
  readonly key: string;
  readonly steps: Float64Array;
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** How many points were logged: more than there are here where they would draw the same line. */
  readonly logged: number;
}

/** More points of a run than this draw the same line. */
const mostPoints = 4000;

/** The histories of a metric of runs; nothing for a run without it. */
export function readHistories(workspace: string, ids: readonly string[], key: string): History[] {
  return withDatabase(workspace, [], (db) => ids.flatMap((id) => readHistory(db, id, key)));
}

function readHistory(db: DatabaseSync, id: string, key: string): History[] {
  const statement = db.prepare(
    `SELECT CAST(step AS REAL), CAST(timestamp AS REAL), value, is_nan FROM metrics
     WHERE run_uuid = ? AND key = ? ORDER BY metrics.step, metrics.timestamp`,
  );
  statement.setReturnArrays(true);
  const rows = statement.all(id, key) as unknown as readonly Cells[];
  if (rows.length === 0) return [];
  const steps = Float64Array.from(rows, (row) => Number(row[0]));
  const times = Float64Array.from(rows, (row) => validTime(row[1]) ?? 0);
  const values = Float64Array.from(rows, (row) => decodeMetric(Number(row[2]), row[3] === 1));
  const kept = m4(steps, values, mostPoints);
  const chosen = (of: Float64Array) => Float64Array.from(kept, (point) => of[point]!);
  return [{ id, key, steps: chosen(steps), times: chosen(times), values: chosen(values), logged: rows.length }];
}

/** The experiments that have runs, by name. */
export function listExperiments(workspace: string): ExperimentName[] {
  return withDatabase(workspace, [], (db) =>
    db
      .prepare(
        `SELECT CAST(experiment_id AS TEXT) AS id, name FROM experiments WHERE EXISTS
           (SELECT 1 FROM runs WHERE runs.experiment_id = experiments.experiment_id AND runs.lifecycle_stage = 'active')
         ORDER BY name`,
      )
      .all()
      .map(({ id, name }) => ({ id: String(id), name: String(name) })),
  );
}
