/** The parent's side of a stop: one press asks, the second one breaks off at once, the third one kills. */
import type { Duplex } from 'node:stream';
import { decoder, encode, type FromControl, type ToControl } from './control.ts';

/** Milliseconds after which a stop has failed if the control thread has not said so itself. */
const patience = 4500;

interface Stop {
  readonly serial: number;
  readonly timer: NodeJS.Timeout;
  presses: number;
  /** What to do when nothing of the stop can hit what runs next. */
  readonly whenOver: (() => void)[];
}

export interface StopHandler {
  /** Neither asking nor breaking off has helped. */
  stuck(): void;
  /** The process holds more memory than it may. */
  outOfMemory(megabytes: number): void;
}

export class Stopping {
  readonly #pipe: Duplex;
  readonly #handler: StopHandler;
  #stop: Stop | undefined;

  constructor(pipe: Duplex, handler: StopHandler) {
    this.#pipe = pipe;
    this.#handler = handler;
    pipe.setEncoding('utf8').on(
      'data',
      decoder<FromControl>((message) => this.#receive(message)),
    );
    // A broken pipe is not news: the process has ended, or the patience will.
    pipe.on('error', () => undefined);
  }

  press(serial: number): void {
    this.#stop ??= { serial, timer: setTimeout(() => this.#handler.stuck(), patience), presses: 0, whenOver: [] };
    this.#stop.presses++;
    if (this.#stop.presses > 2) this.#handler.stuck();
    else this.#pipe.write(encode({ type: 'stop', serial } satisfies ToControl));
  }

  /** Calls back once no stop is under way: at once, if there is none. */
  whenOver(then: () => void): void {
    if (this.#stop) this.#stop.whenOver.push(then);
    else then();
  }

  /** The process has ended, and with it any stop. */
  end(): void {
    const stop = this.#stop;
    this.#stop = undefined;
    clearTimeout(stop?.timer);
    for (const then of stop?.whenOver ?? []) then();
  }

  #receive(message: FromControl): void {
    if (message.type === 'memory') this.#handler.outOfMemory(message.megabytes);
    else if (message.serial !== this.#stop?.serial) return;
    else if (message.type === 'over') this.end();
    else this.#handler.stuck();
  }
}
