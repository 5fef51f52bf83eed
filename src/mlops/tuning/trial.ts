import { MetricHistory, type MetricHistoryConfig } from './metricHistory.ts';
import { HyperParameters, type HyperParametersConfig } from './space/hyperParameters.ts';

/**
 * `RUNNING`, then `COMPLETED`, or `INVALID` (it crashed, or its score is NaN; it may be tried again) and `FAILED` (it is
 * not). An oracle answers `IDLE` where it has to wait for other trials, `STOPPED` where none is left.
 */
export type TrialStatus = 'RUNNING' | 'IDLE' | 'INVALID' | 'STOPPED' | 'COMPLETED' | 'FAILED';

/** The content of Keras Tuner's `trial.json`. */
export interface TrialState {
  readonly trial_id: string;
  readonly hyperparameters: HyperParametersConfig;
  readonly metrics: { readonly metrics: Readonly<Record<string, MetricHistoryConfig>> };
  readonly score: number | null;
  readonly best_step: number | null;
  readonly status: TrialStatus;
  readonly message: string | null;
}

/** One setting that is tried, and how it did. */
export class Trial {
  readonly id: string;
  hyperparameters: HyperParameters;
  status: TrialStatus;
  readonly metrics = new Map<string, MetricHistory>();
  score: number | null = null;
  /** The step of the score. */
  bestStep: number | null = 0;
  /** Why it failed. */
  message: string | null = null;

  constructor(id: string, hyperparameters: HyperParameters, status: TrialStatus = 'RUNNING') {
    this.id = id;
    this.hyperparameters = hyperparameters;
    this.status = status;
  }

  /** As Keras Tuner writes it into `trial.json`. */
  toJSON(): TrialState {
    return {
      trial_id: this.id,
      hyperparameters: this.hyperparameters.toJSON(),
      metrics: { metrics: Object.fromEntries([...this.metrics].map(([name, history]) => [name, history.toJSON()])) },
      score: this.score,
      best_step: this.bestStep,
      status: this.status,
      message: this.message,
    };
  }

  /** Reads what Keras Tuner, or `toJSON`, has written. @throws {TuningError} `bad-space` */
  static fromJSON(state: TrialState): Trial {
    const trial = new Trial(state.trial_id, HyperParameters.fromJSON(state.hyperparameters), state.status);
    for (const [name, { direction, observations }] of Object.entries(state.metrics.metrics))
      trial.metrics.set(name, new MetricHistory(direction, observations));
    trial.score = state.score;
    trial.bestStep = state.best_step;
    trial.message = state.message;
    return trial;
  }
}
