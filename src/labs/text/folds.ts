/** What folds in a lab that is open as text: its cells, and the answers in their Markdown. */
import { isCode, type TextCell } from './cells.ts';

/** Zero-based lines of the file, both included: the first stays in view. */
export interface Fold {
  readonly from: number;
  readonly to: number;
}

export function foldsOf(cells: readonly TextCell[]): Fold[] {
  const whole = cells.filter(({ top, last }) => last > top).map(({ top, last }) => ({ from: top, to: last }));
  return [...whole, ...cells.filter((cell) => !isCode(cell)).flatMap(answersOf)];
}

/** Each `<details>` from its `<summary>` on, so that the question is still read. */
function answersOf({ source, first }: TextCell): Fold[] {
  const open: number[] = [];
  const folds: Fold[] = [];
  for (const [offset, line] of source.split('\n').entries()) {
    if (/^<details>\s*$/.test(line)) open.push(offset);
    const from = /^<\/details>\s*$/.test(line) ? open.pop() : undefined;
    if (from !== undefined && offset > from + 1) folds.push({ from: first + from + 1, to: first + offset });
  }
  return folds;
}
