/**
 * Tensors that a cell lost. TensorFlow.js frees a tensor when it is disposed and never by itself, so one that no code
 * can reach any more keeps its memory until the kernel ends. Lost means just that: V8 has collected the tensor's object,
 * and nobody had disposed it. So there is no false alarm; what a closure, a pending promise or a model holds is no leak.
 *
 * To know, V8 must collect, for which no cell waits: cells are looked at once they have ended, and what is still open
 * then is told of all of them at once, when nothing has run for a moment.
 *
 * Limits: a tensor counts for the cell during which it was made. One that a variable holds when that cell ends, and a
 * later cell lets go of, is not seen; variables of TensorFlow.js are not either, since it holds them by their names. And
 * where to ask V8 would take long, only those are counted that it has collected by itself.
 */
import type { BackendInUse } from '../../protocol/options.ts';
import type { TensorUse } from '../../protocol/outputs.ts';
import { reach } from '../values/reach.ts';
import { Collector } from './collector.ts';
import { RecentOps } from './recentOps.ts';
import { bytesOf, type TrackedTensor, type TrackingEngine } from './trackedTensor.ts';

/** The cell to whose execution something belongs. */
export interface Execution {
  readonly serial: number;
  readonly cellId: string;
}

/** What an execution of a cell has made. */
interface CellTensors extends Execution {
  made: number;
  backend: BackendInUse | undefined;
  /** Those of which it is open what becomes of them. */
  open: number;
  readonly lost: Made[];
}

interface Made {
  readonly op: string;
  readonly bytes: number;
  readonly dataId: object;
  readonly cell: CellTensors;
}

/** The top-level variables' values, read only when they are needed. */
export type ReadValues = () => Promise<Iterable<unknown>>;

/** How much is looked at late, when most of it is disposed already: tensors, and bytes of theirs. */
const most = { young: 1024, bytes: 1 << 26 };
/** Milliseconds in which no cell ran: of a batch, or of a person who runs cell after cell, the next one has not come. */
const quiet = 100;

export class Leaks {
  readonly #tell: (of: Execution, use: TensorUse) => void;
  readonly #collector = new Collector((id) => this.#lose(id));
  #engine: TrackingEngine | undefined;
  /** The cell that runs. */
  #running: CellTensors | undefined;
  /** The cell that has just ended, and its last value, which its output stands for. */
  #ended: { readonly cell: CellTensors; readonly shown: unknown } | undefined;
  readonly #ops = new RecentOps();
  /** Those that lately came to be in no scope, and the op that made each. */
  #young: TrackedTensor[] = [];
  #youngOps: string[] = [];
  #youngBytes = 0;
  /** By id: those that are neither disposed nor known to be lost. Their objects are not held here. */
  readonly #open = new Map<number, Made>();
  readonly #variables = new WeakSet<TrackedTensor>();
  /** The data that variables began with. */
  readonly #initial = new WeakSet<object>();
  /** By cell id: what is not told yet. */
  readonly #untold = new Map<string, CellTensors>();
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;

  /** @param tell is told what became of the tensors of a cell that has ended, once it is known */
  constructor(tell: (of: Execution, use: TensorUse) => void) {
    this.#tell = tell;
  }

