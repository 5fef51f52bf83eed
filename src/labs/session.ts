/**
 * One lab at work: a kernel, the cells waiting for it, and the run that records them. The notebook, the text view
 * and the CLI all run cells through this class, so that they cannot differ.
 */
import { basename } from 'node:path';
import type { CellOutcome, Kernel } from '../kernel/kernel.ts';
import type { CellError, CellRequest, CellStatus, Output, RunRef, RunStatus, TrackRequest } from '../kernel/protocol.ts';
import { Disposable } from '../platform/disposable.ts';
import { messageOf } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import type { CellRecord } from './report.ts';
import { initialState, type QueuedCell, reduce, type SessionEffect, type SessionEvent } from './state.ts';

/** When a session opens a run by itself: the setting `mlopsLab.tracking.autoRun`. */
export type AutoRun = 'session' | 'runAll' | 'off';

export interface SessionOptions {
  /** The lab's id and title: they name the experiment and the run's source. */
  readonly labId: string;
  readonly labPath: string;
  readonly autoRun: AutoRun;
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
  /** Says what went wrong with the run record, in the first cell that runs. */
  notice?: string;
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
  #run: { readonly ref: RunRef; open: boolean } | undefined;

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
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
    if (!kernel) return;
    await this.#endRun(kernel, 'FINISHED');
    await kernel.shutdown();
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
      this.#run = undefined;
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
    if (this.#run?.open) void this.#endOrphan(this.#run.ref);
    this.#run = undefined;
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
    await this.#openRun(batch, kernel);
    if (batch.notice) {
      show({ kind: 'stream', name: 'stderr', text: `${batch.notice}\n` });
      batch.notice = '';
    }
    const outcome = await kernel.execute(cell, show);
    const { seconds, error } = outcome;
    const checkFailed = outputs.some((output) => output.kind === 'check' && !output.check.passed);
    const status = outcome.status === 'succeeded' && checkFailed ? 'failed' : outcome.status;
    if (batch.all && (batch.left === 1 || outcome.status !== 'succeeded')) await this.#closeRun(kernel, outcome);
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
    if (end.status === 'interrupted' || (end.status === 'failed' && batch.status === 'succeeded')) batch.status = end.status;
    if (end.status === 'skipped' && batch.status === 'succeeded') batch.status = 'interrupted';
    if (batch.left > 0) return;
    this.#batches.delete(queued.batch);
    const { status, records } = batch;
    batch.done({ status, records, ...(batch.run ? { run: batch.run } : {}) });
  }

  /** Opens the batch's run, once: *Run All* gets a run of its own, single cells add to the kernel's last. */
  async #openRun(batch: Waiting, kernel: Kernel): Promise<void> {
    const { autoRun, labId, labPath } = this.#options;
    if (batch.run || batch.notice !== undefined || autoRun === 'off' || (autoRun === 'runAll' && !batch.all)) return;
    if (this.#run?.open && !batch.all) {
      batch.run = this.#run.ref;
      return;
    }
    try {
      if (batch.all) await this.#endRun(kernel, 'FINISHED');
      const again = !batch.all && this.#run;
      const request: TrackRequest = again
        ? { op: 'resumeRun', runId: again.ref.id }
        : { op: 'startRun', experiment: labId, tags: { 'mlflow.source.name': labPath, 'mlops-lab.lab': labId } };
      const ref = await kernel.track(request);
      if (!ref) return;
      this.#run = { ref, open: true };
      batch.run = ref;
      await kernel.track({ op: 'logText', path: basename(labPath), text: batch.labText });
    } catch (error) {
      // Training goes on without a record, but never silently.
      batch.notice = t('This run is not recorded: {0}', messageOf(error));
    }
  }

  /** Ends the run of a *Run All*, at its last cell or at the one that failed. */
  async #closeRun(kernel: Kernel, outcome: CellOutcome): Promise<void> {
    await this.#endRun(kernel, outcome.status === 'succeeded' ? 'FINISHED' : 'FAILED');
  }

  async #endRun(kernel: Kernel, status: Exclude<RunStatus, 'RUNNING'>): Promise<void> {
    const run = this.#run;
    if (!run?.open || !kernel.isAlive) return;
    run.open = false;
    await kernel.track({ op: 'endRun', status, runId: run.ref.id }).catch((error: unknown) => {
      this.#options.log.warn(`the run could not be ended: ${messageOf(error)}`);
    });
  }

  /** A kernel that died could not end its run: a short-lived one does it, so that no run looks alive for ever. */
  async #endOrphan(run: RunRef): Promise<void> {
    try {
      const kernel = await this.#options.startKernel();
      await kernel.track({ op: 'endRun', status: 'KILLED', runId: run.id });
      await kernel.shutdown();
    } catch (error) {
      this.#options.log.warn(`the run of the ended kernel could not be closed: ${messageOf(error)}`);
    }
  }
}
