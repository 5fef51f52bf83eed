import { join } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { isLab } from '../openLabs.ts';

/** Writes the types for the labs of a trusted folder when the first of them is opened, in the background. */
export class TextTypes extends Disposable {
  readonly #types: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #done = new Set<string>();

  /** @param types absolute path of the shipped declarations */
  constructor(types: string, log: vscode.LogOutputChannel) {
    super();
    this.#types = types;
    this.#log = log;
    this.register(vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#opened(uri)));
    this.register(vscode.workspace.onDidOpenNotebookDocument(({ uri }) => this.#opened(uri)));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#openedBefore()));
    this.#openedBefore();
  }

  #openedBefore(): void {
    for (const { uri } of vscode.workspace.textDocuments) this.#opened(uri);
  }

  #opened(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || !isLab(uri) || !vscode.workspace.isTrusted) return;
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    // Labs elsewhere in a folder are somebody's own, and so is how they are checked.
    if (folder && uri.path.startsWith(`${folder.path}/labs/`)) void this.#write(folder.fsPath);
  }

  async #write(folder: string): Promise<void> {
    if (this.#done.has(folder)) return;
    this.#done.add(folder);
    try {
      // Loaded when the first lab is opened.
      const { writeTypes } = await import('../../typings.ts');
      if (await writeTypes(folder, this.#types))
        this.#log.info(`types for labs written to ${join(folder, '.mlops-lab')}`);
    } catch (error) {
      this.#log.warn(messageOf(error));
      void vscode.window.showWarningMessage(messageOf(error));
    }
  }
}
