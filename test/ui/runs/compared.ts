/** Runs as the compare page receives them, made from plain rows. */
import { NumberCells, type RunColumn, type RunColumns, TextCells } from '../../../src/runs/compare/columns.ts';
import type { History } from '../../../src/runs/compare/read.ts';

export interface PlainRun {
  readonly id: string;
  readonly name: string;
  readonly status?: string;
  readonly experiment?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export function columnsFrom(runs: readonly PlainRun[]): RunColumns {
  const texts = (kind: 'attributes' | 'params' | 'tags', of: (run: PlainRun) => Readonly<Record<string, string>>) =>
    keysOf(runs, of).map((key): RunColumn => {
      const cells = new TextCells(runs.length);
      for (const [row, run] of runs.entries()) if (of(run)[key] !== undefined) cells.set(row, of(run)[key]!);
      return cells.column(kind, key);
    });
  const numbers = (
    kind: 'attributes' | 'metrics',
    of: (run: PlainRun, row: number) => Readonly<Record<string, number>>,
  ) =>
    keysOf(runs, of).map((key): RunColumn => {
      const cells = new NumberCells(runs.length);
      for (const [row, run] of runs.entries()) if (of(run, row)[key] !== undefined) cells.set(row, of(run, row)[key]!);
      return cells.column(kind, key);
    });
  return {
    ids: runs.map(({ id }) => id),
    columns: [
      ...texts('attributes', ({ id, name, status = 'FINISHED', experiment = 'sweep' }) => ({
        run_id: id,
        run_name: name,
        status,
        experiment,
      })),
      ...numbers('attributes', ({ status }, row) => ({
        start_time: 1.75e12 - row * 60_000,
        ...(status !== 'RUNNING' && { end_time: 1.75e12 - row * 60_000 + 42_000 }),
      })),
      ...numbers('metrics', ({ metrics = {} }) => metrics),
      ...texts('params', ({ params = {} }) => params),
      ...texts('tags', ({ tags = {} }) => tags),
    ],
  };
}

function keysOf<T>(
  runs: readonly PlainRun[],
  of: (run: PlainRun, row: number) => Readonly<Record<string, T>>,
): string[] {
  return [...new Set(runs.flatMap((run, row) => Object.keys(of(run, row))))];
}

/** A run of a sweep over learning rates and seeds; its loss falls as exp(-rate × step). */
export function sweepRun(row: number): PlainRun {
  const rate = [0.01, 0.03, 0.1, 0.3][row % 4]!;
  return {
    id: String(row).padStart(32, '0'),
    name: `keen-otter-${100 + row}`,
    params: { lr: String(rate), seed: String(Math.floor(row / 4)), optimizer: 'adam' },
    metrics: { loss: lossAt(rate, row, 29), accuracy: 1 - lossAt(rate, row, 29) / 2, 'batch/loss': 0.5 },
    ...(row === 2 && { tags: { 'mlops-lab.starred': 'true', 'mlflow.note.content': 'The one to keep' } }),
  };
}

export function lossAt(rate: number, row: number, step: number): number {
  return Math.exp(-rate * step) + 0.03 * Math.sin(row * 7 + step * 3) + 0.05;
}

/** The history that the extension would answer for a run of the sweep. */
export function historyOf(id: string, key: string, points = 30): History {
  const row = Number(id);
  const rate = [0.01, 0.03, 0.1, 0.3][row % 4]!;
  const steps = Float64Array.from({ length: points }, (_, step) => step);
  return {
    ...{ id, key, steps, logged: points },
    times: steps.map((step) => 1.75e12 - row * 60_000 + step * 1000),
    values: steps.map((step) => lossAt(rate, row, step)),
  };
}
