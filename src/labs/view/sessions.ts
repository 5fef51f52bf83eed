import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Kernel } from '../../kernel/kernel.ts';
import { Disposable } from '../../platform/disposable.ts';
import { settings } from '../../platform/ids.ts';
import { frontMatter } from '../file.ts';
import type { AutoRun } from '../runRecord.ts';
import { LabSession } from '../session.ts';
import { labFileOf } from './serializer.ts';

/** Starts a kernel process for a lab in a folder; `recording` as in `KernelOptions`. */
export type LaunchKernel = (labPath: string, workspace: string, recording: boolean) => Promise<Kernel>;

/** One session for each open lab; it ends when the lab is closed. */
export class LabSessions extends Disposable {
  readonly #sessions = new Map<string, LabSession>();
  readonly #launch: LaunchKernel;
  readonly #mayRecord: (workspace: string) => Promise<boolean>;
  readonly #log: vscode.LogOutputChannel;
  readonly #backendKnown = this.register(new vscode.EventEmitter<string>());
  /** Fires with the backend's name once a lab has loaded TensorFlow.js. */
  readonly onBackend = this.#backendKnown.event;

  constructor(launch: LaunchKernel, mayRecord: (workspace: string) => Promise<boolean>, log: vscode.LogOutputChannel) {
    super();
    this.#launch = launch;
    this.#mayRecord = mayRecord;
    this.#log = log;
    this.register(vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#close(notebook.uri.toString())));
  }

  of(notebook: vscode.NotebookDocument): LabSession {
    const key = notebook.uri.toString();
    const known = this.#sessions.get(key);
    if (known) return known;
    const session = this.#create(notebook);
    this.#sessions.set(key, session);
    return session;
  }

  /** The session of the lab in the active editor, if its kernel runs. */
  get active(): LabSession | undefined {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    const session = notebook && this.#sessions.get(notebook.uri.toString());
    return session?.kernel ? session : undefined;
  }

  /** Ends every kernel, waiting for what is still to be written. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((key) => this.#close(key)));
  }

  override dispose(): void {
    void this.closeAll();
    super.dispose();
  }

  #create(notebook: vscode.NotebookDocument): LabSession {
    const labPath = notebook.uri.fsPath;
    const workspace = vscode.workspace.getWorkspaceFolder(notebook.uri)?.uri.fsPath ?? dirname(labPath);
    const { id } = frontMatter(labFileOf(notebook), vscode.workspace.asRelativePath(notebook.uri));
    const autoRun = () =>
      vscode.workspace.getConfiguration(undefined, notebook.uri).get<AutoRun>(settings.autoRun, 'session');
    const startKernel = async () => {
      const kernel = await this.#launch(labPath, workspace, await this.#mayRecord(workspace));
      kernel.onBackend((backend) => this.#backendKnown.fire(backend));
      return kernel;
    };
    return new LabSession({ labId: id, labPath, autoRun, startKernel, log: this.#log });
  }

  async #close(key: string): Promise<void> {
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    await session?.close();
  }
}
