/** What a lab's cells show of somebody's progress. */

import type { CellRequest } from '../kernel/protocol/messages.ts';
import type { CheckResult } from '../mlops/host.ts';
import type { Evidence } from '../shared/evidence.ts';
import { cellLines, parseLab } from './file.ts';
import { cellName } from './session/labRun.ts';

/** A cell that was run, however it ended. */
export interface RanCell {
  readonly request: CellRequest;
  /** The text of the whole lab, as it was then. */
  readonly labText: string;
  /** Whether its code ran to the end without an error; its checks may have failed all the same. */
  readonly completed: boolean;
  readonly checks: readonly CheckResult[];
}

/** @param item the lab's id */
export function evidenceOf(item: string, { request, labText, completed, checks }: RanCell): Evidence[] {
  const file = parseLab(labText);
  // The notebook and the text view call their cells differently; the line is the same for both.
  const index = cellLines(file).indexOf(request.line);
  const cell = cellName(index);
  const counts = {
    cells: file.cells.filter(({ kind }) => kind === 'code').length,
    checks: file.cells.filter(({ metadata }) => metadata.check !== undefined).length,
  };
  const checked = checks.map(
    ({ id, passed }): Evidence => ({ kind: 'check', item, check: id, passed, checks: counts.checks }),
  );
  if (index < 0) return checked;
  const place: Evidence = { kind: 'place', item, place: { kind: 'cell', cell } };
  return [...(completed ? [{ kind: 'cell', item, cell, ...counts } as const] : []), ...checked, place];
}
