/** What the CLI prints for people. */
import { styleText } from 'node:util';
import type { CellError, Output } from '../kernel/protocol.ts';
import type { LabFile } from '../labs/file.ts';
import type { LabReport } from '../labs/report.ts';
import type { BatchListener } from '../labs/session.ts';
import { type CheckResult, type MimeBundle, mime } from '../mlops/host.ts';
import { t } from '../platform/l10n.ts';

type Colour = 'green' | 'red' | 'dim' | 'bold';

/** Colours where the terminal shows them; `styleText` honours NO_COLOR. */
function paint(colour: Colour, text: string): string {
  return process.stdout.isTTY ? styleText(colour, text) : text;
}

/** Prints outputs as they come, under the lab's own headings. */
export function consoleListener(file: LabFile, idOf: (index: number) => string, quiet: boolean): BatchListener {
  if (quiet) return { started() {}, output() {}, ended() {} };
  let shown = 0;
  return {
    started(cellId) {
      // The headings of the Markdown cells that stand above this cell.
      for (; shown < file.cells.length && idOf(shown) !== cellId; shown++) {
        const cell = file.cells[shown];
        const heading = cell?.kind === 'markdown' && /^#+ (.*)/m.exec(cell.source)?.[1];
        if (heading) console.log(`\n${paint('bold', heading)}`);
      }
    },
    output: (_cellId, output) => printOutput(output),
    ended(_cellId, { status, error }) {
      if (error) console.log(paint('red', errorText(error)));
      else if (status === 'interrupted') console.log(paint('red', t('Interrupted.')));
    },
  };
}

function printOutput(output: Output): void {
  switch (output.kind) {
    case 'stream':
      process[output.name].write(output.text);
      return;
    case 'display':
      console.log(displayText(output.data));
      return;
    case 'check':
      console.log(checkText(output.check));
  }
}

function displayText(bundle: MimeBundle): string {
  const text = bundle[mime.text] ?? bundle[mime.markdown];
  return typeof text === 'string' ? text : t('[output: {0}]', Object.keys(bundle).join(', '));
}

function checkText(check: CheckResult): string {
  if (check.passed) return `${paint('green', '✔')} ${check.name}`;
  const lines = [`${paint('red', '✘')} ${check.name}`];
  if (check.expected !== undefined)
    lines.push(`  ${t('expected')}  ${check.expected}`, `  ${t('actual')}    ${check.actual ?? ''}`);
  if (check.tolerance !== undefined) lines.push(`  ${t('tolerance')} ${check.tolerance}`);
  if (check.hint) lines.push(`  ${t('hint')}      ${check.hint}`);
  return lines.join('\n');
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
  const verdict = report.status === 'succeeded' ? paint('green', report.status) : paint('red', report.status);
  console.log(
    `\n${paint('bold', report.lab)} ${verdict} ${t('in {0} s on {1}', report.seconds.toFixed(1), report.backend)}`,
  );
  console.log(t('Cells: {0}. Checks: {1} of {2} passed.', cells.join(', '), passed, report.checks.length));
  if (report.run)
    console.log(paint('dim', t('Recorded as run {0} of experiment {1}.', report.run.id, report.run.experiment)));
}
