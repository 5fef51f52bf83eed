/** Helps whoever writes a course: problems at their lines, what mends them, completion and descriptions. */
import { basename, dirname, join, sep } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { courseFileName } from '../../shared/model.ts';
import { type ReadText, readCourseText } from '../../shared/textFile.ts';
import { diagnosticOf, fixesIn, type ShownProblem } from '../../shared/view/yamlAuthor.ts';
import type { CheckedCourse } from '../author/check.ts';
import { completionProvider, hoverProvider } from './authorProviders.ts';

/** An author pauses for so long, in ms, before the text is looked at. */
const settleMs = 300;
const courseFiles: vscode.DocumentFilter = { scheme: 'file', language: 'yaml', pattern: `**/${courseFileName}` };
const readmes: vscode.DocumentFilter = { scheme: 'file', pattern: '**/[Rr][Ee][Aa][Dd][Mm][Ee].md' };
/** What a course is written in, and what it may lack. */
const watched = '**/{course.yaml,README.md,readme.md,Readme.md,*.lab.ts,*.pdf,*.ipynb}';

/**
 * Keeps the problems of the window's course folders, and of each course.yaml that is open. What it takes to find them
 * is loaded when there is such a folder, and not before.
 */
export class AuthorView extends Disposable {
  readonly #extensionRoot: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #collection = this.register(vscode.languages.createDiagnosticCollection('mlopsLab.course'));
  readonly #folders = new Map<string, CourseFolder>();

  constructor(extensionRoot: string, log: vscode.LogOutputChannel) {
    super();
    this.#extensionRoot = extensionRoot;
    this.#log = log;
    const { workspace, languages } = vscode;
    const changed = ({ uri }: vscode.TextDocument) => this.#changed(uri);
    this.register(workspace.onDidOpenTextDocument(changed));
    this.register(workspace.onDidCloseTextDocument(changed));
    this.register(workspace.onDidChangeTextDocument(({ document }) => changed(document)));
    this.register(workspace.onDidChangeWorkspaceFolders(() => this.#checkAll()));
    const watcher = this.register(workspace.createFileSystemWatcher(watched));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.register(event(({ fsPath }) => this.#touched(fsPath)));
    }
    const completions = completionProvider(readUnsaved);
    this.register(languages.registerCompletionItemProvider(courseFiles, completions, ' ', '/', '['));
    this.register(languages.registerHoverProvider(courseFiles, hoverProvider));
    const fixes: vscode.CodeActionProvider = {
      provideCodeActions: ({ uri }, range) => this.#fixesOf(uri, range),
    };
    const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
    this.register(languages.registerCodeActionsProvider([courseFiles, readmes], fixes, { providedCodeActionKinds }));
    this.register({ dispose: () => this.#folders.forEach(({ timer }) => void clearTimeout(timer)) });
    this.#checkAll();
  }

  #checkAll(): void {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const open = vscode.workspace.textDocuments.map(({ uri }) => uri).filter(({ path }) => isCourseYaml(path));
    for (const { scheme, fsPath } of folders) if (scheme === 'file') this.#soon(fsPath);
    for (const { scheme, fsPath } of open) if (scheme === 'file') this.#soon(dirname(fsPath));
    // Those of folders that have gone.
    for (const folder of this.#folders.keys()) this.#soon(folder);
  }

  #changed({ scheme, fsPath }: vscode.Uri): void {
    if (scheme !== 'file') return;
    const folder = dirname(fsPath);
    if (isCourseYaml(fsPath) || (isWorkspaceFolder(folder) && /^readme\.md$/i.test(basename(fsPath))))
      this.#soon(folder);
  }

  /** A file of a course: whichever folder it is below. */
  #touched(path: string): void {
    if (isWorkspaceFolder(dirname(path))) this.#soon(dirname(path));
    for (const folder of this.#folders.keys()) if (path.startsWith(folder + sep)) this.#soon(folder);
  }

  #soon(folder: string): void {
    const state = this.#folders.get(folder) ?? { begun: 0, uri: undefined, shown: [] };
    this.#folders.set(folder, state);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => void this.#check(folder), settleMs);
  }

  async #check(folder: string): Promise<void> {
    const state = this.#folders.get(folder);
    if (!state) return;
    const begun = ++state.begun;
    try {
      const checked = await this.#checked(folder);
      // A slow check must not win over a later one.
      if (begun === state.begun && !this.isDisposed) this.#show(folder, state, checked);
    } catch (error) {
      this.#log.error(error instanceof Error ? error : messageOf(error));
    }
  }

  async #checked(folder: string): Promise<CheckedCourse | undefined> {
    if (!(await isToBeChecked(folder))) return undefined;
    const { checkCourse } = await import('../author/author.ts');
    return checkCourse(folder, this.#extensionRoot, readUnsaved);
  }

  #show(folder: string, state: CourseFolder, checked: CheckedCourse | undefined): void {
    const uri = checked && vscode.Uri.file(join(folder, checked.source));
    if (state.uri && state.uri.fsPath !== uri?.fsPath) this.#collection.delete(state.uri);
    state.uri = uri;
    state.shown = (checked?.problems ?? []).map((problem) => ({ problem, diagnostic: diagnosticOf(problem) }));
    const diagnostics = state.shown.map(({ diagnostic }) => diagnostic);
    if (uri) this.#collection.set(uri, diagnostics);
    else if (!isWorkspaceFolder(folder)) this.#folders.delete(folder);
  }

  #fixesOf(uri: vscode.Uri, range: vscode.Range): vscode.CodeAction[] {
    const shown = this.#folders.get(dirname(uri.fsPath));
    if (shown?.uri?.fsPath !== uri.fsPath) return [];
    return fixesIn(shown.shown, uri, range);
  }
}

interface CourseFolder {
  timer?: NodeJS.Timeout;
  /** How many checks of it were. */
  begun: number;
  /** The file whose problems are shown. */
  uri: vscode.Uri | undefined;
  shown: readonly ShownProblem[];
}

/**
 * Whether a folder's course is the window's concern: at the top of the window, or a course.yaml elsewhere that is open
 * and lists courses. Another program may well call a file so.
 */
async function isToBeChecked(folder: string): Promise<boolean> {
  const yaml = openDocument(join(folder, courseFileName));
  if (yaml && /^courses[ \t]*:/m.test(yaml.getText())) return true;
  if (!isWorkspaceFolder(folder)) return false;
  if (yaml || (await exists(join(folder, courseFileName)))) return true;
  // One that lists too much is a course's all the same.
  const { courseReadme } = await import('../load.ts');
  return courseReadme(folder, readUnsaved).then(
    Boolean,
    (error: unknown) => error instanceof UserError && error.code === 'course-too-long',
  );
}

/** The text in the editor where the file is open, else the file's. */
const readUnsaved: ReadText = async (path, most) => openDocument(path)?.getText() ?? readCourseText(path, most);

function openDocument(path: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === path);
}

const isCourseYaml = (path: string) => basename(path) === courseFileName;

function isWorkspaceFolder(path: string): boolean {
  return (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.scheme === 'file' && uri.fsPath === path);
}

const exists = (path: string) =>
  vscode.workspace.fs.stat(vscode.Uri.file(path)).then(
    () => true,
    () => false,
  );
