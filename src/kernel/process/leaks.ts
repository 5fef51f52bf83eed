/**
 * Tensors that a cell lost. TensorFlow.js frees a tensor when it is disposed and never by itself, so one that no code
 * can reach any more keeps its memory until the kernel ends. Lost means just that: V8 has collected the tensor's object,
 * and nobody had disposed it. So there is no false alarm; what a closure, a pending promise or a model holds is no leak.
 *
 * Limits: a tensor counts for the cell during which it was made. One that a later cell lets go of is not seen, and
 * variables are not either, since TensorFlow.js itself holds them by their names. And where to ask V8 would take long,
 * only those are counted that it has collected by itself.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Backend, TensorUse } from '../protocol.ts';
import { reach } from './reach.ts';

/** What of a TensorFlow.js tensor is used here. */
export interface TrackedTensor {
  readonly id: number;
  readonly dtype: string;
  readonly size: number;
  readonly dataId: object;
  readonly isDisposed: boolean;
  /** `tf.keep` was called: the person wants it to stay. */
  readonly kept?: boolean;
  /** Of a `tf.Variable`. */
  readonly name?: string;
}

/** What of TensorFlow.js's engine is used here. */
export interface TrackingEngine {
  readonly backendName: string;
  trackTensor(tensor: TrackedTensor, backend: unknown): void;
  disposeTensor(tensor: TrackedTensor): void;
  keep(tensor: TrackedTensor): TrackedTensor;
}

interface Made {
  readonly op: string;
  readonly bytes: number;
  readonly dataId: object;
}

/** The top-level variables' values, read only when they are needed. */
export type ReadValues = () => Promise<Iterable<unknown>>;

/** How much is looked at late, when most of it is disposed already: tensors, and bytes of theirs. */
const most = { young: 1024, bytes: 1 << 26 };
/**
 * What V8 may be asked to collect: a heap of at most so many bytes, which took it 0.5 to 1.2 ms a megabyte on a busy
 * machine; so many times in a row; and once more after so many milliseconds.
 */
const collections = { heap: 100 * 2 ** 20, inRow: 50, interval: 1000 };
/** Turns of the event loop in which V8 tells what it has collected; one is enough by experience. */
const mostTurns = 10;

export class Leaks {
  #engine: TrackingEngine | undefined;
  /** The op in progress. */
  #op = '';
  /** Those made lately, and the op that made each: two lists, as a pair for each tensor would cost every op. */
  #young: TrackedTensor[] = [];
  #youngOps: string[] = [];
  #youngBytes = 0;
  #made = 0;
  /** By id: those that are neither disposed nor known to be lost. Their objects are not held here. */
  readonly #alive = new Map<number, Made>();
  #lost: Made[] = [];
  readonly #variables = new WeakSet<TrackedTensor>();
  /** The data that variables began with. */
  readonly #initial = new WeakSet<object>();
  /** Told of each survivor that V8 has collected, by id; 0 is none of theirs. */
  readonly #collected = new FinalizationRegistry<number>((id) => this.#lose(id));
  #told: (() => void) | undefined;
  /** Collections that may yet be asked for, as of a time. */
  #allowance = { left: collections.inRow, asOf: performance.now() };