  watch(engine: TrackingEngine): void {
    this.#engine = engine;
    const { trackTensor, track, disposeTensor, keep } = engine;
    engine.trackTensor = (tensor, backend) => {
      if (this.#running) this.#running.made++;
      this.#ops.note(tensor.id);
      trackTensor.call(engine, tensor, backend);
      if (tensor.name !== undefined) this.#noteVariable(tensor);
    };
    // What is in a scope is disposed at its end, unless it is kept or the scope's result: nearly all that training makes.
    engine.track = (tensor) => {
      if (!engine.state.activeScope) this.#track(tensor);
      return track.call(engine, tensor);
    };
    engine.disposeTensor = (tensor) => {
      if (this.#open.size > 0) this.#settle(tensor.id);
      disposeTensor.call(engine, tensor);
    };
    engine.keep = (tensor) => {
      this.#settle(tensor.id);
      return keep.call(engine, tensor);
    };
  }

  /** An op begins, by whose name its tensors are known. @returns the one within which it does, to be named at its end */
  enter(op: string): string {
    const outer = this.#ops.current;
    this.#ops.current = op;
    return outer;
  }

  cellBegins({ serial, cellId }: Execution): void {
    this.#forgetYoung();
    this.#ops.current = '';
    this.#running = { serial, cellId, made: 0, backend: undefined, open: 0, lost: [] };
    // What its last execution leaked is of no interest any more.
    const before = this.#untold.get(cellId);
    if (before) this.#forget([before]);
  }

  /**
   * The running cell's code has ended: what is made from now on is nobody's.
   * @param shown its last value
   * @returns what its tensors were computed on, if it made any: `look` is then to be called, once its end is told
   */
  cellEnds(shown: unknown): BackendInUse | undefined {
    const cell = this.#running;
    this.#running = undefined;
    this.#askSoon();
    if (!this.#engine || !cell || cell.made === 0) return undefined;
    this.#ended = { cell, shown };
    cell.backend = this.#engine.backendName as BackendInUse;
    return cell.backend;
  }

  /** The cell was stopped: nothing is told of it. */
  cellStopped(): void {
    const cell = this.#running ?? this.#ended?.cell;
    this.#running = undefined;
    this.#ended = undefined;
    this.#forgetYoung();
    if (cell) this.#forget([cell]);
    this.#askSoon();
  }

  /** Finds out what became of the tensors of the cell that has ended, as far as it can be seen without V8's help. */
  async look(readValues: ReadValues): Promise<void> {
    if (!this.#ended) return;
    const { cell, shown } = this.#ended;
    this.#ended = undefined;
    this.#sift(cell);
    this.#untold.set(cell.cellId, cell);
    if (cell.open > 0) this.#pardon(cell, [shown]);
    if (cell.open > 0) this.#pardon(cell, await readValues());
    if (cell.open === 0) this.#tellOf([cell]);
    this.#askSoon();
  }

  /** The value that a variable is made from shares its memory, and `tf.variable(tf.zeros(…))` is how one is made. */
  #noteVariable(variable: TrackedTensor): void {
    if (this.#variables.has(variable)) return;
    this.#variables.add(variable);
    this.#initial.add(variable.dataId);
  }

  #track(tensor: TrackedTensor): void {
    const cell = this.#running;
    if (!cell) return;
    this.#young.push(tensor);
    this.#youngOps.push(this.#ops.of(tensor.id));
    this.#youngBytes += bytesOf(tensor);
    if (this.#young.length >= most.young || this.#youngBytes > most.bytes) this.#sift(cell);
  }

  /** Lets go of the young: of those that live on only their ids are kept. */
  #sift(cell: CellTensors): void {
    for (const [index, tensor] of this.#young.entries()) {
      if (tensor.isDisposed || tensor.kept) continue;
      const { id, dataId } = tensor;
      cell.open++;
      this.#open.set(id, { op: this.#youngOps[index]!, bytes: bytesOf(tensor), dataId, cell });
      this.#collector.watch(tensor, id);
    }
    this.#forgetYoung();
  }

  #forgetYoung(): void {
    this.#young = [];
    this.#youngOps = [];
    this.#youngBytes = 0;
  }

  /** Most of what lives on is in a variable or near it: then nothing has to be collected to know. */
  #pardon(cell: CellTensors, roots: Iterable<unknown>): void {
    reach(roots, (object) => {
      const own = (name: keyof TrackedTensor): unknown => Object.getOwnPropertyDescriptor(object, name)?.value;
      const id = own('id');
      // Others have ids, too.
      if (typeof id === 'number' && this.#open.get(id)?.dataId === own('dataId')) this.#settle(id);
      return cell.open === 0;
    });
  }

  /** It is known what became of a tensor. */
  #settle(id: number): Made | undefined {
    const made = this.#open.get(id);
    if (!made) return undefined;
    this.#open.delete(id);
    made.cell.open--;
    return made;
  }

  #lose(id: number): void {
    const made = this.#settle(id);
    made?.cell.lost.push(made);
  }

  #askSoon(): void {
    clearTimeout(this.#timer);
    if (this.#untold.size > 0) this.#timer = setTimeout(() => void this.#ask(), quiet);
  }

  /** Asks V8, if no cell runs: the end of one leads here again. */
  async #ask(): Promise<void> {
    if (this.#running || this.#isAsking) return;
    const cells = [...this.#untold.values()];
    if (cells.some(({ open }) => open > 0)) {
      this.#isAsking = true;
      const isKnown = await this.#collector.collect(() => this.#running !== undefined);
      this.#isAsking = false;
      if (!isKnown && this.#running) return;
    }
    this.#tellOf(cells.filter((cell) => this.#untold.get(cell.cellId) === cell));
    this.#askSoon();
  }

  #tellOf(cells: readonly CellTensors[]): void {
    this.#forget(cells);
    for (const cell of cells) if (cell.backend) this.#tell(cell, this.#use(cell.backend, cell.lost));
  }

  #forget(cells: readonly CellTensors[]): void {
    for (const { cellId } of cells) this.#untold.delete(cellId);
    if (!cells.some(({ open }) => open > 0)) return;
    for (const [id, { cell }] of this.#open) if (cells.includes(cell)) this.#open.delete(id);
  }

  #use(backend: BackendInUse, made: readonly Made[]): TensorUse {
    const lost = made.filter(({ dataId }) => !this.#initial.has(dataId));
    const ops: Record<string, number> = {};
    for (const { op } of lost) ops[op] = (ops[op] ?? 0) + 1;
    return {
      backend,
      leaked: lost.length,
      bytes: lost.reduce((sum, { bytes }) => sum + bytes, 0),
      ops: Object.fromEntries(Object.entries(ops).sort(([, a], [, b]) => b - a)),
    };
  }
}
