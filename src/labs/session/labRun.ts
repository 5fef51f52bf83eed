/** A lab run from its first cell to its last: one way for the notebook, the text view, the palette and the CLI. */
import type { CellRequest } from '../../kernel/protocol/messages.ts';
import { truthsOf } from '../exercise.ts';
import { cellLines, formatLab, frontMatter, type LabCell, type LabFile } from '../file.ts';
import { cellReports, checksOf, type LabReport, predictionsOf } from './report.ts';
import type { BatchListener, LabSession } from './session.ts';

/** What the cell at an index of the file, Markdown included, is called while it runs. */
export type CellNames = (index: number) => string;

/** For labs that are not open as a notebook, whose cells have no names of their own. */
export const cellName: CellNames = (index) => `cell-${index}`;

export interface LabToRun {
  /** Absolute. */
  readonly path: string;
  readonly file: LabFile;
  /** Index of the last cell to run, Markdown counted; absent: all are run, as one recorded whole. */
  readonly last?: number;
  /** As in `Batch`. */
  readonly covers?: boolean;
}

/** The code cells of a lab as a kernel is asked to run them, with the lines on which they stand. */
export function cellRequests(file: LabFile, nameOf: CellNames = cellName): CellRequest[] {
  const lines = cellLines(file);
  return file.cells.flatMap(({ kind, source, metadata }, index) =>
    kind === 'code' ? [{ cellId: nameOf(index), source, line: lines[index] ?? 0, ...marksOf(metadata) }] : [],
  );
}

/** What a cell's marker line tells of it while it runs. */
export function marksOf(metadata: LabCell['metadata']): Pick<CellRequest, 'check' | 'truths'> {
  const { check } = metadata;
  const truths = truthsOf({ metadata });
  return { ...(check === undefined ? {} : { check }), ...(truths.length > 0 ? { truths } : {}) };
}

/**
 * Runs the code cells and reports; those after `last` count as skipped. Never rejects for what a cell does.
 * @throws UserError `lab-front-matter` for a file without an id and title
 */
export async function runLab(
  session: LabSession,
  { path, file, last, covers = false }: LabToRun,
  listener: BatchListener,
  nameOf: CellNames = cellName,
): Promise<LabReport> {
  const { id } = frontMatter(file, path);
  const started = performance.now();
  const wanted = last === undefined ? file : { ...file, cells: file.cells.slice(0, last + 1) };
  const batch = { cells: cellRequests(wanted, nameOf), all: last === undefined, covers, labText: formatLab(file) };
  const { status, records, run } = await session.run(batch, listener);
  return {
    schemaVersion: 1,
    lab: id,
    file: path,
    backend: session.kernel?.backend ?? 'none',
    status,
    seconds: (performance.now() - started) / 1000,
    cells: cellReports(file, nameOf, records),
    checks: checksOf(records.values()),
    predictions: predictionsOf(records.values()),
    ...(run ? { run } : {}),
  };
}
