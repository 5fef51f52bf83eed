/**
 * How a cell is stopped from the control thread: it is asked, then broken off, then given up. What runs decides how
 * long each stage may take, so that a stop is quick where it can be:
 *
 * - a tensor op in progress ends by itself, and the next one refuses to start: wait for that;
 * - an event loop that turns has heard the news, and ends the cell that only waits;
 * - plain code that does neither never will: break it off.
 *
 * An op of WebAssembly or native code is never broken off: what it computes with would be left in any state.
 */
import { Session } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromControl } from '../../control.ts';
import type { ControlNews, Signal, Stages } from './signal.ts';

/** Milliseconds. */
const times = {
  poll: 2,
  /** How long plain code may neither call an op nor let the event loop turn; and once an op of it was refused. */
  silence: 20,
  unwinding: 60,
  /** What code that runs has taken of a processor in that time, be the machine ever so crowded. */
  work: 10,
  /** How long it may do neither, nor work: it is blocked, by `Atomics.wait` for example. */
  blocked: 250,
  /** How long the first two stages may take. */
  asked: 1500,
  brokenOff: 2000,
};

interface Stop {
  readonly serial: number;
  /** The person has pressed again. */
  insisted: boolean;
}

export class Stopper {
  readonly #signal: Signal;
  readonly #stages: Stages;
  readonly #tell: (news: ControlNews) => void;
  readonly #send: (message: FromControl) => void;
  #current: Stop | undefined;

  /** @param tell reaches the main thread's event loop, @param send the parent */
  constructor(signal: Signal, stages: Stages, tell: (news: ControlNews) => void, send: (message: FromControl) => void) {
    this.#signal = signal;
    this.#stages = stages;
    this.#tell = tell;
    this.#send = send;
  }

  stop(serial: number): void {
    if (this.#current?.serial === serial) {
      this.#current.insisted = true;
      return;
    }
    this.#current = { serial, insisted: false };
    void this.#stop(this.#current);
  }

  async #stop(current: Stop): Promise<void> {
    const { serial } = current;
    const { ask, breakOff } = this.#stages;
    if (!ask) return this.#send({ type: 'stuck', serial });
    const isOver = () => this.#signal.get('ended') >= serial;
    this.#signal.set('stage', 1);
    this.#signal.set('stop', serial);
    this.#tell({ type: 'stop', serial });
    const isSilent = this.#silence(serial);
    await until(() => isOver() || current.insisted || (breakOff && isSilent()), times.asked);
    const over = isOver() || (breakOff && (await this.#breakOff(serial, isOver)));
    this.#send({ type: over ? 'over' : 'stuck', serial });
    if (this.#current === current) this.#current = undefined;
  }

  /** Breaks off what runs, as often as it takes. Resolves with whether the cell has ended, and the break is spent. */
  async #breakOff(serial: number, isOver: () => boolean): Promise<boolean> {
    // Connected for this alone: at the process's end Node waits for debuggers, and says so on stderr.
    const inspector = new Session();
    inspector.connectToMainThread();
    this.#signal.set('stage', 2);
    // V8 answers when a break is spent, be it that it came a moment too late and hit what ran next: let that be a ping.
    let pending = false;
    const breakOff = () => {
      if (pending || this.#signal.get('fragile') > 0) return;
      pending = true;
      inspector.post('Runtime.terminateExecution', () => {
        pending = false;
      });
    };
    try {
      const ended = await until(isOver, times.brokenOff, () => {
        breakOff();
        this.#tell({ type: 'brokenOff', serial });
      });
      return (
        ended &&
        (await until(
          () => !pending,
          times.brokenOff,
          () => this.#tell({ type: 'ping' }),
        ))
      );
    } finally {
      inspector.disconnect();
    }
  }

  /**
   * Tells, asked again and again, whether the main thread has run plain code and nothing else for some time. An event
   * loop that a crowded machine keeps from turning is told apart by the processor time, of which it takes none.
   */
  #silence(serial: number): () => boolean {
    let since = performance.now();
    let worked = processorTime();
    let turns = -1;
    let refused = false;
    return () => {
      const now = performance.now();
      const turned = this.#signal.get('turns');
      const isRefused = this.#signal.get('refused') === serial;
      const isWorking = this.#signal.get('occupied') > 0 || this.#signal.get('fragile') > 0;
      if (turned !== turns || isRefused !== refused || isWorking) {
        since = now;
        worked = processorTime();
      }
      turns = turned;
      refused = isRefused;
      this.#tell({ type: 'ping' });
      const silent = now - since;
      if (silent > times.blocked) return true;
      return silent > (refused ? times.unwinding : times.silence) && processorTime() - worked > times.work;
    };
  }
}

/** What all threads of this process have taken so far, in milliseconds: the main thread most, this one next to none. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Polls for `limit` milliseconds, doing `act` before each wait. Resolves with whether it came to `done`. */
async function until(done: () => boolean, limit: number, act?: () => void): Promise<boolean> {
  const end = performance.now() + limit;
  while (!done()) {
    if (performance.now() > end) return false;
    act?.();
    await sleep(times.poll);
  }
  return true;
}
