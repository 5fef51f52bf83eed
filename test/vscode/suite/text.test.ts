import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { CellReport, LabReport } from '../../../src/labs/session/report.ts';
import { commands, notebook as ids, schemes } from '../../../src/platform/ids.ts';
import { until } from './labs.ts';

const extension = () => vscode.extensions.getExtension('mlops-lab.mlops-lab')!;
const bundledName = 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';

const text = `// ---
// id: Text
// title: Text
// ---

// %% [markdown]
// # Part one
//
// with *words*, (one bracket too many))

// %%
import { check, equal } from 'mlops-lab/lab';
const one: number = 1;
console.log('said', one);

// %% exercise="two"
const two = one + 2;

// %% check="two"
await check('two is two', () => equal(two, 2), { hint: 'Count again.' });

// %% [markdown]
// ## Part two

// %%
function broken(value: { x: number } | undefined) {
  return value!.x;
}

// %%
broken(undefined);
`;

describe('a lab opened as text', function () {
  this.timeout(60_000);
  let workspace: string;
  before(async () => {
    workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    await extension().activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('has a lens for each thing that can be done, and the lens does it', async () => {
    const document = await open('lenses.lab.ts', text);
    assert.deepEqual(await lensTitles(document), [
      '1 Run All',
      '1 Open as Notebook',
      '11 Run Cell',
      '11 Run Below',
      '16 Run Cell',
      '16 Run Above',
      '16 Run Below',
      '16 Check Cell',
      '16 Show Solution',
      '16 Reset Cell',
      '19 Run Check',
      '19 Run Above',
      '19 Run Below',
      '25 Run Cell',
      '25 Run Above',
      '25 Run Below',
      '30 Run Cell',
      '30 Run Above',
    ]);
    const [ran] = await press<CellReport[]>(document, '11 Run Cell');
    assert.equal(ran!.status, 'succeeded');
    assert.equal(ran!.index, 1);
    assert.match((await lensTitles(document))[4]!, /^11 \$\(pass\)\u00a0Succeeded in \d+ m?s$/);
    const above = await press<CellReport[]>(document, '19 Run Above');
    assert.deepEqual(
      above.map(({ index, status }) => [index, status]),
      [
        [1, 'succeeded'],
        [2, 'succeeded'],
      ],
    );
    const [checked] = await press<CellReport[]>(document, '19 Run Check');
    assert.equal(checked!.status, 'failed');
    const failed = (await lensTitles(document)).find((title) => title.includes('Check failed'));
    assert.equal(failed, '19 $(error)\u00a0Check failed: expected 2, got 3');
  });

  it('runs all cells with the same report as the command line', async () => {
    const document = await open('report.lab.ts', text);
    const here = await vscode.commands.executeCommand<LabReport>(commands.textRunAll, document.uri);
    const cli = join(extension().extensionPath, 'dist', 'cli.js');
    const args = [cli, 'run', document.uri.fsPath, '--json', '--workspace', workspace];
    const there = await promisify(execFile)(process.env.MLOPS_LAB_NODE!, args).catch((failed) => failed);
    assert.equal(there.code, 1, there.stderr);
    assert.equal(here.status, 'failed');
    assert.ok(here.run);
    assert.deepEqual(withoutTimes(JSON.parse(JSON.stringify(here))), withoutTimes(JSON.parse(there.stdout)));
  });

  it('shows errors and failed checks at their lines, until their cells change', async () => {
    const document = await open('problems.lab.ts', text);
    await vscode.commands.executeCommand(commands.textRunAll, document.uri);
    assert.deepEqual(problems(document), [
      '20 Warning two is two',
      "31 Error TypeError: Cannot read properties of undefined (reading 'x')",
    ]);
    await edit(document, new vscode.Position(14, 0), '\n\n');
    assert.deepEqual(problems(document).map(lineOf), [22, 33]);
    await edit(document, new vscode.Position(21, 0), '// changed ');
    await until(() => problems(document).length === 1);
    assert.deepEqual(problems(document).map(lineOf), [33]);
    assert.equal((await lensTitles(document)).filter((title) => title.includes('Check failed')).length, 0);
    await revert();
  });

  it('stops a cell that never ends, says so, and runs the next', async () => {
    const sign = join(workspace, 'labs', 'looping');
    const loop = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(sign)}, '');\nfor (;;) {}`;
    const document = await open(
      'loop.lab.ts',
      `// ---\n// id: Loop\n// title: Loop\n// ---\n\n// %%\n${loop}\n\n// %%\n1\n`,
    );
    const running = press<CellReport[]>(document, '6 Run Cell');
    await until(() => existsSync(sign));
    assert.ok((await lensTitles(document)).includes('6 $(sync)\u00a0Running'));
    await press(document, '6 Stop');
    assert.equal((await running)[0]!.status, 'interrupted');
    assert.ok((await lensTitles(document)).some((title) => /^6 \$\(debug-stop\)\u00a0Stopped after /.test(title)));
    assert.equal((await press<CellReport[]>(document, '11 Run Cell'))[0]!.status, 'succeeded');
  });

  it('can be stopped at its top while a cell runs that was edited meanwhile', async () => {
    const sign = join(workspace, 'labs', 'editing');
    const cell = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(sign)}, '');\nawait new Promise(() => {});`;
    const document = await open(
      'editing.lab.ts',
      `// ---\n// id: Editing\n// title: Editing\n// ---\n\n// %%\n${cell}\n`,
    );
    const running = press<CellReport[]>(document, '6 Run Cell');
    await until(() => existsSync(sign));
    await edit(document, new vscode.Position(6, 0), '// edited\n');
    await press(document, '1 Stop');
    assert.equal((await running)[0]!.status, 'interrupted');
    assert.ok((await lensTitles(document)).includes('1 Run All'));
    await revert();
  });

  it('leaves no cell waiting when its front matter was taken away', async () => {
    const document = await open('headless.lab.ts', text);
    await press(document, '11 Run Cell');
    const change = new vscode.WorkspaceEdit();
    change.delete(document.uri, new vscode.Range(0, 0, 4, 0));
    await vscode.workspace.applyEdit(change);
    for (const id of [commands.textRunAll, commands.textRunCell])
      await assert.rejects(
        async () => vscode.commands.executeCommand(id, document.uri, 9),
        /must give an id and a title/,
      );
    const titles = await lensTitles(document);
    assert.ok(titles.includes('1 Run All') && !titles.some((title) => title.includes('Waiting')), titles.join());
    await revert();
  });

  it('restarts and runs all where it is, without what cells left behind', async () => {
    const count =
      'globalThis.count = (globalThis.count ?? 0) + 1;\nif (globalThis.count > 1) throw new Error("not new");';
    const document = await open('anew.lab.ts', `// ---\n// id: Anew\n// title: Anew\n// ---\n\n// %%\n${count}\n`);
    assert.equal((await press<CellReport[]>(document, '6 Run Cell'))[0]!.status, 'succeeded');
    await vscode.commands.executeCommand(commands.restartAndRunAll);
    await until(async () => (await lensTitles(document)).some((title) => title.includes('Succeeded')));
    assert.deepEqual(problems(document), []);
    assert.equal(vscode.window.activeNotebookEditor, undefined);
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  it('goes on to the next code cell', async () => {
    const document = await open('advance.lab.ts', text);
    const editor = vscode.window.activeTextEditor!;
    editor.selection = new vscode.Selection(12, 0, 12, 0);
    await vscode.commands.executeCommand(commands.textRunCellAndAdvance);
    assert.equal(editor.selection.active.line, 16);
    editor.selection = new vscode.Selection(19, 0, 19, 0);
    const ran = await vscode.commands.executeCommand<CellReport[]>(commands.textRunCellAndAdvance);
    assert.deepEqual(
      ran.map(({ id }) => id),
      ['two'],
    );
    assert.equal(editor.selection.active.line, 25);
    assert.equal(document.isDirty, false);
  });

  it('shares its kernel with the notebook', async () => {
    const document = await open('shared.lab.ts', text);
    await press(document, '11 Run Cell');
    await vscode.commands.executeCommand(commands.openAsNotebook, document.uri);
    const notebook = await until(() => vscode.window.activeNotebookEditor?.notebook);
    await vscode.commands.executeCommand('notebook.selectKernel', { id: ids.controller, extension: extension().id });
    await vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: 2, end: 3 }],
      document: notebook.uri,
    });
    // It would fail where nothing had run the first cell.
    await until(() => notebook.cellAt(2).executionSummary?.success === true);
  });

  it('shows its outputs in a panel beside it, as text, and later in the notebook', async () => {
    const document = await open('panel.lab.ts', text);
    await press(document, '11 Run Cell');
    const panel = await until(() =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Outputs: panel'),
    );
    assert.ok(panel.input instanceof vscode.TabInputWebview);
    assert.notEqual(panel.group.viewColumn, vscode.window.activeTextEditor?.viewColumn);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await vscode.commands.executeCommand(commands.textShowOutputsAsText, document.uri);
    const shown = await until(() => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === schemes.outputs));
    assert.match(shown.getText(), /── Line 11: import .*\nsaid 1\nSucceeded in/);
    const kept = join(workspace, '.mlops-lab', 'outputs', 'labs', 'panel.lab.ts.json');
    await until(() => existsSync(kept));
    await vscode.commands.executeCommand(commands.openAsNotebook, document.uri);
    const notebook = await until(() => vscode.window.activeNotebookEditor?.notebook);
    await until(() => notebook.cellAt(1).outputs.length > 0);
    assert.equal(new TextDecoder().decode(notebook.cellAt(1).outputs[0]!.items[0]!.data), 'said 1\n');
  });

  it('is exported as a page and as Markdown, with what it showed', async () => {
    const document = await open('export.lab.ts', text);
    const html = vscode.Uri.file(join(workspace, 'export.html'));
    await assert.rejects(
      async () => vscode.commands.executeCommand(commands.exportLab, document.uri, html),
      /has been run yet/,
    );
    await vscode.commands.executeCommand(commands.textRunAll, document.uri);
    await vscode.commands.executeCommand(commands.exportLab, document.uri, html);
    const page = await readFile(html.fsPath, 'utf8');
    assert.match(page, /said 1/);
    assert.match(page, /Failed<\/strong> two is two/);
    const markdown = vscode.Uri.file(join(workspace, 'export.md'));
    await vscode.commands.executeCommand(commands.exportLab, document.uri, markdown);
    assert.match(await readFile(markdown.fsPath, 'utf8'), /- \[ \] two is two/);
  });

  it('folds at its cells and has its headings and cells as symbols', async () => {
    const { uri } = await open('outline.lab.ts', text);
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      uri,
    );
    const lines = folds.map(({ start, end }) => `${start + 1}-${end + 1}`);
    for (const cell of ['6-9', '11-14', '16-17', '19-20', '22-23', '25-28', '30-31'])
      assert.ok(lines.includes(cell), `${cell} is not among ${lines}`);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    const part = symbols.find(({ name }) => name === 'Part one')!;
    assert.deepEqual(
      part.children.map(({ name }) => name),
      ['const one: number = 1;', 'Exercise two', 'Check two', 'Part two'],
    );
  });

  it('says what a file lacks that has no front matter, and opens it all the same', async () => {
    const document = await open('bare.lab.ts', '// %%\n1\n');
    assert.deepEqual(await lensTitles(document), ['1 Run All', '1 Open as Notebook', '1 Run Cell']);
    await assert.rejects(async () => press(document, '1 Run Cell'), /must give an id and a title/);
    assert.deepEqual(await lensTitles(document), ['1 Run All', '1 Open as Notebook', '1 Run Cell']);
  });

  it('leaves other TypeScript files alone', async () => {
    const document = await open('plain.ts', '// %%\nexport const x = 1;\n');
    assert.deepEqual(await lensTitles(document), []);
  });

  it('shows a bundled lab to be read, and leads to the learner’s copy', async () => {
    const uri = vscode.Uri.file(join(extension().extensionPath, 'course/C2/W2', bundledName));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    assert.deepEqual(await lensTitles(document), ['1 Open Your Copy', '1 Open as Notebook']);
    await assert.rejects(async () => vscode.commands.executeCommand(commands.textRunAll, uri), /only to be read/);
    await press(document, '1 Open Your Copy');
    const notebook = await until(() => vscode.window.activeNotebookEditor?.notebook);
    assert.equal(notebook.uri.fsPath, join(workspace, 'labs', bundledName));
  });

  async function open(name: string, content: string): Promise<vscode.TextDocument> {
    const path = join(workspace, 'labs', name);
    await mkdir(join(workspace, 'labs'), { recursive: true });
    await writeFile(path, content);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    await vscode.window.showTextDocument(document, { preview: false });
    return document;
  }
});

