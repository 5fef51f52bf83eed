/**
 * One lab at work: a kernel, the cells waiting for it, and the run that records them. The notebook, the text view
 * and the CLI all run cells through this class, so that they cannot differ.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CellListener } from '../kernel/executions.ts';
import type { Kernel, KernelEnd } from '../kernel/kernel.ts';
import type { KernelQuery, Output, RunRef, TrackRequest } from '../kernel/protocol.ts';
import { Disposable, type DisposableLike } from '../platform/disposable.ts';
import { messageOf } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import {
  type Batch,
  type BatchListener,
  type BatchResult,
  type CellEnd,
  guarded,
  statusOf,
  type Waiting,
} from './batch.ts';
import { IdleTimer } from './idle.ts';
import { LiveOutputs, type LiveReason } from './liveOutputs.ts';
import { OutputRecord } from './outputRecord.ts';
import { type RecordedLab, RunRecord } from './runRecord.ts';
import { initialState, type QueuedCell, reduce, type SessionEffect, type SessionEvent, type Unrun } from './state.ts';

export interface SessionOptions extends RecordedLab {
  readonly startKernel: () => Promise<Kernel>;
  readonly log: Log;
  /** Minutes after which a kernel that has nothing to do is let go; 0 or absent: never. Asked each time anew. */
  readonly idleMinutes?: () => number;
}

/** Milliseconds that a stop gives the run record, which the kernel may be too busy to serve. */
const recordPatience = 2000;

export type { Batch, BatchListener, BatchResult, CellEnd } from './batch.ts';

