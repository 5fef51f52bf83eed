/** Changes to what is said of a run, whether it is open or has ended. */
import type { DatabaseSync } from 'node:sqlite';
import { TrackingError } from './errors.ts';
import { checkKey, limits, tagKeys, textValue } from './values.ts';

/** As MLflow's client has it: `update_run`, `set_tag`, `delete_tag`, `delete_run` and `restore_run`. */
export interface RunChange {
  readonly runId: string;
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Tags that are taken away; one that the run does not have is no mistake. */
  readonly removeTags?: readonly string[];
  /** A deleted run stays in the database and can be restored. */
  readonly lifecycle?: 'active' | 'deleted';
}

/** @throws {TrackingError} when MLflow would not take it */
export function checkChange({ name, tags = {}, removeTags = [] }: RunChange): void {
  if (name !== undefined && (name.trim() === '' || [...name].length > limits.key)) {
    throw new TrackingError('invalid-value', `A run's name is a text of 1 to ${limits.key} characters.`);
  }
  for (const [key, value] of Object.entries(tags)) textValue('tag', key, value);
  for (const key of removeTags) checkKey('tag', key);
}

/** Carries a change out, within a transaction. @throws {TrackingError} `run-not-found` */
export function changeRun(db: DatabaseSync, path: string, change: RunChange, now: number): void {
  const { runId, name, tags = {}, removeTags = [], lifecycle } = change;
  if (!db.prepare('SELECT 1 FROM runs WHERE run_uuid = ?').get(runId)) {
    throw new TrackingError('run-not-found', `${path} holds no run '${runId}'.`);
  }
  if (name !== undefined) db.prepare('UPDATE runs SET name = ? WHERE run_uuid = ?').run(name, runId);
  const all = name === undefined ? tags : { ...tags, [tagKeys.runName]: name };
  const set = db.prepare(
    'INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?) ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value',
  );
  for (const [key, value] of Object.entries(all)) set.run(key, value, runId);
  const remove = db.prepare('DELETE FROM tags WHERE run_uuid = ? AND key = ?');
  for (const key of removeTags) remove.run(runId, key);
  if (lifecycle === undefined) return;
  db.prepare('UPDATE runs SET lifecycle_stage = ?, deleted_time = ? WHERE run_uuid = ?').run(
    lifecycle,
    lifecycle === 'deleted' ? now : null,
    runId,
  );
}
