import { t } from '../platform/l10n.ts';
import { toJsonNumber } from '../runs/contract.ts';
import { formatDuration, formatMetric } from '../runs/format.ts';
import type { Run } from '../runs/model.ts';
import { listRuns } from '../runs/reader.ts';
import { existingFolder } from './labs.ts';

/** Lists the runs recorded in a workspace, newest first. */
export async function runsCommand(args: { workspace: string; json: boolean }): Promise<void> {
  const runs = listRuns(await existingFolder(args.workspace));
  if (args.json) console.log(JSON.stringify({ schemaVersion: 1, runs }, numbersAsJson));
  else if (runs.length === 0) console.log(t('No runs are recorded in {0}.', args.workspace));
  else for (const run of runs) console.log(line(run));
}

/** JSON has no word for NaN and the infinities: they travel as their names. */
function numbersAsJson(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? toJsonNumber(value) : value;
}

function line(run: Run): string {
  const metrics = Object.entries(run.metrics).map(([key, value]) => `${key} ${formatMetric(value)}`);
  const seconds = run.endTime === undefined ? '' : formatDuration(run.endTime - run.startTime);
  const started = new Date(run.startTime).toISOString().slice(0, 16).replace('T', ' ');
  return [started, run.status.padEnd(8), run.experiment, run.name, seconds, metrics.join(', ')]
    .filter(Boolean)
    .join('  ');
}
