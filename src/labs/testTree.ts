/** A lab's exercises and their checks as a tree: what the Test Explorer lists. */
import { exerciseTried, kindOf } from './exercise.ts';
import { cellLines, type LabCell, type LabFile } from './file.ts';

export interface CheckNode {
  /** As the result of the check, or of the prediction, has it. */
  readonly id: string;
  readonly name: string;
  /** Zero-based line of the file on which its call stands. */
  readonly line: number;
  /** The name of its cell, as `cellIndexOf` reads it. */
  readonly cell: string;
}

export interface ExerciseNode {
  /** Of the exercise; nothing of checks that belong to none. */
  readonly exercise?: string;
  readonly kind?: string;
  readonly line: number;
  readonly checks: readonly CheckNode[];
}

const checkCall = /\bcheck\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g;
const predictCall = /\bpredict\(\s*(['"`])([\w.-]+)\1\s*,\s*(['"`])((?:\\.|(?!\3)[\s\S])*)\3/g;

/** In the order of the file; checks of no exercise come last, each group as they stand. */
export function testTree(file: LabFile): ExerciseNode[] {
  const lines = cellLines(file);
  const cells = file.cells.map((cell, index) => ({ cell, line: lines[index] ?? 0, index }));
  const exercises = new Set(cells.flatMap(({ cell }) => cell.metadata.exercise ?? []));
  const nodes = [...exercises].map((exercise): ExerciseNode => {
    const own = cells.filter(({ cell }) => cell.metadata.exercise === exercise);
    const checks = cells.filter(({ cell }) => exerciseTried(cell) === exercise);
    const kind = own[0] && kindOf(own[0].cell);
    return {
      exercise,
      ...(kind === undefined ? {} : { kind }),
      line: own[0]?.line ?? 0,
      checks: [...own.flatMap(predictionsIn), ...checks.flatMap(checksIn)],
    };
  });
  const others = cells.filter(({ cell }) => {
    const tried = exerciseTried(cell);
    return tried !== undefined && !exercises.has(tried);
  });
  return others.length > 0 ? [...nodes, { line: others[0]!.line, checks: others.flatMap(checksIn) }] : nodes;
}

interface Placed {
  readonly cell: LabCell;
  readonly line: number;
  readonly index: number;
}

/** A cell's second check has `-2` behind its id, as the kernel numbers them. */
function checksIn({ cell, line, index }: Placed): CheckNode[] {
  const id = cell.metadata.check ?? '';
  const calls = [...cell.source.matchAll(checkCall)];
  if (calls.length === 0) return [{ id, name: id, line, cell: `cell-${index}` }];
  return calls.map((call, at) => ({
    id: at === 0 ? id : `${id}-${at + 1}`,
    name: call[2] ?? id,
    line: line + linesBefore(cell.source, call.index),
    cell: `cell-${index}`,
  }));
}

function predictionsIn({ cell, line, index }: Placed): CheckNode[] {
  return [...cell.source.matchAll(predictCall)].map((call) => ({
    id: call[2] ?? '',
    name: call[4] ?? '',
    line: line + linesBefore(cell.source, call.index),
    cell: `cell-${index}`,
  }));
}

function linesBefore(text: string, end: number): number {
  return text.slice(0, end).split('\n').length - 1;
}
