/** The names by which a link reaches a cell: `mlops-lab:lab/C2_W2_Lab_1#new-row`. */
import type { LabCell } from './file.ts';

type Named = Pick<LabCell, 'metadata'>;

/** What the author called a cell, by `name`, `exercise`, `check` or `truth` of its marker line. */
export function namesOfCell({ metadata: { name, exercise, check, truth } }: Named): string[] {
  return [name, exercise, check, ...(truth?.split(/\s+/) ?? [])].flatMap((each) => each || []);
}

/**
 * The place of a cell: by its number as `cellName` writes it (`cell-3`), else by what its author called it. Of several
 * the one that is called so first by `name`, then by its exercise, and by a check last.
 */
export function cellIndexOf(cells: readonly Named[], name: string): number | undefined {
  const number = Number(/^cell-(\d{1,6})$/.exec(name)?.[1] ?? Number.NaN);
  if (number < cells.length) return number;
  for (const key of ['name', 'exercise', 'truth', 'check'] as const) {
    const found = cells.findIndex(({ metadata }) => metadata[key]?.split(/\s+/).includes(name));
    if (found >= 0) return found;
  }
  return undefined;
}
