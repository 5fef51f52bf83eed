/** Where trainings are told of: TensorFlow.js is in one bundle, what records runs in another, loaded when wanted. */

/** Values of losses and metrics by name. */
export type FitMetrics = Readonly<Record<string, number>>;

/** What `fit` was asked: its arguments, and what it made of them. */
export interface FitAsked {
  /** The layers model that trains; a sequential one trains by one that it holds. */
  readonly model: object;
  /** The object that `fit` or `fitDataset` was given. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly epochs: number;
  readonly initialEpoch?: number | undefined;
  readonly samples?: number | undefined;
  readonly batchSize?: number | undefined;
  /** Batches an epoch, of a data set of known size. */
  readonly steps?: number | undefined;
}

/** Follows one training. */
export interface FitRecord {
  /** A batch is told each so many; never where absent. */
  readonly everyBatches?: number | undefined;
  /** @param step zero-based, over all epochs */
  batch(step: number, metrics: FitMetrics): void;
  /** @param epoch zero-based */
  epoch(epoch: number, metrics: FitMetrics): void;
  end(): Promise<void>;
  /** The training has ended otherwise. */
  broke(how: 'stopped' | 'failed'): void;
}

/** Is asked at the beginning of each training. */
export type FitWatcher = (asked: FitAsked) => FitRecord | undefined;

const key = Symbol.for('mlops-lab.fitWatcher');
const shared = globalThis as { [key]?: FitWatcher };

export function setFitWatcher(watcher: FitWatcher): void {
  shared[key] = watcher;
}

export function fitWatcher(): FitWatcher | undefined {
  return shared[key];
}
