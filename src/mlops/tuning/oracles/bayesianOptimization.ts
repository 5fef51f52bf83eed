import { GaussianProcess } from '../bayesian/gaussianProcess.ts';
import { type Minimum, minimize } from '../bayesian/minimize.ts';
import { TuningError } from '../errors.ts';
import { numpyRandomState } from '../pythonRandom.ts';
import { HyperParameters } from '../space/hyperParameters.ts';
import { defaultOf, type Parameter, probToValue, type Values, valueToProb } from '../space/parameters.ts';
import type { Trial } from '../trial.ts';
import { assertWhole, Oracle, type OracleOptions, type Proposal } from './oracle.ts';
import type { OracleState } from './state.ts';

export interface BayesianOptimizationOptions extends OracleOptions {
  /** Settings at most: 10 by default. */
  readonly maxTrials?: number;
  /** Settings that are drawn by chance at first: by default three for each hyperparameter, and three at least. */
  readonly numInitialPoints?: number;
  /** Variance of a score about the true one, where scores have a variance of 1: 1e-4 by default. */
  readonly alpha?: number;
  /** How much is unknown places count against those that promise much: 2.6 by default. */
  readonly beta?: number;
}
interface BayesianState extends OracleState {
  readonly num_initial_points: number | null;
  readonly alpha: number;
  readonly beta: number;
}

/** Starts of the descent to the most promising setting. */
const restarts = 50;

/**
 * Keeps a map of the scores, a Gaussian process, and tries next where its lower confidence bound is least: the mean less
 * `beta` deviations, of what is to be small. After `keras_tuner.oracles.BayesianOptimizationOracle`, from the same starts;
 * slopes are exact here, where Keras Tuner takes differences.
 */
export class BayesianOptimizationOracle extends Oracle {
  readonly #initial: number | undefined;
  readonly #alpha: number;
  readonly #beta: number;
  readonly #next: () => number;
  #map: GaussianProcess | undefined;

  /** @throws {TuningError} `bad-objective`, `bad-space`, `bad-argument` */
  constructor(options: BayesianOptimizationOptions) {
    super(options, options.maxTrials ?? 10);
    const { numInitialPoints, alpha = 1e-4, beta = 2.6 } = options;
    if (numInitialPoints !== undefined) assertWhole('numInitialPoints', numInitialPoints, 1);
    for (const [name, value] of Object.entries({ alpha, beta })) {
      if (!(value > 0 && value < Number.POSITIVE_INFINITY))
        throw new TuningError('bad-argument', `${name} must be above 0, not ${value}.`);
    }
    this.#initial = numInitialPoints;
    this.#alpha = alpha;
    this.#beta = beta;
    this.#next = numpyRandomState(this.seed);
  }

  protected override populateSpace(): Proposal {
    const done = [...this.trials.values()].filter(({ status }) => status === 'COMPLETED');
    if (done.length < (this.#initial ?? Math.max(3 * this.hyperparameters.space.length, 3))) {
      const values = this.randomValues();
      return values ? { status: 'RUNNING', values } : { status: 'STOPPED' };
    }
    const known = this.#known();
    const map = new GaussianProcess(
      known.map(({ point }) => point),
      known.map(({ score }) => score),
      this.#alpha,
    );
    this.#map = map;
    return { status: 'RUNNING', values: this.#valuesAt(this.#promising(map)) };
  }

  /** What is searched, that is all but what is fixed. */
  get #searched(): Parameter[] {
    return this.hyperparameters.space.filter(({ kind }) => kind !== 'Fixed');
  }

  /** Settings and what is known of them, as something to be small: of trials that run, a guess that is rather too high. */
  #known(): { readonly point: number[]; readonly score: number }[] {
    const running = new Set(this.ongoing.values());
    const sign = this.objective.direction === 'max' ? -1 : 1;
    return [...this.trials.values()].flatMap((trial) => {
      const point = this.#pointOf(trial);
      if (running.has(trial)) return [{ point, score: this.#guess(point) }];
      if (trial.status !== 'COMPLETED' || trial.score === null) return [];
      return [{ point, score: Number.isFinite(trial.score) ? sign * trial.score : 0 }];
    });
  }

  #guess(point: number[]): number {
    if (!this.#map) return 1;
    const { mean, deviation } = this.#map.predict(point);
    return mean + deviation;
  }

  #pointOf({ hyperparameters }: Trial): number[] {
    return this.#searched.map((parameter) => {
      const value = hyperparameters.isActive(parameter) ? hyperparameters.values[parameter.name] : undefined;
      return valueToProb(parameter, value ?? defaultOf(parameter));
    });
  }

  #promising(map: GaussianProcess): Float64Array {
    const bound = (at: Float64Array) => {
      const { mean, deviation, meanSlopes, deviationSlopes } = map.predict(at);
      const slopes = meanSlopes.map((slope, i) => slope - this.#beta * deviationSlopes[i]!);
      return { value: mean - this.#beta * deviation, slopes };
    };
    const size = this.#searched.length;
    let best: Minimum | undefined;
    const starts = Array.from({ length: restarts }, () => Float64Array.from({ length: size }, this.#next));
    for (const start of starts) {
      const found = minimize(bound, start);
      if (!best || found.value < best.value) best = found;
    }
    return best!.at;
  }

  #valuesAt(point: Float64Array): Values {
    const drawn = new HyperParameters();
    let at = 0;
    for (const parameter of this.hyperparameters.space) {
      drawn.merge([parameter]);
      const value = probToValue(parameter, parameter.kind === 'Fixed' ? 0 : point[at++]!);
      if (drawn.isActive(parameter)) drawn.setValue(parameter.name, value);
    }
    return { ...drawn.values };
  }

  override state(): BayesianState {
    return { ...super.state(), num_initial_points: this.#initial ?? null, alpha: this.#alpha, beta: this.#beta };
  }
}
