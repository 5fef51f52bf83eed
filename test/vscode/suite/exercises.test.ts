import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { sidesOf } from '../../../src/labs/answers.ts';
import { exerciseTried, starterText } from '../../../src/labs/exercise.ts';
import { type LabFile, parseLab } from '../../../src/labs/file.ts';
import { commands, extensionId, schemes } from '../../../src/platform/ids.ts';
import { closeAll, selectKernel, show, until, workspaceFolder } from './labs.ts';

const labFile = 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';

/** Whatever the bundled lab asks: its first exercise that is no prediction and has a check. */
describe('an exercise in the editor', () => {
  let uri: vscode.Uri;
  let original: LabFile;
  let index: number;
  let solution: string;
  let starter: string;
  before(async () => {
    const bundled = join(vscode.extensions.getExtension(extensionId)!.extensionPath, 'course/C2/W2', labFile);
    const text = await readFile(bundled, 'utf8');
    original = parseLab(text);
    const mine = parseLab(starterText(text));
    index = original.cells.findIndex(
      ({ metadata }) =>
        metadata.exercise !== undefined &&
        metadata.kind !== 'predict' &&
        original.cells.some((cell) => exerciseTried(cell) === metadata.exercise),
    );
    const sides = sidesOf(mine, index, original)!;
    ({ starter } = sides);
    solution = sides.solution!;
    await vscode.commands.executeCommand(commands.openItem, 'C2_W2_Lab_1');
    uri = (await until(() => vscode.window.activeNotebookEditor?.notebook)).uri;
  });
  // The suites share a folder: the next one begins with a copy of its own.
  after(async () => {
    await closeAll();
    await rm(uri.fsPath, { force: true });
  });

  const cellText = (notebook: vscode.NotebookDocument) => notebook.cellAt(index).document.getText();
  const target = () => ({ lab: uri, at: { index } });
  const type = async (notebook: vscode.NotebookDocument, text: string) => {
    const edit = new vscode.WorkspaceEdit();
    const { document } = notebook.cellAt(index);
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
  };
  const kept = async (text: string) => {
    const folder = join(workspaceFolder(), '.mlops-lab', 'backups');
    const files = (await readdir(folder)).filter((file) => file.endsWith('.lab.ts'));
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    return texts.some((each) => each.includes(text));
  };

  it('is checked from a kernel that has run nothing; a failure gives hints, rung by rung, and the last again', async function () {
    this.timeout(60_000);
    const notebook = await show(uri);
    await selectKernel();
    await type(notebook, `${starter}\n// my try`);
    assert.equal(await vscode.commands.executeCommand(commands.showHint, target()), undefined);
    await vscode.commands.executeCommand(commands.checkCell, target());
    const shown: { rung: number; of: number; hint: string }[] = [];
    for (let rung = 0; rung < 4; rung++) shown.push(await vscode.commands.executeCommand(commands.showHint, target()));
    const of = shown[0]!.of;
    assert.deepEqual(
      shown.map(({ rung }) => rung),
      [2, 3, 4, 5].map((rung) => Math.min(rung, of)),
    );
    assert.ok(shown.every(({ hint }) => hint.length > 0));
  });

  it('shows its solution beside what was tried, changes nothing by that, and takes it when it is applied', async () => {
    const notebook = await show(uri);
    const mine = cellText(notebook);
    assert.equal(await vscode.commands.executeCommand(commands.showSolution, target()), true);
    const diff = await until(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff && input.modified.scheme === schemes.solution ? input : undefined;
    });
    const [left, right] = await Promise.all(
      [diff.original, diff.modified].map(async (side) => (await vscode.workspace.openTextDocument(side)).getText()),
    );
    assert.equal(left, `${mine}\n`);
    assert.equal(right, `${solution}\n`);
    assert.equal(cellText(notebook), mine);
    assert.equal(await vscode.commands.executeCommand(commands.applySolution), true);
    assert.equal(cellText(notebook), solution);
    assert.ok(await kept('// my try'));
  });

  it('begins anew, after what was typed was kept', async () => {
    const notebook = await show(uri);
    await type(notebook, `${solution}\n// typed and never saved`);
    assert.equal(await vscode.commands.executeCommand(commands.resetCell, target()), true);
    assert.equal(cellText(notebook), starter);
    assert.ok(await kept('// typed and never saved'));
  });

  it('is reset in a lab that is open as text as well, and Undo works there', async () => {
    const notebook = await show(uri);
    await type(notebook, `${solution}\n// typed and never saved`);
    await notebook.save();
    await closeAll();
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    const editor = await until(() => vscode.window.activeTextEditor);
    const before = editor.document.getText();
    const line = editor.document.positionAt(before.indexOf('// typed and never saved')).line;
    assert.ok(line > 0);
    assert.equal(await vscode.commands.executeCommand(commands.resetCell, { lab: uri, at: { line } }), true);
    assert.equal(parseLab(editor.document.getText()).cells[index]!.source, starter);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
    await editor.document.save();
  });

  it('says of a lab that did not come with the extension that it has no original', async () => {
    const notebook = await show(await writeOwn());
    const own = { lab: notebook.uri, at: { index: 0 } };
    assert.equal(await vscode.commands.executeCommand(commands.resetCell, own), undefined);
    assert.equal(await vscode.commands.executeCommand(commands.showSolution, own), undefined);
    assert.equal(notebook.cellAt(0).document.getText(), 'const own = 1;');
  });

  async function writeOwn(): Promise<vscode.Uri> {
    const { writeText } = await import('./labs.ts');
    return writeText(
      'mine.lab.ts',
      '// ---\n// id: Mine\n// title: Mine\n// ---\n\n// %% exercise="own"\nconst own = 1;\n',
    );
  }
});
