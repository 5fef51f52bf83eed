/** A search to look at: curves while it runs, and all trials as lines through their values. */
import { type LiveChart, liveChart } from '../live/liveChart.ts';
import { parallelCoordinates } from '../plot/parallelCoordinates.ts';
import type { Plot } from '../plot/plot.ts';
import { TuningError } from './errors.ts';
import type { Oracle } from './oracles/oracle.ts';
import type { HyperValue } from './space/parameters.ts';
import type { Trial } from './trial.ts';

/** What follows a search. */
export interface SearchView {
  /** For `tuner.search({ onTrial: view.onTrial })`. */
  readonly onTrial: (trial: Trial) => void;
  /** Says that the search is over. */
  readonly end: () => void;
}

/**
 * Shows a chart below the cell that grows with the search: the score of each trial, and the best so far.
 * @param total how many trials there will be, where that is known
 */
export function liveSearch({ objective }: Oracle, { total }: { readonly total?: number } = {}): SearchView {
  const title = `Search for ${objective.direction === 'max' ? 'the most' : 'the least'} ${objective.name}`;
  const chart: LiveChart = liveChart({ title, unit: 'trial', ...(total !== undefined && { total }) });
  const better = objective.direction === 'max' ? Math.max : Math.min;
  let best: number | undefined;
  return {
    onTrial: ({ score }) => {
      if (score === null) return;
      best = better(best ?? score, score);
      chart.log({ score, best });
    },
    end: () => chart.end(),
  };
}

/**
 * All trials that ended well as lines through their hyperparameters and, last, the score.
 * @throws {TuningError} `bad-argument` where there is none
 */
export function trialsPlot(oracle: Oracle, title = 'Trials, and what they scored'): Plot {
  const trials = oracle.bestTrials(Number.POSITIVE_INFINITY);
  if (trials.length === 0)
    throw new TuningError('bad-argument', 'No trial has ended well yet, so there is nothing to draw.');
  const searched = oracle.hyperparameters.space.filter(({ kind }) => kind !== 'Fixed');
  const names = [...new Set(searched.map(({ name }) => name))];
  // A hyperparameter that has no value in a trial is said so where values are words, and leaves a gap where they are numbers.
  const valueIn = ({ hyperparameters: { values } }: Trial, name: string): HyperValue =>
    values[name] ?? (trials.some((each) => typeof each.hyperparameters.values[name] === 'string') ? '—' : Number.NaN);
  const columns = names.map((name) => [name, trials.map((trial) => valueIn(trial, name))] as const);
  const score = trials.map((trial) => trial.score!);
  return parallelCoordinates({
    title,
    values: { ...Object.fromEntries(columns), [oracle.objective.name]: score },
    color: oracle.objective.name,
  });
}