export class LabSession extends Disposable {
  readonly #options: SessionOptions;
  readonly #batches = new Map<number, Waiting>();
  /** How the live outputs of its cells stand. */
  readonly live = new LiveOutputs();
  /** Who shows the cells' outputs, by cell: a live one may go on after its cell. */
  readonly #shows = new Map<string, (output: Output) => void>();
  #state = initialState;
  #kernel: Kernel | undefined;
  /** Why the last kernel did not start. */
  #startError = '';
  #nextBatch = 1;
  readonly #runs: RunRecord;
  /** What must be written before the session is closed, beside the kernel's own. */
  #afterwork: Promise<void> = Promise.resolve();
  /** The start of a kernel, and the end of one, that is under way. */
  #starting: Promise<void> = Promise.resolve();
  #ending: Promise<void> = Promise.resolve();
  readonly #idle: IdleTimer;
  /** Nothing is started any more. */
  #closed = false;
  /** What the next cell is told before it runs. */
  #notice: string | undefined;
  readonly #events = new EventEmitter<{ kernelEnded: [KernelEnd]; activity: [] }>();

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    this.#runs = new RunRecord(options, options.startKernel, options.log);
    this.#idle = this.register(new IdleTimer((minutes) => this.#letGo(minutes)));
  }

  get kernel(): Kernel | undefined {
    return this.#kernel;
  }

  get isBusy(): boolean {
    return this.#state.running !== undefined || this.#state.kernel === 'starting' || this.#state.kernel === 'stopping';
  }

  /** Tells that the lab's kernel has ended, also by accident: its variables are gone. */
  onKernelEnded(listener: (end: KernelEnd) => void): DisposableLike {
    this.#events.on('kernelEnded', listener);
    return { dispose: () => this.#events.off('kernelEnded', listener) };
  }

  /** Tells that a cell has begun or ended. */
  onActivity(listener: () => void): DisposableLike {
    this.#events.on('activity', listener);
    return { dispose: () => this.#events.off('activity', listener) };
  }

  /** Queues cells. Resolves when each has ended; never rejects. */
  run(batch: Batch, listener: BatchListener): Promise<BatchResult> {
    if (batch.cells.length === 0) return Promise.resolve({ status: 'succeeded', records: new Map() });
    const id = this.#nextBatch++;
    return new Promise((done) => {
      this.#batches.set(id, {
        ...batch,
        listener: guarded(listener, (problem) => this.#options.log.error(`${this.#options.labId}: ${problem}`)),
        done,
        records: new Map(),
        recorded: false,
        left: batch.cells.length,
      });
      this.#dispatch({ type: 'submit', cells: batch.cells.map(({ cellId }) => ({ cellId, batch: id })) });
    });
  }

  /** Stops the running cell and forgets those that wait. Called again, it stops more forcefully. */
  stop(): void {
    this.#dispatch({ type: 'stop' });
  }

  /** Ends the kernel: the variables are gone, the run is ended. The next cell starts a new one. */
  async restart(): Promise<void> {
    this.#dispatch({ type: 'restart' });
    await Promise.all([this.#starting, this.#ending]);
    await this.#afterwork;
  }

  /** Asks the run record of the lab's own process, e.g. for *Log Metric…*. */
  async track(request: TrackRequest): Promise<RunRef | undefined> {
    if (!this.#kernel) throw new Error(t('The lab’s kernel is not running.'));
    return this.#kernel.track(request);
  }

  /** Asks about the lab's data. Rejects when its kernel does not run, or dies before it answers. */
  async query(request: KernelQuery): Promise<unknown> {
    if (!this.#kernel) {
      throw new Error(t('The lab’s kernel is not running, and with it the data is gone. Run the cell again.'));
    }
    return this.#kernel.query(request);
  }

  /** Ends the run and the kernel, waiting for what is still to be written. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.restart();
    this.dispose();
  }

  override dispose(): void {
    this.#closed = true;
    this.#dispatch({ type: 'restart' });
    this.#kernel?.dispose();
    super.dispose();
  }

  #dispatch(event: SessionEvent): void {
    const step = reduce(this.#state, event);
    this.#state = step.state;
    for (const effect of step.effects) this.#carryOut(effect);
    const { kernel, running } = this.#state;
    this.#idle.set(kernel === 'ready' && !running ? (this.#options.idleMinutes?.() ?? 0) : 0);
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case 'startKernel':
        this.#starting = this.#start();
        return;
      case 'interruptCell':
        void this.#interrupt();
        return;
      case 'endKernel':
        // One that is still starting is ended when it has started.
        if (this.#kernel) this.#ending = this.#endKernel(this.#kernel);
        return;
      case 'execute':
        void this.#execute(effect.cell);
        return;
      case 'end':
        this.#end(effect.cell, this.#unrun(effect.status, t('Stopped before the kernel had started.')));
    }
  }

  async #start(): Promise<void> {
    try {
      if (this.#closed) throw new Error(t('The lab was closed. Open it again to run its cells.'));
      const kernel = await this.#options.startKernel();
      if (this.#state.kernel === 'stopping') {
        await kernel.kill();
        this.#dispatch({ type: 'kernelEnded' });
        return;
      }
      this.#kernel = kernel;
      kernel.onExit((end) => this.#kernelEnded(kernel, end));
      this.#dispatch({ type: 'kernelStarted' });
    } catch (error) {
      this.#startError = messageOf(error);
      this.#options.log.error(this.#startError);
      this.#dispatch({ type: 'kernelEnded' });
    }
  }

  async #interrupt(): Promise<void> {
    const kernel = this.#kernel;
    const { running } = this.#state;
    if (!kernel || (await kernel.interrupt())) return;
    // No code of the cell runs: it waits for the run record, perhaps behind a loop in a timer of an earlier cell.
    await sleep(recordPatience, undefined, { ref: false });
    if (this.#state.running === running) await kernel.kill();
  }

  async #endKernel(kernel: Kernel): Promise<void> {
    if (this.#state.running) return kernel.kill();
    await this.#runs.end(kernel, 'FINISHED');
    await kernel.shutdown();
  }

  #letGo(minutes: number): void {
    this.#notice = t(
      'The kernel had nothing to do for {0} minutes and was ended, so variables of earlier cells are gone: run those cells again.',
      minutes,
    );
    this.#dispatch({ type: 'restart' });
  }

  /** The end of a cell that never ran, with a word why. */
  #unrun(status: Unrun, interruption: string): CellEnd {
    if (status === 'skipped') return { status, seconds: 0 };
    const [name, message] =
      status === 'failed'
        ? ['KernelError', this.#startError]
        : ['Interrupted', `${interruption} ${t('Run the cell again.')}`];
    return { status, seconds: 0, error: { name, message, stack: '' } };
  }

  #kernelEnded(kernel: Kernel, end: KernelEnd): void {
    this.#options.log.info(`kernel of ${this.#options.labId} ended: ${end.reason}`);
    if (this.#kernel !== kernel) return;
    this.#kernel = undefined;
    this.#endLive('kernelEnded');
    const before = this.#afterwork;
    this.#afterwork = this.#runs.kernelEnded().then(() => before);
    this.#dispatch({ type: 'kernelEnded' });
    this.#events.emit('kernelEnded', end);
  }

  async #execute(queued: QueuedCell): Promise<void> {
    const batch = this.#batches.get(queued.batch);
    const cell = batch?.cells.find(({ cellId }) => cellId === queued.cellId);
    const kernel = this.#kernel;
    if (!batch || !cell || !kernel) throw new Error(`cell ${queued.cellId} is not queued`);
    const record = new OutputRecord();
    const show = (output: Output) => {
      this.live.see(cell.cellId, output);
      // What comes when all is told, e.g. of a timer, is shown but not recorded. Changes are recorded by what they made.
      if (batch.left > 0 && output.kind !== 'update') record.add(output);
      batch.listener.output(cell.cellId, output);
    };
    this.live.cellBegins(cell.cellId);
    this.#shows.set(cell.cellId, show);
    batch.records.set(cell.cellId, {
      get outputs() {
        return record.outputs;
      },
      status: 'interrupted',
      seconds: 0,
    });
    batch.listener.started(cell.cellId);
    this.#events.emit('activity');
    if (this.#notice) show({ kind: 'stream', name: 'stderr', text: `${this.#notice}\n` });
    this.#notice = undefined;
    await this.#record(batch, kernel, show);
    if (this.#state.interrupting) {
      this.#end(queued, this.#unrun('interrupted', t('Stopped before the cell had begun.')));
      this.#dispatch({ type: 'cellEnded', cellId: cell.cellId, failed: true });
      return;
    }
    const ask: CellListener['ask'] = async (question, signal) => batch.listener.ask?.(cell.cellId, question, signal);
    const outcome = await kernel.execute(cell, { output: show, ask });
    const { seconds, error, tensors } = outcome;
    const checkFailed = record.outputs.some((output) => output.kind === 'check' && !output.check.passed);
    const status = outcome.status === 'succeeded' && checkFailed ? 'failed' : outcome.status;
    this.#endLive(kernel.isAlive ? outcome.status : 'kernelEnded', cell.cellId);
    if (batch.all && (batch.left === 1 || error)) await this.#runs.end(kernel, error ? 'FAILED' : 'FINISHED');
    this.#end(queued, { status, seconds, ...(error && { error }), ...(tensors && { tensors }) });
    // A failed check is a result, not an accident: the cells after it run all the same.
    this.#dispatch({ type: 'cellEnded', cellId: cell.cellId, failed: outcome.status !== 'succeeded' });
    this.#events.emit('activity');
  }

  /** Nothing is left running in the picture that does not run in the kernel. Without a cell: in any. */
  #endLive(reason: LiveReason, cellId?: string): void {
    for (const end of this.live.ends(reason, cellId)) this.#shows.get(end.cellId)?.(end.output);
  }

  #end(queued: QueuedCell, end: CellEnd): void {
    const batch = this.#batches.get(queued.batch);
    if (!batch) return;
    // What its timers still print before the batch ends is recorded, too: the record stays the same.
    const record = batch.records.get(queued.cellId) ?? { outputs: [], ...end };
    batch.records.set(queued.cellId, Object.assign(record, end));
    batch.listener.ended(queued.cellId, end);
    batch.left--;
    if (batch.left > 0) return;
    this.#batches.delete(queued.batch);
    const { run } = batch;
    const records = new Map(
      [...batch.records].map(([id, record]) => [id, { ...record, outputs: this.live.settled(record.outputs) }]),
    );
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
