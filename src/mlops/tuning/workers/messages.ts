/** What a search and the processes that run its trials tell each other. */
import type { HyperParametersConfig } from '../space/hyperParameters.ts';
import type { Metrics, TrialRun } from '../tuner.ts';

/** A trial to run, as data. */
export interface Order extends Omit<TrialRun, 'hyperparameters' | 'signal' | 'report'> {
  readonly hyperparameters: HyperParametersConfig;
}

export type Told =
  | { readonly kind: 'report'; readonly metrics: Metrics; readonly step: number }
  | {
      readonly kind: 'done';
      readonly result: number | Metrics | undefined;
      /** With what the trial has declared. */
      readonly hyperparameters: HyperParametersConfig;
    }
  | { readonly kind: 'failed'; readonly message: string };
