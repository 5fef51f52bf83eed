/**
 * Exercises: cells that hold both what a learner starts from and a solution, so that the bundled lab is a valid,
 * green module. The learner's copy keeps the starter alone.
 *
 * A cell says what it is in its marker line: `exercise="id" kind="build"` is to be worked on, `check="id"`, or
 * `check="id.part"`, tries what was made in the exercise of that id, and `truth="id"` shows the truth of the predictions
 * with these ids, which stand before it; several are parted by spaces.
 */
import { formatLab, type LabCell, type LabFile, parseLab } from './file.ts';

export interface Exercise {
  /** What the learner starts from, uncommented. */
  readonly starter: string;
  readonly solution: string;
}

/**
 * What an exercise asks for: commit to an answer before the truth is shown, write code, find the fault that was planted,
 * decide under a stated cost, or find an input that passes and should not.
 */
export const exerciseKinds = ['predict', 'build', 'fault', 'decide', 'break'] as const;
export type ExerciseKind = (typeof exerciseKinds)[number];

interface Regions extends Exercise {
  readonly before: string;
  readonly after: string;
}

const regions =
  /^(?<before>[\s\S]*?)^\/\/ #region starter[^\n]*\n(?<starter>[\s\S]*?)^\/\/ #endregion[^\n]*\n\s*^\/\/ #region solution[^\n]*\n(?<solution>[\s\S]*?)^\/\/ #endregion[^\n]*(?:\n|$)(?<after>[\s\S]*)$/m;

/** The two sides of an `exercise="…"` cell, or `undefined` where it holds none (a learner's copy). */
export function exerciseOf(cell: LabCell): Exercise | undefined {
  const parts = 'exercise' in cell.metadata ? split(cell.source) : undefined;
  return parts && { starter: parts.starter, solution: parts.solution };
}

/** Of an `exercise="…"` cell; `undefined` where it names none, or none that is known. */
export function kindOf({ metadata }: Pick<LabCell, 'metadata'>): ExerciseKind | undefined {
  return exerciseKinds.find((kind) => kind === metadata.kind);
}

/** The id of the exercise whose work a `check="…"` cell tries, or would: not every check belongs to an exercise. */
export function exerciseTried({ metadata }: Pick<LabCell, 'metadata'>): string | undefined {
  return metadata.check?.split('.')[0];
}

/** The ids of the predictions whose truth a cell shows. */
export function truthsOf({ metadata }: Pick<LabCell, 'metadata'>): string[] {
  return metadata.truth?.split(/\s+/).filter(Boolean) ?? [];
}

/**
 * Whether a cell's code is folded until somebody opens it: that of a check holds its hints, that of a truth the truth;
 * a claim is for proofs, and an author marks helpers by `fold="true"`.
 */
export function isFolded({ metadata }: Pick<LabCell, 'metadata'>): boolean {
  return ['check', 'truth', 'claim'].some((key) => key in metadata) || metadata.fold === 'true';
}

/** The lab as a learner gets it: in each exercise both regions are replaced by the starter. */
export function starterText(text: string): string {
  const file = parseLab(text);
  return formatLab({ ...file, cells: file.cells.map(starterCell) });
}

export function hasSolutions(file: LabFile): boolean {
  return file.cells.some((cell) => exerciseOf(cell) !== undefined);
}

/** An exercise's cell with an answer in place of both regions; a cell without regions stays. */
export function withAnswer(cell: LabCell, answer: string): LabCell {
  const parts = 'exercise' in cell.metadata ? split(cell.source) : undefined;
  const closed = answer.endsWith('\n') ? answer : `${answer}\n`;
  return parts ? { ...cell, source: parts.before + closed + parts.after } : cell;
}

function starterCell(cell: LabCell): LabCell {
  const starter = exerciseOf(cell)?.starter;
  return starter === undefined ? cell : withAnswer(cell, starter);
}

function split(source: string): Regions | undefined {
  const found = regions.exec(source)?.groups;
  if (!found) return undefined;
  const { before = '', starter = '', solution = '', after = '' } = found;
  return { before, starter: starter.replace(/^\/\/ ?/gm, ''), solution, after };
}
