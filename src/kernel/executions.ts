/** The parent's side of the cells that a kernel runs: who shows them, what they ask, how they end. */
import type { Duplex } from 'node:stream';
import type { Question } from '../mlops/host.ts';
import { messageOf } from '../platform/errors.ts';
import { type Death, deathError, isStop, stopError } from './death.ts';
import type { CellRequest, FromKernel, ToKernel } from './protocol/messages.ts';
import type { BackendInUse } from './protocol/options.ts';
import type { CellError, Output, StopStage, TensorUse } from './protocol/outputs.ts';
import { type Patience, type StopHandler, Stopping } from './stopping.ts';

export interface CellOutcome {
  readonly status: 'succeeded' | 'failed' | 'interrupted';
  readonly seconds: number;
  readonly error?: CellError;
  /** Of an interrupted cell: how far the stop had to go. */
  readonly stage?: StopStage;
  /** Of a cell that made tensors and ended by itself: its listener is told later what became of them. */
  readonly backend?: BackendInUse;
}

/** What became of a stop. */
export interface StopReport {
  readonly stage: StopStage;
  /** From the first press until the cell had ended. */
  readonly milliseconds: number;
}

/** Who shows a cell. */
export interface CellListener {
  /** May be called after the cell has ended, by what its timers print. */
  output(output: Output): void;
  /** Called after the cell has ended, and not if it was run again meanwhile. */
  tensors?(use: TensorUse): void;
  /** Asks the person; without an answer the cell gets an error. @param signal aborted when the question is taken back */
  ask?(question: Question, signal: AbortSignal): Promise<string | undefined>;
}

interface Running {
  readonly serial: number;
  readonly cellId: string;
  readonly started: number;
  readonly outcome: Promise<CellOutcome>;
  readonly settle: (outcome: CellOutcome) => void;
  /** Aborted when what the cell asks is of no interest any more. */
  readonly questions: AbortController;
  stopPressed?: number;
}

type Message<Type extends FromKernel['type']> = Extract<FromKernel, { type: Type }>;

export class Executions {
  readonly #send: (message: ToKernel) => void;
  readonly #report: (problem: string) => void;
  readonly #stopping: Stopping;
  /** By cell id, of every cell that was ever run: its timers may print, or ask, at any time. */
  readonly #listeners = new Map<string, { readonly serial: number; readonly listener: CellListener }>();
  readonly #ended = new AbortController();
  #running: Running | undefined;
  #nextSerial = 1;

  /** @param report is told what goes wrong in a listener */
  constructor(
    control: Duplex,
    handler: StopHandler,
    send: (message: ToKernel) => void,
    report: (problem: string) => void,
    patience?: Patience,
  ) {
    this.#stopping = new Stopping(control, handler, patience);
    this.#send = send;
    this.#report = report;
  }

  /** The cell that runs, by its id. */
  get running(): string | undefined {
    return this.#running?.cellId;
  }

  /** Whether the person is stopping the cell that runs. */
  get isStopping(): boolean {
    return this.#running?.stopPressed !== undefined;
  }

  run(cell: CellRequest, listener: CellListener): Promise<CellOutcome> {
    if (this.#running) throw new Error(`cell ${this.#running.cellId} is still running`);
    const { cellId } = cell;
    const serial = this.#nextSerial++;
    let settle: Running['settle'] = () => undefined;
    const outcome = new Promise<CellOutcome>((resolve) => {
      settle = resolve;
    });
    this.#running = { serial, cellId, started: performance.now(), outcome, settle, questions: new AbortController() };
    this.#listeners.set(cellId, { serial, listener });
    this.#send({ type: 'execute', serial, cell });
    return outcome;
  }

  /** Stops the running cell, see `Kernel.interrupt`. */
  async interrupt(): Promise<StopReport | undefined> {
    const running = this.#running;
    if (!running) return undefined;
    running.stopPressed ??= performance.now();
    const pressed = running.stopPressed;
    running.questions.abort();
    this.#stopping.press(running.serial);
    const { stage = 'cooperative' } = await running.outcome;
    return { stage, milliseconds: performance.now() - pressed };
  }

  deliver(cellId: string, output: Output): void {
    this.#attempt('an output', () => this.#listeners.get(cellId)?.listener.output(output));
  }

  async ask({ requestId, cellId, question }: Message<'ask'>): Promise<void> {
    const { signal } = this.#running?.cellId === cellId ? this.#running.questions : this.#ended;
    let text: string | undefined;
    try {
      text = await this.#listeners.get(cellId)?.listener.ask?.(question, signal);
    } catch (error) {
      this.#report(`a question could not be asked: ${messageOf(error)}`);
    }
    // One that was taken back is of no interest: the kernel has ended the cell, or is about to.
    if (!signal.aborted) this.#send({ type: 'answer', requestId, ...(text !== undefined && { text }) });
  }

  done({ serial, seconds, error, stage, backend }: Message<'done'>): void {
    const running = this.#running;
    if (running?.serial !== serial) return;
    // Nobody else is to say that it was stopped.
    const isStopped = stage && running.stopPressed !== undefined;
    const outcome: CellOutcome = isStopped
      ? { status: 'interrupted', seconds, stage, error: stopError(stage, error) }
      : { status: error ? 'failed' : 'succeeded', seconds, ...(error && { error }), ...(backend && { backend }) };
    // A stop that came too late for this cell must not hit the next.
    this.#stopping.whenOver(() => this.#settle(running, outcome));
  }

  /** What was said of an execution is not true of the next one of the same cell. */
  tensors({ serial, cellId, use }: Message<'tensors'>): void {
    const last = this.#listeners.get(cellId);
    if (last?.serial === serial) this.#attempt('what a cell leaked', () => last.listener.tensors?.(use));
  }

  /** The process has ended, and with it the cell that ran. */
  end(death: Death): void {
    this.#ended.abort();
    this.#stopping.end();
    if (!this.#running) return;
    const seconds = (performance.now() - this.#running.started) / 1000;
    const error = deathError(death);
    const wasStopped = isStop(death);
    this.#settle(this.#running, {
      ...(wasStopped ? { status: 'interrupted', stage: 'killed' } : { status: 'failed' }),
      seconds,
      error,
    });
  }

  #attempt(what: string, show: () => void): void {
    try {
      show();
    } catch (error) {
      this.#report(`${what} could not be shown: ${messageOf(error)}`);
    }
  }

  #settle(running: Running, outcome: CellOutcome): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#stopping.end();
    running.questions.abort();
    running.settle(outcome);
  }
}
