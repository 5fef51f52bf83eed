import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, ended, itemsOf, runAll, runCell, show, textOf, until, workspaceFolder, writeLab } from './labs.ts';

const stored = (name: string) => join(workspaceFolder(), '.mlops-lab', 'outputs', 'labs', `${name}.json`);

describe('outputs of a lab', () => {
  afterEach(closeAll);

  it('come back on reopening, with order, time and success; the document stays clean', async () => {
    const uri = await writeLab('kept.lab.ts', ['console.log("one");\nconsole.log("two");\n3', 'throw new Error("no")']);
    const first = await show(uri);
    await runAll(first);
    const before = first.getCells().map(shown);
    await reopen(uri);
    const again = await show(uri);
    assert.notEqual(again, first);
    await until(() => again.cellAt(1).outputs.length > 0);
    assert.deepEqual(again.getCells().map(shown), before);
    assert.equal(again.isDirty, false);
  });

  it('come back with numbers above which the next run counts on', async () => {
    const uri = await writeLab('counted.lab.ts', ['"a"', '"b"']);
    await runAll(await show(uri));
    await reopen(uri);
    const again = await show(uri);
    await until(() => again.cellAt(1).outputs.length > 0);
    await runCell(again, 0);
    await until(() => again.cellAt(0).executionSummary?.executionOrder === 3);
    await ended(again);
    assert.equal(again.cellAt(1).executionSummary?.executionOrder, 2);
  });

  it('come back only for cells whose text is as it was when they ran', async () => {
    const uri = await writeLab('edited.lab.ts', ['"a"', '"b"']);
    const first = await show(uri);
    await runAll(first);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(first.cellAt(1).document.uri, new vscode.Position(0, 0), '// later\n');
    await vscode.workspace.applyEdit(edit);
    await first.save();
    await reopen(uri);
    const again = await show(uri);
    await until(() => again.cellAt(0).outputs.length > 0);
    assert.match(textOf(again.cellAt(0)), /a/);
    assert.deepEqual(again.cellAt(1).outputs, []);
  });

  it('stay away once they were cleared', async () => {
    const uri = await writeLab('cleared.lab.ts', ['"a"', '"b"']);
    const first = await show(uri);
    await runAll(first);
    await until(() => readFile(stored('cleared.lab.ts'), 'utf8').catch(() => undefined));
    await vscode.commands.executeCommand('notebook.clearAllCellsOutputs');
    await until(() => first.cellAt(0).outputs.length === 0);
    await until(async () => !(await readFile(stored('cleared.lab.ts'), 'utf8')).includes('"text"'));
  });

  it('of a hostile file go to the renderer that makes them harmless, or are not shown', async () => {
    const uri = await writeLab('hostile.lab.ts', ['"a"', '"b"']);
    const first = await show(uri);
    await runAll(first);
    await reopen(uri);
    const text = await until(() => readFile(stored('hostile.lab.ts'), 'utf8').catch(() => undefined));
    const file = JSON.parse(text);
    file.cells[0].outputs = [
      [{ mime: 'text/html', text: '<script>alert(1)</script>' }],
      [{ mime: 'application/javascript', text: 'alert(1)' }],
    ];
    file.cells[1].outputs = [
      [
        { mime: 'image/svg+xml', base64: 'PHN2Zy8+' },
        { mime: 'text/plain', text: 'inert' },
      ],
    ];
    await writeFile(stored('hostile.lab.ts'), JSON.stringify(file));
    const again = await show(uri);
    await until(() => again.cellAt(1).outputs.length > 0);
    const mimes = again.getCells().flatMap((cell) => itemsOf(cell).map(({ mime }) => mime));
    const wrapped = 'application/vnd.mlops-lab.standard.v1+json';
    assert.deepEqual(mimes, [wrapped, 'text/plain', wrapped, 'text/plain']);
    assert.match(textOf(again.cellAt(0)), /This kind of output is not kept/);
    assert.match(textOf(again.cellAt(1)), /inert/);
  });
});

/** Closes every editor and waits until VS Code has let the lab go. */
async function reopen(uri: vscode.Uri): Promise<void> {
  await closeAll();
  await until(() => !vscode.workspace.notebookDocuments.some((lab) => lab.uri.toString() === uri.toString()));
}

function shown(cell: vscode.NotebookCell): unknown {
  const { executionOrder, success, timing } = cell.executionSummary ?? {};
  // VS Code and the store both join what a program printed in pieces.
  return { executionOrder, success, timing, text: textOf(cell).replaceAll('\n', '') };
}
