/** The timers of cells: each belongs to the execution that set it, and goes with it when that is stopped. */
import { syncBuiltinESMExports } from 'node:module';
import type { CellRun, CellRuns } from './cellRun.ts';

/** `setTimeout(callback, …)` and its kind, which give a timer; `clearTimeout(timer)` and its kind, which give nothing. */
type TimerFunction = (subject: unknown, ...rest: unknown[]) => Disposable | undefined;

const timers = process.getBuiltinModule('node:timers') as unknown as Record<string, TimerFunction>;

export class CellTimers {
  readonly #runs: CellRuns;
  readonly #owners = new WeakMap<object, CellRun>();

  constructor(runs: CellRuns) {
    this.#runs = runs;
  }

  /** Puts our functions in the place of Node's, global and of `node:timers`, for all code that is loaded from now on. */
  install(): void {
    for (const kind of ['Timeout', 'Interval', 'Immediate']) {
      replace(`set${kind}`, (original) => this.#setter(original, kind === 'Interval'));
      replace(`clear${kind}`, (original) => (timer) => {
        this.#forget(timer);
        return original(timer);
      });
    }
    syncBuiltinESMExports();
  }

  /** Clears what an execution has set. */
  clear(run: CellRun): void {
    for (const timer of run.timers) timer[Symbol.dispose]();
    run.timers.clear();
  }

  /**
   * The callback runs as a microtask of its timer. Code that is broken off in a microtask takes nothing else along;
   * in the timer's own frames it would leave Node's lists half done, after which the event loop spins for ever.
   */
  #setter(original: TimerFunction, repeats: boolean): TimerFunction {
    return (callback, ...rest) => {
      const run = this.#runs.getStore();
      if (!run || typeof callback !== 'function') return original(callback, ...rest);
      const timer = original(
        (...args: unknown[]) => {
          if (!repeats) this.#forget(timer);
          queueMicrotask(() => run.stopped || callback.apply(timer, args));
        },
        ...rest,
      );
      if (!timer) return timer;
      this.#owners.set(timer, run);
      run.timers.add(timer);
      if (run.stopped) this.clear(run);
      return timer;
    };
  }

  #forget(timer: unknown): void {
    if (typeof timer !== 'object' || timer === null) return;
    this.#owners.get(timer)?.timers.delete(timer as Disposable);
  }
}

function replace(name: string, make: (original: TimerFunction) => TimerFunction): void {
  const original = timers[name]!;
  const ours = make(original);
  // With what hangs on it, such as the form for `util.promisify`.
  Object.defineProperties(ours, Object.getOwnPropertyDescriptors(original));
  timers[name] = ours;
  Reflect.set(globalThis, name, ours);
}
