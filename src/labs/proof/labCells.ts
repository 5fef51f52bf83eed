/** The code cells of a lab under proof: with the solution, the starter or any other answer in place. */
import type { CellRequest } from '../../kernel/protocol/messages.ts';
import { type Exercise, type ExerciseKind, exerciseOf, exerciseTried, kindOf, withAnswer } from '../exercise.ts';
import { cellLines, type LabCell, type LabFile, parseLab } from '../file.ts';
import { cellName, marksOf } from '../session/labRun.ts';
import { type CellNames, namesOf } from './dataFlow.ts';

export interface CodeCell {
  readonly cell: LabCell;
  readonly request: CellRequest;
  readonly names: CellNames;
}

export interface LabExercise extends Exercise {
  readonly id: string;
  readonly kind: ExerciseKind | undefined;
  /** Among the code cells. */
  readonly index: number;
  /** Of its check cells. */
  readonly checks: readonly number[];
  /** Zero-based line of the lab file. */
  readonly line: number;
}

export class LabCells {
  readonly file: LabFile;
  readonly code: readonly CodeCell[];
  readonly exercises: readonly LabExercise[];

  /** @param text of the bundled lab @throws CellSyntaxError */
  constructor(text: string) {
    this.file = parseLab(text);
    const lines = cellLines(this.file);
    this.code = this.file.cells.flatMap((cell, index) =>
      cell.kind === 'code' ? [codeCell(cell, cellName(index), lines[index] ?? 0)] : [],
    );
    this.exercises = this.code.flatMap(({ cell, request }, index): LabExercise[] => {
      const parts = exerciseOf(cell);
      const id = cell.metadata.exercise;
      if (!parts || id === undefined) return [];
      const checks = this.code.flatMap((each, at) => (exerciseTried(each.cell) === id ? [at] : []));
      return [{ ...parts, id, kind: kindOf(cell), index, checks, line: request.line }];
    });
  }

  /** Indices of the cells that show the truth of any of some predictions. */
  truthsOf(predictions: readonly string[]): number[] {
    return this.code.flatMap(({ request }, index) =>
      request.truths?.some((id) => predictions.includes(id)) ? [index] : [],
    );
  }

  /** The exercise's cell with an answer in place of both regions. @throws CellSyntaxError */
  answered({ index }: LabExercise, answer: string): CodeCell {
    const { cell, request } = this.code[index]!;
    return codeCell(withAnswer(cell, answer), request.cellId, request.line);
  }
}

function codeCell(cell: LabCell, cellId: string, line: number): CodeCell {
  const request = { cellId, source: cell.source, line, ...marksOf(cell.metadata) };
  return { cell, request, names: namesOf(cell.source) };
}
