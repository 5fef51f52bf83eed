import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { editors } from '../../platform/ids.ts';
import { columnBeside } from '../../platform/view/columns.ts';
import type { DeckPlace } from '../../shared/deepLink.ts';
import type { EvidenceKeeper } from '../../shared/evidence.ts';
import { numbered, pageNamesName, parsePageNames } from '../pageNames.ts';
import { DeckCommands } from './deckCommands.ts';
import { DeckMemory } from './deckMemory.ts';
import type { DeckTab } from './deckTab.ts';
import type { LinkFollower } from './openLink.ts';
import type { NotesOfDecks } from './tabNotes.ts';

export interface OpenDeckOptions {
  /** Else where the deck was left. */
  readonly place?: DeckPlace;
  /** In the group beside the active one, where it is not open already. */
  readonly beside?: boolean;
  /** The course's item that the deck belongs to: what is seen of it is its evidence, its title the tab's. */
  readonly itemId?: string;
  readonly title?: string;
}

/** Tells where no page has the name: then the deck is shown where it was left. */
async function numberedPlace(uri: vscode.Uri, place: DeckPlace): Promise<DeckPlace | undefined> {
  if (place.name === undefined) return place;
  const file = uri.with({ path: pageNamesName(uri.path) });
  const bytes = await vscode.workspace.fs.readFile(file).then(
    (read) => read,
    () => new Uint8Array(),
  );
  const found = numbered(place, parsePageNames(bytes));
  if (!found)
    void vscode.window.showWarningMessage(vscode.l10n.t('These slides have no page named “{0}”.', place.name));
  return found;
}

/** The read-only editor for decks: PDF files, shown by the viewer's page. `LinkedDeck` hands it VS Code's tabs. */
export class DeckEditor extends Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #memory: DeckMemory;
  readonly #evidence: EvidenceKeeper;
  readonly #log: vscode.LogOutputChannel;
  readonly #follower: LinkFollower;
  readonly #notes: NotesOfDecks;
  /** The open decks by address: one file can be open in several groups. */
  readonly #tabs = new Map<string, Set<DeckTab>>();
  /** Where decks are to be opened whose tabs are still to come, by address. */
  readonly #places = new Map<string, DeckPlace>();
  readonly #commands = this.register(new DeckCommands(() => this.#active));

  /** @param openItem follows a link to an item of the course. */
  constructor(
    context: vscode.ExtensionContext,
    evidence: EvidenceKeeper,
    openItem: LinkFollower['openItem'],
    notes: NotesOfDecks,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.#extensionUri = context.extensionUri;
    this.#memory = new DeckMemory(context);
    this.#evidence = evidence;
    this.#notes = notes;
    this.#log = log;
    this.#follower = {
      openDeck: (uri, place) => this.open(uri, { place }),
      openItem,
      folders: [vscode.Uri.joinPath(context.extensionUri, 'course')],
    };
  }

  /** Shows a deck, in the group where it is open already, else in the active one or beside it. */
  async open(uri: vscode.Uri, options: OpenDeckOptions = {}): Promise<void> {
    const { beside = false, itemId, title } = options;
    const place = options.place && (await numberedPlace(uri, options.place));
    if (itemId || title) await this.#memory.remember(uri, { ...(itemId && { itemId }), ...(title && { title }) });
    const key = uri.toString();
    const [open] = this.#tabs.get(key) ?? [];
    if (open) {
      open.panel.title = title ?? open.panel.title;
      open.panel.reveal();
      if (place) open.goTo(place);
      return;
    }
    if (place) this.#places.set(key, place);
    const column = beside ? columnBeside() : vscode.ViewColumn.Active;
    await vscode.commands.executeCommand('vscode.openWith', uri, editors.deck, column);
    this.#places.delete(key);
  }

  /** The tab that has the focus. */
  get #active(): DeckTab | undefined {
    return [...this.#tabs.values()].flatMap((tabs) => [...tabs]).find(({ panel }) => panel.active);
  }

  /** Shows a deck in a tab of VS Code's. */
  async show(uri: vscode.Uri, panel: vscode.WebviewPanel): Promise<void> {
    const key = uri.toString();
    // Asked before anything is waited for: `open` takes it back once the tab is there.
    const place = this.#places.get(key);
    let isClosed = false;
    panel.onDidDispose(() => {
      isClosed = true;
    });
    const { DeckTab } = await import('./deckParts.ts');
    if (isClosed) return;
    const parts = {
      ...{ uri, panel, extensionUri: this.#extensionUri, memory: this.#memory },
      ...{ evidence: this.#evidence, follower: this.#follower, notes: this.#notes, log: this.#log },
      wayBackChanged: () => this.#commands.update(),
    };
    const tab = new DeckTab(parts, place);
    const tabs = this.#tabs.get(key) ?? new Set();
    this.#tabs.set(key, tabs.add(tab));
    panel.onDidChangeViewState(() => this.#commands.update());
    panel.onDidDispose(() => {
      tabs.delete(tab);
      if (tabs.size === 0) this.#tabs.delete(key);
      tab.dispose();
      this.#commands.update();
    });
  }
}
