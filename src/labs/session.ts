/**
 * One lab at work: a kernel, the cells waiting for it, and the run that records them. The notebook, the text view
 * and the CLI all run cells through this class, so that they cannot differ.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { CellError, CellRequest, CellStatus, Output, Question, RunRef, TrackRequest } from '../kernel/protocol.ts';
import { Disposable } from '../platform/disposable.ts';
import { messageOf } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import type { CellRecord } from './report.ts';
import { type RecordedLab, RunRecord } from './runRecord.ts';
import { initialState, type QueuedCell, reduce, type SessionEffect, type SessionEvent, type Unrun } from './state.ts';

export interface SessionOptions extends RecordedLab {
  readonly startKernel: () => Promise<Kernel>;
  readonly log: Log;
  /** Minutes after which a kernel that has nothing to do is let go; 0 or absent: never. Asked each time anew. */
  readonly idleMinutes?: () => number;
}

export interface CellEnd {
  readonly status: CellStatus;
  readonly seconds: number;
  readonly error?: CellError;
}

/** Who shows a batch's cells: the notebook or the CLI. */
export interface BatchListener {
  started(cellId: string): void;
  output(cellId: string, output: Output): void;
  ended(cellId: string, end: CellEnd): void;
  /**
   * Asks the person what a cell wants to know; without an answer the cell gets an error.
   * @param signal aborted when the cell has ended meanwhile: the question is then taken back
   */
  ask?(cellId: string, question: Question, signal: AbortSignal): Promise<string | undefined>;
}

export interface Batch {
  readonly cells: readonly CellRequest[];
  /** The whole lab from its first cell on: such a batch records a run of its own and ends it. */
  readonly all: boolean;
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

interface Waiting extends Batch {
  readonly listener: BatchListener;
  readonly records: Map<string, CellRecord>;
  left: number;
  /** Whether a run was opened for the batch, or tried to. */
  recorded: boolean;
  run?: RunRef;
  done(result: BatchResult): void;
}

export class LabSession extends Disposable {
  readonly #options: SessionOptions;
  readonly #batches = new Map<number, Waiting>();
  #state = initialState;
  #kernel: Kernel | undefined;
  /** Why the last kernel did not start. */
  #startError = '';
  #nextBatch = 1;
  readonly #runs: RunRecord;
  /** What must be written before the session is closed, beside the kernel's own. */
  #afterwork: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    this.#runs = new RunRecord(options, options.startKernel, options.log);
  }

  get kernel(): Kernel | undefined {
    return this.#kernel;
  }

  get isBusy(): boolean {
    return this.#state.running !== undefined || this.#state.kernel === 'starting' || this.#state.kernel === 'stopping';
  }

