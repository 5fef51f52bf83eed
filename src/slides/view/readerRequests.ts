import * as vscode from 'vscode';
import type { FromViewer } from '../contract.ts';
import { quotationWithLink } from '../quotation.ts';
import { nameOf } from './deckFile.ts';
import { type LinkFollower, openLink } from './openLink.ts';
import { openInSystemViewer, saveCopy } from './saveCopy.ts';

/** Whether there are places to go back to and on to. */
export interface WayBack {
  readonly back: boolean;
  readonly forward: boolean;
}

export interface ReaderRequestsParts {
  readonly uri: vscode.Uri;
  readonly follower: LinkFollower;
  /** The course's item that the deck belongs to, where there is one. */
  readonly itemId: () => string | undefined;
  readonly wayBackChanged: () => void;
}

/** What a reader asks for in the page and only VS Code can do: to leave it, to copy, to save. */
export class ReaderRequests {
  readonly #parts: ReaderRequestsParts;
  #wayBack: WayBack = { back: false, forward: false };

  constructor(parts: ReaderRequestsParts) {
    this.#parts = parts;
  }

  get wayBack(): WayBack {
    return this.#wayBack;
  }

  receive(message: FromViewer): void {
    const { uri, follower, wayBackChanged } = this.#parts;
    switch (message.type) {
      case 'load':
        // A page that is built anew has been nowhere.
        this.#wayBack = { back: false, forward: false };
        wayBackChanged();
        break;
      case 'history':
        this.#wayBack = message;
        wayBackChanged();
        break;
      case 'openLink':
        void openLink(message.href, uri, follower);
        break;
      case 'refused':
        void vscode.window.showWarningMessage(message.reason);
        break;
      case 'quote':
        void this.#copy(message.text, message.page);
        break;
      case 'save':
        void saveCopy(uri);
        break;
      case 'print':
        void openInSystemViewer(uri);
    }
  }

  async #copy(text: string, page: number): Promise<void> {
    const { uri, itemId } = this.#parts;
    if (text === '') {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Select the words on the slides that you want to copy, and run the command again.'),
      );
      return;
    }
    const item = itemId();
    await vscode.env.clipboard.writeText(quotationWithLink(text, item ? `${item}.pdf` : nameOf(uri), page));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied, with a link to page {0}.', page), 4000);
  }
}
