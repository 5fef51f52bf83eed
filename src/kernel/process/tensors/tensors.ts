/** TensorFlow.js under a stop: ops that refuse to start, and an engine that computes again afterwards. */
import type { CellRun, CellRuns } from '../cells/cellRun.ts';
import type { Signal } from '../stopping/signal.ts';
import type { Leaks } from './leaks.ts';
import type { TrackingEngine, TrackingState } from './trackedTensor.ts';

/** What of TensorFlow.js's engine is used here: it hangs on a global, whichever copy of the library runs. */
interface Engine extends TrackingEngine {
  runKernelFunc(params: { readonly kernelName?: string }): unknown;
  endScope(): void;
  readonly state: TrackingState & {
    readonly scopeStack: readonly unknown[];
    numDataMovesStack: unknown[];
    kernelDepth: number;
    gradientDepth: number;
    activeTape: unknown[] | null;
  };
}

/** A model of the layers API. Its flag makes a second `fit` refuse while a first one goes on. */
interface Model {
  isTraining: boolean;
}
type Fit = (this: Model, ...args: unknown[]) => Promise<unknown>;
/** The prototype of `tf.LayersModel`, whose methods every model trains by. */
export type ModelPrototype = { fit: Fit; fitDataset: Fit };

/** A tensor op was asked for by a cell that is being stopped. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export class Tensors {
  readonly #signal: Signal;
  readonly #runs: CellRuns;
  readonly #leaks: Leaks;
  readonly #training = new Map<Model, CellRun | undefined>();
  #engine: Engine | undefined;
  /** Scopes that were open when the cell began: they are the person's own. */
  #openScopes = 0;

  constructor(signal: Signal, runs: CellRuns, leaks: Leaks) {
    this.#signal = signal;
    this.#runs = runs;
    this.#leaks = leaks;
  }

  /** To be called once TensorFlow.js is loaded: from then on, no op starts in a cell that is being stopped. */
  watchOps(): void {
    const engine = Reflect.get(globalThis, '_tfengine') as Engine | undefined;
    if (!engine || engine === this.#engine) return;
    this.#engine = engine;
    const signal = this.#signal;
    const leaks = this.#leaks;
    leaks.watch(engine);
    const original = engine.runKernelFunc;
    engine.runKernelFunc = (params) => {
      if (signal.get('stop') !== 0) this.#refuse();
      // The cpu backend is plain JavaScript.
      const word = engine.backendName === 'cpu' ? 'occupied' : 'fragile';
      const outer = leaks.enter(params.kernelName ?? '');
      try {
        return signal.during(word, () => original.call(engine, params));
      } finally {
        leaks.enter(outer);
      }
    };
  }

  /** Remembers which models train, since one whose training is broken off would refuse to train ever again. */
  watchTraining(models: ModelPrototype): void {
    for (const name of ['fit', 'fitDataset'] as const) {
      const original = models[name];
      const training = this.#training;
      const runs = this.#runs;
      models[name] = async function (...args) {
        training.set(this, runs.getStore());
        try {
          return await original.apply(this, args);
        } finally {
          training.delete(this);
        }
      };
    }
  }

  /** @param run the cell that is to run */
  cellBegins({ serial, cell: { cellId } }: CellRun): void {
    this.#leaks.cellBegins({ serial, cellId });
    // What an earlier cell left undone does not count any more.
    this.#signal.set('occupied', 0);
    this.#signal.set('fragile', 0);
    this.#openScopes = this.#engine?.state.scopeStack.length ?? 0;
  }

  /**
   * Makes the engine, and the models that the stopped cell trained, fit for use again.
   * @param brokenOff the cell could not leave its scopes itself: ends them, and with them their tensors
   */
  repair(stopped: CellRun, brokenOff: boolean): void {
    for (const [model, run] of this.#training) {
      if (run !== stopped) continue;
      model.isTraining = false;
      this.#training.delete(model);
    }
    this.#leaks.cellStopped();
    const { state } = this.#engine ?? {};
    if (!state) return;
    if (brokenOff) {
      while (state.scopeStack.length > this.#openScopes) this.#engine?.endScope();
      state.kernelDepth = 0;
      state.gradientDepth = 0;
      state.numDataMovesStack = [];
    }
    // A gradient whose op refused leaves its record behind, which the next one would go on with.
    if (state.gradientDepth === 0) state.activeTape = null;
  }

  #refuse(): void {
    const run = this.#runs.getStore();
    if (!run || !(run.stopped || this.#signal.isStopping(run.serial))) return;
    this.#signal.set('refused', run.serial);
    throw new Interrupted('The cell was stopped.');
  }
}
