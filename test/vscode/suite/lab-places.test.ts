import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { extensionId, notebook as ids } from '../../../src/platform/ids.ts';
import { closeAll, labText, runCell, selectKernel, show, textOf, until } from './labs.ts';

const bundledName = 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';

/** Runs and outputs are kept beside a lab: what has no place of the learner's own does not run. */
describe('a notebook that is no file of the learner’s', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.files.revert').then(closeAll));

  it('does not run before it is saved', async () => {
    const header = labText('Untitled', []);
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, '1', 'typescript');
    const data = Object.assign(new vscode.NotebookData([cell]), { metadata: { header } });
    const notebook = await vscode.workspace.openNotebookDocument(ids.type, data);
    await vscode.window.showNotebookDocument(notebook);
    assert.match(await firstRun(notebook), /Open the file, then run it/);
    assert.ok(!existsSync(join(dirname(notebook.uri.fsPath), '.mlops-lab')));
  });

  it('does not run where it came with the extension, and writes nothing there', async () => {
    const folder = join(vscode.extensions.getExtension(extensionId)!.extensionPath, 'course/C2/W2');
    const notebook = await show(vscode.Uri.file(join(folder, bundledName)));
    const index = notebook.getCells().findIndex(({ kind }) => kind === vscode.NotebookCellKind.Code);
    assert.match(await firstRun(notebook, index), /only to be read\. Run your copy/);
    // Longer than it takes until outputs are written.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const name of ['.mlops-lab', 'mlflow.db']) assert.ok(!existsSync(join(folder, name)), name);
  });
});

async function firstRun(notebook: vscode.NotebookDocument, index = 0): Promise<string> {
  await selectKernel();
  await runCell(notebook, index);
  const cell = notebook.cellAt(index);
  await until(() => cell.executionSummary?.success !== undefined);
  assert.equal(cell.executionSummary?.success, false);
  return textOf(cell);
}
