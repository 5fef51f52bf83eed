import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import type { Specialization } from '../../shared/model.ts';
import type { FromViewer, ToViewer } from '../contract.ts';
import { notesId } from '../notes/notesId.ts';
import type { NotesStore } from '../notes/notesStore.ts';
import { itemOfDeck, notedDeck } from './deckIdentity.ts';
import type { LabReferences } from './labReferences.ts';
import { loadNotes, type NotesFiles } from './notesFiles.ts';
import { type LinkFollower, openLink } from './openLink.ts';

/** What the tabs of all decks share. */
export interface NotesOfDecks {
  readonly files: NotesFiles;
  readonly references: LabReferences;
  /** The course on show, if there is one. */
  readonly course: () => Promise<Specialization | undefined>;
  /** Asks for a folder of the learner's, and opens the window anew on it, at this item. */
  readonly chooseFolder: (itemId: string | undefined) => Promise<unknown>;
}

interface RememberedItem {
  readonly itemId?: string;
  readonly title?: string;
}

export interface TabNotesParts {
  readonly shared: NotesOfDecks;
  readonly uri: vscode.Uri;
  /** The item that the deck was opened as. */
  readonly remembered: () => RememberedItem;
  readonly follower: LinkFollower;
  readonly post: (message: ToViewer) => void;
  readonly log: vscode.LogOutputChannel;
}

/** The notes of one tab's deck, and what refers to its pages: told to the page, and written for it. */
export class TabNotes extends Disposable {
  readonly #shared: NotesOfDecks;
  readonly #uri: vscode.Uri;
  readonly #remembered: () => RememberedItem;
  readonly #post: (message: ToViewer) => void;
  readonly #follower: LinkFollower;
  readonly #log: vscode.LogOutputChannel;

  constructor({ shared, uri, remembered, follower, post, log }: TabNotesParts) {
    super();
    this.#follower = follower;
    this.#shared = shared;
    this.#uri = uri;
    this.#remembered = remembered;
    this.#post = post;
    this.#log = log;
    this.register(shared.files.onDidChange((id) => void this.#changed(id)));
    this.register(shared.files.onDidChangeFolders(() => void this.#send()));
    this.register(shared.references.onDidChange(() => void this.#sendReferences()));
  }

  receive(message: FromViewer): void {
    if (message.type === 'load') {
      void this.#send();
      void this.#sendReferences();
    } else if (message.type === 'note') void this.#write(message);
    else if (message.type === 'openNoteLink') void this.#open(message.href);
    else if (message.type === 'chooseFolder') void this.#item().then(({ id }) => this.#shared.chooseFolder(id));
  }

  async #open(href: string): Promise<void> {
    const store = await this.#shared.files.storeFor(this.#uri);
    if (store) await openLink(href, vscode.Uri.file(store.pathOf('notes')), this.#follower);
  }

  /** The item that the deck belongs to, also where it was opened by its file. */
  async #item(): Promise<{ id?: string; title?: string }> {
    const { itemId, title } = this.#remembered();
    if (itemId !== undefined) return { id: itemId, ...(title !== undefined && { title }) };
    return itemOfDeck(await this.#shared.course(), this.#uri)?.item ?? {};
  }

  async #deck(store: NotesStore) {
    return notedDeck(this.#uri, await this.#item(), store.folder);
  }

  async #changed(id: string): Promise<void> {
    const store = await this.#shared.files.storeFor(this.#uri);
    if (store && notesId((await this.#deck(store)).id) === id) await this.#send();
  }

  /** @param edit what of the page's was written. */
  async #send(edit?: number): Promise<void> {
    const { files } = this.#shared;
    const store = await files.storeFor(this.#uri);
    if (!store) {
      const readOnly = vscode.l10n.t(
        'Notes are kept in a folder of yours, and this window has none. Choose one to write notes.',
      );
      return this.#post({ type: 'notes', pages: {}, readOnly, needsFolder: true });
    }
    const about = edit === undefined ? {} : { edit };
    try {
      const { id } = await this.#deck(store);
      const file = await store.read(id);
      const { notesByPage } = await loadNotes();
      const pages = Object.fromEntries(file ? notesByPage(file) : []);
      const { readOnly } = files;
      this.#post({ type: 'notes', pages, ...about, ...(readOnly !== undefined && { readOnly }) });
    } catch (error) {
      this.#log.warn(`Notes: ${messageOf(error)}`);
      this.#post({ type: 'notes', pages: {}, ...about, readOnly: messageOf(error) });
    }
  }

  async #write({ edit, page, label, text, base }: Extract<FromViewer, { type: 'note' }>): Promise<void> {
    const store = await this.#shared.files.storeFor(this.#uri);
    try {
      if (!store) return await this.#send();
      await this.#shared.files.change(store, await this.#deck(store), { page, label, text, base });
      await this.#send(edit);
    } catch (error) {
      this.#log.warn(`Notes: ${messageOf(error)}`);
      this.#post({ type: 'noteFailed', edit, message: messageOf(error) });
    }
  }

  async #sendReferences(): Promise<void> {
    try {
      const { id } = await this.#item();
      this.#post({ type: 'references', references: await this.#shared.references.to(this.#uri, id) });
    } catch (error) {
      // The deck can be read without knowing what leads to it.
      this.#log.warn(`Slides: the labs cannot be searched for links: ${messageOf(error)}`);
    }
  }
}
