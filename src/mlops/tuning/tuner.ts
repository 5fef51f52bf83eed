import { join } from 'node:path';
import { TuningError } from './errors.ts';
import { assertWhole, type Oracle } from './oracles/oracle.ts';
import { Project } from './project.ts';
import { recordTrial } from './record.ts';
import type { HyperParameters } from './space/hyperParameters.ts';
import type { Trial } from './trial.ts';

export type Metrics = Readonly<Record<string, number>>;

/** What the code of a trial is handed. */
export interface TrialRun {
  readonly trialId: string;
  /** The values to try; `hp.get('units')`, or declared once more, as the space was. */
  readonly hyperparameters: HyperParameters;
  /** Epochs after which it ends, and those that it already has; set by Hyperband alone. */
  readonly epochs?: number;
  readonly initialEpoch: number;
  /** The trial whose net it goes on with. */
  readonly resumes?: string;
  /** A folder of its own, where the search has one, for what it keeps. */
  readonly folder?: string;
  /** Aborted when the search is. */
  readonly signal: AbortSignal;
  /** Tells scores, the objective among them, at a step such as an epoch. */
  report(metrics: Metrics, step: number): void;
}

/** Trains, and gives the objective, or metrics with it; nothing where it has told them by `report`. */
// biome-ignore lint/suspicious/noConfusingVoidType: code that ends without a return is meant.
export type RunTrial = (run: TrialRun) => number | Metrics | void | Promise<number | Metrics | void>;

export interface TunerOptions {
  readonly oracle: Oracle;
  readonly runTrial: RunTrial;
  /** Where the search is kept, as `DIRECTORY/PROJECT`; without it nothing is kept. A search that lies there goes on. */
  readonly directory?: string;
  /** `untitled_project` by default. */
  readonly projectName?: string;
  /** Deletes what lies there first. */
  readonly overwrite?: boolean;
  /** Whether each trial becomes a nested run of the one that is active: yes by default. */
  readonly record?: boolean;
}

export interface SearchOptions {
  readonly signal?: AbortSignal;
  /** Trials that run at once: 1 by default. */
  readonly parallel?: number;
  /** Told of each trial as it ends. */
  readonly onTrial?: (trial: Trial) => void;
}

/** Runs the trials that an oracle asks for, and tells it how they did; after `keras_tuner.Tuner`. */
export class Tuner {
  readonly oracle: Oracle;
  readonly #options: TunerOptions;
  readonly #project: Project | undefined;
  /** Trials are recorded one after the other, since the active run is one for all. */
  #recording = Promise.resolve();

  /** @throws {TuningError} `damaged-project` where files of an earlier search cannot be read */
  constructor(options: TunerOptions) {
    const { oracle, directory, projectName = 'untitled_project', overwrite = false } = options;
    this.oracle = oracle;
    this.#options = options;
    if (directory === undefined) return;
    this.#project = new Project(join(directory, projectName));
    if (overwrite) this.#project.clear();
    else if (this.#project.exists) this.#project.reload(oracle);
  }

  /**
   * Tries until the oracle has no more trials. A trial that throws, or whose score is NaN, has failed, and the rest goes
   * on.
   * @throws {TuningError} `too-many-failures`, `bad-objective`; the signal's reason where it is aborted
   */
  async search({ signal, parallel = 1, onTrial }: SearchOptions = {}): Promise<void> {
    assertWhole('parallel', parallel, 1);
    const stop = new AbortController();
    const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    let wake = () => {};
    let ended = new Promise<void>((resolve) => (wake = resolve));
    const worker = async (name: string): Promise<void> => {
      for (;;) {
        both.throwIfAborted();
        const trial = this.#create(name);
        if (trial.status === 'STOPPED') return;
        if (trial.status === 'IDLE') {
          await ended;
          continue;
        }
        await this.#run(trial, both);
        onTrial?.(trial);
        wake();
        ended = new Promise<void>((resolve) => (wake = resolve));
      }
    };
    const workers = Array.from({ length: parallel }, (_, at) => worker(`tuner${at}`));
    try {
      await Promise.all(workers);
    } catch (error) {
      stop.abort(error);
      wake();
      await Promise.allSettled(workers);
      throw error;
    } finally {
      await this.#recording;
    }
  }

  #create(worker: string): Trial {
    const trial = this.oracle.createTrial(worker);
    if (trial.status === 'RUNNING') this.#save(trial);
    return trial;
  }

  async #run(trial: Trial, signal: AbortSignal): Promise<void> {
    const failure = await this.#attempt(trial, signal);
    signal.throwIfAborted();
    try {
      if (failure === undefined) this.oracle.endTrial(trial.id);
      else this.oracle.endTrial(trial.id, 'INVALID', failure);
    } finally {
      this.#save(trial);
      if (this.#options.record ?? true) this.#recording = this.#recording.then(() => recordTrial(trial));
    }
  }

  /** @returns why it failed */
  async #attempt(trial: Trial, signal: AbortSignal): Promise<string | undefined> {
    try {
      const given = await this.#options.runTrial(this.#runOf(trial, signal));
      if (given === undefined) return undefined;
      const metrics = typeof given === 'number' ? { [this.oracle.objective.name]: given } : given;
      this.oracle.updateTrial(trial.id, metrics);
      return undefined;
    } catch (error) {
      // A fault of the search and not of one setting: every trial would have it.
      if (error instanceof TuningError && error.code === 'bad-objective') throw error;
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }

  #runOf(trial: Trial, signal: AbortSignal): TrialRun {
    const { values } = trial.hyperparameters;
    const folder = this.#project?.trialFolder(trial.id);
    const [epochs, resumes] = [values['tuner/epochs'], values['tuner/trial_id']];
    return {
      trialId: trial.id,
      hyperparameters: trial.hyperparameters,
      ...(epochs !== undefined && { epochs: Number(epochs) }),
      initialEpoch: Number(values['tuner/initial_epoch'] ?? 0),
      ...(resumes !== undefined && { resumes: String(resumes) }),
      ...(folder !== undefined && { folder }),
      signal,
      report: (metrics, step) => {
        signal.throwIfAborted();
        this.oracle.updateTrial(trial.id, metrics, step);
      },
    };
  }

  #save(trial: Trial): void {
    this.#project?.saveTrial(trial);
    this.#project?.saveOracle(this.oracle);
  }

  /** Trials that ended well, the best first. */
  bestTrials(count = 1): Trial[] {
    return this.oracle.bestTrials(count);
  }

  /** The values of the best trials. */
  bestHyperParameters(count = 1): HyperParameters[] {
    return this.bestTrials(count).map(({ hyperparameters }) => hyperparameters.copy());
  }
}
