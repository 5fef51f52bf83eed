import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LabReport } from '../../../src/labs/session/report.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { commands, extensionId } from '../../../src/platform/ids.ts';
import { copySemantics, failing, isText, type ShownCell, type ShownLab, shownIn, whole } from '../../semantics.ts';
import { closeAll, selectKernel, show, until, workspaceFolder } from './labs.ts';

/** `test/unit/kernel/semantics/lab.test.ts` runs the same labs by the command line, on each backend. */
describe('what a cell can do, in VS Code', function () {
  this.timeout(60_000);
  let labs: { whole: vscode.Uri; failing: vscode.Uri };
  before(async () => {
    const { extensionPath } = vscode.extensions.getExtension(extensionId)!;
    const paths = await copySemantics(join(extensionPath, 'test', 'fixtures'), workspaceFolder());
    labs = { whole: vscode.Uri.file(paths.whole), failing: vscode.Uri.file(paths.failing) };
  });
  afterEach(closeAll);

  const surfaces: Record<string, (lab: vscode.Uri) => Promise<ShownLab>> = {
    'the notebook': inNotebook,
    'the text view': async (lab) => {
      await vscode.window.showTextDocument(lab);
      return shownIn(await vscode.commands.executeCommand<LabReport>(commands.textRunAll));
    },
  };
  for (const [name, run] of Object.entries(surfaces)) {
    it(`${name}: all checks pass, and all is printed in order`, async () => {
      const { cells, checks } = await run(labs.whole);
      assert.deepEqual(checks, whole.checks);
      assert.deepEqual(
        cells.filter(({ texts }) => texts.length).map(({ texts }) => texts),
        [whole.printed],
      );
      assert.ok(cells.every(({ status }) => status === 'succeeded'));
    });

    it(`${name}: an error ends the lab; what nobody awaited is told by the cell that made it`, async () => {
      assert.deepEqual(await run(labs.failing), failing(labs.failing.toString(true)));
    });
  }
});

async function inNotebook(lab: vscode.Uri): Promise<ShownLab> {
  const notebook = await show(lab);
  await selectKernel();
  await vscode.commands.executeCommand('notebook.execute');
  const cells = notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
  // A cell after one that failed is never run.
  await until(() => cells.some(failed) || cells.every(succeeded));
  const items = cells.flatMap(({ outputs }) => outputs.flatMap((output) => output.items));
  const checks = items.filter((item) => item.mime === mime.check).map((item) => JSON.parse(textOf(item)));
  const shown = cells.map((cell) => shownCell(cell, lab));
  return { cells: shown, checks: checks.map(({ name, passed }) => ({ name, passed })) };
}

const failed = (cell: vscode.NotebookCell) => cell.executionSummary?.success === false;
const succeeded = (cell: vscode.NotebookCell) => cell.executionSummary?.success === true;
const textOf = (item: vscode.NotebookCellOutputItem) => Buffer.from(item.data).toString();

/** A notebook's own way of naming a place: the file without its folder, and below it a link to the cell. */
const linked = /(\S+\.lab\.ts)(:\d+:\d+)\n {4}Cell In\[\d+\], line \d+/;

function shownCell(cell: vscode.NotebookCell, lab: vscode.Uri): ShownCell {
  const error = cell.outputs.flatMap(({ items }) => items).find((item) => item.mime === mimeOfErrors);
  return {
    status: failed(cell) ? 'failed' : succeeded(cell) ? 'succeeded' : 'skipped',
    texts: cell.outputs.flatMap(textsOf),
    ...(error && { error: (JSON.parse(textOf(error)).stack as string).replace(linked, `${lab.toString(true)}$2`) }),
  };
}

const mimeOfErrors = 'application/vnd.code.notebook.error';

/** One text for an output that grew piece by piece; none for a check, whose text is for those who cannot see it. */
function textsOf({ items }: vscode.NotebookCellOutput): string[] {
  if (items.some((item) => item.mime === mime.check)) return [];
  const text = items.filter((item) => isText(item.mime)).map(textOf);
  return text.length ? [text.join('')] : [];
}
