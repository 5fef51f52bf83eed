/** Changes that people make to runs, each with what undoes it. Pure. */
import type { RunChange } from '../mlops/tracking/change.ts';
import { tagKeys } from '../mlops/tracking/values.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Run } from './model.ts';

type Changed = Pick<Run, 'id' | 'name' | 'tags'>;

export interface Change {
  readonly changes: readonly RunChange[];
  /** Makes the runs what they were. */
  readonly undo: readonly RunChange[];
}

export function renaming(run: Changed, name: string): Change {
  return { changes: [{ runId: run.id, name }], undo: [{ runId: run.id, name: run.name }] };
}

/** Sets a tag, or takes it away where `value` is `undefined`. */
export function tagging(runs: readonly Changed[], key: string, value: string | undefined): Change {
  return {
    changes: runs.map(({ id }) => tagChange(id, key, value)),
    undo: runs.map(({ id, tags }) => tagChange(id, key, tags[key])),
  };
}

export function starring(runs: readonly Changed[], isStarred: boolean): Change {
  return tagging(runs, tagKeys.starred, isStarred ? 'true' : undefined);
}

/** MLflow's own note, which its page shows as the run's description; an empty one is taken away. */
export function noting(runs: readonly Changed[], note: string): Change {
  return tagging(runs, tagKeys.note, note === '' ? undefined : note);
}

export function deleting(runs: readonly Changed[]): Change {
  const to = (lifecycle: 'active' | 'deleted') => runs.map(({ id }) => ({ runId: id, lifecycle }));
  return { changes: to('deleted'), undo: to('active') };
}

export function restoring(runs: readonly Changed[]): Change {
  const { changes, undo } = deleting(runs);
  return { changes: undo, undo: changes };
}

function tagChange(runId: string, key: string, value: string | undefined): RunChange {
  return value === undefined ? { runId, removeTags: [key] } : { runId, tags: { [key]: value } };
}

/** A tag as it is typed: `key = value`; without a value it is taken away. @throws {UserError} `not-a-tag` */
export function parseTag(text: string): { readonly key: string; readonly value: string | undefined } {
  const at = text.indexOf('=');
  const key = (at < 0 ? text : text.slice(0, at)).trim();
  const value = at < 0 ? '' : text.slice(at + 1).trim();
  if (key === '') throw new UserError('not-a-tag', t('Write a tag as name = value, such as stage = candidate.'));
  return { key, value: value === '' ? undefined : value };
}
