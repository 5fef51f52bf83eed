import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { skip } from '../../skip.ts';
import { until } from './labs.ts';

const extension = () => vscode.extensions.getExtension('mlops-lab.mlops-lab')!;
const bundledName = 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';

describe('TypeScript in a lab opened as text', function () {
  this.timeout(120_000);
  let labs: string;
  before(async () => {
    labs = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'labs');
    await mkdir(labs, { recursive: true });
    await extension().activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('finds nothing wrong with the learner’s copy, and what is wrong', async function () {
    const typescript = vscode.extensions.getExtension('vscode.typescript-language-features');
    if (!typescript) skip(this, 'this VS Code has no TypeScript');
    const source = await readFile(join(extension().extensionPath, 'course/C2/W2', bundledName), 'utf8');
    const uri = vscode.Uri.file(join(labs, 'typed.lab.ts'));
    await writeFile(uri.fsPath, source);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await until(async () => (await hover(document, 'dense(')).includes('DenseLayerArgs'), 90_000);
    await edit(document, new vscode.Position(document.lineCount, 0), "\ntf.layers.dense({ units: '16' });\n");
    await until(() => typeErrors(document).length > 0);
    // The only one: all of the lab has been checked by now.
    assert.deepEqual(typeErrors(document), ["Type 'string' is not assignable to type 'number'."]);
    const line = document.lineCount - 2;
    await edit(document, new vscode.Position(line, 0), 'tf.layers.\n');
    const place = new vscode.Position(line, 'tf.layers.'.length);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      place,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('conv2d'), labels.slice(0, 20).join());
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  async function hover(document: vscode.TextDocument, word: string): Promise<string> {
    const place = document.positionAt(document.getText().indexOf(word));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      place,
    );
    return hovers
      .flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value)))
      .join();
  }

  function typeErrors({ uri }: vscode.TextDocument): string[] {
    const errors = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ts');
    return errors.map(({ message }) => message.split('\n')[0]!);
  }
});

async function edit({ uri }: vscode.TextDocument, at: vscode.Position, inserted: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.insert(uri, at, inserted);
  assert.ok(await vscode.workspace.applyEdit(change));
}
