/** Which items of the course are shown. */
import { t } from '../../platform/l10n.ts';
import type { CourseItem, ItemKind } from '../../shared/model.ts';
import type { State } from './summary.ts';

export interface CourseFilter {
  readonly state: 'all' | 'todo' | 'done';
  readonly kind: 'all' | ItemKind;
}

export const showAll: CourseFilter = { state: 'all', kind: 'all' };

export function isFiltering({ state, kind }: CourseFilter): boolean {
  return state !== 'all' || kind !== 'all';
}

/** @param progress of the item; what is begun is still to be done */
export function showsItem(filter: CourseFilter, { kind }: CourseItem, progress: State): boolean {
  return (filter.kind === 'all' || filter.kind === kind) && showsState(filter, progress === 'done');
}

/** Objectives are no items of any kind: they go when one kind is asked for. */
export function showsObjective(filter: CourseFilter, isTicked: boolean): boolean {
  return filter.kind === 'all' && showsState(filter, isTicked);
}

function showsState({ state }: CourseFilter, isDone: boolean): boolean {
  return state === 'all' || (state === 'done') === isDone;
}

/** What is shown, for the line above the tree; empty when all is. */
export function filterText(filter: CourseFilter): string {
  if (!isFiltering(filter)) return '';
  return t('Shown: {0}', [stateName(filter.state), kindName(filter.kind)].filter(Boolean).join(', '));
}

function stateName(state: CourseFilter['state']): string {
  if (state === 'all') return '';
  return state === 'todo' ? t('to do') : t('done');
}

function kindName(kind: CourseFilter['kind']): string {
  if (kind === 'all') return '';
  if (kind === 'slides') return t('slides');
  if (kind === 'lab') return t('labs');
  return kind === 'assignment' ? t('assignments') : t('quizzes');
}
