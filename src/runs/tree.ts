/** Runs as a tree: experiments, their runs, and within each run those that were nested in it. Pure. */
import { tagKeys } from '../mlops/tracking/values.ts';
import type { Run } from './model.ts';

export interface RunBranch {
  readonly run: Run;
  /** The runs that were started within it, the newest first. */
  readonly nested: readonly RunBranch[];
}

export interface ExperimentBranch {
  readonly experimentId: string;
  readonly name: string;
  readonly runs: readonly RunBranch[];
}

/**
 * The experiments of the runs in the order of their first runs, which are newest first. A run whose parent is not among
 * the runs, or is within itself, stands by itself.
 */
export function experimentsOf(runs: readonly Run[]): ExperimentBranch[] {
  const parents = parentsOf(runs);
  const nestedIn = new Map<string, Run[]>();
  for (const run of runs) {
    const parent = parents.get(run.id);
    if (parent !== undefined) nestedIn.set(parent, [...(nestedIn.get(parent) ?? []), run]);
  }
  const branch = (run: Run): RunBranch => ({ run, nested: (nestedIn.get(run.id) ?? []).map(branch) });
  const experiments = new Map<string, { name: string; runs: RunBranch[] }>();
  for (const run of runs) {
    if (parents.has(run.id)) continue;
    const known = experiments.get(run.experimentId) ?? { name: run.experiment, runs: [] };
    known.runs.push(branch(run));
    experiments.set(run.experimentId, known);
  }
  return [...experiments].map(([experimentId, found]) => ({ experimentId, ...found }));
}

/** By run, the run that it stands below: what a database says may lead in a circle. */
function parentsOf(runs: readonly Run[]): Map<string, string> {
  const ids = new Set(runs.map(({ id }) => id));
  const parents = new Map<string, string>();
  for (const { id, tags } of runs) {
    const parent = tags[tagKeys.parentRun];
    if (parent !== undefined && ids.has(parent) && !leadsTo(parent, id, parents)) parents.set(id, parent);
  }
  return parents;
}

function leadsTo(from: string, id: string, parents: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = from; at !== undefined; at = parents.get(at)) if (at === id) return true;
  return false;
}
