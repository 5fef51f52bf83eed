/** Progress in words, for rows, tooltips and reports. */
import { t } from '../../platform/l10n.ts';
import { type Count, type GroupProgress, type ItemProgress, type Part, percent } from './summary.ts';

/** Short, for the end of a row: `3 of 5`; empty for what is not begun. */
export function itemText({ state, count, marked }: ItemProgress): string {
  if (count && state !== 'todo') return t('{0} of {1}', count.done, count.of);
  if (marked) return t('marked as done');
  return state === 'begun' ? t('begun') : '';
}

/** A sentence that says what was counted. */
export function itemSentence({ state, count, marked, now }: ItemProgress): string {
  const counted =
    count && state !== 'todo' ? [countSentence(count), nowSentence(count, now)].filter(Boolean).join(' ') : '';
  if (marked) return [counted, t('You have marked this as done.')].filter(Boolean).join(' ');
  if (counted) return counted;
  return state === 'begun' ? t('Begun.') : t('Not begun yet.');
}

/** What stands now beside the best result: a finished lab may be changed. */
function nowSentence({ unit, of }: Count, now: number | undefined): string {
  if (now === undefined) return '';
  if (unit === 'questions') return t('{0} of {1} at the last try.', now, of);
  return t('{0} of {1} as the lab stands now.', now, of);
}

export function countSentence({ unit, done, of }: Count): string {
  switch (unit) {
    case 'pages':
      return t('{0} of {1} pages read.', done, of);
    case 'checks':
      return t('{0} of {1} checks passed.', done, of);
    case 'cells':
      return t('{0} of {1} cells run.', done, of);
    case 'questions':
      return t('{0} of {1} questions answered rightly.', done, of);
    case 'objectives':
      return t('{0} of {1} objectives ticked.', done, of);
  }
}

/** Of a week, a course or the whole: `2 of 4`, of its items; empty for what is not begun. */
export function groupText({ state, items }: GroupProgress): string {
  return state === 'todo' || items.of === 0 ? '' : t('{0} of {1}', items.done, items.of);
}

export function groupSentence(progress: GroupProgress): string {
  if (progress.state === 'todo') return t('Not begun yet.');
  return t('{0} of the {1} items that are here are finished.', progress.items.done, progress.items.of);
}

/**
 * A tick, a pie that fills in quarters, or nothing for what is not begun. A badge has two characters: too few for a
 * number with its unit.
 */
export function badge(progress: Part): string | undefined {
  if (progress.state === 'done') return '✓';
  return progress.state === 'begun' ? (['○', '◔', '◑', '◕'][Math.floor(progress.fraction * 4)] ?? '◕') : undefined;
}

/** `75%`; nothing for what is not begun. */
export function percentText(progress: Part): string {
  return progress.state === 'todo' ? '' : t('{0}%', percent(progress));
}
