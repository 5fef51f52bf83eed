import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { starterText } from '../../../src/labs/exercise.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { commands, extensionId, notebook as ids } from '../../../src/platform/ids.ts';
import { itemsOf, runAll, runCell, show, textOf, until, workspaceFolder, writeLab } from './labs.ts';

const labFile = 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';

describe('lab in the notebook', () => {
  let workspace: string;
  let bundled: string;
  before(() => {
    workspace = workspaceFolder();
    bundled = join(vscode.extensions.getExtension(extensionId)!.extensionPath, 'course/C2/W2', labFile);
  });

  it('opens from the course by its id: the learner’s copy, as a notebook, with the starter', async () => {
    await vscode.commands.executeCommand(commands.openItem, 'C2_W2_Lab_1');
    const notebook = await until(() => vscode.window.activeNotebookEditor?.notebook);
    assert.equal(notebook.notebookType, ids.type);
    assert.equal(notebook.uri.fsPath, join(workspace, 'labs', labFile));
    assert.equal(await readFile(notebook.uri.fsPath, 'utf8'), starterText(await readFile(bundled, 'utf8')));
    assert.equal(notebook.isDirty, false);
  });

  it('runs all cells: outputs appear, exactly the exercises’ checks fail, the document stays clean', async function () {
    this.timeout(60_000);
    const notebook = await openLab(labFile);
    await runAll(notebook);
    const checks = checksOf(notebook);
    assert.deepEqual(
      checks.filter(({ passed }) => !passed).map(({ id }) => id),
      ['z_score', 'five-ways', 'august', 'admit', 'admit.nonsense', 'admit.any-graph'],
    );
    assert.ok(checks.some(({ passed }) => passed));
    assert.ok(mimesOf(notebook).includes(mime.table));
    assert.ok(mimesOf(notebook).includes(mime.vegaLite));
    assert.equal(notebook.isDirty, false);
  });

  it('turns green when the exercise is solved, and saving changes only that cell', async function () {
    this.timeout(60_000);
    const notebook = await openLab(labFile);
    const before = await readFile(notebook.uri.fsPath, 'utf8');
    const cell = notebook.getCells().find((c) => /^const zScore = /m.test(c.document.getText()))!;
    const solved = cell.document.getText().replace(zScore, solution(await readFile(bundled, 'utf8')));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(cell.document.uri, new vscode.Range(0, 0, cell.document.lineCount, 0), solved);
    await vscode.workspace.applyEdit(edit);
    await runAll(notebook);
    assert.deepEqual(
      checksOf(notebook).flatMap(({ id, passed }) => (id.startsWith('z_score') ? [passed] : [])),
      [true, true],
    );

    await notebook.save();
    const after = await readFile(notebook.uri.fsPath, 'utf8');
    assert.equal(
      after,
      before.replace(zScore, () => solution(solved)),
    );
  });

  it('shows an error with the line of the file', async function () {
    this.timeout(60_000);
    const notebook = await show(await writeLab('broken.lab.ts', ['1', 'throw new RangeError("bad");']));
    await runAll(notebook);
    const [error] = itemsOf(notebook.cellAt(1)).filter((item) => item.mime === 'application/vnd.code.notebook.error');
    const { name, message, stack } = JSON.parse(Buffer.from(error!.data).toString()) as Record<string, string>;
    assert.deepEqual([name, message], ['RangeError', 'bad']);
    assert.equal(stack, 'RangeError: bad\n    at broken.lab.ts:10:7\n    Cell In[2], line 1');
    assert.equal(notebook.cellAt(1).executionSummary?.success, false);
  });

  it('shows what a timer prints after its cell has ended, in that cell', async function () {
    this.timeout(60_000);
    const cells = ['setTimeout(() => console.log("late"), 300);\n"early"'];
    const notebook = await show(await writeLab('late.lab.ts', cells));
    await runAll(notebook);
    await until(() => textOf(notebook.cellAt(0)).includes('late'));
    assert.match(textOf(notebook.cellAt(0)), /early/);
    // It is shown by an execution of its own, after which the cell is again one that has succeeded.
    await until(() => notebook.cellAt(0).executionSummary?.success === true);
  });

  it('stops an endless loop with a word in the cell, and runs again', async function () {
    this.timeout(60_000);
    const loop = 'console.log("on");\nawait new Promise((r) => setTimeout(r, 100));\nfor (;;) {}';
    const notebook = await show(await writeLab('loop.lab.ts', [loop, '"still here"']));
    const running = vscode.commands.executeCommand('notebook.execute');
    await until(() => textOf(notebook.cellAt(0)).includes('on'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await vscode.commands.executeCommand('notebook.cancelExecution');
    await running;
    await until(() => notebook.cellAt(0).executionSummary?.success === false);
    assert.match(textOf(notebook.cellAt(0)), /stop/i);
    await runCell(notebook, 1);
    await until(() => notebook.cellAt(1).executionSummary?.success === true);
    assert.match(textOf(notebook.cellAt(1)), /still here/);
  });

  function openLab(name: string): Promise<vscode.NotebookDocument> {
    return show(vscode.Uri.file(join(workspace, 'labs', name)));
  }
});

/** The one statement of the exercise `z_score`, in a starter or a solution. */
const zScore = /^const zScore = [^;]*;/m;

function solution(text: string): string {
  return [...text.matchAll(new RegExp(zScore, 'gm'))].find(([code]) => code.includes('tft.div'))![0];
}

function mimesOf(notebook: vscode.NotebookDocument): string[] {
  return notebook.getCells().flatMap((cell) => itemsOf(cell).map((item) => item.mime));
}

function checksOf(notebook: vscode.NotebookDocument): { id: string; passed: boolean }[] {
  const items = notebook.getCells().flatMap(itemsOf);
  return items.filter((item) => item.mime === mime.check).map((item) => JSON.parse(Buffer.from(item.data).toString()));
}
