/** Runs our oracles as test/parity/tuning.py ran Keras Tuner's: same spaces, same scores, same order of workers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { HyperParameters, Oracle, Trial, TrialState, Values } from '../../../../src/mlops/tuning.ts';

export type LogEntry =
  | { readonly start: string; readonly values: Values }
  | { readonly end: string; readonly status: string }
  | { readonly answer: string }
  | { readonly stopped: true };
export interface Search {
  readonly log: readonly LogEntry[];
  readonly best: readonly string[];
}
export interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly python: Readonly<
    Record<'random' | 'numpy', readonly (readonly [seed: number, numbers: readonly number[]])[]>
  >;
  readonly mapped: {
    readonly places: readonly number[];
    readonly parameters: readonly {
      readonly name: string;
      readonly values: readonly (string | number | boolean)[];
      readonly probs: readonly number[];
    }[];
  };
  readonly sizes: readonly {
    readonly factor: number;
    readonly maxEpochs: number;
    readonly brackets: readonly (readonly [number, readonly (readonly [number, number])[]])[];
  }[];
  readonly random: readonly Search[];
  readonly randomSmall: Search;
  readonly randomRetries: Search;
  readonly hyperband: readonly Search[];
  readonly hyperbandWorkers: readonly Search[];
  readonly hyperbandLess: Search;
  readonly hyperbandSmall: Search;
  readonly hyperbandCrash: Search;
  readonly grid: Search;
  readonly gridWorkers: Search;
  readonly gridFew: Search;

  readonly project: {
    readonly files: Readonly<Record<string, unknown>> &
      Readonly<Record<`search/trial_${string}/trial.json`, TrialState>>;
    readonly rest: readonly { readonly start: string; readonly values: Values }[];
  };
}
export const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../../fixtures/tuning/keras-tuner.json', import.meta.url), 'utf8'),
);

export function space(hp: HyperParameters): void {
  hp.int('units', { minValue: 4, maxValue: 64, step: 4 });
  hp.float('rate', { minValue: 1e-4, maxValue: 1, sampling: 'log' });
  hp.choice('activation', ['relu', 'tanh', 'sigmoid']);
  hp.boolean('dropout');
  hp.conditionalScope('dropout', [true]).float('share', { minValue: 0.1, maxValue: 0.5, step: 0.1 });
  hp.int('batch', { minValue: 8, maxValue: 128, sampling: 'log', step: 2 });
  hp.float('momentum', { minValue: 0.5, maxValue: 0.99, sampling: 'reverse_log' });
  hp.int('seed', { minValue: 1, maxValue: 1000, sampling: 'log' });
  hp.fixed('epochs', 3);
}
export function small(hp: HyperParameters): void {
  hp.choice('a', [1, 2, 3]);
  hp.boolean('b', { default: true });
  hp.conditionalScope('b', [true]).int('c', { minValue: 2, maxValue: 6, step: 2, default: 4 });
  hp.choice('d', ['x', 'y'], { default: 'y' });
}

export type Score = (trialId: string, values: Values) => number | undefined;
const rounded = (value: number) => Math.round(value * 1e6) / 1e6;
export const scoreOf: Score = (trialId, values) => {
  let total = 0.1 * Number(trialId);
  for (const name of Object.keys(values).sort()) {
    const value = values[name]!;
    if (typeof value === 'boolean') total += value ? 0.3 : 0;
    else total += typeof value === 'string' ? 0.01 * value.length : rounded(value);
  }
  return rounded(Math.sin(7 * total));
};

/** The log of decisions: `workers` are asked in turn, and the oldest trial ends when nobody can go on. */
export function run(
  oracle: Oracle,
  { workers = 1, score = scoreOf }: { workers?: number; score?: Score } = {},
): Search {
  const log: LogEntry[] = [];
  const running: Trial[] = [];
  const names = Array.from({ length: workers }, (_, i) => `tuner${i}`);
  while (log.length < 200) {
    const free = names.find((name) => !oracle.ongoing.has(name));
    const trial = free === undefined ? undefined : oracle.createTrial(free);
    if (trial?.status === 'RUNNING') {
      running.push(trial);
      log.push({ start: trial.id, values: { ...trial.hyperparameters.values } });
    } else if (trial?.status === 'STOPPED' && running.length === 0) {
      log.push({ stopped: true });
      break;
    } else {
      if (trial) log.push({ answer: trial.status });
      if (running.length === 0) break;
    }
    if (running.length < workers && trial?.status === 'RUNNING') continue;
    const { id, hyperparameters } = running.shift()!;
    const value = score(id, hyperparameters.values);
    if (value === undefined) oracle.endTrial(id, 'INVALID', 'crashed');
    else {
      oracle.updateTrial(id, { val_accuracy: value });
      oracle.endTrial(id);
    }
    log.push({ end: id, status: oracle.trial(id).status });
  }
  return { log, best: oracle.bestTrials(5).map(({ id }) => id) };
}

/** Equal, but for the last digits of numbers that powers and logarithms have given. */
export function same(found: Search, expected: Search): void {
  assert.deepEqual(found.best, expected.best);
  assert.equal(found.log.length, expected.log.length);
  expected.log.forEach((entry, at) => {
    const ours = found.log[at]!;
    if (!('values' in entry) || !('values' in ours)) assert.deepEqual(ours, entry);
    else {
      assert.equal(ours.start, entry.start);
      sameValues(ours.values, entry.values);
    }
  });
}

export function sameValues(found: Values, expected: Values): void {
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value !== 'number') assert.equal(found[name], value, name);
    else
      assert.ok(
        Math.abs(Number(found[name]) - value) <= 1e-12 * Math.abs(value),
        `${name}: ${found[name]} is not ${value}`,
      );
  }
}
