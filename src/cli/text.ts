/** What the CLI prints for people. */
import { styleText } from 'node:util';
import type { CellError, Output } from '../kernel/protocol/outputs.ts';
import { leakSummary } from '../labs/coaching.ts';
import type { LabFile } from '../labs/file.ts';
import { type CheckReport, firstError, type LabReport } from '../labs/session/report.ts';
import type { BatchListener } from '../labs/session/session.ts';
import type { CheckResult } from '../mlops/host.ts';
import { LiveTerminal } from '../mlops/live/terminal.ts';
import { type MimeBundle, mime } from '../mlops/payloads/mime.ts';
import { liveStateOf } from '../outputs/live/liveOutputs.ts';
import { checkDetails, checkName } from '../outputs/text/checkWords.ts';
import { t } from '../platform/l10n.ts';

type Colour = 'green' | 'red' | 'dim' | 'bold';

/** Colours where the terminal shows them; `styleText` honours NO_COLOR. */
function paint(colour: Colour, text: string): string {
  return process.stdout.isTTY ? styleText(colour, text) : text;
}

/** Prints nothing: the report is told afterwards. */
export const quietListener: BatchListener = { started() {}, output() {}, ended() {} };

/** Prints outputs as they come, under the lab's own headings. */
export function consoleListener(file: LabFile, nameOf: (index: number) => string): BatchListener {
  let shown = 0;
  const live = new LiveTerminal();
  return {
    started(cellId) {
      // The headings of the Markdown cells that stand above this cell.
      for (; shown < file.cells.length && nameOf(shown) !== cellId; shown++) {
        const cell = file.cells[shown];
        const heading = cell?.kind === 'markdown' && /^#+ (.*)/m.exec(cell.source)?.[1];
        if (heading) console.log(`\n${paint('bold', heading)}`);
      }
    },
    output: (_cellId, output) => printOutput(output, live),
    ended(_cellId, { status, error }) {
      live.clear();
      if (error) console.log(paint('red', errorText(error)));
      else if (status === 'interrupted') console.log(paint('red', t('Interrupted.')));
    },
  };
}

function printOutput(output: Output, live: LiveTerminal): void {
  if (output.kind === 'update') {
    live.change(output.id, output.change);
    return;
  }
  live.clear();
  switch (output.kind) {
    case 'stream':
      process[output.name].write(output.text);
      return;
    case 'display': {
      const state = liveStateOf(output.data);
      if (state) live.show(state);
      else console.log(displayText(output.data));
      return;
    }
    case 'check':
      console.log(checkText(output.check));
  }
}

function displayText(bundle: MimeBundle): string {
  const text = bundle[mime.text] ?? bundle[mime.markdown];
  return typeof text === 'string' ? text : t('[output: {0}]', Object.keys(bundle).join(', '));
}

function checkText(check: CheckResult): string {
  if (check.passed) return `${paint('green', '✔')} ${checkName(check)}`;
  const details = checkDetails(check).map(({ label, text }) => `  ${label.toLowerCase().padEnd(9)} ${text}`);
  return [`${paint('red', '✘')} ${checkName(check)}`, ...details].join('\n');
}

function errorText(error: CellError): string {
  return error.stack || `${error.name}: ${error.message}`;
}

/** The last lines: what passed, how long it took, on what, and where it is recorded. */
export function printSummary(report: LabReport): void {
  const count = (status: string) =>
    report.cells.filter((cell) => cell.kind === 'code' && cell.status === status).length;
  const cells = ['succeeded', 'failed', 'interrupted', 'skipped'].flatMap((s) =>
    count(s) ? [`${count(s)} ${s}`] : [],
  );
  const passed = report.checks.filter((check) => check.passed).length;
  console.log(`\n${headline(report)}`);
  console.log(t('Cells: {0}. Checks: {1} of {2} passed.', cells.join(', '), passed, report.checks.length));
  const leaks = leakSummary(report.cells.flatMap(({ tensors }) => tensors ?? []));
  if (leaks !== undefined) console.log(leaks);
  if (report.run)
    console.log(paint('dim', t('Recorded as run {0} of experiment {1}.', report.run.id, report.run.experiment)));
}

/** Lab, status, time, and what TensorFlow.js ran on where the lab loaded it. */
function headline({
  lab,
  status,
  seconds,
  backend,
}: Pick<LabReport, 'lab' | 'status' | 'seconds' | 'backend'>): string {
  const verdict = paint(status === 'succeeded' ? 'green' : 'red', status);
  const time = t('in {0} s', seconds.toFixed(1));
  return `${paint('bold', lab)} ${verdict} ${time}${backend === 'none' ? '' : ` ${t('on {0}', backend)}`}`;
}

/** The checks alone, and what kept others from being run. */
export function printChecks(report: CheckReport): void {
  for (const check of report.checks) console.log(checkText(check));
  if (report.error) console.log(paint('red', errorText(report.error)));
  const passed = report.checks.filter((check) => check.passed).length;
  console.log(`\n${headline(report)}. ${t('Checks: {0} of {1} passed.', passed, report.checks.length)}`);
}

/** One line for a lab that has ended, while others still run. */
export function progressLine(report: LabReport): string {
  return `${report.status === 'succeeded' ? '✔' : '✘'} ${report.lab}  ${report.status}  ${report.seconds.toFixed(1)} s`;
}

/** A row a lab. */
export function printTable(reports: readonly LabReport[]): void {
  const rows = reports.map(({ lab, status, checks, seconds, backend }) => [
    lab,
    status,
    t('{0} of {1}', checks.filter(({ passed }) => passed).length, checks.length),
    seconds.toFixed(1),
    backend === 'none' ? '' : backend,
  ]);
  console.log(columns([[t('Lab'), t('Result'), t('Checks'), t('Seconds'), t('Backend')], ...rows]));
}

/** What failed in a lab; nothing for one in which all passed. */
export function printFailures(report: LabReport): void {
  const failed = report.checks.filter(({ passed }) => !passed);
  const error = firstError(report.cells);
  if (failed.length === 0 && !error) return;
  console.log(`\n${paint('bold', report.lab)}  ${report.file}`);
  for (const check of failed) console.log(checkText(check));
  if (error) console.log(paint('red', errorText(error)));
}

/** A table of text whose columns stand below each other. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
