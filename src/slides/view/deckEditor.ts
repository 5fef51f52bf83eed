import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { editors } from '../../platform/ids.ts';
import { WebviewHost } from '../../platform/view/webviewHost.ts';
import { type FromViewer, parseFromViewer, type ToViewer } from '../contract.ts';
import { assertPdf } from '../pdf.ts';

/** Programs that write a PDF do so in several steps; it is read again once they have been quiet this long. */
const settleMilliseconds = 250;

/** The read-only editor for decks: PDF files, shown by the viewer's page. */
export class DeckEditor extends Disposable implements vscode.CustomReadonlyEditorProvider {
  readonly #extensionUri: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  /** The open decks by address: one file can be open in several groups. */
  readonly #decks = new Map<string, Set<Deck>>();

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    super();
    this.#extensionUri = context.extensionUri;
    this.#log = log;
    this.register(
      vscode.window.registerCustomEditorProvider(editors.deck, this, { supportsMultipleEditorsPerDocument: true }),
    );
  }

  /** Shows a deck, in the group where it is open already or else in the active one. */
  async open(uri: vscode.Uri): Promise<void> {
    const [open] = this.#decks.get(uri.toString()) ?? [];
    if (open) return open.panel.reveal();
    await vscode.commands.executeCommand('vscode.openWith', uri, editors.deck, vscode.ViewColumn.Active);
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose() {} };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const key = document.uri.toString();
    const deck = new Deck(document.uri, panel, this.#extensionUri, this.#log);
    const decks = this.#decks.get(key) ?? new Set();
    this.#decks.set(key, decks.add(deck));
    panel.onDidDispose(() => {
      decks.delete(deck);
      if (decks.size === 0) this.#decks.delete(key);
      deck.dispose();
    });
  }
}

/** One editor tab: reads the file when the page asks for it and when it changes. */
class Deck extends Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly #uri: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #host: WebviewHost<ToViewer, FromViewer>;
  #settling: NodeJS.Timeout | undefined;

  constructor(uri: vscode.Uri, panel: vscode.WebviewPanel, extensionUri: vscode.Uri, log: vscode.LogOutputChannel) {
    super();
    this.#uri = uri;
    this.panel = panel;
    this.#log = log;
    this.#host = this.register(
      new WebviewHost<ToViewer, FromViewer>(
        panel.webview,
        extensionUri,
        { title: nameOf(uri), script: 'viewer.js', style: 'viewer.css', worker: true },
        parseFromViewer,
      ),
    );
    this.register(this.#host.onMessage((message) => this.#receive(message)));
    const folder = vscode.Uri.joinPath(uri, '..');
    // Every file of the folder and a comparison: the file's own name may hold characters that a pattern would read.
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*')));
    this.register(watcher.onDidChange((changed) => this.#changed(changed)));
    this.register(watcher.onDidCreate((created) => this.#changed(created)));
    this.register({ dispose: () => clearTimeout(this.#settling) });
  }

  #receive(message: FromViewer): void {
    const name = nameOf(this.#uri);
    if (message.type === 'load') void this.#send();
    else if (message.type === 'failed') this.#log.warn(`Slides: ${message.message}`);
    else this.#log.info(`Slides: ${name}, ${message.pages} pages, the first in ${message.milliseconds} ms.`);
  }

  #changed(uri: vscode.Uri): void {
    if (uri.toString() !== this.#uri.toString()) return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#send(), settleMilliseconds);
  }

  async #send(): Promise<void> {
    const name = nameOf(this.#uri);
    try {
      // A copy: VS Code may give a Node `Buffer`, which a message to a webview turns into JSON.
      const bytes = new Uint8Array(await vscode.workspace.fs.readFile(this.#uri));
      assertPdf(bytes, name);
      this.#host.post({ type: 'deck', name, bytes });
    } catch (error) {
      this.#log.warn(`Slides: ${messageOf(error)}`);
      this.#host.post({ type: 'failed', message: sentence(error, name) });
    }
  }
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function sentence(error: unknown, name: string): string {
  if (error instanceof UserError) return error.message;
  return vscode.l10n.t(
    '{0} cannot be read: {1} It is shown as soon as the file can be read again.',
    name,
    messageOf(error),
  );
}
