import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { commands } from '../../platform/ids.ts';
import type { DecksHost } from './courseDecks.ts';
import { goToSlide } from './goToSlide.ts';
import { searchSlides } from './searchSlides.ts';

/** The palette's commands for slides. */
export class SlidesCommands extends Disposable {
  constructor(host: DecksHost, log: vscode.LogOutputChannel) {
    super();
    const command = (id: string, run: () => Promise<void>) =>
      this.register(
        vscode.commands.registerCommand(id, () =>
          run().catch((error: unknown) => {
            log.error(error instanceof Error ? error : messageOf(error));
            void vscode.window.showErrorMessage(messageOf(error));
          }),
        ),
      );
    command(commands.searchSlides, () => searchSlides(host));
    command(commands.goToSlide, () => goToSlide(host));
  }
}
