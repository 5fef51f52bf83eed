/** How a cell ended, in words that the editor, the panel and an exported page share. */

import type { BackendInUse } from '../kernel/protocol/options.ts';
import type { CellError, CellStatus } from '../kernel/protocol/outputs.ts';
import { t } from '../platform/l10n.ts';

export interface CellEnd {
  readonly status: CellStatus;
  readonly seconds: number;
  readonly error?: CellError;
  /** Of a cell that made tensors and ended by itself: `tensors` of the listener tells later what became of them. */
  readonly backend?: BackendInUse;
  /** The ids of predictions that are still to be made: what the cell shows was covered. */
  readonly covered?: readonly string[];
}

/** One short sentence, whatever the cell said before. */
export function endText({ status, seconds }: Pick<CellEnd, 'status' | 'seconds'>): string {
  switch (status) {
    case 'succeeded':
      return t('Succeeded in {0}', duration(seconds));
    case 'failed':
      return t('Failed after {0}', duration(seconds));
    case 'interrupted':
      return t('Stopped after {0}', duration(seconds));
    case 'skipped':
      return t('Skipped');
  }
}

export function duration(seconds: number): string {
  return seconds < 1 ? t('{0} ms', Math.round(seconds * 1000)) : t('{0} s', seconds.toFixed(1));
}
