/** A batch of which not all is told yet: who shows its cells, what is recorded of each, and when its result is due. */
import type { CellRequest } from '../../kernel/protocol/messages.ts';
import type { Output, TensorUse } from '../../kernel/protocol/outputs.ts';
import type { RunRef } from '../../kernel/protocol/runs.ts';
import type { CheckResult, Question } from '../../mlops/host.ts';
import type { CellEnd } from '../../outputs/cellEnd.ts';
import { OutputRecord } from '../../outputs/store/record.ts';
import { type Batch, type BatchListener, type BatchResult, guarded, statusOf } from './batch.ts';
import type { CellRecord } from './report.ts';

/** Milliseconds that the result waits for what became of the tensors: code that a cell left behind may never pause. */
const patience = 2000;

export interface WaitingOptions {
  readonly batch: Batch;
  readonly listener: BatchListener;
  /** Told what a listener throws. */
  readonly report: (problem: string) => void;
  /** Outputs as they are to be kept. */
  readonly settled: (outputs: readonly Output[]) => Output[];
}

export class WaitingBatch {
  readonly batch: Batch;
  /** When all cells have ended, and what became of their tensors is told or not to be learned. */
  readonly result: Promise<BatchResult>;
  /** The run that records the batch, if one does. */
  run: RunRef | undefined;
  /** Whether a run was opened for the batch, or tried to. */
  recorded = false;
  readonly #listener: BatchListener;
  readonly #settled: WaitingOptions['settled'];
  readonly #records = new Map<string, CellRecord>();
  #left: number;
  /** Cells that have ended, and what became of whose tensors is still to be told. */
  #untold = 0;
  #resolve: (result: BatchResult) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ batch, listener, report, settled }: WaitingOptions) {
    this.batch = batch;
    this.#listener = guarded(listener, report);
    this.#settled = settled;
    this.#left = batch.cells.length;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Whether nothing more comes: neither ends nor news of tensors. */
  get isOver(): boolean {
    return this.#left === 0 && this.#untold === 0;
  }

  /** Whether the last of its cells runs or is about to. */
  get isLast(): boolean {
    return this.#left === 1;
  }

  /** Whether a cell of it will not be run any more. */
  get isCut(): boolean {
    return [...this.#records.values()].some(({ status }) => status === 'skipped');
  }

  cell(cellId: string): CellRequest | undefined {
    return this.batch.cells.find((cell) => cell.cellId === cellId);
  }

  /** A cell begins. @returns what shows and records an output of it, and tells the checks that it has made so far */
  begin(cellId: string): { show: (output: Output) => void; checks: () => CheckResult[] } {
    const record = new OutputRecord();
    this.#records.set(cellId, {
      get outputs() {
        return record.outputs;
      },
      status: 'interrupted',
      seconds: 0,
    });
    this.#listener.started(cellId);
    return {
      show: (output) => {
        // What comes when all is told, e.g. of a timer, is shown but not recorded. Changes are recorded by what they made.
        if (this.#left > 0 && output.kind !== 'update') record.add(output);
        this.#listener.output(cellId, output);
      },
      checks: () => record.outputs.flatMap((output) => (output.kind === 'check' ? [output.check] : [])),
    };
  }

  async ask(cellId: string, question: Question, signal: AbortSignal): Promise<string | undefined> {
    return this.#listener.ask?.(cellId, question, signal);
  }

  /** A cell has ended, or was never run. */
  end(cellId: string, end: CellEnd): void {
    const { status, seconds, error } = end;
    // What its timers still print before the batch ends is recorded, too: the record stays the same.
    const record = this.#records.get(cellId) ?? { outputs: [], status, seconds };
    this.#records.set(cellId, Object.assign(record, { status, seconds }, error && { error }));
    this.#listener.ended(cellId, end);
    this.#left--;
    if (end.backend) this.#untold++;
    if (this.#left > 0) return;
    // Now: a cell that is run again takes the live outputs that it had shown along.
    for (const [id, { outputs, ...others }] of this.#records) {
      this.#records.set(id, { ...others, outputs: this.#settled(outputs) });
    }
    if (this.isOver) this.#finish();
    else this.#timer = setTimeout(() => this.#finish(), patience);
  }

  /** What became of the tensors of a cell that has ended; without a word, nobody will ever know. */
  tell(cellId: string, use: TensorUse | undefined): void {
    this.#untold--;
    const record = this.#records.get(cellId);
    if (use && record) record.tensors = use;
    if (use) this.#listener.tensors?.(cellId, use);
    if (this.isOver) this.#finish();
  }

  #finish(): void {
    clearTimeout(this.#timer);
    const records = this.#records;
    this.#resolve({ status: statusOf(records), records, ...(this.run ? { run: this.run } : {}) });
  }
}
