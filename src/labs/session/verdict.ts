/** What a run of several cells came to, in a sentence, and where to look. */
import { t } from '../../platform/l10n.ts';
import { type CellRecord, checksOf } from './report.ts';

export type Verdict =
  /** A cell threw; those after it were left out. */
  | { readonly kind: 'error'; readonly cellId: string; readonly skipped: number }
  | { readonly kind: 'failed'; readonly cellId: string; readonly passed: number; readonly of: number }
  | { readonly kind: 'passed'; readonly of: number };

/**
 * Nothing where nothing is worth a word: the run was stopped, or has no checks and no error.
 * @param cellIds of the run, in its order
 */
export function verdictOf(cellIds: readonly string[], records: ReadonlyMap<string, CellRecord>): Verdict | undefined {
  const ran = cellIds.flatMap((cellId) => {
    const record = records.get(cellId);
    return record ? [{ cellId, record }] : [];
  });
  if (ran.some(({ record }) => record.status === 'interrupted')) return undefined;
  const thrown = ran.find(({ record }) => record.status === 'failed' && record.error);
  const skipped = cellIds.filter((cellId) => (records.get(cellId)?.status ?? 'skipped') === 'skipped').length;
  if (thrown) return { kind: 'error', cellId: thrown.cellId, skipped };
  const checks = ran.flatMap(({ cellId, record }) => checksOf([record]).map(({ passed }) => ({ cellId, passed })));
  const first = checks.find(({ passed }) => !passed);
  if (first) {
    const passed = checks.filter((check) => check.passed).length;
    return { kind: 'failed', cellId: first.cellId, passed, of: checks.length };
  }
  return checks.length > 0 && skipped === 0 ? { kind: 'passed', of: checks.length } : undefined;
}

export function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'error':
      if (verdict.skipped === 0) return t('A cell failed.');
      return verdict.skipped === 1
        ? t('A cell failed; the one after it was not run.')
        : t('A cell failed; the {0} after it were not run.', verdict.skipped);
    case 'failed':
      return t('{0} of {1} checks passed.', verdict.passed, verdict.of);
    case 'passed':
      return verdict.of === 1 ? t('The check passed.') : t('All {0} checks passed.', verdict.of);
  }
}
