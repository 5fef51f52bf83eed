/** Asks V8 to collect now, and hears which objects it has collected: within bounds, since all code waits meanwhile. */
import { setImmediate as turn } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * What V8 may be asked to collect: a heap of at most so many bytes, which took it 0.5 to 1.2 ms a megabyte on a busy
 * machine; so many times in a row; and once more after so many milliseconds.
 */
const bounds = { heap: 100 * 2 ** 20, inRow: 50, interval: 1000 };
/** Turns of the event loop in which V8 tells what it has collected; one is enough by experience. */
const mostTurns = 10;
/** Stands for the object that is made to be collected; TensorFlow.js counts its tensors from 0. */
const marker = -1;

export class Collector {
  readonly #registry: FinalizationRegistry<number>;
  readonly #allowance = new Allowance(bounds.inRow, bounds.interval);
  #told: (() => void) | undefined;

  /** @param collected is told the id of each watched object that V8 has collected, whenever it has */
  constructor(collected: (id: number) => void) {
    this.#registry = new FinalizationRegistry((id) => (id === marker ? this.#told?.() : collected(id)));
  }

  /** @param id 0 or more */
  watch(object: object, id: number): void {
    this.#registry.register(object, id);
  }

  /**
   * Has everything collected that nothing holds. Resolves with whether V8 has told of all of it: it is not asked where
   * that would take long, or too often, or while somebody is in a hurry.
   */
  async collect(inHurry: () => boolean): Promise<boolean> {
    if (getHeapStatistics().used_heap_size > bounds.heap || !this.#allowance.take(performance.now())) return false;
    const collect = collector();
    if (!collect) return false;
    let told = false;
    this.#told = () => {
      told = true;
    };
    // A collection that V8 had begun already is only brought to its end, and spares what died since: then once more.
    for (let round = 0; round < 2 && !told; round++) {
      // Collected with the rest, and of the same registry: when that is told, all is.
      this.#registry.register({}, marker);
      await turn();
      if (inHurry()) break;
      collect({ type: 'major', execution: 'sync' });
      for (let turns = 0; !told && turns < mostTurns; turns++) await turn();
    }
    this.#told = undefined;
    return told;
  }
}

/** So many times in a row, and once more after each interval. */
export class Allowance {
  readonly #most: number;
  readonly #interval: number;
  #left: number;
  #asOf = 0;

  /** @param interval in the unit of `take` */
  constructor(most: number, interval: number) {
    this.#most = most;
    this.#interval = interval;
    this.#left = most;
  }

  /** Takes one, if there is one. @param now since any time */
  take(now: number): boolean {
    const left = Math.min(this.#most, this.#left + (now - this.#asOf) / this.#interval);
    this.#asOf = now;
    this.#left = left >= 1 ? left - 1 : left;
    return left >= 1;
  }
}

type Collect = (options: { type: 'major'; execution: 'sync' }) => void;
let found: Collect | undefined;

/** V8's own, which has to be unlocked; nothing where the runtime does not give it out. */
function collector(): Collect | undefined {
  if (found) return found;
  setFlagsFromString('--expose-gc');
  // A context that is made from now on has it.
  const gc: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof gc === 'function') found = gc as Collect;
  return found;
}
