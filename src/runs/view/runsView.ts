import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { UserError } from '../../platform/errors.ts';
import { views } from '../../platform/ids.ts';
import { RunsClient } from '../client.ts';
import { databaseStamp } from '../database.ts';
import type { Run } from '../model.ts';
import { RunCommands, type RunWriter } from './commands.ts';
import { mayWrite } from './consent.ts';
import { LaterCommands } from './laterCommands.ts';
import { RunPages } from './runPage.ts';
import { type RunsNode, RunsTree } from './runsTree.ts';

/** Who writes runs: a new one has a process of its own, a metric goes to the lab's kernel where one runs. */
export interface RunWriters {
  readonly start: () => RunWriter;
  readonly log: () => RunWriter;
}

/** A training writes four times a second; the views follow twice. In ms. */
const settle = 500;

/** The feature's face: the Runs view, the run pages, the commands, and the watcher that keeps them up to date. */
export class RunsView extends Disposable {
  readonly #workspace: () => string | undefined;
  readonly #state: vscode.Memento;
  readonly #client: RunsClient;
  readonly #tree: RunsTree;
  readonly #pages: RunPages;
  readonly #later: LaterCommands;
  #stamp = '';
  #timer: NodeJS.Timeout | undefined;
  #watcher: vscode.Disposable | undefined;

  constructor(
    context: vscode.ExtensionContext,
    workspace: () => string | undefined,
    writers: RunWriters,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.#workspace = workspace;
    this.#state = context.workspaceState;
    this.#client = this.register(new RunsClient(context.asAbsolutePath('dist/runs-worker.js')));
    this.#pages = this.register(
      new RunPages(context.extensionUri, async (id) => {
        const folder = workspace();
        return folder === undefined ? undefined : this.#client.ask(folder, { query: 'getRun', id });
      }),
    );
    const list = (limit: number) => this.#list(limit);
    const tree = this.register(
      new RunsTree(list, (message, fault) => {
        view.message = message ?? '';
        // A message would stand in the place of the welcome text, and with it of what to do.
        view.description = fault ?? '';
      }),
    );
    this.#tree = tree;
    const view: vscode.TreeView<RunsNode> = this.register(
      vscode.window.createTreeView(views.runs, { treeDataProvider: tree, showCollapseAll: true, canSelectMany: true }),
    );
    // The times beside the names ("2 min ago") are told anew when somebody looks.
    this.register(view.onDidChangeVisibility(({ visible }) => visible && tree.refresh()));
    this.register(
      new RunCommands(
        {
          starter: async () => {
            await this.#requireConsent();
            return writers.start();
          },
          writer: async () => {
            await this.#requireConsent();
            return writers.log();
          },
          list: () => list(1000),
          open: (id, title) => this.#pages.open(id, title),
          refresh: () => this.#refresh(),
        },
        log,
      ),
    );
    this.#later = this.register(
      new LaterCommands({
        extensionUri: context.extensionUri,
        state: context.workspaceState,
        log,
        folder: () => this.#requireFolder(),
        ask: async (query) => this.#client.ask(this.#requireFolder(), query),
        track: async (request) => {
          await this.#requireConsent();
          return writers.start().track(request);
        },
        open: (id, title) => this.#pages.open(id, title),
        refresh: () => this.#refresh(),
      }),
    );
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#watch()));
    this.register({
      dispose: () => {
        clearTimeout(this.#timer);
        this.#watcher?.dispose();
      },
    });
    this.#watch();
  }

  /** Whether a lab may record its runs in its folder; asks once where the database there is not ours. */
  mayWrite(folder: string): Promise<boolean> {
    return mayWrite(this.#state, folder, false);
  }

  #requireFolder(): string {
    const folder = this.#workspace();
    if (folder !== undefined) return folder;
    throw new UserError('no-folder', vscode.l10n.t('Open a folder first: runs are recorded in it.'));
  }

  async #requireConsent(): Promise<void> {
    const folder = this.#requireFolder();
    if (!(await mayWrite(this.#state, folder, true))) {
      throw new UserError('not-allowed', vscode.l10n.t('Nothing was recorded. Open another folder to record runs in.'));
    }
  }

  async #list(limit: number): Promise<readonly Run[]> {
    const folder = this.#workspace();
    return folder === undefined ? [] : this.#client.ask(folder, { query: 'listRuns', limit });
  }

  #refresh(): void {
    this.#tree.refresh();
    void this.#pages.refresh();
    this.#later.refresh();
  }

  #watch(): void {
    this.#watcher?.dispose();
    this.#watcher = undefined;
    const folder = this.#workspace();
    if (folder !== undefined) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), 'mlflow.db*');
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const changed = () => this.#changed();
      watcher.onDidCreate(changed);
      watcher.onDidChange(changed);
      watcher.onDidDelete(changed);
      this.#watcher = watcher;
    }
    this.#refresh();
  }

  /** Not put off by further changes, so that a long training shows while it runs. */
  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const folder = this.#workspace();
      const stamp = folder === undefined ? '' : databaseStamp(folder);
      if (stamp === this.#stamp) return;
      this.#stamp = stamp;
      this.#refresh();
    }, settle);
  }
}
