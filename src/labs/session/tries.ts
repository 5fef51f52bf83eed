/** In an assignment hints come after a try: until an exercise was changed, the hints of its checks are held back. */
import type { Output } from '../../kernel/protocol/outputs.ts';
import { isTried } from '../evidence.ts';
import { exerciseTried } from '../exercise.ts';
import { frontMatter, type LabFile, parseLab } from '../file.ts';

/** An output of a cell, without the hints that it must not show yet. */
export type HoldHints = (output: Output) => Output;

/**
 * What holds back the hints of the checks of one cell.
 * @param cellCheck the check's id in the cell's marker line
 * @param labText the lab as it runs
 * @param starter the lab as a learner finds it; without it nothing is held back
 */
export function hintsAfterTry(cellCheck: string | undefined, labText: string, starter: LabFile | undefined): HoldHints {
  const exercise = cellCheck === undefined ? undefined : exerciseTried({ metadata: { check: cellCheck } });
  if (exercise === undefined || !starter || !frontMatter(starter, 'starter').isAssignment) return (output) => output;
  if (isTried(exercise, parseLab(labText), starter)) return (output) => output;
  return (output) => {
    if (output.kind !== 'check' || output.check.hint === undefined) return output;
    const { hint: _first, hints: _all, ...check } = output.check;
    return { ...output, check: { ...check, untried: true } };
  };
}
