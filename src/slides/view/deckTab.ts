import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { settings } from '../../platform/ids.ts';
import { WebviewHost } from '../../platform/view/webviewHost.ts';
import type { DeckPlace } from '../../shared/deepLink.ts';
import type { EvidenceKeeper } from '../../shared/evidence.ts';
import { type FromViewer, type PagesSetting, parseFromViewer, type ToViewer } from '../contract.ts';
import { nameOf, readDeck, readDeckPart } from './deckFile.ts';
import type { DeckMemory } from './deckMemory.ts';
import type { LinkFollower } from './openLink.ts';
import { ReaderRequests, type WayBack } from './readerRequests.ts';
import { type NotesOfDecks, TabNotes } from './tabNotes.ts';

/** Programs that write a PDF do so in several steps; it is read again once they have been quiet this long. */
const settleMilliseconds = 250;

export interface DeckTabParts {
  readonly uri: vscode.Uri;
  readonly panel: vscode.WebviewPanel;
  readonly extensionUri: vscode.Uri;
  readonly memory: DeckMemory;
  readonly evidence: EvidenceKeeper;
  readonly follower: LinkFollower;
  readonly notes: NotesOfDecks;
  readonly wayBackChanged: () => void;
  readonly log: vscode.LogOutputChannel;
}

/** One editor tab: reads the file when the page asks for it and when it changes, and keeps the reader's place. */
export class DeckTab extends Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly uri: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #memory: DeckMemory;
  readonly #evidence: EvidenceKeeper;
  readonly #requests: ReaderRequests;
  readonly #host: WebviewHost<ToViewer, FromViewer>;
  /** Where to open the deck, until the page has it. */
  #place: DeckPlace | undefined;
  #loaded = false;
  /** The reader wants the file although it is large. */
  #anyway = false;
  #settling: NodeJS.Timeout | undefined;

  constructor(parts: DeckTabParts, place: DeckPlace | undefined) {
    super();
    const { uri, panel, extensionUri, memory, evidence, log } = parts;
    this.uri = uri;
    this.panel = panel;
    this.#log = log;
    this.#memory = memory;
    this.#evidence = evidence;
    this.#place = place;
    this.#requests = new ReaderRequests({ ...parts, itemId: () => memory.recall(uri).itemId });
    const title = memory.recall(uri).title ?? nameOf(uri);
    panel.title = title;
    this.#host = this.register(
      new WebviewHost<ToViewer, FromViewer>(
        panel.webview,
        extensionUri,
        { title, script: 'viewer.js', style: 'viewer.css', worker: true },
        parseFromViewer,
      ),
    );
    this.register(this.#host.onMessage((message) => this.#receive(message)));
    this.register(this.#host.onMessage((message) => this.#requests.receive(message)));
    const notes = this.register(
      new TabNotes({
        ...{ shared: parts.notes, uri, follower: parts.follower, log },
        remembered: () => memory.recall(uri),
        post: (message) => this.#host.post(message),
      }),
    );
    this.register(this.#host.onMessage((message) => notes.receive(message)));
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.slidesPages)) this.#sendSettings();
      }),
    );
    this.#watch();
  }

  /** Shows a place in the deck, at once or when the page is ready for it. */
  goTo(place: DeckPlace): void {
    if (this.#loaded) this.#host.post({ type: 'goTo', place });
    else this.#place = place;
  }

  get wayBack(): WayBack {
    return this.#requests.wayBack;
  }

  /** Goes back (-1) to where a link was followed from, or on again (1). */
  travel(by: -1 | 1): void {
    this.#host.post({ type: 'travel', by });
  }

  /** Begins a note on the page in view, or highlights what is selected. */
  write(what: 'note' | 'highlight'): void {
    this.#host.post({ type: 'write', what });
  }

  /** Copies what is selected, with a link to its page. */
  copyWithLink(): void {
    this.#host.post({ type: 'quote' });
  }

  #watch(): void {
    const folder = vscode.Uri.joinPath(this.uri, '..');
    // Every file of the folder and a comparison: the file's own name may hold characters that a pattern would read.
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*')));
    this.register(watcher.onDidChange((changed) => this.#changed(changed)));
    this.register(watcher.onDidCreate((created) => this.#changed(created)));
    this.register({ dispose: () => clearTimeout(this.#settling) });
  }

  #changed(uri: vscode.Uri): void {
    if (uri.toString() !== this.uri.toString()) return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#send(), settleMilliseconds);
  }

  #receive(message: FromViewer): void {
    const name = nameOf(this.uri);
    switch (message.type) {
      case 'load':
        this.#anyway ||= message.anyway ?? false;
        this.#loaded = false;
        this.#sendSettings();
        void this.#send();
        break;
      case 'read':
        void this.#sendPart(message);
        break;
      case 'shown':
        this.#log.info(`Slides: ${name}, ${message.pages} pages, the first in ${message.milliseconds} ms.`);
        break;
      case 'failed':
        this.#log.warn(`Slides: ${message.message}`);
        break;
      case 'place':
        void this.#memory.remember(this.uri, { place: message.place });
        this.#report((item) => ({ kind: 'place', item, place: { kind: 'page', page: message.place.page } }));
        break;
      case 'seen':
        this.#report((item) => ({ kind: 'pages', item, seen: message.seen, of: message.of }));
        break;
      case 'present':
        // The one way to give an editor the whole window that the reader can also leave without us.
        void vscode.commands.executeCommand(
          message.on ? 'workbench.action.toggleZenMode' : 'workbench.action.exitZenMode',
        );
    }
  }

  #report(evidence: (item: string) => Parameters<EvidenceKeeper['keep']>[0]): void {
    const { itemId } = this.#memory.recall(this.uri);
    if (itemId) this.#evidence.keep(evidence(itemId), this.uri.fsPath);
  }

  #sendSettings(): void {
    const pages = vscode.workspace.getConfiguration().get<PagesSetting>(settings.slidesPages) ?? 'auto';
    this.#host.post({ type: 'settings', pages });
  }

  async #sendPart(part: Parameters<typeof readDeckPart>[1]): Promise<void> {
    const answer = await readDeckPart(this.uri, part);
    if (!answer) return this.#changed(this.uri);
    if (answer.type === 'failed') this.#log.warn(`Slides: ${answer.message}`);
    this.#host.post(answer);
  }

  async #send(): Promise<void> {
    const message = await readDeck(this.uri, this.#anyway);
    if (message.type !== 'deck') {
      this.#log.warn(`Slides: ${message.message}`);
      this.#host.post(message);
      return;
    }
    const place = this.#place;
    const remembered = this.#memory.recall(this.uri).place;
    this.#place = undefined;
    this.#loaded = true;
    this.#host.post({ ...message, ...(remembered && { remembered }), ...(place && { place }) });
  }
}
