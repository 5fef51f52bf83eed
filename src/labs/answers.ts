/**
 * What a learner's copy of a lab can be given from the lab that it came from: an exercise's starter and its solution,
 * the starter of the whole, a newer version. Plain cells in, plain cells out; nothing is written.
 */
import { exerciseOf, exerciseTried, starterText, withAnswer } from './exercise.ts';
import { type LabCell, type LabFile, parseLab } from './file.ts';

/** Sources of one cell, as a learner would see it. */
export interface Sides {
  readonly starter: string;
  /** Absent where the cell is no exercise. */
  readonly solution?: string;
}

/**
 * What the cell at `index` of a learner's `file` was in `original`, the bundled lab. A cell is known again by its marker
 * line, and of several that have the same one by their order; `undefined` where the marker says nothing, or is gone.
 */
export function sidesOf(file: LabFile, index: number, original: LabFile): Sides | undefined {
  const cell = file.cells[index];
  const mark = cell && markOf(cell);
  if (mark === undefined) return undefined;
  const turn = file.cells.slice(0, index).filter((each) => markOf(each) === mark).length;
  const found = original.cells.filter((each) => markOf(each) === mark)[turn];
  if (!found) return undefined;
  const exercise = exerciseOf(found);
  if (!exercise) return { starter: found.source };
  const side = (answer: string) => withAnswer(found, answer).source.trimEnd();
  return { starter: side(exercise.starter), solution: side(exercise.solution) };
}

/** The id of the exercise that a cell is, or whose work it checks. */
export function exerciseAt(file: LabFile, index: number): string | undefined {
  const cell = file.cells[index];
  return cell && (cell.metadata.exercise ?? exerciseTried(cell));
}

/** The checks' ids, as marker lines have them, that try one exercise. */
export function checksOfExercise(file: LabFile, exercise: string): string[] {
  return file.cells.flatMap((cell) => {
    const { check } = cell.metadata;
    return check !== undefined && exerciseTried(cell) === exercise ? [check] : [];
  });
}

/**
 * Indices of the cells to run so that the checks of some exercises say how the work stands: from each exercise to its last
 * check, and of the cells above those that have not run as they are.
 * @param exercises ids; a check that belongs to no exercise is named by its own id
 * @param hasRun whether a cell with this source has run to its end since the kernel started
 */
export function cellsToCheck(
  file: LabFile,
  exercises: ReadonlySet<string>,
  hasRun: (source: string) => boolean,
): number[] {
  const wanted = new Set<number>();
  for (const id of exercises) {
    const of = file.cells.flatMap((cell, index) =>
      isCode(cell) && (cell.metadata.exercise === id || exerciseTried(cell) === id) ? [index] : [],
    );
    const [first, last] = [of[0], of.at(-1)];
    if (first === undefined || last === undefined) continue;
    for (let index = first; index <= last; index++) wanted.add(index);
  }
  const last = Math.max(-1, ...wanted);
  return file.cells.flatMap((cell, index) =>
    isCode(cell) && index <= last && (wanted.has(index) || !hasRun(cell.source)) ? [index] : [],
  );
}

/** The starter of a newer version with the learner's work in its exercises: cells they added elsewhere are not in it. */
export function newerWithWork(newer: string, mine: LabFile): LabFile {
  const fresh = parseLab(starterText(newer));
  const turns = new Map<string, number>();
  const cells = fresh.cells.map((cell): LabCell => {
    const { exercise } = cell.metadata;
    if (exercise === undefined) return cell;
    const turn = turns.get(exercise) ?? 0;
    turns.set(exercise, turn + 1);
    const work = mine.cells.filter(({ metadata }) => metadata.exercise === exercise)[turn];
    return work ? { ...cell, source: work.source } : cell;
  });
  return { ...fresh, cells };
}

function isCode({ kind }: LabCell): boolean {
  return kind === 'code';
}

/** A marker line's pairs as one text; nothing of a marker that says nothing. */
function markOf({ kind, metadata }: LabCell): string | undefined {
  const pairs = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length > 0 ? JSON.stringify([kind, pairs]) : undefined;
}
