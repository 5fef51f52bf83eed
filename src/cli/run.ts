import { cellName, type LabToRun } from '../labs/session/labRun.ts';
import { type LabReport, reportJson } from '../labs/session/report.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { type Execution, execute } from './execute.ts';
import { interruptible } from './interrupt.ts';
import { availableBackend } from './kernels.ts';
import { existingFolder, findAllLabs, findLab, type LabChoice } from './labs.ts';
import { consoleListener, printFailures, printSummary, printTable, progressLine, quietListener } from './text.ts';

/** What `run` and `check` are told by their options. */
export interface RunArguments extends LabChoice {
  readonly backend: string;
  /** Seconds a lab may take. */
  readonly timeout: number | undefined;
  readonly json: boolean;
}

/** Runs a lab from its first cell to its last. Gives whether every cell and check passed. */
export async function runCommand(name: string, args: RunArguments): Promise<boolean> {
  const { choice, execution } = await prepare(args);
  const lab = await findLab(name, choice);
  const listener = args.json ? quietListener : consoleListener(lab.file, cellName);
  const report = await interruptible((interrupt) => execute(lab, { ...execution, interrupt }, listener));
  if (args.json) console.log(reportJson(report));
  else printSummary(report);
  return report.status === 'succeeded';
}

/** Runs every bundled lab, `jobs` at once, and tells of them in the course's order. */
export async function runAllCommand(jobs: number, args: RunArguments): Promise<boolean> {
  const { choice, execution } = await prepare(args);
  const labs = await findAllLabs(choice);
  const reports = await interruptible((interrupt) =>
    eachAtMost(jobs, labs, interrupt.signal, async (lab) => {
      const report = await execute(lab, { ...execution, interrupt }, quietListener);
      console.error(progressLine(report));
      return report;
    }),
  );
  if (args.json) {
    console.log(reportJson(reports));
  } else {
    printTable(reports);
    for (const report of reports) printFailures(report);
    const left = labs.length - reports.length;
    if (left > 0) console.log(t('{0} of {1} labs were not run.', left, labs.length));
  }
  return reports.length === labs.length && reports.every(({ status }) => status === 'succeeded');
}

type Prepared = { readonly choice: LabChoice; readonly execution: Omit<Execution, 'interrupt'> };

/** Everything that can be refused before a lab is read. */
export async function prepare(args: RunArguments): Promise<Prepared> {
  if (args.starter && args.solution) throw new UserError('usage', t('--starter and --solution exclude each other.'));
  const backend = await availableBackend(args.backend, args.root);
  const workspace = await existingFolder(args.workspace);
  return {
    choice: { ...args, workspace },
    execution: { backend, workspace, root: args.root, timeout: args.timeout, autoRun: 'runAll' },
  };
}

/** The answers in the order of the labs; those that had not begun when the signal came have none. */
async function eachAtMost(
  limit: number,
  labs: readonly LabToRun[],
  signal: AbortSignal,
  work: (lab: LabToRun) => Promise<LabReport>,
): Promise<LabReport[]> {
  const reports: LabReport[] = [];
  const waiting = labs.entries();
  const worker = async () => {
    for (const [index, lab] of waiting) {
      if (signal.aborted) return;
      reports[index] = await work(lab);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, labs.length) }, worker));
  // A lab that was not run has left a hole.
  return reports.filter((report) => report !== undefined);
}
