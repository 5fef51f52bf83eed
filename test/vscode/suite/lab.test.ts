import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { starterText } from '../../../src/labs/exercise.ts';
import { mime } from '../../../src/mlops/host.ts';
import { commands, notebook as ids } from '../../../src/platform/ids.ts';

const extensionId = 'mlops-lab.mlops-lab';
const labFile = 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';

describe('lab in the notebook', () => {
  let workspace: string;
  let bundled: string;
  before(() => {
    workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
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

  it('runs all cells: outputs appear, exactly the exercise’s check fails, the document stays clean', async function () {
    this.timeout(60_000);
    const notebook = await openLab(labFile);
    await runAll(notebook);
    const checks = checksOf(notebook);
    assert.equal(checks.length, 4);
    assert.deepEqual(
      checks.filter(({ passed }) => !passed).map(({ id }) => id),
      ['z_score'],
    );
    assert.ok(mimesOf(notebook).includes(mime.table));
    assert.ok(mimesOf(notebook).includes(mime.vegaLite));
    assert.equal(notebook.isDirty, false);
  });

  it('turns green when the exercise is solved, and saving changes only that cell', async function () {
    this.timeout(60_000);
    const notebook = await openLab(labFile);
    const before = await readFile(notebook.uri.fsPath, 'utf8');
    const cell = notebook.getCells().find((c) => /^const zScore = /m.test(c.document.getText()))!;
    const solved = cell.document.getText().replace(/^const zScore = .*$/m, solution(await readFile(bundled, 'utf8')));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(cell.document.uri, new vscode.Range(0, 0, cell.document.lineCount, 0), solved);
    await vscode.workspace.applyEdit(edit);
    await runAll(notebook);
    assert.deepEqual(
      checksOf(notebook).map(({ passed }) => passed),
      [true, true, true, true],
    );

    await notebook.save();
    const after = await readFile(notebook.uri.fsPath, 'utf8');
    assert.equal(
      after,
      before.replace(/^const zScore = .*$/m, () => solution(solved)),
    );
  });

  it('shows an error with the line of the file', async function () {
    this.timeout(60_000);
    const notebook = await openText(
      'broken.lab.ts',
      '// ---\n// id: Broken\n// title: Broken\n// ---\n\n// %%\n1\n\n// %%\nthrow new RangeError("bad");\n',
    );
    await runAll(notebook);
    const [error] = itemsOf(notebook.cellAt(1)).filter((item) => item.mime === 'application/vnd.code.notebook.error');
    const { name, message, stack } = JSON.parse(Buffer.from(error!.data).toString()) as Record<string, string>;
    assert.deepEqual([name, message], ['RangeError', 'bad']);
    assert.match(stack!, /broken\.lab\.ts:10:7/);
    assert.equal(notebook.cellAt(1).executionSummary?.success, false);
  });

  it('shows what a timer prints after its cell has ended, in that cell', async function () {
    this.timeout(60_000);
    const notebook = await openText(
      'late.lab.ts',
      '// ---\n// id: Late\n// title: Late\n// ---\n\n// %%\nsetTimeout(() => console.log("late"), 300);\n"early"\n',
    );
    await runAll(notebook);
    await until(() => textOf(notebook.cellAt(0)).includes('late'));
    assert.match(textOf(notebook.cellAt(0)), /early/);
    assert.equal(notebook.cellAt(0).executionSummary?.success, true);
  });

  it('stops an endless loop with a word in the cell, and runs again', async function () {
    this.timeout(60_000);
    const notebook = await openText(
      'loop.lab.ts',
      '// ---\n// id: Loop\n// title: Loop\n// ---\n\n// %%\nconsole.log("on");\nawait new Promise((r) => setTimeout(r, 100));\nfor (;;) {}\n\n// %%\n"still here"\n',
    );
    const running = vscode.commands.executeCommand('notebook.execute');
    await until(() => textOf(notebook.cellAt(0)).includes('on'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await vscode.commands.executeCommand('notebook.cancelExecution');
    await running;
    await until(() => notebook.cellAt(0).executionSummary?.success === false);
    assert.match(textOf(notebook.cellAt(0)), /stop/i);
    await vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: 1, end: 2 }],
      document: notebook.uri,
    });
    await until(() => notebook.cellAt(1).executionSummary?.success === true);
    assert.match(textOf(notebook.cellAt(1)), /still here/);
  });

  async function openLab(name: string): Promise<vscode.NotebookDocument> {
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(join(workspace, 'labs', name)));
    await vscode.window.showNotebookDocument(notebook);
    return notebook;
  }

  async function openText(name: string, text: string): Promise<vscode.NotebookDocument> {
    await mkdir(join(workspace, 'labs'), { recursive: true });
    await writeFile(join(workspace, 'labs', name), text);
    return openLab(name);
  }
});

/** Runs the notebook in the active editor and waits until its last code cell has ended. */
async function runAll(notebook: vscode.NotebookDocument): Promise<void> {
  await vscode.commands.executeCommand('notebook.selectKernel', { id: ids.controller, extension: extensionId });
  await vscode.commands.executeCommand('notebook.execute');
  const code = notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
  await until(() => code.every(({ executionSummary }) => executionSummary?.success !== undefined));
}

function solution(text: string): string {
  return /^const zScore = .*\.div.*$/m.exec(text)![0];
}

function itemsOf(cell: vscode.NotebookCell): vscode.NotebookCellOutputItem[] {
  return cell.outputs.flatMap(({ items }) => items);
}

function textOf(cell: vscode.NotebookCell): string {
  return itemsOf(cell)
    .map((item) => Buffer.from(item.data).toString())
    .join('\n');
}

function mimesOf(notebook: vscode.NotebookDocument): string[] {
  return notebook.getCells().flatMap((cell) => itemsOf(cell).map((item) => item.mime));
}

function checksOf(notebook: vscode.NotebookDocument): { id: string; passed: boolean }[] {
  const items = notebook.getCells().flatMap(itemsOf);
  return items.filter((item) => item.mime === mime.check).map((item) => JSON.parse(Buffer.from(item.data).toString()));
}

async function until<T>(probe: () => T | undefined | false, timeout = 30_000): Promise<T> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = probe();
    if (found) return found;
  }
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
