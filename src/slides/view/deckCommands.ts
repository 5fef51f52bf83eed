import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands, contexts } from '../../platform/ids.ts';
import type { DeckTab } from './deckTab.ts';
import { openInSystemViewer, saveCopy } from './saveCopy.ts';

/** The palette's commands for the deck that has the focus, and what their keys depend on. */
export class DeckCommands extends Disposable {
  readonly #active: () => DeckTab | undefined;

  /** @param active the tab that has the focus. */
  constructor(active: () => DeckTab | undefined) {
    super();
    this.#active = active;
    this.#command(commands.saveCopyOfSlides, (tab) => saveCopy(tab.uri));
    this.#command(commands.printSlides, (tab) => openInSystemViewer(tab.uri));
    this.#command(commands.copyWithLink, (tab) => tab.copyWithLink());
    this.#command(commands.addNote, (tab) => tab.write('note'));
    this.#command(commands.highlight, (tab) => tab.write('highlight'));
    this.#command(commands.slidesBack, (tab) => tab.travel(-1));
    this.#command(commands.slidesForward, (tab) => tab.travel(1));
    this.update();
  }

  /** To be called when another tab has the focus, or its way back has changed. */
  update(): void {
    const { back = false, forward = false } = this.#active()?.wayBack ?? {};
    void vscode.commands.executeCommand('setContext', contexts.slidesBack, back);
    void vscode.commands.executeCommand('setContext', contexts.slidesForward, forward);
  }

  #command(id: string, run: (tab: DeckTab) => void | Promise<void>): void {
    const command = async () => {
      const tab = this.#active();
      if (tab) return run(tab);
      void vscode.window.showInformationMessage(vscode.l10n.t('Open some slides first, and run the command there.'));
    };
    this.register(vscode.commands.registerCommand(id, command));
  }
}
