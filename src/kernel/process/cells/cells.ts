/**
 * Runs cells one after the other, and ends each exactly once: by itself, or stopped. A stop may break off any code
 * at any place, and V8 then drops the promises that were due with it. So nothing here waits for a cell through a
 * chain of promises: the state is plain, and whoever ends a cell starts the next.
 */
import { promiseHooks } from 'node:v8';
import type { CellRequest, FromKernel } from '../../protocol/messages.ts';
import type { CellError } from '../../protocol/outputs.ts';
import type { ControlNews, Signal } from '../stopping/signal.ts';
import { CellRun, type CellRuns } from './cellRun.ts';

/** What becomes of one cell. */
export interface CellEngine {
  /** Runs it to its end. Rejects never for what the cell does. */
  run(run: CellRun): Promise<CellError | undefined>;
  /** Its end is told: looks at what it has left behind. Another cell does not begin in the same turn of the event loop. */
  ended(run: CellRun): void;
  /** Lets go of what a stopped execution holds. @param brokenOff its code was broken off, in whatever state */
  stopped(run: CellRun, brokenOff: boolean): void;
  /** Breaks off the code that runs, now. */
  breakOff(): void;
}

/** How long a cell that only waits has, once asked to stop, to end by itself: milliseconds. */
const lastWords = 10;

export class Cells {
  readonly #engine: CellEngine;
  readonly #runs: CellRuns;
  readonly #signal: Signal;
  readonly #send: (message: FromKernel) => void;
  readonly #queue: CellRun[] = [];
  #current: CellRun | undefined;
  #last: CellRun | undefined;
  #started = 0;
  #hooked = false;

  constructor(engine: CellEngine, runs: CellRuns, signal: Signal, send: (message: FromKernel) => void) {
    this.#engine = engine;
    this.#runs = runs;
    this.#signal = signal;
    this.#send = send;
  }

  /** The execution that the code which asks belongs to; for code of nobody, the one that runs or ran last. */
  get running(): CellRun | undefined {
    return this.#runs.getStore() ?? this.#last;
  }

  submit(cell: CellRequest, serial: number): void {
    this.#queue.push(new CellRun(cell, serial));
    this.#next();
  }

  /** What the control thread has to say: the event loop turns, or turns again. */
  receive(news: ControlNews): void {
    this.#signal.add('turns', 1);
    if (news.type === 'ping') return;
    const run = this.#current;
    if (run?.serial !== news.serial) return;
    if (news.type === 'brokenOff') this.#end(run);
    else setTimeout(() => this.#end(run), lastWords);
  }

  #next(): void {
    const run = this.#current && !this.#hasEnded(this.#current) ? undefined : this.#queue.shift();
    if (!run) return;
    this.#current = run;
    this.#last = run;
    this.#started = performance.now();
    const end = (error?: CellError) => this.#end(run, error);
    // The person may have pressed Stop while something else kept it waiting.
    if (this.#signal.isStopping(run.serial)) end();
    else void this.#engine.run(run).then(end);
  }

  #hasEnded(run: CellRun): boolean {
    return this.#signal.get('ended') >= run.serial;
  }

  /**
   * Ends the current cell. Said once more of one that has ended, it does nothing; but a stop may break off this very
   * function, so that it has to be said again.
   */
  #end(run: CellRun, error?: CellError): void {
    if (this.#current !== run || this.#hasEnded(run)) return;
    const seconds = ((run.finished ?? performance.now()) - this.#started) / 1000;
    const stopping = this.#signal.isStopping(run.serial);
    const brokenOff = stopping && this.#signal.get('stage') === 2;
    if (stopping) {
      run.stopped = true;
      this.#breakZombies();
      this.#engine.stopped(run, brokenOff);
    }
    const stage = stopping ? (brokenOff ? 'terminated' : 'cooperative') : undefined;
    this.#send({
      type: 'done',
      serial: run.serial,
      seconds,
      ...(stage && { stage }),
      ...(error && { error }),
      ...(run.backend && !stopping && { backend: run.backend }),
    });
    this.#signal.set('ended', run.serial);
    if (!stopping) this.#engine.ended(run);
    this.#next();
  }

  /** From the first stop on: whatever of a stopped cell goes on after an `await` is broken off there. */
  #breakZombies(): void {
    if (this.#hooked) return;
    promiseHooks.onBefore(() => this.#beforeMicrotask(this.#runs.getStore()));
    // Last, since a break may hit before it: hooked twice does no harm, not at all would.
    this.#hooked = true;
  }

  /**
   * A break takes all microtasks of its turn of the event loop along. Another cell that runs would hang for ever if
   * it was woken by the very promise that wakes the stopped one: that turn is let pass, and no further one.
   */
  #beforeMicrotask(run: CellRun | undefined): void {
    if (!run?.stopped) return;
    const isAlone = !this.#current || this.#hasEnded(this.#current);
    if (isAlone || run.spared === 0) {
      this.#engine.breakOff();
      return;
    }
    run.spared--;
    process.nextTick(() => {
      run.spared = 0;
    });
  }
}