  watch(engine: TrackingEngine): void {
    this.#engine = engine;
    const { trackTensor, disposeTensor, keep } = engine;
    engine.trackTensor = (tensor, backend) => {
      trackTensor.call(engine, tensor, backend);
      if (tensor.name === undefined) this.#track(tensor);
      else this.#noteVariable(tensor);
    };
    engine.disposeTensor = (tensor) => {
      if (this.#alive.size > 0) this.#alive.delete(tensor.id);
      disposeTensor.call(engine, tensor);
    };
    engine.keep = (tensor) => {
      this.#alive.delete(tensor.id);
      return keep.call(engine, tensor);
    };
  }

  /** An op begins, by whose name its tensors are known. @returns the one within which it does, to be named at its end */
  enter(op: string): string {
    const outer = this.#op;
    this.#op = op;
    return outer;
  }

  cellBegins(): void {
    this.#forgetYoung();
    this.#made = 0;
    this.#op = '';
    this.#alive.clear();
    this.#lost = [];
  }

  /**
   * What became of the tensors of the cell that has run; nothing for one that made none.
   * @param shown the cell's last value, which its output stands for
   */
  async cellEnds(shown: unknown, readValues: ReadValues): Promise<TensorUse | undefined> {
    if (!this.#engine || this.#made === 0) return undefined;
    this.#sift();
    if (this.#alive.size > 0) this.#pardon([shown]);
    if (this.#alive.size > 0) this.#pardon(await readValues());
    if (this.#alive.size > 0) await this.#collect();
    return this.#use(this.#engine);
  }

  /** The value that a variable is made from shares its memory, and `tf.variable(tf.zeros(…))` is how one is made. */
  #noteVariable(variable: TrackedTensor): void {
    if (this.#variables.has(variable)) return;
    this.#variables.add(variable);
    this.#initial.add(variable.dataId);
  }

  #track(tensor: TrackedTensor): void {
    this.#made++;
    this.#young.push(tensor);
    this.#youngOps.push(this.#op);
    this.#youngBytes += bytesOf(tensor);
    if (this.#young.length >= most.young || this.#youngBytes > most.bytes) this.#sift();
  }

  /** Lets go of the young: of those that live on only their ids are kept. */
  #sift(): void {
    for (const [index, tensor] of this.#young.entries()) {
      if (tensor.isDisposed || tensor.kept) continue;
      this.#alive.set(tensor.id, { op: this.#youngOps[index]!, bytes: bytesOf(tensor), dataId: tensor.dataId });
      this.#collected.register(tensor, tensor.id);
    }
    this.#forgetYoung();
  }

  #forgetYoung(): void {
    this.#young = [];
    this.#youngOps = [];
    this.#youngBytes = 0;
  }

  /** Most of what lives on is in a variable or near it: then nothing has to be collected to know. */
  #pardon(roots: Iterable<unknown>): void {
    reach(roots, (object) => {
      const own = (name: keyof TrackedTensor): unknown => Object.getOwnPropertyDescriptor(object, name)?.value;
      const id = own('id');
      // Others have ids, too.
      if (typeof id === 'number' && this.#alive.get(id)?.dataId === own('dataId')) this.#alive.delete(id);
      return this.#alive.size === 0;
    });
  }

  #lose(id: number): void {
    if (id === 0) this.#told?.();
    const made = this.#alive.get(id);
    if (!made) return;
    this.#alive.delete(id);
    this.#lost.push(made);
  }

  async #collect(): Promise<void> {
    if (!this.#mayCollect()) return;
    const collect = collector();
    if (!collect) return;
    let told = false;
    this.#told = () => {
      told = true;
    };
    // A collection that V8 had begun already is only brought to its end, and spares what died since: then once more.
    for (let round = 0; round < 2 && !told; round++) {
      // Collected with the rest: when that is told, all is.
      this.#collected.register({}, 0);
      await turn();
      collect({ type: 'major', execution: 'sync' });
      for (let turns = 0; !told && turns < mostTurns; turns++) await turn();
    }
    this.#told = undefined;
  }

  /** Many short cells that leak, or a lab that holds much, must not wait for V8 again and again: they go unwarned. */
  #mayCollect(): boolean {
    if (getHeapStatistics().used_heap_size > collections.heap) return false;
    const now = performance.now();
    const { left, asOf } = this.#allowance;
    const allowed = Math.min(collections.inRow, left + (now - asOf) / collections.interval);
    this.#allowance = { left: Math.max(0, allowed - 1), asOf: now };
    return allowed >= 1;
  }

  #use({ backendName }: TrackingEngine): TensorUse {
    const lost = this.#lost.filter(({ dataId }) => !this.#initial.has(dataId));
    const ops: Record<string, number> = {};
    for (const { op } of lost) ops[op] = (ops[op] ?? 0) + 1;
    return {
      backend: backendName as Exclude<Backend, 'auto'>,
      leaked: lost.length,
      bytes: lost.reduce((sum, { bytes }) => sum + bytes, 0),
      ops: Object.fromEntries(Object.entries(ops).sort(([, a], [, b]) => b - a)),
    };
  }
}

/** As `tf.memory()` counts. Of texts it is not known without reading them. */
function bytesOf({ dtype, size }: TrackedTensor): number {
  if (dtype === 'string') return 0;
  return size * (dtype === 'bool' ? 1 : dtype === 'complex64' ? 8 : 4);
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
