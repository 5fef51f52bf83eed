import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands, notebook as ids } from '../../platform/ids.ts';
import { labOf } from './labArgument.ts';
import type { KernelStatus } from './notebook/kernelStatus.ts';
import { openNotebook, openText } from './openLabs.ts';
import type { LabSessions } from './sessions.ts';
import { showSlow } from './slowNotice.ts';

/** Restarting and stopping a lab's kernel, by command and where a kernel has died. */
export class KernelCommands extends Disposable {
  readonly #sessions: LabSessions;
  readonly #status: KernelStatus;
  readonly #log: vscode.LogOutputChannel;

  constructor(sessions: LabSessions, status: KernelStatus, log: vscode.LogOutputChannel) {
    super();
    this.#sessions = sessions;
    this.#status = status;
    this.#log = log;
    const register = (id: string, run: (lab: vscode.Uri) => Promise<void> | void) =>
      this.register(vscode.commands.registerCommand(id, (argument?: unknown) => this.#on(argument, run)));
    register(commands.restartKernel, (lab) => this.#restart(lab));
    register(commands.restartAndRunAll, (lab) => this.#restartAndRunAll(lab));
    register(commands.stopCell, (lab) => this.#sessions.find(lab)?.stop());
    this.register(sessions.onKernelDied(({ lab, reason }) => void this.#offerRestart(lab, reason)));
  }

  async #on(argument: unknown, run: (lab: vscode.Uri) => Promise<void> | void): Promise<void> {
    const lab = labOf(argument);
    if (lab) return run(lab);
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a lab first: its kernel is the one that is meant.'));
  }

  async #restart(lab: vscode.Uri): Promise<void> {
    await this.#end(lab);
    const done = vscode.l10n.t('The kernel was ended; the next cell starts a new one.');
    void vscode.window.setStatusBarMessage(done, 4000);
  }

  async #restartAndRunAll(lab: vscode.Uri): Promise<void> {
    await this.#end(lab);
    // Where it is open as text it stays so, and shows its results there.
    if (openText(lab) && !openNotebook(lab)) return vscode.commands.executeCommand(commands.textRunAll, lab);
    await vscode.commands.executeCommand('vscode.openWith', lab, ids.type, { preview: false });
    await vscode.commands.executeCommand('notebook.execute', lab);
  }

  async #end(lab: vscode.Uri): Promise<void> {
    const title = vscode.l10n.t('Ending the kernel of {0}', basename(lab.fsPath));
    await showSlow(title, this.#sessions.find(lab)?.restart() ?? Promise.resolve());
    this.#status.clear(lab);
  }

  async #offerRestart(lab: vscode.Uri, reason: string): Promise<void> {
    const runAll = vscode.l10n.t('Restart and Run All');
    const restart = vscode.l10n.t('Restart');
    const showLog = vscode.l10n.t('Show Log');
    const message = `${basename(lab.fsPath)}: ${reason} ${vscode.l10n.t('Its variables are gone.')}`;
    const choice = await vscode.window.showErrorMessage(message, runAll, restart, showLog);
    if (choice === runAll) await this.#restartAndRunAll(lab);
    else if (choice === restart) await this.#restart(lab);
    else if (choice === showLog) this.#log.show();
  }
}
