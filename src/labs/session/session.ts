/**
 * One lab at work: a kernel, the cells waiting for it, and the run that records them. The notebook, the text view
 * and the CLI all run cells through this class, so that they cannot differ.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CellListener } from '../../kernel/executions.ts';
import type { Kernel, KernelEnd } from '../../kernel/kernel.ts';
import type { KernelQuery } from '../../kernel/protocol/messages.ts';
import type { Output, TensorUse } from '../../kernel/protocol/outputs.ts';
import type { RunRef, TrackRequest } from '../../kernel/protocol/runs.ts';
import type { CellEnd } from '../../outputs/cellEnd.ts';
import { LiveOutputs } from '../../outputs/live/liveOutputs.ts';
import { Disposable, type DisposableLike } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { Log } from '../../platform/log.ts';
import type { RanCell } from '../evidence.ts';
import type { LabFile } from '../file.ts';
import { type Batch, type BatchListener, type BatchResult, unrun } from './batch.ts';
import { IdleTimer } from './idle.ts';
import { Predictions } from './predictions.ts';
import { endOfRun, type RecordedLab, RunRecord } from './runRecord.ts';
import { initialState, type QueuedCell, reduce, type SessionEffect, type SessionEvent } from './state.ts';
import { hintsAfterTry } from './tries.ts';
import { WaitingBatch } from './waitingBatch.ts';

export interface SessionOptions extends RecordedLab {
  readonly startKernel: () => Promise<Kernel>;
  readonly log: Log;
  /** Minutes after which a kernel that has nothing to do is let go; 0 or absent: never. Asked each time anew. */
  readonly idleMinutes?: () => number;
  /** The lab as a learner finds it, if it is known: what is tried is told by it. */
  readonly starter?: Promise<LabFile | undefined>;
  /** Is told of each cell that was run. */
  readonly onCell?: (cell: RanCell) => void;
}

/** Milliseconds that a stop gives the kernel, which may be too busy, or hear and say nothing any more. */
const patience = {
  /** To serve the run record while no cell runs. */
  record: 2000,
  /** To end the run before it is itself ended. */
  endRun: 2000,
  /** To tell what became of the tensors of cells that have ended. */
  tensors: 5000,
};

export type { Batch, BatchListener, BatchResult } from './batch.ts';

export class LabSession extends Disposable {
  readonly #options: SessionOptions;
  readonly #batches = new Map<number, WaitingBatch>();
  /** How the live outputs of its cells stand. */
  readonly live = new LiveOutputs();
  /** What was predicted, and what may be shown. */
  readonly predictions = new Predictions();
  readonly #ran = new Set<string>();
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

