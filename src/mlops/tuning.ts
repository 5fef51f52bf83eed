/**
 * `mlops-lab/tuning`: searches for hyperparameters, with the decisions and the files of Keras Tuner 1.4. An oracle decides
 * what is tried next, a tuner runs the trials.
 *
 * ```ts
 * const oracle = new HyperbandOracle({
 *   objective: 'val_accuracy',
 *   maxEpochs: 10,
 *   seed: 1,
 *   hyperparameters: (hp) => hp.float('learning_rate', { minValue: 1e-3, maxValue: 1, sampling: 'log' }),
 * });
 * const tuner = new Tuner({ oracle, runTrial: ({ hyperparameters, epochs }) => score(…) });
 * await tuner.search();
 * tuner.bestHyperParameters()[0].values;
 * ```
 */
export { EarlyStopping, type EarlyStoppingOptions } from './tuning/earlyStopping.ts';
export { TuningError, type TuningErrorCode } from './tuning/errors.ts';
export { MetricHistory, type MetricHistoryConfig, type Observation } from './tuning/metricHistory.ts';
export type { Direction, Objective } from './tuning/objective.ts';
export { type BayesianOptimizationOptions, BayesianOptimizationOracle } from './tuning/oracles/bayesianOptimization.ts';
export { type Bracket, type HyperbandSizes, hyperbandBrackets, type Round } from './tuning/oracles/brackets.ts';
export { type GridSearchOptions, GridSearchOracle } from './tuning/oracles/gridSearch.ts';
export { type HyperbandOptions, HyperbandOracle } from './tuning/oracles/hyperband.ts';
export { Oracle, type OracleOptions, type Proposal } from './tuning/oracles/oracle.ts';
export { type RandomSearchOptions, RandomSearchOracle } from './tuning/oracles/randomSearch.ts';
export type { OracleState } from './tuning/oracles/state.ts';
export {
  type ChoiceOptions,
  HyperParameterScope,
  HyperParameters,
  type HyperParametersConfig,
  type NumericOptions,
} from './tuning/space/hyperParameters.ts';
export {
  type Condition,
  defaultOf,
  type HyperValue,
  type Parameter,
  probToValue,
  type Sampling,
  type Values,
  valuesOf,
  valueToProb,
} from './tuning/space/parameters.ts';
export { Trial, type TrialState, type TrialStatus } from './tuning/trial.ts';
export {
  type Metrics,
  type RunTrial,
  type SearchOptions,
  type TrialRun,
  Tuner,
  type TunerOptions,
} from './tuning/tuner.ts';
export { liveSearch, type SearchView, trialsPlot } from './tuning/view.ts';
export { serveTrials } from './tuning/workers/serve.ts';
export { TrialWorkers, type TrialWorkersOptions } from './tuning/workers/trialWorkers.ts';