async function lensesOf({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return lenses.filter(({ command }) => command && !/reference|implementation/.test(command.title));
}

/** `line title`, as the reader counts lines. */
function titleOf({ range, command }: vscode.CodeLens): string {
  return `${range.start.line + 1} ${command?.title}`;
}

async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  return (await lensesOf(document)).map(titleOf);
}

async function press<T>(document: vscode.TextDocument, title: string): Promise<T> {
  const lenses = await lensesOf(document);
  const lens = lenses.find((candidate) => titleOf(candidate) === title);
  assert.ok(lens?.command, `no “${title}” among ${lenses.map(titleOf)}`);
  return vscode.commands.executeCommand<T>(lens.command.command, ...(lens.command.arguments ?? []));
}

function problems({ uri }: vscode.TextDocument): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'MLOps Lab')
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(
      ({ range, severity, message }) =>
        `${range.start.line + 1} ${vscode.DiagnosticSeverity[severity]} ${message.split('\n')[0]}`,
    );
}

function lineOf(problem: string): number {
  return Number.parseInt(problem, 10);
}

async function edit({ uri }: vscode.TextDocument, at: vscode.Position, inserted: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.insert(uri, at, inserted);
  assert.ok(await vscode.workspace.applyEdit(change));
}

function revert(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.files.revert');
}

/** What differs between two runs of the same lab. */
function withoutTimes({ seconds, run, cells, ...report }: LabReport): object {
  assert.ok(seconds > 0);
  return { ...report, experiment: run?.experiment, cells: cells.map(({ seconds: _, ...cell }) => cell) };
}
