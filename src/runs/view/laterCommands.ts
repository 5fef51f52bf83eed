import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { commands } from '../../platform/ids.ts';
import type { Scope } from '../compare/scope.ts';
import { experimentIdOf, runIdsOf } from '../targets.ts';
import type { Action, ActionsHost, RunActions } from './actions/runActions.ts';
import type { CompareTab } from './compare/compareTab.ts';

export interface LaterHost extends ActionsHost {
  readonly extensionUri: vscode.Uri;
  /** Of the workspace. */
  readonly state: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

const actions: Readonly<Record<string, Action>> = {
  [commands.diffRunSources]: 'diff',
  [commands.renameRun]: 'rename',
  [commands.starRun]: 'star',
  [commands.unstarRun]: 'unstar',
  [commands.setRunNote]: 'note',
  [commands.setRunTag]: 'tag',
  [commands.deleteRun]: 'delete',
  [commands.restoreRun]: 'restore',
  [commands.exportRuns]: 'export',
  [commands.openMlflowUi]: 'mlflowUi',
  [commands.importMlruns]: 'import',
};

/** *Compare Runs* and what is done with recorded runs; their code is loaded when one is first asked for. */
export class LaterCommands extends Disposable {
  readonly #host: LaterHost;
  #tab: CompareTab | undefined;
  #actions: RunActions | undefined;

  constructor(host: LaterHost) {
    super();
    this.#host = host;
    this.#command(commands.compareRuns, async (...given) => this.#compare(await this.#scopeOf(...given)));
    for (const [command, action] of Object.entries(actions)) {
      this.#command(command, async (...given) => (await this.#loaded()).act(action, runIdsOf(...given)));
    }
    this.register({ dispose: () => this.#tab?.dispose() });
  }

  /** Shows what was written meanwhile. */
  refresh(): void {
    this.#tab?.refresh();
  }

  #command(id: string, run: (argument: unknown, selection?: unknown) => Promise<void>): void {
    const guarded = async (argument: unknown, selection?: unknown) => {
      try {
        await run(argument, selection);
      } catch (error) {
        if (!(error instanceof UserError)) this.#host.log.error(error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(messageOf(error));
      }
    };
    this.register(vscode.commands.registerCommand(id, guarded));
  }

  /** Chosen runs where there are several; else the experiment of the one, of the row, or of the newest run. */
  async #scopeOf(argument: unknown, selection?: unknown): Promise<Scope> {
    const ids = runIdsOf(argument, selection);
    if (ids.length > 1) return { of: 'chosen', ids };
    const experimentId = experimentIdOf(argument) ?? (await this.#experimentOf(ids[0]));
    if (experimentId !== undefined) return { of: 'experiment', experimentId };
    throw new UserError(
      'no-runs',
      vscode.l10n.t('No runs are recorded in this folder yet. Run a lab, or start a run.'),
    );
  }

  async #experimentOf(id: string | undefined): Promise<string | undefined> {
    if (id !== undefined) return (await this.#host.ask({ query: 'getRun', id }))?.experimentId;
    return (await this.#host.ask({ query: 'listRuns', limit: 1 }))[0]?.experimentId;
  }

  async #compare(scope: Scope): Promise<void> {
    if (this.#tab) return this.#tab.show(scope);
    const { CompareTab } = await import('./parts.ts');
    const loaded = await this.#loaded();
    const { extensionUri, state, ask } = this.#host;
    const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
    const act: RunActions['act'] = (action, ids) => loaded.act(action, ids);
    this.#tab = new CompareTab({ extensionUri, state, folder, ask, act }, scope, () => {
      this.#tab = undefined;
    });
  }

  async #loaded(): Promise<RunActions> {
    const { RunActions } = await import('./parts.ts');
    this.#actions ??= new RunActions(this.#host);
    return this.#actions;
  }
}
