/** Cells that are run together, and what becomes of them. */
import type { CellRequest } from '../../kernel/protocol/messages.ts';
import type { CellStatus, Output, TensorUse } from '../../kernel/protocol/outputs.ts';
import type { RunRef } from '../../kernel/protocol/runs.ts';
import type { Question } from '../../mlops/host.ts';
import type { CellEnd } from '../../outputs/cellEnd.ts';
import { messageOf } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { CellRecord } from './report.ts';
import type { Unrun } from './state.ts';

/** Who shows a batch's cells: the notebook or the CLI. */
export interface BatchListener {
  started(cellId: string): void;
  output(cellId: string, output: Output): void;
  ended(cellId: string, end: CellEnd): void;
  /** Some time after the cell has ended, perhaps when others have run; not for a cell that was run again meanwhile. */
  tensors?(cellId: string, use: TensorUse): void;
  /**
   * Asks the person what a cell wants to know; without an answer the cell gets an error.
   * @param signal aborted when the cell has ended meanwhile: the question is then taken back
   */
  ask?(cellId: string, question: Question, signal: AbortSignal): Promise<string | undefined>;
}

/** A listener whose own errors, of a notebook that was closed meanwhile for example, are reported and stop nothing. */
export function guarded(listener: BatchListener, report: (problem: string) => void): BatchListener {
  const attempt = (tell: () => void) => {
    try {
      tell();
    } catch (error) {
      report(messageOf(error));
    }
  };
  return {
    started: (cellId) => attempt(() => listener.started(cellId)),
    output: (cellId, output) => attempt(() => listener.output(cellId, output)),
    ended: (cellId, end) => attempt(() => listener.ended(cellId, end)),
    tensors: (cellId, use) => attempt(() => listener.tensors?.(cellId, use)),
    ask: async (cellId, question, signal) => listener.ask?.(cellId, question, signal),
  };
}

export interface Batch {
  readonly cells: readonly CellRequest[];
  /** The whole lab from its first cell on: such a batch records a run of its own and ends it. */
  readonly all: boolean;
  /** What a cell shows of truths that are still to be predicted is covered: somebody can see it anyway. */
  readonly covers?: boolean;
  /** The lab file's text as it runs: kept with the run. */
  readonly labText: string;
}

export interface BatchResult {
  readonly status: Exclude<CellStatus, 'skipped'>;
  /** What each cell did, by cell id. */
  readonly records: ReadonlyMap<string, CellRecord>;
  /** The run that recorded the batch, if one did. */
  readonly run?: RunRef;
}

/** An accident outweighs what came of it: the cells that were skipped for it. */
export function statusOf(records: ReadonlyMap<string, CellRecord>): BatchResult['status'] {
  const ends = new Set([...records.values()].map(({ status }) => status));
  if (ends.has('interrupted')) return 'interrupted';
  if (ends.has('failed')) return 'failed';
  return ends.has('skipped') ? 'interrupted' : 'succeeded';
}

/**
 * The end of a cell that never ran, with a word why.
 * @param startError why no kernel runs, for one that has failed
 * @param interruption when the person stopped it, for one that was
 */
export function unrun(status: Unrun, startError: string, interruption: string): CellEnd {
  if (status === 'skipped') return { status, seconds: 0 };
  const [name, message] =
    status === 'failed' ? ['KernelError', startError] : ['Interrupted', `${interruption} ${t('Run the cell again.')}`];
  return { status, seconds: 0, error: { name, message, stack: '' } };
}
