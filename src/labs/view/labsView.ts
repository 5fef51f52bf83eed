import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { commands, notebook as ids } from '../../platform/ids.ts';
import { openCopy } from '../copies.ts';
import { CheckStatus } from './checkStatus.ts';
import { LabController } from './controller.ts';
import { activeLab } from './openLabs.ts';
import { LabSerializer } from './serializer.ts';
import { LabSessions, type LaunchKernel } from './sessions.ts';

/** A lab that comes with the extension. */
export interface BundledLab {
  readonly id: string;
  readonly title: string;
  readonly uri: vscode.Uri;
}

export interface LabsHost {
  readonly launchKernel: LaunchKernel;
  /** Whether runs may be recorded in a lab's folder; asks where its database is not ours. */
  readonly mayRecord: (workspace: string) => Promise<boolean>;
  readonly bundledLabs: () => Promise<readonly BundledLab[]>;
  /** The learner's folder; asks for one where none is open, and then resolves with nothing. */
  readonly workspaceFor: (lab: BundledLab) => Promise<string | undefined>;
}

/** The labs feature: notebooks of `*.lab.ts`, their kernels and commands. */
export class LabsView extends Disposable {
  readonly #host: LabsHost;
  readonly sessions: LabSessions;

  constructor(host: LabsHost, log: vscode.LogOutputChannel) {
    super();
    this.#host = host;
    this.sessions = this.register(new LabSessions(host.launchKernel, host.mayRecord, log));
    this.register(new LabController(this.sessions, this.register(new CheckStatus())));
    this.register(
      vscode.workspace.registerNotebookSerializer(ids.type, new LabSerializer(), { transientOutputs: true }),
    );
    this.register(vscode.commands.registerCommand(commands.runLab, () => this.#runLab()));
    this.register(vscode.commands.registerCommand(commands.restartKernel, () => this.#restart()));
  }

  /** Opens the learner's copy of a bundled lab as a notebook, made from the starter where there is none. */
  async open(lab: BundledLab): Promise<vscode.NotebookEditor | undefined> {
    const workspace = await this.#host.workspaceFor(lab);
    if (workspace === undefined) return undefined;
    try {
      const copy = await openCopy(workspace, lab.uri.fsPath, lab.id);
      return await this.show(vscode.Uri.file(copy));
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
      return undefined;
    }
  }

  async show(uri: vscode.Uri): Promise<vscode.NotebookEditor> {
    const document = await vscode.workspace.openNotebookDocument(uri);
    return vscode.window.showNotebookDocument(document, { preview: false });
  }

  async #runLab(): Promise<void> {
    const labs = await this.#host.bundledLabs();
    const picks = labs.map((lab) => ({ label: lab.title, description: lab.id, detail: basename(lab.uri.fsPath), lab }));
    const placeHolder = vscode.l10n.t('Which lab shall run?');
    const pick = await vscode.window.showQuickPick(picks, { placeHolder, matchOnDescription: true });
    const editor = pick && (await this.open(pick.lab));
    if (editor) await vscode.commands.executeCommand('notebook.execute');
  }

  async #restart(): Promise<void> {
    const lab = activeLab();
    if (!lab) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a lab first: its kernel is the one to restart.'));
      return;
    }
    await this.sessions.find(lab)?.restart();
    void vscode.window.setStatusBarMessage(
      vscode.l10n.t('The kernel was ended; the next cell starts a new one.'),
      4000,
    );
  }
}
