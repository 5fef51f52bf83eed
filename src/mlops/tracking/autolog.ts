import type { FitAsked, FitMetrics, FitRecord } from '../live/fitSeam.ts';
import { TrackingError } from './errors.ts';
import { modelFiles, type Savable } from './modelFiles.ts';
import type { RunInfo } from './store.ts';
import type { Tracker } from './tracker.ts';

/**
 * What `mlflow.tensorflow.autolog` calls the same, in lower case with underscores
 * (https://mlflow.org/docs/latest/python_api/mlflow.tensorflow.html).
 */
export interface AutologOptions {
  /** Records no training by itself from now on. */
  readonly disable?: boolean;
  /** Metrics of each epoch; default `true`. */
  readonly logEveryEpoch?: boolean;
  /** Metrics of a batch each so many batches, as `batch/loss`; default: of none. */
  readonly logEveryNSteps?: number;
  /** The trained model as the artifacts `model/model.json` and `model/weights.bin`; default `false`. */
  readonly logModels?: boolean;
  /** Does not tell that a param of a second training in the lab's own run differs, and is not kept; default `false`. */
  readonly silent?: boolean;
}

/** The part of a layers model that is recorded. */
interface Model {
  readonly name?: string;
  readonly layers?: readonly unknown[];
  readonly loss?: unknown;
  readonly optimizer?: { getConfig?(): object; readonly constructor: { readonly className?: string } };
  countParams?(): number;
  readonly trainableWeights?: readonly { readonly shape: readonly (number | null)[] }[];
  save?: NonNullable<Savable['save']>;
  summary?(lineLength?: number, positions?: number[], print?: (line: string) => void): void;
}

/** Records trainings by themselves: see `autolog` in ../tracking.ts. */
export class Autolog {
  readonly #tracker: Tracker;
  /** What the lab itself asked for. */
  #options: AutologOptions | undefined;
  /** What holds where the lab has asked for nothing. */
  #byDefault = false;
  /** The runs that a training was recorded in. */
  readonly #used = new Set<string>();

  constructor(tracker: Tracker) {
    this.#tracker = tracker;
  }

  set(options: AutologOptions): void {
    const { logEveryNSteps: every } = options;
    if (every !== undefined && (!Number.isSafeInteger(every) || every < 1)) {
      throw new TrackingError('invalid-value', `'logEveryNSteps' must be a whole number from 1, got ${every}.`);
    }
    this.#options = options;
  }

  setDefault(on: boolean): void {
    this.#byDefault = on;
  }

  /** A training begins. @returns what records it, if anything shall */
  begin(asked: FitAsked): FitRecord | undefined {
    const options = this.#options ?? { disable: !this.#byDefault };
    if (options.disable) return undefined;
    const { opener } = this.#tracker;
    // By default a training is added to what is recorded anyway; who calls `autolog()` wants a run of each.
    if (opener === undefined && !this.#options) return undefined;
    const { run, isOwn } = this.#runOf(opener);
    this.#used.add(run.id);
    this.#logOnce(run, paramsOf(asked), options.silent ?? false);
    const model = asked.model as Model;
    const summary = summaryOf(model);
    if (summary) this.#tracker.logText('model_summary.txt', summary, run);
    return this.#record({ run, isOwn, options, model, first: asked.initialEpoch ?? 0 });
  }

  /**
   * The first training goes to the run that is open; each further one to a run within that, if it was opened around the
   * code: two curves of one name in one run are none.
   */
  #runOf(opener: 'lab' | 'automatic' | undefined): { readonly run: RunInfo; readonly isOwn: boolean } {
    const run = this.#tracker.trainingRun();
    if (opener === undefined) return { run, isOwn: true };
    if (opener === 'lab' || !this.#used.has(run.id)) return { run, isOwn: false };
    const name = `${run.name} ${++this.#children}`;
    return { run: this.#tracker.startRun({ nested: true, name }), isOwn: true };
  }

  #children = 1;

  #record({ run, isOwn, options, model, first }: Recorded): FitRecord {
    const tracker = this.#tracker;
    const best = new Best(first);
    return {
      everyBatches: options.logEveryNSteps,
      batch(step, metrics) {
        const named = Object.entries(metrics).map(([name, value]) => [`batch/${name}`, value] as const);
        tracker.logMetrics(Object.fromEntries(named), step, Date.now(), run);
      },
      epoch(epoch, metrics) {
        best.see(epoch, metrics);
        if (options.logEveryEpoch ?? true) tracker.logMetrics(metrics, epoch, Date.now(), run);
      },
      async end() {
        tracker.logMetrics(best.metrics, 0, Date.now(), run);
        const files = options.logModels ? await modelFiles(model) : {};
        for (const [path, content] of Object.entries(files)) tracker.logArtifact(`model/${path}`, content, run);
        if (isOwn) tracker.endRun('FINISHED', run.id);
        else tracker.flush();
      },
      broke(how) {
        tracker.logMetrics(best.metrics, 0, Date.now(), run);
        if (isOwn) tracker.endRun(how === 'stopped' ? 'KILLED' : 'FAILED', run.id);
      },
    };
  }

  /** Another training in the lab's own run may ask for other epochs. That must not stop it: it is said, and the first kept. */
  #logOnce(run: RunInfo, values: Readonly<Record<string, unknown>>, silent: boolean): void {
    for (const [key, value] of Object.entries(values)) {
      try {
        this.#tracker.logParams({ [key]: value }, run);
      } catch (error) {
        if (!(error instanceof TrackingError)) throw error;
        if (!silent) console.warn(error.message);
      }
    }
  }
}