  /** Queues cells. Resolves when each has ended; never rejects. */
  run(batch: Batch, listener: BatchListener): Promise<BatchResult> {
    if (batch.cells.length === 0) return Promise.resolve({ status: 'succeeded', records: new Map() });
    const id = this.#nextBatch++;
    return new Promise((done) => {
      this.#batches.set(id, {
        ...batch,
        listener,
        done,
        records: new Map(),
        recorded: false,
        left: batch.cells.length,
      });
      this.#dispatch({ type: 'submit', cells: batch.cells.map(({ cellId }) => ({ cellId, batch: id })) });
    });
  }

  /** Stops the running cell and forgets those that wait. */
  stop(): void {
    this.#dispatch({ type: 'stop' });
  }

  /** Lets the kernel go: the variables are gone, the run is ended. The next cell starts a new one. */
  async restart(): Promise<void> {
    if (this.isBusy) this.stop();
    const kernel = this.#kernel;
    if (kernel) {
      await this.#runs.end(kernel, 'FINISHED');
      await kernel.shutdown();
    }
    await this.#afterwork;
  }

  /** Asks the run record of the lab's own process, e.g. for *Log Metric…*. */
  async track(request: TrackRequest): Promise<RunRef | undefined> {
    if (!this.#kernel) throw new Error(t('The lab’s kernel is not running.'));
    return this.#kernel.track(request);
  }

  /** Ends the run and the kernel, waiting for what is still to be written. */
  async close(): Promise<void> {
    await this.restart();
    this.dispose();
  }

  override dispose(): void {
    this.#kernel?.dispose();
    super.dispose();
  }

  #dispatch(event: SessionEvent): void {
    const step = reduce(this.#state, event);
    this.#state = step.state;
    for (const effect of step.effects) this.#carryOut(effect);
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case 'startKernel':
        void this.#start();
        return;
      case 'killKernel':
        // One that is still starting is stopped when it has started.
        void this.#kernel?.kill();
        return;
      case 'execute':
        void this.#execute(effect.cell);
        return;
      case 'end':
        this.#end(effect.cell, this.#unrun(effect.status));
    }
  }

  async #start(): Promise<void> {
    try {
      const kernel = await this.#options.startKernel();
      if (this.#state.kernel === 'stopping') {
        await kernel.kill();
        this.#dispatch({ type: 'kernelEnded' });
        return;
      }
      this.#kernel = kernel;
      kernel.onExit(({ reason }) => this.#kernelEnded(kernel, reason));
      this.#dispatch({ type: 'kernelStarted' });
    } catch (error) {
      this.#startError = messageOf(error);
      this.#options.log.error(this.#startError);
      this.#dispatch({ type: 'kernelEnded' });
    }
  }

  /** The end of a cell that never ran, with a word why. */
  #unrun(status: Unrun): CellEnd {
    if (status === 'skipped') return { status, seconds: 0 };
    const [name, message] =
      status === 'failed'
        ? ['KernelError', this.#startError]
        : ['Interrupted', t('Stopped before the kernel had started. Run the cell again.')];
    return { status, seconds: 0, error: { name, message, stack: '' } };
  }

  #kernelEnded(kernel: Kernel, reason: string): void {
    this.#options.log.info(`kernel of ${this.#options.labId} ended: ${reason}`);
    if (this.#kernel !== kernel) return;
    this.#kernel = undefined;
    this.#afterwork = this.#runs.kernelEnded();
    this.#dispatch({ type: 'kernelEnded' });
  }

  async #execute(queued: QueuedCell): Promise<void> {
    const batch = this.#batches.get(queued.batch);
    const cell = batch?.cells.find(({ cellId }) => cellId === queued.cellId);
    const kernel = this.#kernel;
    if (!batch || !cell || !kernel) throw new Error(`cell ${queued.cellId} is not queued`);
    const outputs: Output[] = [];
    const show = (output: Output) => {
      outputs.push(output);
      batch.listener.output(cell.cellId, output);
    };
    batch.records.set(cell.cellId, { outputs, status: 'interrupted', seconds: 0 });
    batch.listener.started(cell.cellId);
    await this.#record(batch, kernel, show);
    const outcome = await kernel.execute(cell, { output: show });
    const { seconds, error } = outcome;
    const checkFailed = outputs.some((output) => output.kind === 'check' && !output.check.passed);
    const status = outcome.status === 'succeeded' && checkFailed ? 'failed' : outcome.status;
    if (batch.all && (batch.left === 1 || error)) await this.#runs.end(kernel, error ? 'FAILED' : 'FINISHED');
    this.#end(queued, { status, seconds, ...(error ? { error } : {}) });
    // A failed check is a result, not an accident: the cells after it run all the same.
    this.#dispatch({ type: 'cellEnded', cellId: cell.cellId, failed: outcome.status !== 'succeeded' });
  }

  #end(queued: QueuedCell, end: CellEnd): void {
    const batch = this.#batches.get(queued.batch);
    if (!batch) return;
    batch.records.set(queued.cellId, { outputs: [], ...batch.records.get(queued.cellId), ...end });
    batch.listener.ended(queued.cellId, end);
    batch.left--;
    if (batch.left > 0) return;
    this.#batches.delete(queued.batch);
    const { records, run } = batch;
    batch.done({ status: statusOf(records), records, ...(run ? { run } : {}) });
  }

  /** Opens the batch's run, once. Training goes on without a record, but never silently. */
  async #record(batch: Waiting, kernel: Kernel, show: (output: Output) => void): Promise<void> {
    if (batch.recorded) return;
    batch.recorded = true;
    try {
      const run = await this.#runs.open(kernel, batch);
      if (run) batch.run = run;
    } catch (error) {
      const text = t('This run is not recorded: {0}', messageOf(error));
      show({ kind: 'stream', name: 'stderr', text: `${text}\n` });
    }
  }
}

/** An accident outweighs what came of it: the cells that were skipped for it. */
function statusOf(records: ReadonlyMap<string, CellRecord>): BatchResult['status'] {
  const ends = new Set([...records.values()].map(({ status }) => status));
  if (ends.has('interrupted')) return 'interrupted';
  if (ends.has('failed')) return 'failed';
  return ends.has('skipped') ? 'interrupted' : 'succeeded';
}
