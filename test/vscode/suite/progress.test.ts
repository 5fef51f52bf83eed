import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Fact } from '../../../src/course/progress/facts.ts';
import { parseProgress } from '../../../src/course/progress/format.ts';
import { commands, extensionId, notebook as ids } from '../../../src/platform/ids.ts';
import { closeAll, runCell, selectKernel, show, until, workspaceFolder, writeLab } from './labs.ts';

/** What the commands do to progress.json; what the tree shows of it, only a window can tell (test/ui). */
describe('progress', () => {
  const path = () => join(workspaceFolder(), '.mlops-lab', 'progress.json');
  const facts = async (): Promise<Fact[]> => {
    const text = await readFile(path(), 'utf8').catch(() => '');
    return [...parseProgress(text, 'progress.json').progress.values()];
  };
  const item = (id: string) => ({
    type: 'item',
    path: '0/0/0',
    item: { id, kind: 'slides', title: id, target: 'x.pdf' },
  });

  before(async () => {
    await vscode.extensions.getExtension(extensionId)!.activate();
    // Other suites have run labs of the course.
    await rm(path(), { force: true });
  });
  afterEach(closeAll);

  it('marks an item as done, and as not done again', async () => {
    await vscode.commands.executeCommand(commands.markAsDone, item('C1_W1_Slides'));
    const isDone = async () => (await facts()).find((fact) => fact.kind === 'mark')?.done;
    await until(async () => (await isDone()) === true);
    await vscode.commands.executeCommand(commands.markAsNotDone, item('C1_W1_Slides'));
    await until(async () => (await isDone()) === false);
    assert.match(await readFile(join(workspaceFolder(), '.mlops-lab', '.gitattributes'), 'utf8'), /merge=union/);
  });

  it('ticks an objective, and unticks it', async () => {
    const node = {
      type: 'objective',
      path: '0/0/objectives/0',
      objective: { key: 'C1/W1/00000000', formerly: [], text: 'x' },
    };
    await vscode.commands.executeCommand(commands.toggleObjective, node);
    await until(async () => (await facts()).some((fact) => fact.kind === 'objective' && fact.done));
  });

  it('keeps what a course’s lab shows, in the notebook and as text alike, and nothing of other labs', async function () {
    this.timeout(90_000);
    const other = await show(await writeLab('NotOfTheCourse.lab.ts', ['1']));
    await selectKernel();
    await runCell(other, 0);
    await until(() => other.cellAt(0).executionSummary?.success);
    await vscode.commands.executeCommand(commands.openItem, 'C2_W2_Lab_1');
    const lab = await until(() => {
      const shown = vscode.window.activeNotebookEditor?.notebook;
      return shown?.uri.path.includes('C2_W2_Lab_1') ? shown : undefined;
    });
    await selectKernel();
    const first = lab.getCells().findIndex(({ kind }) => kind === vscode.NotebookCellKind.Code);
    await runCell(lab, first);
    const cells = async () =>
      (await facts()).flatMap((fact) => (fact.kind === 'cell' ? [`${fact.item} ${fact.cell}`] : []));
    await until(async () => (await cells()).includes(`C2_W2_Lab_1 cell-${first}`));
    const { uri } = lab;
    await closeAll();
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    const text = await vscode.workspace.openTextDocument(uri);
    const line = text
      .getText()
      .split('\n')
      .flatMap((each, at) => (/^\/\/ %%(?! \[)/.test(each) ? [at] : []))[1]!;
    await vscode.commands.executeCommand(commands.textRunAbove, uri, line);
    await vscode.commands.executeCommand(commands.textRunCell, uri, line);
    await until(async () => (await cells()).length === 2);
    assert.ok(
      (await cells()).every((cell) => cell.startsWith('C2_W2_Lab_1 ')),
      String(await cells()),
    );
  });

  it('goes on at the cell where somebody was last', async () => {
    const place: Fact = {
      kind: 'place',
      item: 'C2_W2_Lab_1',
      place: { kind: 'cell', cell: 'cell-7' },
      at: new Date(Date.now() + 60_000).toISOString(),
    };
    const text = await readFile(path(), 'utf8');
    await writeFile(path(), text.replace('null]}', `${JSON.stringify(place)},\nnull]}`));
    // The window hears of it by its watcher.
    await until(async () => {
      await vscode.commands.executeCommand(commands.continueCourse);
      const editor = vscode.window.activeNotebookEditor;
      return editor?.notebook.notebookType === ids.type && editor.selection.start === 7;
    });
  });

  it('says of a file of a later version that it is left alone, and leaves it', async () => {
    const text = await readFile(path(), 'utf8');
    const newer = text.replace('"version": 3', '"version": 99');
    await writeFile(path(), newer);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await vscode.commands.executeCommand(commands.markAsDone, item('C1_W2_Slides'));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(await readFile(path(), 'utf8'), newer);
    await writeFile(path(), text);
    const names = await readdir(join(workspaceFolder(), '.mlops-lab'));
    assert.deepEqual(
      names.filter((name) => name.includes('damaged')),
      [],
    );
  });
});