interface Recorded {
  readonly run: RunInfo;
  /** It ends with the training. */
  readonly isOwn: boolean;
  readonly options: AutologOptions;
  readonly model: Model;
  /** The first epoch's number. */
  readonly first: number;
}

/** The epoch of the least loss, of the validation where there is one. */
class Best {
  #epoch: number;
  #name = 'loss';
  #value = Number.POSITIVE_INFINITY;

  constructor(first: number) {
    this.#epoch = first;
  }

  see(epoch: number, { loss, val_loss }: FitMetrics): void {
    const value = val_loss ?? loss;
    if (value === undefined || !(value < this.#value)) return;
    this.#epoch = epoch;
    this.#name = val_loss === undefined ? 'loss' : 'val_loss';
    this.#value = value;
  }

  /** `best_epoch` is a step of the metrics: the first epoch is 0. Nothing before an epoch has ended. */
  get metrics(): FitMetrics {
    if (this.#value === Number.POSITIVE_INFINITY) return {};
    return { best_epoch: this.#epoch, [`best_${this.#name}`]: this.#value };
  }
}

/** Arguments of `fit` that are plain, and the names that MLflow gives them. */
const plainArguments = {
  shuffle: 'shuffle',
  validationSplit: 'validation_split',
  initialEpoch: 'initial_epoch',
} as const;

function paramsOf({ model, args, epochs, batchSize, samples, steps }: FitAsked): Record<string, unknown> {
  const { name, layers, loss, optimizer, countParams, trainableWeights } = model as Model;
  const trainable = trainableWeights?.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((a, b) => a * (b ?? 1), 1),
    0,
  );
  const plain = Object.entries(plainArguments).map(([from, to]) => [to, args[from]] as const);
  const values: Record<string, unknown> = {
    epochs,
    batch_size: batchSize,
    samples,
    steps_per_epoch: steps,
    ...Object.fromEntries(plain),
    model_name: name?.replace(/_model$/, ''),
    layers: layers?.length,
    total_params: countParams?.call(model),
    trainable_params: trainable,
    loss_function: typeof loss === 'function' ? loss.name : loss,
    optimizer_name: optimizer?.constructor.className,
    ...optimizerParams(optimizer?.getConfig?.() ?? {}),
  };
  const known = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return Object.fromEntries(known);
}

/** `learningRate` as `learning_rate`, `beta1` as `beta_1`: the names of Keras. */
function optimizerParams(config: object): Record<string, unknown> {
  const names = Object.entries(config).map(([name, value]) => {
    const keras = name === 'useNesterov' ? 'nesterov' : name.replace(/([a-z])([A-Z\d])/g, '$1_$2').toLowerCase();
    return [keras, value] as const;
  });
  return Object.fromEntries(names.filter(([, value]) => typeof value !== 'object'));
}

function summaryOf(model: Model): string | undefined {
  const lines: string[] = [];
  model.summary?.(undefined, undefined, (line) => lines.push(line));
  return lines.length > 0 ? `${lines.join('\n')}\n` : undefined;
}
