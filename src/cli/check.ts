import { checkReport, reportJson } from '../labs/session/report.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { execute } from './execute.ts';
import { interruptible } from './interrupt.ts';
import { findLab } from './labs.ts';
import { prepare, type RunArguments } from './run.ts';
import { printChecks, quietListener } from './text.ts';

/**
 * Runs a lab up to its last check, opening no run for it, and tells how the checks came out. Gives whether all passed.
 * @throws UserError `no-checks`: nothing to check must not look like a success
 */
export async function checkCommand(name: string, args: RunArguments): Promise<boolean> {
  const { choice, execution } = await prepare(args);
  const { path, file } = await findLab(name, choice);
  const last = file.cells.findLastIndex(({ kind, metadata }) => kind === 'code' && metadata.check !== undefined);
  if (last < 0)
    throw new UserError('no-checks', t('{0} has no cell marked check="…", so there is nothing to check.', name));
  const report = checkReport(
    await interruptible((interrupt) =>
      execute({ path, file, last }, { ...execution, autoRun: 'off', interrupt }, quietListener),
    ),
  );
  if (args.json) console.log(reportJson(report));
  else printChecks(report);
  return report.status === 'succeeded';
}
