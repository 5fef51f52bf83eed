import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { contexts, editors } from '../../platform/ids.ts';
import { keep } from '../../platform/view/keep.ts';
import { reached } from '../../platform/view/reached.ts';
import { WebviewHost } from '../../platform/view/webviewHost.ts';
import { type FromPage, parseFromPage, type ToPage } from '../contract.ts';
import type { RunDetails } from '../model.ts';
import { pageRun } from '../page.ts';

/** Reads a run anew; `undefined` when it is gone. */
export type ReadRun = (id: string) => Promise<RunDetails | undefined>;

/** The open run pages, one a run. */
export class RunPages extends Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #read: ReadRun;
  readonly #pages = new Map<string, RunPage>();

  constructor(extensionUri: vscode.Uri, read: ReadRun) {
    super();
    this.#extensionUri = extensionUri;
    this.#read = read;
    this.register({
      dispose: () => {
        for (const page of [...this.#pages.values()]) page.dispose();
      },
    });
  }

  async open(id: string, title: string): Promise<void> {
    reached(contexts.runOpened);
    const page = this.#pages.get(id);
    if (page) {
      page.reveal();
      await page.refresh();
    } else {
      this.#pages.set(id, new RunPage(this.#extensionUri, id, title, this.#read, () => this.#pages.delete(id)));
    }
  }

  async refresh(): Promise<void> {
    await Promise.all([...this.#pages.values()].map((page) => page.refresh()));
  }
}

class RunPage extends Disposable {
  readonly #id: string;
  readonly #read: ReadRun;
  readonly #panel: vscode.WebviewPanel;
  readonly #host: WebviewHost<ToPage, FromPage>;
  #run: RunDetails | undefined;

  constructor(extensionUri: vscode.Uri, id: string, title: string, read: ReadRun, onClosed: () => void) {
    super();
    this.#id = id;
    this.#read = read;
    // Drawn charts are kept while another tab is in front: drawing them again costs more than their memory.
    this.#panel = this.register(
      vscode.window.createWebviewPanel(editors.runPage, title, vscode.ViewColumn.Active, {
        retainContextWhenHidden: true,
        enableFindWidget: true,
      }),
    );
    this.#panel.iconPath = new vscode.ThemeIcon('graph');
    const parts = { title, script: 'run.js', style: 'run.css' };
    this.#host = this.register(new WebviewHost(this.#panel.webview, extensionUri, parts, parseFromPage));
    this.register(this.#host.onReady(() => void this.refresh()));
    this.register(this.#host.onMessage((message) => this.#act(message)));
    this.register(
      this.#panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
    );
  }

  reveal(): void {
    this.#panel.reveal();
  }

  async refresh(): Promise<void> {
    const message = await this.#message();
    if (!this.isDisposed) this.#host.post(message);
  }

  async #message(): Promise<ToPage> {
    try {
      this.#run = await this.#read(this.#id);
      if (this.#run) return { type: 'run', run: pageRun(this.#run), now: Date.now(), locale: vscode.env.language };
      return {
        type: 'problem',
        message: vscode.l10n.t('This run is no longer in mlflow.db. It may have been deleted.'),
      };
    } catch (error) {
      return { type: 'problem', message: messageOf(error) };
    }
  }

  async #act(message: FromPage): Promise<void> {
    if (message.type === 'openArtifact') return this.#openArtifact(message.path);
    const { requestId } = message;
    const reply = await keep(message, this.#folder).then(
      (): ToPage => ({ type: 'reply', requestId }),
      (error: unknown): ToPage => ({ type: 'reply', requestId, error: messageOf(error) }),
    );
    if (!this.isDisposed) this.#host.post(reply);
  }

  /** Where files that the page makes are proposed to go. */
  get #folder(): vscode.Uri {
    return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  }

  /** Only what was listed is opened: the list holds no links and nothing outside the workspace. */
  async #openArtifact(path: string): Promise<void> {
    const folder = this.#run?.artifactFolder;
    if (folder === undefined || !this.#run?.artifacts.some((artifact) => artifact.path === path)) return;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(folder, path)));
  }
}
