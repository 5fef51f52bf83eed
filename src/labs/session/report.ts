/**
 * What running a lab came to, as data: the CLI prints it with `--json`, a run keeps it as an artifact. Other programs
 * read it, so its shape changes only together with `schemaVersion`.
 */
import type { CellError, CellStatus, Output, TensorUse } from '../../kernel/protocol/outputs.ts';
import type { RunRef } from '../../kernel/protocol/runs.ts';
import type { CheckResult } from '../../mlops/host.ts';
import { mime } from '../../mlops/payloads/mime.ts';
import type { Guess } from '../../mlops/payloads/prediction.ts';
import { revealIn } from '../../outputs/payloads/payload.ts';
import { t } from '../../platform/l10n.ts';
import type { CellKind, LabFile } from '../file.ts';

export interface ReportOutput {
  readonly mime: string;
  readonly data: unknown;
}

export interface CellReport {
  /** Position among all cells of the file, Markdown included, from 0. */
  readonly index: number;
  readonly kind: CellKind;
  /** The id of an exercise or check cell. */
  readonly id?: string;
  readonly status: CellStatus;
  readonly seconds: number;
  readonly outputs: readonly ReportOutput[];
  readonly error?: CellError;
  /** Of a cell that made tensors and ended by itself. */
  readonly tensors?: TensorUse;
}

export interface LabReport {
  readonly schemaVersion: 1;
  readonly lab: string;
  readonly file: string;
  readonly backend: string;
  readonly status: Exclude<CellStatus, 'skipped'>;
  readonly seconds: number;
  readonly cells: readonly CellReport[];
  readonly checks: readonly CheckResult[];
  /** What was predicted, and how it is. */
  readonly predictions: readonly PredictionReport[];
  readonly run?: RunRef;
}

export interface PredictionReport {
  readonly id: string;
  readonly question: string;
  /** Absent while it is empty. */
  readonly value?: Guess;
  readonly unit?: string;
  /** Absent where it was not shown. */
  readonly truth?: Guess;
  /** The thought that leads to the value, where the lab names one. */
  readonly says?: string;
}

/** What a lab's checks came to, without the cells' outputs. */
export interface CheckReport extends Omit<LabReport, 'cells' | 'run'> {
  /** Why cells are missing, and with them perhaps checks. */
  readonly error?: CellError;
}

/** VS Code's own mime types for what a program prints. */
const streamMime = { stdout: 'application/vnd.code.notebook.stdout', stderr: 'application/vnd.code.notebook.stderr' };

/** What one code cell did, as it was told to the listener. */
export interface CellRecord {
  readonly outputs: Output[];
  status: CellStatus;
  seconds: number;
  error?: CellError;
  tensors?: TensorUse;
}

/** One entry a cell of the file. `records` are keyed by cell id; Markdown has none and counts as succeeded. */
export function cellReports(
  file: LabFile,
  idOf: (index: number) => string,
  records: ReadonlyMap<string, CellRecord>,
): CellReport[] {
  return file.cells.map((cell, index) => {
    const id = cell.metadata.exercise ?? cell.metadata.check;
    const common = { index, kind: cell.kind, ...(id === undefined ? {} : { id }) };
    if (cell.kind === 'markdown') {
      return { ...common, status: 'succeeded', seconds: 0, outputs: [{ mime: 'text/markdown', data: cell.source }] };
    }
    const record = records.get(idOf(index));
    if (!record) return { ...common, status: 'skipped', seconds: 0, outputs: [] };
    const { status, seconds, error, tensors } = record;
    const optional = { ...(error && { error }), ...(tensors && { tensors }) };
    return { ...common, status, seconds, outputs: reportOutputs(record.outputs), ...optional };
  });
}

export function checksOf(records: Iterable<CellRecord>): CheckResult[] {
  return [...records].flatMap(({ outputs }) =>
    outputs.flatMap((output) => (output.kind === 'check' ? [output.check] : [])),
  );
}

/** In the order in which they were made. */
export function predictionsOf(records: Iterable<CellRecord>): PredictionReport[] {
  const found = new Map<string, PredictionReport>();
  for (const output of [...records].flatMap(({ outputs }) => outputs)) {
    if (output.kind === 'check' && output.check.prediction) {
      const { id, name, prediction } = output.check;
      found.set(id, { id, question: name, ...prediction });
    }
    const reveal = output.kind === 'display' ? revealIn(output.data[mime.reveal]) : undefined;
    if (!reveal) continue;
    const { id, question, truth, says } = reveal;
    found.set(id, { id, question, ...found.get(id), truth, ...(says === undefined ? {} : { says }) });
  }
  return [...found.values()];
}

export function checkReport({ cells, run: _, ...report }: LabReport): CheckReport {
  const error = firstError(cells);
  return { ...report, ...(error && { error }) };
}

/** The error that ended the lab, if one did. */
export function firstError(cells: readonly CellReport[]): CellError | undefined {
  return cells.find((cell) => cell.error)?.error;
}

/** The report of a lab that was stopped since it took longer than `seconds`: that is a failure, and no wish. */
export function timedOut(report: LabReport, seconds: number): LabReport {
  const name = 'Timeout';
  const message = t('The lab took longer than {0} s, so it was stopped at this cell.', seconds);
  const error: CellError = { name, message, stack: `${name}: ${message}` };
  const cells = report.cells.map(
    (cell): CellReport => (cell.status === 'interrupted' ? { ...cell, status: 'failed', error } : cell),
  );
  return { ...report, status: 'failed', cells };
}

/** One JSON document. It knows no bigint: one is written as it is in code. */
export function reportJson(report: LabReport | CheckReport | readonly (LabReport | CheckReport)[]): string {
  return JSON.stringify(report, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** Neighbouring pieces of one stream become one output; a bundle gives an entry for each of its forms. */
function reportOutputs(outputs: readonly Output[]): ReportOutput[] {
  const reported: { mime: string; data: unknown }[] = [];
  let stream: { mime: string; data: string } | undefined;
  for (const output of outputs) {
    if (output.kind === 'stream') {
      const mime = streamMime[output.name];
      if (stream?.mime === mime) {
        stream.data += output.text;
      } else {
        stream = { mime, data: output.text };
        reported.push(stream);
      }
      continue;
    }
    stream = undefined;
    if (output.kind === 'display')
      for (const [mime, data] of Object.entries(output.data)) reported.push({ mime, data });
  }
  return reported;
}
