import { TuningError } from '../errors.ts';
import { MetricHistory } from '../metricHistory.ts';
import { bestFirst, directionOf, type Objective, objectiveOf } from '../objective.ts';
import { pythonRandom } from '../pythonRandom.ts';
import { HyperParameters } from '../space/hyperParameters.ts';
import { type Parameter, probToValue, type Values } from '../space/parameters.ts';
import { Trial, type TrialStatus } from '../trial.ts';
import type { OracleState } from './state.ts';
import { Tried } from './tried.ts';

export interface OracleOptions {
  /** The metric that decides; an object where its name does not tell whether more is better. */
  readonly objective: string | Objective;
  /** Declares the space, or is one. */
  readonly hyperparameters: HyperParameters | ((hp: HyperParameters) => unknown);
  /**
   * Of all draws: a whole number from 1 on. As in Keras Tuner, draw k is that of seed + k, so that neighboring seeds share
   * draws: take seeds that lie far apart for searches that are to differ.
   */
  readonly seed: number;
  /** How often a trial is tried again that crashed, or whose score is NaN: 0 by default. */
  readonly maxRetriesPerTrial?: number;
  /** So many failed trials one after the other end the search: 3 by default. */
  readonly maxConsecutiveFailedTrials?: number;
}

/** The values of the next trial; or that it must wait for others, or that there is none. */
export type Proposal =
  | { readonly status: 'RUNNING'; readonly values: Values }
  | { readonly status: 'IDLE' | 'STOPPED' };

/** Draws that fall on settings which were tried already, before the space is taken for exhausted. */
const maxCollisions = 20;

/**
 * Decides what is tried next, from the scores of what was tried; after `keras_tuner.Oracle`, with its decisions. It
 * trains nothing: a `Tuner` asks it for trials and reports how they did.
 */
export abstract class Oracle {
  readonly objective: Objective;
  readonly seed: number;
  /** The space, with what trials have added to it. */
  readonly hyperparameters: HyperParameters;
  readonly trials = new Map<string, Trial>();
  /** By the worker that runs it. */
  readonly ongoing = new Map<string, Trial>();
  readonly startOrder: string[] = [];
  readonly endOrder: string[] = [];
  protected readonly tried: Tried;
  readonly #maxTrials: number | undefined;
  readonly #maxRetries: number;
  readonly #maxFailures: number;
  readonly #runTimes = new Map<string, number>();
  readonly #retryQueue: string[] = [];
  #seedState: number;

  /** @throws {TuningError} `bad-objective`, `bad-space`, `bad-argument` */
  constructor(options: OracleOptions, maxTrials?: number, ignored: Iterable<string> = []) {
    const { seed, maxRetriesPerTrial = 0, maxConsecutiveFailedTrials = 3 } = options;
    assertWhole('seed', seed, 1);
    assertWhole('maxRetriesPerTrial', maxRetriesPerTrial, 0);
    assertWhole('maxConsecutiveFailedTrials', maxConsecutiveFailedTrials, 1);
    if (maxTrials !== undefined) assertWhole('maxTrials', maxTrials, 1);
    this.objective = objectiveOf(options.objective);
    this.hyperparameters = spaceOf(options.hyperparameters);
    this.seed = seed;
    this.#seedState = seed;
    this.#maxTrials = maxTrials;
    this.#maxRetries = maxRetriesPerTrial;
    this.#maxFailures = maxConsecutiveFailedTrials;
    this.tried = new Tried(ignored);
  }

  /** Decides on the next trial, which will have this id. */
  protected abstract populateSpace(trialId: string): Proposal;

