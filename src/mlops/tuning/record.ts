import { endRun, logMetrics, startRun } from '../tracking.ts';
import type { Trial } from './trial.ts';

/** Records a trial that is over as a run within the active one: its values as params, its scores step by step. */
export async function recordTrial(trial: Trial): Promise<void> {
  const { id, hyperparameters, metrics, score, status, message } = trial;
  const tags = message === null ? {} : { message };
  await startRun({ nested: true, name: `trial ${id}`, params: hyperparameters.values, tags });
  for (const [name, history] of metrics) {
    // A trial that was run again has several values at a step: the last run's is told.
    for (const { value, step } of history.observations) logMetrics({ [name]: value.at(-1)! }, step);
  }
  if (score !== null) logMetrics({ score });
  await endRun(status === 'COMPLETED' ? 'FINISHED' : 'FAILED');
}
