import { exerciseTried } from '../exercise.ts';
import type { CodeCell } from './labCells.ts';
import type { CellResult } from './labKernel.ts';

/**
 * What is wrong with a lab as a learner finds it: every cell must run to its end, and what fails must be just the
 * checks and predictions of its exercises. A check cell fails when one of its checks does.
 *
 * @param exercises ids of the lab's exercises
 */
export function starterProblems(
  code: readonly CodeCell[],
  results: readonly CellResult[],
  exercises: ReadonlySet<string>,
  placeOf: (index: number) => string,
): string[] {
  return results.flatMap(({ error, checks }, index) => {
    const place = placeOf(index);
    if (error) return [`the starter throws in ${place}: ${error.name}: ${error.message}`];
    const { cell } = code[index]!;
    const empty = checks.filter(({ prediction }) => prediction);
    const filled = empty
      .filter(({ passed }) => passed)
      .map(({ id }) => `the starter has predicted “${id}” in ${place}`);
    const others = checks.filter(({ prediction }) => !prediction);
    if (others.length === 0) return filled;
    const failed = others.filter(({ passed }) => !passed);
    const isExercise = exercises.has(exerciseTried(cell) ?? '');
    if (isExercise && failed.length === 0) return [...filled, `the starter passes ${place}`];
    return isExercise ? filled : [...filled, ...failed.map(({ name }) => `the starter fails “${name}” in ${place}`)];
  });
}
