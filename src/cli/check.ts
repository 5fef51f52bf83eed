import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { factsOf } from '../course/progress/facts.ts';
import { ProgressStore } from '../course/progress/store.ts';
import type { LabToRun } from '../labs/session/labRun.ts';
import { type CheckReport, checkReport, reportJson } from '../labs/session/report.ts';
import { hintsComeLater, hintsOf } from '../outputs/text/checkWords.ts';
import { messageOf, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { execute } from './execute.ts';
import { interruptible } from './interrupt.ts';
import { junitXml } from './junit.ts';
import { existingFolder, findAllLabs, findLab } from './labs.ts';
import { prepare, type RunArguments } from './run.ts';
import { printChecks, quietListener } from './text.ts';

export interface CheckArguments extends RunArguments {
  /** Print the next hint of the first check that fails, and keep in the progress that it was shown. */
  readonly hint: boolean;
  /** A file to write the results to as JUnit XML. */
  readonly junit: string | undefined;
}

/**
 * Runs labs up to their last checks, opening no run for them, and tells how the checks came out. Gives whether all passed.
 * @param name the id or file of a lab; `undefined` for every lab of the course that has checks
 * @throws UserError `no-checks`: nothing to check must not look like a success
 */
export async function checkCommand(name: string | undefined, args: CheckArguments): Promise<boolean> {
  const { choice, execution } = await prepare(args);
  const found = name === undefined ? await findAllLabs(choice) : [await findLab(name, choice)];
  const labs = found.filter((lab) => lastCheck(lab) >= 0);
  if (labs.length === 0)
    throw new UserError(
      'no-checks',
      t('{0} has no cell marked check="…", so there is nothing to check.', name ?? t('The course')),
    );
  const reports = await interruptible(async (interrupt) => {
    const done: CheckReport[] = [];
    for (const lab of labs) {
      if (interrupt.signal.aborted) break;
      const how = { ...execution, autoRun: 'off', interrupt } as const;
      const report = checkReport(await execute({ ...lab, last: lastCheck(lab) }, how, quietListener));
      if (!args.json) printChecks(report);
      done.push(report);
    }
    return done;
  });
  if (args.json) console.log(reportJson(name === undefined ? reports : reports[0]!));
  if (args.junit !== undefined) await write(args.junit, junitXml(reports));
  if (args.hint) for (const report of reports) await tellHint(report, args.workspace);
  return reports.length === labs.length && reports.every(({ status }) => status === 'succeeded');
}

function lastCheck({ file }: LabToRun): number {
  return file.cells.findLastIndex(({ kind, metadata }) => kind === 'code' && metadata.check !== undefined);
}

/** @throws UserError `export-failed` */
async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(resolve(file), text);
  } catch (error) {
    throw new UserError('export-failed', t('{0} cannot be written: {1}', file, messageOf(error)), { cause: error });
  }
}

/** On standard error, which a program that reads the report does not take for it. */
async function tellHint({ lab, checks }: CheckReport, workspace: string): Promise<void> {
  const store = new ProgressStore(await existingFolder(workspace));
  const { progress } = await store.read();
  // The first is shown with the failure itself.
  const seen = (check: string) =>
    Math.max(
      1,
      ...[...progress.values()].flatMap((fact) =>
        fact.kind === 'hints' && fact.item === lab && fact.check === check ? [fact.rungs] : [],
      ),
    );
  const ladders = checks.filter((check) => !check.passed && hintsOf(check).length > 0);
  const found = ladders.find((check) => seen(check.id) < hintsOf(check).length) ?? ladders[0];
  if (!found) {
    if (checks.some(({ untried }) => untried)) console.error(hintsComeLater());
    return;
  }
  const hints = hintsOf(found);
  const rungs = Math.min(seen(found.id) + 1, hints.length);
  console.error(t('{0}: hint {1} of {2}: {3}', found.name, rungs, hints.length, hints[rungs - 1] ?? ''));
  await store.add(factsOf({ kind: 'hints', item: lab, check: found.id, rungs }, new Date().toISOString()));
}
