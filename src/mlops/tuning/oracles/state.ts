import type { HyperParametersConfig } from '../space/hyperParameters.ts';

/** The content of Keras Tuner's `oracle.json`; oracles add what is their own. */
export interface OracleState {
  /** Trial ids by worker. */
  readonly ongoing_trials: Readonly<Record<string, string>>;
  readonly hyperparameters: HyperParametersConfig;
  readonly start_order: readonly string[];
  readonly end_order: readonly string[];
  readonly run_times: Readonly<Record<string, number>>;
  readonly retry_queue: readonly string[];
  readonly seed: number;
  readonly seed_state: number;
  readonly tried_so_far: readonly string[];
  readonly id_to_hash: Readonly<Record<string, string>>;
  readonly display: {
    readonly search_start: string | null;
    readonly trial_start: Readonly<Record<string, string>>;
    readonly trial_number: Readonly<Record<string, number>>;
  };
}
