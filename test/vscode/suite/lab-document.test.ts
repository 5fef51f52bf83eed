import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { commands, notebook as ids } from '../../../src/platform/ids.ts';
import { closeAll, runAll, runCell, selectKernel, show, textOf, until, writeLab } from './labs.ts';

/** How tabs show a lab: its unsaved side is the matter of a UI test, since here VS Code refuses to ask. */
describe('one lab, one document', () => {
  afterEach(closeAll);

  it('closes the notebook when the lab is opened as text, and keeps the text when VS Code opens the file', async () => {
    const uri = await writeLab('switch.lab.ts', ['1']);
    await show(uri);
    await vscode.window.showTextDocument(uri, { preview: false });
    await until(() => kinds(uri).join() === 'text');
    await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
    await until(() => kinds(uri).join() === 'text' && vscode.window.activeTextEditor?.document.uri.path === uri.path);
  });

  it('opens a lab as a notebook by itself', async () => {
    const uri = await writeLab('plain.lab.ts', ['1']);
    await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
    await until(() => kinds(uri).join() === 'notebook');
  });

  it('gives way to the notebook when the text is reopened as that', async () => {
    const uri = await writeLab('reopen.lab.ts', ['1']);
    await vscode.window.showTextDocument(uri, { preview: false });
    await vscode.commands.executeCommand('reopenActiveEditorWith', ids.type);
    await until(() => kinds(uri).join() === 'notebook');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(kinds(uri), ['notebook']);
  });

  it('switches by command, both ways', async () => {
    const uri = await writeLab('command.lab.ts', ['1']);
    await show(uri);
    await vscode.commands.executeCommand(commands.openAsText);
    await until(() => kinds(uri).join() === 'text');
    await vscode.commands.executeCommand(commands.openAsNotebook);
    await until(() => kinds(uri).join() === 'notebook');
  });

  it('closes it in every group, and leaves a second editor of the same kind', async () => {
    const uri = await writeLab('split.lab.ts', ['1']);
    await vscode.window.showTextDocument(uri, { preview: false });
    await vscode.window.showTextDocument(uri, { preview: false, viewColumn: vscode.ViewColumn.Two });
    await until(() => kinds(uri).join() === 'text,text');
    await vscode.commands.executeCommand(commands.openAsNotebook, uri);
    await until(() => kinds(uri).join() === 'notebook');
  });

  it('leaves diff editors and texts opened in the background alone', async () => {
    const [uri, base] = [await writeLab('diff.lab.ts', ['1']), await writeLab('base.lab.ts', ['2'])];
    await vscode.commands.executeCommand('vscode.diff', base, uri, 'diff');
    await vscode.workspace.openTextDocument(uri);
    await show(uri);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(kinds(uri), ['diff', 'notebook']);
  });

  it('loses no edit when nobody can be asked: the unsaved editor stays', async () => {
    const uri = await writeLab('unsaved.lab.ts', ['1']);
    const before = await readFile(uri.fsPath, 'utf8');
    const notebook = await show(uri);
    await edit(notebook.cellAt(0).document.uri, 'edited');
    assert.equal(notebook.isDirty, true);
    await Promise.resolve(vscode.window.showTextDocument(uri, { preview: false })).catch(() => {});
    await until(() => kinds(uri).includes('notebook'));
    assert.match(notebook.cellAt(0).document.getText(), /edited/);
    assert.equal(notebook.isDirty, true);
    assert.equal(await readFile(uri.fsPath, 'utf8'), before);
    await notebook.save();
  });

  it('keeps its kernel from the notebook to the text and back', async () => {
    const uri = await writeLab('kernel.lab.ts', ['const kept = 41;', 'kept + 1']);
    const notebook = await show(uri);
    await runAll(notebook);
    await vscode.commands.executeCommand(commands.openAsText);
    await until(() => kinds(uri).join() === 'text');
    // Longer than the time after which a closed lab's kernel ends.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await vscode.commands.executeCommand(commands.openAsNotebook);
    const again = await until(() => vscode.window.activeNotebookEditor?.notebook);
    await edit(again.cellAt(1).document.uri, '// other\n');
    await selectKernel();
    await runCell(again, 1);
    await until(() => again.cellAt(1).outputs.length > 0);
    assert.match(textOf(again.cellAt(1)), /42/);
    await again.save();
  });
});

function kinds(uri: vscode.Uri): string[] {
  const key = uri.toString();
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputText && input.uri.toString() === key) return ['text'];
      if (input instanceof vscode.TabInputNotebook && input.uri.toString() === key) return ['notebook'];
      const isDiff = input instanceof vscode.TabInputTextDiff || input instanceof vscode.TabInputNotebookDiff;
      if (isDiff && input.modified.toString() === key) return ['diff'];
      return [];
    });
}

async function edit(uri: vscode.Uri, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.insert(uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(change);
}