  /** The sources of the cells that have run to their end since the kernel started. */
  get ran(): ReadonlySet<string> {
    return this.#ran;
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

  /**
   * Queues cells. Resolves when each has ended, and what became of its tensors is told where that can be learned; never
   * rejects.
   */
  run(batch: Batch, listener: BatchListener): Promise<BatchResult> {
    if (batch.cells.length === 0) return Promise.resolve({ status: 'succeeded', records: new Map() });
    const id = this.#nextBatch++;
    const report = (problem: string) => this.#options.log.error(`${this.#options.labId}: ${problem}`);
    const settled = (outputs: readonly Output[]) => this.live.settled(outputs);
    const waiting = new WaitingBatch({ batch, listener, report, settled });
    this.#batches.set(id, waiting);
    this.#dispatch({ type: 'submit', cells: batch.cells.map(({ cellId }) => ({ cellId, batch: id })) });
    return waiting.result;
  }

  /** Stops the running cell and forgets those that wait. Called again, it stops more forcefully. */
  stop(): void {
    const { untold } = this.#state;
    this.#dispatch({ type: 'stop' });
    if (untold.length > 0) void this.#forgetTensors(untold);
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
        this.#end(effect.cell, unrun(effect.status, this.#startError, t('Stopped before the kernel had started.')));
        return;
      case 'tell':
        this.#tell(effect.cell, effect.use);
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
    await sleep(patience.record, undefined, { ref: false });
    if (this.#state.running === running) await kernel.kill();
  }

  async #endKernel(kernel: Kernel): Promise<void> {
    if (this.#state.running) return kernel.kill();
    await Promise.race([this.#runs.close(kernel), sleep(patience.endRun, undefined, { ref: false })]);
    await kernel.shutdown();
  }

  /** Whoever has pressed Stop waits no longer for what cells have left behind. */
  async #forgetTensors(cells: readonly QueuedCell[]): Promise<void> {
    await sleep(patience.tensors, undefined, { ref: false });
    for (const cell of cells) this.#dispatch({ type: 'tensorsTold', cell });
  }

  #letGo(minutes: number): void {
    this.#notice = t(
      'The kernel had nothing to do for {0} minutes and was ended, so variables of earlier cells are gone: run those cells again.',
      minutes,
    );
    this.#dispatch({ type: 'restart' });
  }

  #kernelEnded(kernel: Kernel, end: KernelEnd): void {
    this.#options.log.info(`kernel of ${this.#options.labId} ended: ${end.reason}`);
    if (this.#kernel !== kernel) return;
    this.#kernel = undefined;
    this.#ran.clear();
    this.live.end('kernelEnded');
    this.predictions.kernelEnded();
    const before = this.#afterwork;
    this.#afterwork = this.#runs.kernelEnded().then(() => before);
    this.#dispatch({ type: 'kernelEnded' });
    this.#events.emit('kernelEnded', end);
  }

  async #execute(queued: QueuedCell): Promise<void> {
    const { cellId } = queued;
    const waiting = this.#batches.get(queued.batch);
    const cell = waiting?.cell(cellId);
    const kernel = this.#kernel;
    if (!waiting || !cell || !kernel) throw new Error(`cell ${cellId} is not queued`);
    const { show: tell, checks } = waiting.begin(cellId);
    const covered = waiting.batch.covers ? this.predictions.missing(cell.truths ?? []) : [];
    const starter = cell.check === undefined ? undefined : await this.#options.starter;
    const held = hintsAfterTry(cell.check, waiting.batch.labText, starter);
    const always = (output: Output) => {
      this.live.see(cellId, output);
      tell(held(output));
    };
    const show = this.predictions.watching(covered, always);
    this.live.cellBegins(cellId, show);
    this.#events.emit('activity');
    if (this.#notice) always({ kind: 'stream', name: 'stderr', text: `${this.#notice}\n` });
    this.#notice = undefined;
    await this.#record(waiting, kernel, always);
    if (covered.length > 0) always(this.predictions.cover(covered));
    if (this.#state.interrupting) {
      await this.#runs.end(kernel, 'KILLED');
      this.#end(queued, unrun('interrupted', '', t('Stopped before the cell had begun.')));
      this.#dispatch({ type: 'cellEnded', cellId, failed: true });
      return;
    }
    const ask: CellListener['ask'] = (question, signal) => waiting.ask(cellId, question, signal);
    let tensors: (use: TensorUse) => void = () => undefined;
    // It may come before the session is done with the cell's end, after which it is to be told.
    const use = new Promise<TensorUse>((resolve) => {
      tensors = resolve;
    });
    const outcome = await kernel.execute(cell, { output: show, tensors, ask });
    const { seconds, error, backend } = outcome;
    const completed = outcome.status === 'succeeded';
    if (completed) this.#ran.add(cell.source);
    const status = completed && checks().some(({ passed }) => !passed) ? 'failed' : outcome.status;
    this.#options.onCell?.({
      request: cell,
      labText: waiting.batch.labText,
      completed,
      checks: checks(),
      waived: this.predictions.waived,
    });
    this.live.end(kernel.isAlive ? outcome.status : 'kernelEnded', cellId);
    // After a failure nothing else of the batch runs.
    if (waiting.isLast || !completed) {
      const ending = this.#runs.end(kernel, endOfRun(outcome.status, waiting.isCut));
      // Code that a cell left behind may keep the kernel from answering.
      const ended = Promise.race([ending, sleep(patience.record, undefined, { ref: false })]);
      waiting.run = (await ended) ?? waiting.run;
    }
    this.#end(queued, {
      status,
      seconds,
      ...(error && { error }),
      ...(backend && { backend }),
      ...(covered.length > 0 && { covered }),
    });
    // A failed check is a result, not an accident: the cells after it run all the same.
    this.#dispatch({ type: 'cellEnded', cellId, failed: !completed, madeTensors: backend !== undefined });
    this.#events.emit('activity');
    if (backend) void use.then((told) => this.#dispatch({ type: 'tensorsTold', cell: queued, use: told }));
  }

  #end({ batch, cellId }: QueuedCell, end: CellEnd): void {
    this.#batches.get(batch)?.end(cellId, end);
    this.#forgetOver(batch);
  }

  #tell({ batch, cellId }: QueuedCell, use: TensorUse | undefined): void {
    this.#batches.get(batch)?.tell(cellId, use);
    this.#forgetOver(batch);
  }

  #forgetOver(batch: number): void {
    if (this.#batches.get(batch)?.isOver) this.#batches.delete(batch);
  }

  /** Opens the batch's run, once. Training goes on without a record, but never silently. */
  async #record(waiting: WaitingBatch, kernel: Kernel, show: (output: Output) => void): Promise<void> {
    if (waiting.recorded) return;
    waiting.recorded = true;
    try {
      waiting.run = await this.#runs.begin(kernel, waiting.batch);
    } catch (error) {
      const text = t('This run is not recorded: {0}', messageOf(error));
      show({ kind: 'stream', name: 'stderr', text: `${text}\n` });
    }
  }
}
