/** The parent's side of a stop: one press asks, the second one breaks off at once, the third one kills. */
import type { Duplex } from 'node:stream';
import { decoder, encode, type FromControl, type ToControl } from './control.ts';

/** Milliseconds. */
export interface Patience {
  /** Until the control thread has said that the stop is over, or that it has failed. */
  readonly stop: number;
  /** From then on, until the kernel has told the cell's end: it may come behind much that the cell has printed. */
  readonly end: number;
  /** What this process may itself need to read what has arrived already. */
  readonly read: number;
}

const usual: Patience = { stop: 4500, end: 3000, read: 200 };

interface Stop {
  readonly serial: number;
  timer: NodeJS.Timeout;
  presses: number;
  /** The control thread has said so: nothing of the stop can hit what runs next. */
  isOver: boolean;
  /** What to do then. */
  readonly whenOver: (() => void)[];
}

export interface StopHandler {
  /** Neither asking nor breaking off has helped. */
  stuck(): void;
  /** The process holds more memory than it may. */
  outOfMemory(megabytes: number): void;
}

/**
 * A stop that was pressed ends by the end of its cell, or by `stuck`, in bounded time: nothing that the kernel says or
 * leaves unsaid puts that off.
 */
export class Stopping {
  readonly #pipe: Duplex;
  readonly #handler: StopHandler;
  readonly #patience: Patience;
  #stop: Stop | undefined;

  constructor(pipe: Duplex, handler: StopHandler, patience = usual) {
    this.#pipe = pipe;
    this.#handler = handler;
    this.#patience = patience;
    pipe.setEncoding('utf8').on(
      'data',
      decoder<FromControl>((message) => this.#receive(message)),
    );
    // A broken pipe is not news: the process has ended, or the patience will.
    pipe.on('error', () => undefined);
  }

  press(serial: number): void {
    this.#stop ??= { serial, timer: this.#within(this.#patience.stop), presses: 0, isOver: false, whenOver: [] };
    this.#stop.presses++;
    if (this.#stop.presses > 2) this.#handler.stuck();
    else this.#pipe.write(encode({ type: 'stop', serial } satisfies ToControl));
  }

  /** Calls back once nothing of a stop can hit what runs next: at once, if none is under way. */
  whenOver(then: () => void): void {
    if (this.#stop && !this.#stop.isOver) this.#stop.whenOver.push(then);
    else then();
  }

  /** The cell has ended, or the process, and with it any stop. */
  end(): void {
    const stop = this.#stop;
    this.#stop = undefined;
    clearTimeout(stop?.timer);
    for (const then of stop?.whenOver.splice(0) ?? []) then();
  }

  #receive(message: FromControl): void {
    const stop = this.#stop;
    if (message.type === 'memory') this.#handler.outOfMemory(message.megabytes);
    else if (message.serial !== stop?.serial) return;
    else if (message.type === 'stuck') this.#handler.stuck();
    else if (!stop.isOver) {
      stop.isOver = true;
      clearTimeout(stop.timer);
      stop.timer = this.#within(this.#patience.end);
      for (const then of stop.whenOver.splice(0)) then();
    }
  }

  /** Gives the kernel up after so long. If it is this process that was slow, it first reads what has arrived. */
  #within(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      const stop = this.#stop;
      if (stop) stop.timer = setTimeout(() => this.#handler.stuck(), this.#patience.read);
    }, milliseconds);
  }
}
