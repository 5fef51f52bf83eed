import { LiveOutput, type Logged } from './liveOutput.ts';

export interface ProgressOptions {
  readonly title?: string;
  /** How many items there are, where the iterable does not say so itself by its `length` or `size`. */
  readonly total?: number;
  /** What an item is, in the singular: `step` by default, `image`, `file`. */
  readonly unit?: string;
}

interface Postfix {
  /** Shows values beside the bar: `bar.set({ loss })`. */
  set(values: Readonly<Record<string, number>>): void;
}
export type Progress<T> = Iterable<T> & Postfix;
export type AsyncProgress<T> = AsyncIterable<T> & Postfix;

/**
 * Shows a bar, the rate and the time left while a loop goes over something, as `tqdm` does in Python. A loop inside
 * another's body shares its output.
 *
 *     for (const image of progress(images, { title: 'Resize', unit: 'image' })) resize(image);
 *     for await (const batch of progress(dataset, { total: 100 })) train(batch);
 */
export function progress<T>(items: Iterable<T>, options?: ProgressOptions): Progress<T>;
export function progress<T>(items: AsyncIterable<T>, options?: ProgressOptions): AsyncProgress<T>;
export function progress<T>(
  items: Iterable<T> | AsyncIterable<T>,
  options: ProgressOptions = {},
): Progress<T> | AsyncProgress<T> {
  const loop = new Loop({ ...options, ...totalOf(items, options.total) });
  const set = (values: Logged) => loop.set(values);
  if (isAsync(items)) return { [Symbol.asyncIterator]: () => eachAsync(items, loop), set };
  if (typeof items?.[Symbol.iterator] === 'function') return { [Symbol.iterator]: () => each(items, loop), set };
  throw new TypeError('progress needs something to go over: an array, a Set, a generator, or an async one.');
}

function* each<T>(items: Iterable<T>, loop: Loop): Generator<T, void> {
  loop.begin();
  let outcome: Outcome = 'stopped';
  try {
    for (const item of items) {
      loop.enter();
      yield item;
      loop.step();
    }
    outcome = 'finished';
  } catch (error) {
    outcome = 'failed';
    throw error;
  } finally {
    loop.end(outcome);
  }
}

async function* eachAsync<T>(items: AsyncIterable<T>, loop: Loop): AsyncGenerator<T, void> {
  loop.begin();
  let outcome: Outcome = 'stopped';
  try {
    for await (const item of items) {
      loop.enter();
      yield item;
      loop.step();
    }
    outcome = 'finished';
  } catch (error) {
    outcome = 'failed';
    throw error;
  } finally {
    loop.end(outcome);
  }
}

/** `stopped`: its body was left by `break`, `return` or an error of its own. `failed`: the items could not be had. */
type Outcome = 'finished' | 'stopped' | 'failed';

/** The loops whose bodies run now, with an output of their own. */
const bodies: Loop[] = [];

class Loop {
  readonly #options: ProgressOptions;
  /** Its own output, unless it is shown in another's. */
  live: LiveOutput | undefined;
  /** The loop in whose output this one is shown. */
  #outer: Loop | undefined;
  #inner: Loop | undefined;
  #done = 0;
  #values: Logged = {};

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  /** Each time that it is gone over it begins anew. */
  begin(): void {
    this.#done = 0;
    const outer = bodies.at(-1);
    this.live = undefined;
    this.#outer = outer && !outer.#inner ? outer : undefined;
    if (this.#outer) this.#outer.#inner = this;
    else this.#display();
    this.#tell();
  }

  /** Its body is about to run. */
  enter(): void {
    if (this.live) bodies.push(this);
  }

  /** Its body has run once. */
  step(): void {
    this.#leave();
    // A loop that was begun in the body and is not over runs beside this one, and not inside.
    this.#inner?.detach();
    this.#done += 1;
    this.#tell();
  }

  set(values: Logged): void {
    this.#values = values;
    if (this.live) this.live.set({}, values);
    else this.#outer?.live?.set({}, values);
  }

  end(outcome: Outcome): void {
    this.#leave();
    this.#inner?.detach();
    if (this.#outer) this.#outer.#inner = undefined;
    this.#outer = undefined;
    this.live?.end(outcome);
  }

  #leave(): void {
    const index = bodies.lastIndexOf(this);
    if (index >= 0) bodies.splice(index, 1);
  }

  /** From now on it has an output of its own. */
  detach(): void {
    if (this.#outer) this.#outer.#inner = undefined;
    this.#outer = undefined;
    this.#display();
    this.#tell();
  }

  #display(): void {
    const { title = 'Progress', unit = 'step', total } = this.#options;
    this.live = new LiveOutput({ kind: 'progress', title, unit, ...(total === undefined ? {} : { total }) });
    this.live.set({}, this.#values);
  }

  #tell(): void {
    const { title = 'Progress', total } = this.#options;
    const done = this.#done;
    if (this.live) this.live.set({ done });
    else this.#outer?.live?.set({ inner: { title, done, ...(total === undefined ? {} : { total }) } });
  }
}

function isAsync<T>(items: Iterable<T> | AsyncIterable<T>): items is AsyncIterable<T> {
  return typeof items === 'object' && items !== null && Symbol.asyncIterator in items;
}

function totalOf(items: unknown, total: number | undefined): { total?: number } {
  if (total !== undefined) return { total };
  // A text's length counts otherwise than a loop over it.
  if (typeof items !== 'object' || items === null) return {};
  const own = 'length' in items ? items.length : 'size' in items ? items.size : undefined;
  // A data set of TensorFlow.js does not know its size, or says that it is infinite.
  return typeof own === 'number' && Number.isFinite(own) && own >= 0 ? { total: own } : {};
}
