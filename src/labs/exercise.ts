/**
 * Exercises: cells that hold both what a learner starts from and a solution, so that the bundled lab is a valid,
 * green module. The learner's copy keeps the starter alone.
 */
import { formatLab, type LabCell, type LabFile, parseLab } from './file.ts';

export interface Exercise {
  /** What the learner starts from, uncommented. */
  readonly starter: string;
  readonly solution: string;
}

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

/** The lab as a learner gets it: in each exercise both regions are replaced by the starter. */
export function starterText(text: string): string {
  const file = parseLab(text);
  return formatLab({ ...file, cells: file.cells.map(starterCell) });
}

export function hasSolutions(file: LabFile): boolean {
  return file.cells.some((cell) => exerciseOf(cell) !== undefined);
}

function starterCell(cell: LabCell): LabCell {
  const parts = 'exercise' in cell.metadata ? split(cell.source) : undefined;
  return parts ? { ...cell, source: parts.before + parts.starter + parts.after } : cell;
}

function split(source: string): Regions | undefined {
  const found = regions.exec(source)?.groups;
  if (!found) return undefined;
  const { before = '', starter = '', solution = '', after = '' } = found;
  return { before, starter: starter.replace(/^\/\/ ?/gm, ''), solution, after };
}
