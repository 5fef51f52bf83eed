import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extensionId } from '../../../src/platform/ids.ts';
import { closeAll, until, workspaceFolder } from './labs.ts';

const head = 'courses:\n  - title: A\n    weeks:\n      - title: B\n        objectives: []\n        items:\n';
const item = (fields: string) => `          - { ${fields} }\n`;
const sound = head + item('id: Deck, kind: slides, title: T, file: deck.pdf');

describe('a course that is being written', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => vscode.extensions.getExtension(extensionId)!.activate());
  beforeEach(async () => {
    folder = await mkdtemp(join(workspaceFolder(), 'own-'));
    await writeFile(join(folder, 'deck.pdf'), '');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAll();
    await rm(folder, { recursive: true });
  });

  it('shows its problems at their places while it is typed, and none when they are mended', async () => {
    const document = await open(sound);
    await edit(document, (text) => text.replace('id: Deck, kind: slides', 'id: Deck, kind: slide'));
    await until(() => problems(document).length === 1);
    assert.deepEqual(problems(document), [
      '7:31+5 Error unknown-value kind must be one of slides, lab, assignment, quiz.',
    ]);
    assert.ok(document.isDirty);
    await edit(document, (text) => text.replace('kind: slide', 'kind: slides'));
    await until(() => problems(document).length === 0);
  });

  it('looks again when a file comes and goes', async () => {
    const document = await open(head + item('id: Deck, kind: slides, title: T, file: late.pdf'));
    await until(() => problems(document).some((problem) => problem.includes('missing-file')));
    await writeFile(join(folder, 'late.pdf'), '');
    await until(() => problems(document).length === 0);
    await rm(join(folder, 'late.pdf'));
    await until(() => problems(document).length === 1);
  });

  it('is mended by a quick fix', async () => {
    const document = await open(head + item('id: Deck, kind: slides, title: T, file: dekc.pdf'));
    await until(() => problems(document).length === 1);
    const [{ range }] = vscode.languages.getDiagnostics(document.uri) as [vscode.Diagnostic];
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const fix = actions.find(({ title }) => title === 'Change to “deck.pdf”');
    assert.ok(fix?.edit && fix.isPreferred, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.ok(document.getText().includes('file: deck.pdf }'));
    await until(() => problems(document).length === 0);
  });

  it('is completed by the schema and by the folder', async () => {
    const document = await open(`${head}          - id: Deck\n            kind: \n            \n`);
    const kinds = await completions(document, 'kind: ');
    assert.deepEqual(kinds.slice(0, 3), ['slides', 'lab', 'assignment']);
    const keys = await completions(document, `kind: \n${' '.repeat(12)}`);
    assert.deepEqual(keys.slice(0, 3), ['title', 'file', 'readme']);
    await edit(document, (text) => text.replace('kind: \n', 'kind: slides\n            file: \n'));
    assert.deepEqual((await completions(document, 'file: '))[0], 'deck.pdf');
  });

  it('is described by the schema', async () => {
    const document = await open(sound);
    const found = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(sound.indexOf('kind') + 1),
    );
    const words = found
      .flatMap(({ contents }) => contents)
      .map((part) => (typeof part === 'string' ? part : part.value));
    assert.match(words.join('\n'), /a deck to read, a lab to run.*One of: slides, lab, assignment, quiz\./s);
  });

  it('is no course where another program’s file has the name', async () => {
    const document = await open('steps:\n  - 1\n');
    const course = join(folder, 'real');
    await mkdir(course);
    await writeFile(join(course, 'course.yaml'), 'courses: []\n');
    const real = await vscode.workspace.openTextDocument(join(course, 'course.yaml'));
    await until(() => problems(real).length === 1);
    assert.deepEqual(problems(document), []);
  });

  it('of the window’s folder has its problems shown without being open, and its README’s, until it is gone', async () => {
    const yaml = vscode.Uri.file(join(workspaceFolder(), 'course.yaml'));
    const readme = vscode.Uri.file(join(workspaceFolder(), 'README.md'));
    const codes = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).map(({ code }) => code);
    try {
      await writeFile(readme.fsPath, '## Course 1: A\n### Week 1\n#### Slides\n- [Gone](gone.pdf)\n');
      await until(() => codes(readme).includes('dead-link'));
      await writeFile(yaml.fsPath, 'courses: []\n');
      await until(() => codes(yaml).includes('empty') && codes(readme).length === 0);
    } finally {
      await rm(yaml.fsPath, { force: true });
      await rm(readme.fsPath, { force: true });
    }
    await until(() => codes(yaml).length === 0 && codes(readme).length === 0);
  });

  async function open(text: string): Promise<vscode.TextDocument> {
    const path = join(folder, 'course.yaml');
    await writeFile(path, text);
    const document = await vscode.workspace.openTextDocument(path);
    await vscode.window.showTextDocument(document);
    return document;
  }
});

/** `line:column+length severity code sentence`, as people count. */
function problems({ uri }: vscode.TextDocument): string[] {
  return vscode.languages.getDiagnostics(uri).map(({ range: { start, end }, severity, code, message }) => {
    const place = `${start.line + 1}:${start.character + 1}+${end.character - start.character}`;
    return `${place} ${vscode.DiagnosticSeverity[severity]} ${code} ${message}`;
  });
}

async function edit(document: vscode.TextDocument, change: (text: string) => string): Promise<void> {
  const text = document.getText();
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
  const edits = new vscode.WorkspaceEdit();
  edits.replace(document.uri, whole, change(text));
  assert.ok(await vscode.workspace.applyEdit(edits));
}

/** The labels offered behind the first occurrence of `before`. */
async function completions(document: vscode.TextDocument, before: string): Promise<string[]> {
  const place = document.positionAt(document.getText().indexOf(before) + before.length);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    place,
  );
  const own = items.filter(({ sortText }) => /^\d{5}$/.test(sortText ?? ''));
  return own.map(({ label }) => (typeof label === 'string' ? label : label.label));
}
