import type * as vscode from 'vscode';
import type { FromViewer } from '../contract.ts';

type Place = Extract<FromViewer, { type: 'place' }>['place'];

/** What the window remembers of a deck. */
export interface RememberedDeck {
  /** The course's item that it belongs to, and its title. */
  readonly itemId?: string;
  readonly title?: string;
  readonly place?: Place;
}

const key = 'slides.decks';
/** Of so many decks the places are remembered; the one not read for longest is forgotten. */
const bound = 200;

/**
 * Where each deck was left, kept over restarts by VS Code, for each workspace of its own. Decks are named by their
 * address: the bundled decks lie in a folder whose name tells the extension's version, and those by the rest of it.
 */
export class DeckMemory {
  readonly #memento: vscode.Memento;
  readonly #extensionUri: string;

  constructor(context: vscode.ExtensionContext) {
    this.#memento = context.workspaceState;
    this.#extensionUri = context.extensionUri.toString();
  }

  recall(uri: vscode.Uri): RememberedDeck {
    return this.#decks()[this.#nameOf(uri)] ?? {};
  }

  async remember(uri: vscode.Uri, news: RememberedDeck): Promise<void> {
    const name = this.#nameOf(uri);
    const { [name]: before, ...others } = this.#decks();
    const entries = Object.entries({ ...others, [name]: { ...before, ...news } });
    await this.#memento.update(key, Object.fromEntries(entries.slice(-bound)));
  }

  #decks(): Record<string, RememberedDeck> {
    return this.#memento.get<Record<string, RememberedDeck>>(key) ?? {};
  }

  #nameOf(uri: vscode.Uri): string {
    const address = uri.with({ fragment: '', query: '' }).toString();
    return address.startsWith(this.#extensionUri) ? address.slice(this.#extensionUri.length) : address;
  }
}