  /** The next trial for a worker: one that waits to be tried again, or a new one. It has no values where its status is not `RUNNING`. */
  createTrial(worker = 'tuner0'): Trial {
    const running = this.ongoing.get(worker);
    if (running) return running;
    const again = this.#retryQueue.pop();
    if (again !== undefined) {
      const trial = this.trial(again);
      trial.status = 'RUNNING';
      this.ongoing.set(worker, trial);
      return trial;
    }
    const id = String(this.trials.size).padStart(String(this.#maxTrials ?? 'None').length, '0');
    const proposal: Proposal =
      this.trials.size >= (this.#maxTrials ?? Number.POSITIVE_INFINITY)
        ? { status: 'STOPPED' }
        : this.populateSpace(id);
    const values = proposal.status === 'RUNNING' ? proposal.values : {};
    const trial = new Trial(id, this.hyperparameters.copy().setValues(values), proposal.status);
    if (proposal.status === 'RUNNING') this.#begin(worker, trial);
    return trial;
  }

  #begin(worker: string, trial: Trial): void {
    this.#record(trial);
    this.ongoing.set(worker, trial);
    this.trials.set(trial.id, trial);
    this.startOrder.push(trial.id);
  }

  /** Adds scores at a step, such as an epoch. @throws {TuningError} `unknown-trial`, `bad-objective` */
  updateTrial(trialId: string, metrics: Readonly<Record<string, number>>, step = 0): Trial {
    const trial = this.trial(trialId);
    if (!(this.objective.name in metrics)) {
      const found = Object.keys(metrics).join(', ') || 'none';
      const text = `Trial ${trialId} reports no “${this.objective.name}”, by which trials are chosen. Found: ${found}.`;
      throw new TuningError('bad-objective', text);
    }
    for (const [name, value] of Object.entries(metrics)) {
      const history = trial.metrics.get(name) ?? new MetricHistory(this.#directionOf(name));
      history.update(value, step);
      trial.metrics.set(name, history);
    }
    return trial;
  }

  #directionOf = (metric: string) =>
    metric === this.objective.name ? this.objective.direction : (directionOf(metric) ?? 'min');

  /**
   * Says that a trial is over. Its score is the best value of the objective; NaN makes it invalid.
   * @throws {TuningError} `unknown-trial`, `bad-objective` where it reported none, `too-many-failures`
   */
  endTrial(trialId: string, status: 'COMPLETED' | 'INVALID' | 'FAILED' = 'COMPLETED', message?: string): Trial {
    const trial = this.trial(trialId);
    trial.status = status;
    trial.message = message ?? null;
    this.hyperparameters.merge(trial.hyperparameters.space);
    if (status === 'COMPLETED') this.#score(trial);
    this.#record(trial);
    this.#runTimes.set(trialId, (this.#runTimes.get(trialId) ?? 0) + 1);
    for (const [worker, { id }] of this.ongoing) if (id === trialId) this.ongoing.delete(worker);
    if (this.#isToRetry(trial)) this.#retryQueue.push(trialId);
    else this.endOrder.push(trialId);
    this.trialEnded(trial);
    this.#assertFewFailures(trial);
    return trial;
  }

  /** Told when a trial is over, or waits to be tried again. */
  protected trialEnded(_trial: Trial): void {}

  #score(trial: Trial): void {
    const best = trial.metrics.get(this.objective.name)?.best();
    if (!best)
      throw new TuningError('bad-objective', `Trial ${trial.id} ended without a value of “${this.objective.name}”.`);
    if (Number.isNaN(best.value)) {
      trial.status = 'INVALID';
      trial.message = `Its ${this.objective.name} is NaN: it may have diverged.`;
      return;
    }
    trial.score = best.value;
    trial.bestStep = best.step;
  }

  #isToRetry(trial: Trial): boolean {
    if (trial.status !== 'INVALID') return false;
    if (this.#runTimes.get(trial.id)! <= this.#maxRetries) return true;
    trial.status = 'FAILED';
    return false;
  }

  #assertFewFailures({ message }: Trial): void {
    const last = this.endOrder.slice(-this.#maxFailures);
    const failed = last.filter((id) => this.trial(id).status === 'FAILED');
    if (failed.length < this.#maxFailures) return;
    const text = `${failed.length} trials failed one after the other, so the search ends. The last: ${message ?? 'no reason'}`;
    throw new TuningError('too-many-failures', text);
  }

  /** @throws {TuningError} `unknown-trial` */
  trial(trialId: string): Trial {
    const trial = this.trials.get(trialId);
    if (trial) return trial;
    throw new TuningError('unknown-trial', `There is no trial ${trialId}; there are ${this.trials.size}.`);
  }

  /** Those that ended well, the best first. */
  bestTrials(count = 1): Trial[] {
    const done = [...this.trials.values()].filter(({ status }) => status === 'COMPLETED');
    return done.sort(bestFirst(this.objective)).slice(0, count);
  }

  #record(trial: Trial): void {
    trial.hyperparameters.ensureActiveValues((parameter) => this.#draw(parameter));
    this.tried.record(trial.id, trial.hyperparameters);
  }

  #draw = (parameter: Parameter) => probToValue(parameter, pythonRandom(this.#seedState++)());

  /** A setting that was not tried; `undefined` where chance finds none. */
  protected randomValues(): Record<string, Values[string]> | undefined {
    for (let collisions = 0; collisions <= maxCollisions; collisions++) {
      const drawn = new HyperParameters();
      for (const parameter of this.hyperparameters.space) {
        drawn.merge([parameter]);
        if (drawn.isActive(parameter)) drawn.setValue(parameter.name, this.#draw(parameter));
      }
      if (!this.tried.has(drawn)) return { ...drawn.values };
    }
    return undefined;
  }

  /** What is needed to go on later, in Keras Tuner's `oracle.json`; trials have files of their own. */
  state(): OracleState {
    return {
      ongoing_trials: Object.fromEntries([...this.ongoing].map(([worker, { id }]) => [worker, id])),
      hyperparameters: this.hyperparameters.toJSON(),
      start_order: this.startOrder,
      end_order: this.endOrder,
      run_times: Object.fromEntries(this.#runTimes),
      retry_queue: this.#retryQueue,
      seed: this.seed,
      seed_state: this.#seedState,
      ...this.tried.toJSON(),
      display: { search_start: null, trial_start: {}, trial_number: {} },
    };
  }

  /** Goes on from there. Trials that were running are tried again. */
  restore(state: OracleState, trials: Iterable<Trial>): void {
    const known = new Set(state.start_order);
    // One that was written just before the process was killed, and is not known to the rest, is made anew.
    for (const trial of trials) if (known.has(trial.id)) this.trials.set(trial.id, trial);
    this.hyperparameters.merge(HyperParameters.fromJSON(state.hyperparameters).space);
    this.startOrder.push(...state.start_order);
    this.endOrder.push(...state.end_order);
    for (const [id, times] of Object.entries(state.run_times)) this.#runTimes.set(id, times);
    this.#seedState = state.seed_state;
    this.tried.restore(state);
    this.#retryQueue.push(...state.retry_queue);
    for (const id of Object.values(state.ongoing_trials)) this.#interrupted(this.trial(id));
  }

  #interrupted(trial: Trial): void {
    trial.metrics.clear();
    trial.status = 'RUNNING' satisfies TrialStatus;
    this.#retryQueue.push(trial.id);
  }
}

function spaceOf(given: OracleOptions['hyperparameters']): HyperParameters {
  if (given instanceof HyperParameters) return given.copy();
  const space = new HyperParameters();
  given(space);
  return space;
}

/** @throws {TuningError} `bad-argument` */
export function assertWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new TuningError('bad-argument', `${name} must be a whole number from ${least} on, not ${value}.`);
}
