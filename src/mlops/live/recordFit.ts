/** Tells the run record, where one listens, of every `model.fit` and `model.fitDataset`, be they quiet or not. */
import { Callback, registerCallbackConstructor } from '@tensorflow/tfjs';
import { type FitAsked, type FitRecord, fitWatcher } from './fitSeam.ts';
import { metricsOf } from './logs.ts';

type Logs = Parameters<Callback['onBatchEnd']>[1];
type Trainable = Parameters<Callback['setModel']>[0];
type Params = Parameters<Callback['setParams']>[0];

/** What trains now, and the object that its `fit` was given. */
const training = new WeakMap<object, { readonly args: Readonly<Record<string, unknown>>; record?: FitRecord }>();

/** TensorFlow.js's own way to follow a training: `fit` makes one of these for itself. */
class FitRecorder extends Callback {
  #asked: Omit<FitAsked, 'model' | 'args'> = { epochs: 1 };
  #model: object = {};
  #record: FitRecord | undefined;
  #batches = 0;

  override setParams(params: Params): void {
    const { epochs, initialEpoch, samples, batchSize, steps } = params as unknown as Record<string, number | null>;
    this.#asked = {
      epochs: epochs ?? 1,
      initialEpoch: initialEpoch ?? undefined,
      samples: samples ?? undefined,
      batchSize: batchSize ?? undefined,
      steps: steps ?? undefined,
    };
  }

  override setModel(model: Trainable): void {
    this.#model = model as object;
  }

  override async onTrainBegin(): Promise<void> {
    const model = this.#model;
    const begun = training.get(model);
    this.#record = fitWatcher()?.({ ...this.#asked, model, args: begun?.args ?? {} });
    if (begun && this.#record) begun.record = this.#record;
  }

  override async onBatchEnd(_batch: number, logs: Logs): Promise<void> {
    const step = this.#batches++;
    const every = this.#record?.everyBatches;
    if (every !== undefined && (step + 1) % every === 0) this.#record?.batch(step, metricsOf(logs));
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    this.#record?.epoch(epoch, metricsOf(logs));
  }

  override async onTrainEnd(): Promise<void> {
    await this.#record?.end();
  }
}

/** From now on every training is told of. Once a process. */
export function recordFits(): void {
  registerCallbackConstructor(0, FitRecorder);
}

/** A call of `fit` begins; its last argument is the object. */
export function fitBegins(model: object, args: readonly unknown[]): void {
  const last = args.at(-1);
  training.set(model, { args: typeof last === 'object' && last !== null ? (last as Record<string, unknown>) : {} });
}

/** @param error where it ended by one */
export function fitEnds(model: object, error?: unknown): void {
  const wasStopped = error instanceof Error && error.name === 'Interrupted';
  if (error !== undefined) training.get(model)?.record?.broke(wasStopped ? 'stopped' : 'failed');
  training.delete(model);
}
