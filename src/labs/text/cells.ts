/** A lab's cells as they lie in its text: what the text view puts its lenses, folds and marks on. */
import { type CellKind, cellLines, type LabFile } from '../file.ts';

/** Lines are zero-based. */
export interface TextCell {
  /** Position among all cells of the file, Markdown included. */
  readonly index: number;
  readonly kind: CellKind;
  readonly source: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Same for a cell that was only moved, another one when its source was changed. */
  readonly key: string;
  /** The marker's line; the first line of a cell that has none. */
  readonly top: number;
  /** The first line of the source. */
  readonly first: number;
  /** The last line that is not blank. */
  readonly last: number;
}

/** @param file as `parseLab` read it: each cell knows the text it came from */
export function textCells(file: LabFile): TextCell[] {
  const lines = cellLines(file);
  const seen = new Map<string, number>();
  return file.cells.map(({ kind, source, metadata, origin }, index) => {
    const first = lines[index] ?? 0;
    // A marker that ends the file has no line below it.
    const top = origin?.marker.endsWith('\n') ? first - 1 : first;
    const body = (origin?.body ?? source).trimEnd();
    const last = body === '' ? top : first + body.split('\n').length - 1;
    const times = seen.get(source) ?? 0;
    seen.set(source, times + 1);
    return { index, kind, source, metadata, key: `${times} ${source}`, top, first, last };
  });
}

/** The cell that a line belongs to, its marker and the blank lines after it included; none in the front matter. */
export function cellAt(cells: readonly TextCell[], line: number): TextCell | undefined {
  return cells.findLast(({ top }) => top <= line);
}

export function isCode({ kind }: TextCell): boolean {
  return kind === 'code';
}
