/** What a lab's cells show of somebody's progress. */

import { createHash } from 'node:crypto';
import type { CellRequest } from '../kernel/protocol/messages.ts';
import type { CheckResult } from '../mlops/host.ts';
import type { Evidence } from '../shared/evidence.ts';
import { exerciseTried } from './exercise.ts';
import { cellLines, type LabFile, parseLab } from './file.ts';
import { cellName } from './session/labRun.ts';

/** A cell that was run, however it ended. */
export interface RanCell {
  readonly request: CellRequest;
  /** The text of the whole lab, as it was then. */
  readonly labText: string;
  /** Whether its code ran to the end without an error; its checks may have failed all the same. */
  readonly completed: boolean;
  readonly checks: readonly CheckResult[];
  /** The ids of predictions whose truth was shown before they were made. */
  readonly waived: ReadonlySet<string>;
}

/**
 * @param item the lab's id
 * @param starter the lab as it was before anybody worked on it: without it nothing is known to be a try
 */
export function evidenceOf(
  item: string,
  { request, labText, completed, checks, waived }: RanCell,
  starter?: LabFile,
): Evidence[] {
  const file = parseLab(labText);
  // The notebook and the text view call their cells differently; the line is the same for both.
  const index = cellLines(file).indexOf(request.line);
  const cell = cellName(index);
  const counts = {
    cells: file.cells.filter(({ kind }) => kind === 'code').length,
    checks: file.cells.filter(({ metadata }) => metadata.check !== undefined).length,
  };
  const checked = checks.flatMap(({ id, passed, prediction }): Evidence[] => {
    if (!prediction) return [{ kind: 'check', item, check: id, passed, checks: counts.checks }];
    if (prediction.value === undefined) return [];
    const { unit, value } = prediction;
    const told = {
      value: prediction.inWords ? shortened(String(value)) : value,
      ...(unit === undefined ? {} : { unit }),
    };
    return [{ kind: 'prediction', item, prediction: id, ...told, late: waived.has(id) }];
  });
  const exercise =
    checks.length > 0 && request.check !== undefined && exerciseTried({ metadata: { check: request.check } });
  if (exercise && starter) {
    const work = workOn(file, exercise);
    if (isTried(exercise, file, starter)) {
      checked.push({ kind: 'try', item, exercise, work: createHash('sha256').update(work).digest('hex').slice(0, 12) });
    }
  }
  if (index < 0) return checked;
  const place: Evidence = { kind: 'place', item, place: { kind: 'cell', cell } };
  return [...(completed ? [{ kind: 'cell', item, cell, ...counts } as const] : []), ...checked, place];
}

/** Whether somebody has written something else into an exercise than the starter that it came with. */
export function isTried(exercise: string, file: LabFile, starter: LabFile): boolean {
  const work = workOn(file, exercise);
  return work !== '' && work !== workOn(starter, exercise);
}

/** Progress keeps that a judgment was written, and how it begins. */
function shortened(text: string): string {
  return text.length > longestJudgment ? `${text.slice(0, longestJudgment - 1)}…` : text;
}
const longestJudgment = 200;

/** What stands in the cells of an exercise, whatever blanks are at its ends. */
function workOn({ cells }: LabFile, exercise: string): string {
  const own = cells.filter(({ metadata }) => metadata.exercise === exercise);
  return own.map(({ source }) => source.trim()).join('\n');
}
