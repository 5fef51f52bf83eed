/**
 * One lab at work: a kernel, the cells waiting for it, and the run that records them. The notebook, the text view
 * and the CLI all run cells through this class, so that they cannot differ.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { CellError, CellRequest, CellStatus, Output, RunRef, TrackRequest } from '../kernel/protocol.ts';
import { Disposable } from '../platform/disposable.ts';
import { messageOf } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import type { CellRecord } from './report.ts';
import { type RecordedLab, RunRecord } from './runRecord.ts';
import { initialState, type QueuedCell, reduce, type SessionEffect, type SessionEvent } from './state.ts';

export interface SessionOptions extends RecordedLab {
  readonly startKernel: () => Promise<Kernel>;
  readonly log: Log;
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
  status: BatchResult['status'];
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
  #startAborted = false;
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
    return this.#state.running !== undefined || this.#state.kernel === 'starting';
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
        status: 'succeeded',
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
        this.#startAborted = true;
        void this.#kernel?.stop();
        return;
      case 'execute':
        void this.#execute(effect.cell);
        return;
      case 'skip':
        this.#end(effect.cell, { status: 'skipped', seconds: 0 });
    }
  }

  async #start(): Promise<void> {
    this.#startAborted = false;
    try {
      const kernel = await this.#options.startKernel();
      if (this.#startAborted) {
        await kernel.stop();
        return this.#dispatch({ type: 'kernelEnded' });
      }
      this.#kernel = kernel;
      kernel.onExit(({ reason }) => this.#kernelEnded(kernel, reason));
      this.#dispatch({ type: 'kernelStarted' });
    } catch (error) {
      this.#failWaiting(error);
      this.#dispatch({ type: 'kernelEnded' });
    }
  }

  #kernelEnded(kernel: Kernel, reason: string): void {
    this.#options.log.info(`kernel of ${this.#options.labId} ended: ${reason}`);
    if (this.#kernel !== kernel) return;
    this.#kernel = undefined;
    this.#afterwork = this.#runs.kernelEnded();
    this.#dispatch({ type: 'kernelEnded' });
  }

  /** The first waiting cell says why there is no kernel; the rest is skipped by the reducer. */
  #failWaiting(error: unknown): void {
    const [first] = this.#state.queue;
    if (!first) return;
    this.#state = { ...this.#state, queue: this.#state.queue.slice(1) };
    const message = messageOf(error);
    this.#options.log.error(message);
    this.#end(first, { status: 'failed', seconds: 0, error: { name: 'KernelError', message, stack: '' } });
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
    const outcome = await kernel.execute(cell, show);
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
    if (end.status === 'interrupted' || (end.status === 'failed' && batch.status === 'succeeded'))
      batch.status = end.status;
    if (end.status === 'skipped' && batch.status === 'succeeded') batch.status = 'interrupted';
    if (batch.left > 0) return;
    this.#batches.delete(queued.batch);
    const { status, records } = batch;
    batch.done({ status, records, ...(batch.run ? { run: batch.run } : {}) });
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
