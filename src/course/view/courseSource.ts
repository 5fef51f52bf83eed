import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { Specialization } from '../../shared/model.ts';
import { chooseCourse, firstCourse } from '../choose.ts';

export type CourseState =
  | { readonly kind: 'ready'; readonly course: Specialization; readonly bundled: boolean }
  /** The folder's README lists no course. */
  | { readonly kind: 'other' }
  | { readonly kind: 'failed'; readonly message: string };

const choiceKey = 'course.choice';
/** An editor writes a file in several steps; one reading after the last is enough. */
const settleMs = 200;

/** Knows which course the window shows, and reads it again when its files or the folders change. */
export class CourseSource extends Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #changed = this.register(new vscode.EventEmitter<CourseState>());
  readonly onDidChange = this.#changed.event;
  #state: CourseState | undefined;
  #reading = 0;
  #timer: NodeJS.Timeout | undefined;
  #watchers: vscode.Disposable[] = [];

  constructor(context: vscode.ExtensionContext, log: Log) {
    super();
    this.#context = context;
    this.#log = log;
    this.register({ dispose: () => this.#unwatch() });
    this.register(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#watch();
        void this.refresh();
      }),
    );
    this.#watch();
  }

  /** The course on show; read now if it never was. */
  async current(): Promise<CourseState> {
    return this.#state ?? this.refresh();
  }

  async refresh(): Promise<CourseState> {
    const reading = ++this.#reading;
    const state = await this.#read();
    // A slow reading must not overwrite the result of a later one.
    if (reading === this.#reading && !this.isDisposed) {
      this.#state = state;
      this.#changed.fire(state);
    }
    return state;
  }

  /** Shows the bundled course whatever the folder holds, or goes back to the folder's own. Kept for this workspace. */
  async choose(choice: 'bundled' | 'folder'): Promise<void> {
    await this.#context.workspaceState.update(choiceKey, choice === 'bundled' ? choice : undefined);
    await this.refresh();
  }

  /** Whether a folder of the window holds a course of its own, even one with a fault. */
  async folderHasCourse(): Promise<boolean> {
    return firstCourse(folderPaths(), this.#context.extensionPath).then(Boolean, () => true);
  }

  async #read(): Promise<CourseState> {
    const root = this.#context.extensionPath;
    try {
      if (this.#context.workspaceState.get(choiceKey) === 'bundled') {
        const { bundledCourse } = await import('../load.ts');
        return { kind: 'ready', course: await bundledCourse(root), bundled: true };
      }
      const chosen = await chooseCourse(folderPaths(), root);
      return chosen ? { kind: 'ready', ...chosen } : { kind: 'other' };
    } catch (error) {
      if (!(error instanceof UserError)) this.#log.error(error instanceof Error ? error : messageOf(error));
      return { kind: 'failed', message: messageOf(error) };
    }
  }

  #watch(): void {
    this.#unwatch();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const pattern = new vscode.RelativePattern(folder, '{README.md,Readme.md,readme.md,course.yaml}');
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const soon = () => this.#refreshSoon();
      this.#watchers.push(watcher, watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon));
    }
  }

  #unwatch(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.splice(0)) watcher.dispose();
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), settleMs);
  }
}

function folderPaths(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
