import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { editors } from '../../platform/ids.ts';
import { parsePlace } from '../../shared/deepLink.ts';
import type { DeckEditor } from './deckEditor.ts';
import { nameOf } from './deckFile.ts';
import type { Follow } from './slideLinks.ts';

/** The course's slides are named so, and come with the extension where the folder has no such file. */
const courseName = /_Slides\.pdf$/;

/**
 * The editor that VS Code itself gives to PDF files. One for all of them: of two it would ask which is meant. A link in
 * a notebook's Markdown or in a preview, `C1_W1_Slides.pdf#page=5`, comes as a file beside the text, with the page as
 * its fragment, whether or not such a file is there: its tab is closed again, and the deck shown that it means.
 */
export class LinkedDeck extends Disposable implements vscode.CustomReadonlyEditorProvider {
  readonly #decks: DeckEditor;
  readonly #follow: Follow;

  constructor(decks: DeckEditor, follow: Follow) {
    super();
    this.#decks = decks;
    this.#follow = follow;
    const options = { supportsMultipleEditorsPerDocument: true };
    this.register(vscode.window.registerCustomEditorProvider(editors.deck, this, options));
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose() {} };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): Promise<void> {
    const file = uri.with({ fragment: '' });
    const isMeant = uri.fragment === '' && (!courseName.test(nameOf(file)) || (await exists(file)));
    if (isMeant) return this.#decks.show(uri, panel);
    // VS Code calls a tab that is closed while it opens a failure; once its page runs, it is open.
    panel.webview.onDidReceiveMessage(async () => {
      await this.#follow({ kind: 'deck', path: nameOf(file), place: parsePlace(uri.fragment) }, file);
      panel.dispose();
    });
    panel.webview.options = { enableScripts: true };
    panel.webview.html = pageThatAnswers();
  }
}

function pageThatAnswers(): string {
  const nonce = randomBytes(16).toString('base64');
  return `<!DOCTYPE html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'">
<script nonce="${nonce}">acquireVsCodeApi().postMessage('open')</script>`;
}

function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}

/** Follows a link to a deck's file where that is there, and leaves all else to the course. */
export function followTo(decks: DeckEditor, course: (link: Parameters<Follow>[0]) => Promise<void>): Follow {
  return async (link, from) => {
    const file = link.kind === 'deck' && from ? vscode.Uri.joinPath(from, '..', link.path) : undefined;
    if (file && link.kind === 'deck' && (await exists(file)))
      await decks.open(file, { place: link.place, beside: true });
    else await course(link);
  };
}
