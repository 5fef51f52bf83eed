/** A cell made ready for V8: which scripts to evaluate, and how their positions lead back to the lab file. */

import { CellSyntaxError, type Position, type TypeScript, toJavaScript } from '../../../mlops/typescript/strip.ts';
import type { CellRequest } from '../../protocol/messages.ts';
import type { LearnerNames } from './names.ts';
import type { Locate, Positions } from './positions.ts';
import { rewrite, type ScriptParts } from './rewrite.ts';

export interface CompiledCell {
  readonly scripts: readonly string[];
  readonly showsValue: boolean;
}

/** @throws CellSyntaxError with its position blamed in `positions` */
export function compileCell(
  cell: CellRequest,
  positions: Positions,
  names: LearnerNames,
  loadTypeScript: () => TypeScript,
): CompiledCell {
  const isOdd = /[\u2028\u2029]/.test(cell.source);
  const inFile = (position: Position): Position => {
    const { line, column } = isOdd ? asEditorsCount(cell.source, position) : position;
    return { line: line + cell.line, column };
  };
  try {
    const js = toJavaScript(cell.source, loadTypeScript, 'cell');
    const { original } = js;
    const locate: Locate = (position) => {
      const inCell = original ? original(position) : position;
      return inCell && inFile(inCell);
    };
    const { scripts, showsValue } = rewrite(
      js,
      (position) => locate(position) ?? inFile({ line: 1, column: 1 }),
      names,
    );
    // The head takes the line above the cell. A cell on the file's first line has none, nor has compiled code lines
    // that are the file's: such scripts get lines of their own. They get a name of their own, too, as do those whose
    // columns have moved.
    const above = original || cell.line === 0 ? 0 : cell.line - 1;
    const exact = !original && !isOdd && cell.line > 0;
    const prepared = scripts.map((script) => {
      const back: Locate = ({ line, column }) => {
        const inBody = { line: line - above - 1, column };
        return locate(script.original ? script.original(inBody) : inBody);
      };
      const url = exact && !script.original ? positions.labUrl : positions.register(back);
      return join(script, '\n'.repeat(above), url);
    });
    return { scripts: prepared, showsValue };
  } catch (error) {
    if (error instanceof CellSyntaxError && error.position) positions.blame(error, inFile(error.position));
    throw error;
  }
}

/** The same position, where U+2028 and U+2029, which end lines in JavaScript, end none in an editor. */
function asEditorsCount(source: string, { line, column }: Position): Position {
  const ends = [...source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)];
  const end = ends[line - 2];
  const offset = (end ? end.index + end[0].length : 0) + column - 1;
  const lines = source.slice(0, offset).split(/\r\n|[\n\r]/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function join({ head, body }: ScriptParts, linesAbove: string, url: string): string {
  return `${linesAbove}${head}\n${body}\n//# sourceURL=${url}`;
}
