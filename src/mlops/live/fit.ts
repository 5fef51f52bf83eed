/** The live chart that every `model.fit` and `model.fitDataset` shows by itself, unless they are told `verbose: 0`. */
import { Callback, type LayersModel, registerCallbackConstructor } from '@tensorflow/tfjs';
import { LiveOutput } from './liveOutput.ts';
import { metricsOf, numberOf } from './logs.ts';
import { fitBegins, fitEnds, recordFits } from './recordFit.ts';

type Logs = Parameters<Callback['onBatchEnd']>[1];
type Trainable = Parameters<Callback['setModel']>[0];

/** What `fit` tells its callbacks: the part that is used here. */
interface FitParams {
  readonly epochs: number;
  readonly samples?: number | null;
  readonly batchSize?: number | null;
  /** Batches an epoch, of a data set of known size. */
  readonly steps?: number | null;
}

/**
 * Milliseconds from one reading of the batches' values to the next. To read them costs some microseconds, which batches
 * of a tiny model would feel; those that take longer than this are all read.
 */
const readInterval = 1;

/** What trains now: a model trains once at a time. */
const training = new WeakMap<object, FitChart>();

/** TensorFlow.js's own way to show a training: `fit` makes one of these for itself. */
class FitChart extends Callback {
  #live: LiveOutput | undefined;
  #model: { readonly name?: string; readonly optimizer?: unknown } = {};
  #batchesInEpoch: number | undefined;
  #epochs = 1;
  #epoch = 0;
  #epochBegan = 0;
  #lastRead = Number.NEGATIVE_INFINITY;
  /** Of this epoch. */
  #examples = 0;
  #steps = 0;
  #allSteps = 0;

  override setParams(params: Parameters<Callback['setParams']>[0]): void {
    const { epochs, samples, batchSize, steps } = params as unknown as FitParams;
    this.#epochs = epochs;
    this.#batchesInEpoch = samples && batchSize ? Math.ceil(samples / batchSize) : (steps ?? undefined);
  }

  override setModel(model: Trainable): void {
    this.#model = model as object;
    training.set(model, this);
  }

  override async onTrainBegin(): Promise<void> {
    // A sequential model trains by one that it holds.
    const title = `Training ${this.#model.name?.replace(/_model$/, '') ?? 'the model'}`;
    this.#live = new LiveOutput({ kind: 'training', title, unit: 'epoch', total: this.#epochs });
  }

  override async onEpochBegin(epoch: number): Promise<void> {
    this.#epoch = epoch;
    this.#epochBegan = performance.now();
    this.#examples = 0;
    this.#steps = 0;
    // `initialEpoch` need not be 0.
    if (this.#allSteps === 0) this.#allSteps = epoch * (this.#batchesInEpoch ?? 0);
    this.#live?.set({ done: epoch, inner: this.#batch() });
  }

  override async onBatchEnd(_batch: number, logs: Logs): Promise<void> {
    this.#steps += 1;
    this.#allSteps += 1;
    this.#examples += numberOf(logs?.size) ?? 0;
    const now = performance.now();
    if (now - this.#lastRead < readInterval) return;
    this.#lastRead = now;
    const seconds = (now - this.#epochBegan) / 1000;
    const throughput = {
      examplesPerSecond: this.#examples / seconds,
      millisecondsPerStep: (seconds * 1000) / this.#steps,
    };
    this.#live?.batch(this.#allSteps, this.#epoch + 1, metricsOf(logs));
    this.#live?.set({ inner: this.#batch(), throughput });
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const learningRate = learningRateOf(this.#model.optimizer);
    this.#batchesInEpoch ??= this.#steps;
    this.#live?.point(epoch + 1, {
      ...metricsOf(logs),
      ...(learningRate === undefined ? {} : { learning_rate: learningRate }),
    });
    const inner = { ...this.#batch(), done: 0 };
    this.#live?.set({ done: epoch + 1, inner, ...(learningRate === undefined ? {} : { learningRate }) });
  }

  override async onTrainEnd(): Promise<void> {
    this.#live?.end('finished');
  }

  /** The training has ended otherwise than by `onTrainEnd`. */
  broke(error: unknown): void {
    const wasStopped = error instanceof Error && error.name === 'Interrupted';
    if (wasStopped) this.#live?.end('stopped');
    else this.#live?.end('failed', error instanceof Error ? error.message : String(error));
  }

  #batch() {
    const total = this.#batchesInEpoch;
    return { title: 'batch', done: this.#steps, ...(total === undefined ? {} : { total }) };
  }
}

/** All of TensorFlow.js's optimizers call it so; a schedule changes it between epochs. */
function learningRateOf(optimizer: unknown): number | undefined {
  if (typeof optimizer !== 'object' || optimizer === null || !('learningRate' in optimizer)) return undefined;
  return numberOf(optimizer.learningRate);
}

/** From now on every training shows its chart, and is told to the run record. Once a process. @param models the prototype of `tf.LayersModel` */
export function showFits(models: LayersModel): void {
  recordFits();
  registerCallbackConstructor(1, FitChart);
  const methods = models as unknown as Record<'fit' | 'fitDataset', (...args: unknown[]) => Promise<unknown>>;
  for (const name of ['fit', 'fitDataset'] as const) {
    const original = methods[name];
    methods[name] = async function (this: object, ...args) {
      fitBegins(this, args);
      try {
        const history = await original.apply(this, args);
        fitEnds(this);
        return history;
      } catch (error) {
        training.get(this)?.broke(error);
        fitEnds(this, error);
        throw error;
      } finally {
        training.delete(this);
      }
    };
  }
}
