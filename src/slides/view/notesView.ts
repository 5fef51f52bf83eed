import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { commands, views } from '../../platform/ids.ts';
import { parseDeepLink } from '../../shared/deepLink.ts';
import { itemById } from '../../shared/find.ts';
import { deckIdOf } from '../../shared/findLinks.ts';
import { fileOf, type Specialization } from '../../shared/model.ts';
import type { NotedPageRow } from '../notes/notesRows.ts';
import type { NotesStore } from '../notes/notesStore.ts';
import type { DeckEditor } from './deckEditor.ts';
import { loadNotes, type NotesFiles } from './notesFiles.ts';

interface DeckRow {
  readonly type: 'deck';
  readonly id: string;
  readonly title: string;
  readonly store: NotesStore;
  readonly pages: readonly PageRow[];
}
interface PageRow extends NotedPageRow {
  readonly deck: { readonly id: string; readonly title: string; readonly store: NotesStore };
}
type Row = DeckRow | PageRow;

export interface NotesViewParts {
  readonly files: NotesFiles;
  readonly decks: DeckEditor;
  /** The course on show, if there is one. */
  readonly course: () => Promise<Specialization | undefined>;
  readonly log: vscode.LogOutputChannel;
}

/** Files written one after the other are one change. */
const settleMs = 100;

/** The Notes view: all notes of the window's folders, by deck and page. */
export class NotesView extends Disposable implements vscode.TreeDataProvider<Row> {
  readonly #parts: NotesViewParts;
  readonly #changed = this.register(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  #settling: NodeJS.Timeout | undefined;

  constructor(parts: NotesViewParts) {
    super();
    this.#parts = parts;
    this.register(vscode.window.createTreeView(views.notes, { treeDataProvider: this, showCollapseAll: true }));
    this.register(parts.files.onDidChange(() => this.#refresh()));
    this.register(parts.files.onDidChangeFolders(() => this.#refresh()));
    this.register({ dispose: () => clearTimeout(this.#settling) });
    this.#command(commands.openNote, (row) => this.#open(row));
    this.#command(commands.openNotesFile, (row) => this.#openFile(row));
    this.#command(commands.deleteNote, (row) => this.#delete(row));
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row) return row.type === 'deck' ? [...row.pages] : [];
    const all = (await this.#parts.files.stores()).map(async (store) => {
      const ids = await store.ids().catch((error: unknown) => this.#warn(error));
      return Promise.all((ids ?? []).map((id) => this.#deck(store, id)));
    });
    return (await Promise.all(all)).flat().filter((deck) => deck !== undefined && deck.pages.length > 0) as DeckRow[];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return row.type === 'deck' ? deckItem(row) : pageItem(row);
  }

  /** A file that cannot be read is left out, which the log says. */
  async #deck(store: NotesStore, id: string): Promise<DeckRow | undefined> {
    try {
      const file = await store.read(id);
      if (!file) return undefined;
      const { rowsOf } = await loadNotes();
      const { title, pages } = rowsOf(file, id);
      const deck = { id, title, store };
      return { type: 'deck', ...deck, pages: pages.map((page) => ({ ...page, deck })) };
    } catch (error) {
      return this.#warn(error);
    }
  }

  #warn(error: unknown): undefined {
    this.#parts.log.warn(`Notes: ${messageOf(error)}`);
  }

  #refresh(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#changed.fire(undefined), settleMs);
  }

  #command(id: string, run: (row: Row) => Promise<unknown>): void {
    const command = async (row?: Row) => {
      if (!row) return;
      await run(row).then(undefined, (error: unknown) => {
        this.#parts.log.error(messageOf(error));
        void vscode.window.showErrorMessage(messageOf(error));
      });
    };
    this.register(vscode.commands.registerCommand(id, command));
  }

  /** Shows the page; where its slides are not there, the note itself. */
  async #open(row: Row): Promise<void> {
    if (row.type === 'deck') return this.#openFile(row);
    const link = row.href === undefined ? undefined : parseDeepLink(row.href);
    const place = { page: row.page };
    const notes = vscode.Uri.file(row.deck.store.folder);
    if (link?.kind === 'deck') {
      const file = vscode.Uri.joinPath(notes, link.path);
      if (await exists(file)) return this.#parts.decks.open(file, { place });
    }
    const course = await this.#parts.course();
    const item = course && itemById(course, (link && deckIdOf(link)) ?? row.deck.id)?.item;
    const file = course && item && fileOf(course, item);
    if (!file || item.state !== 'resolved' || !/\.pdf$/i.test(file)) return this.#openFile(row);
    const { id, title } = item;
    await this.#parts.decks.open(vscode.Uri.file(file), { title, place, ...(id && { itemId: id }) });
  }

  async #openFile(row: Row): Promise<void> {
    const { id, store } = row.type === 'deck' ? row : row.deck;
    await vscode.window.showTextDocument(vscode.Uri.file(store.pathOf(id)));
  }

  async #delete(row: Row): Promise<void> {
    if (row.type === 'deck') return;
    const { files } = this.#parts;
    const { deck, page, label, note, href } = row;
    const noted = { ...deck, address: href?.replace(/#.*$/, '') ?? `mlops-lab:slides/${encodeURIComponent(deck.id)}` };
    await files.change(deck.store, noted, { page, text: '', base: note });
    const undo = vscode.l10n.t('Undo');
    const done = vscode.l10n.t('The note on page {0} of “{1}” is deleted.', label, deck.title);
    if ((await vscode.window.showInformationMessage(done, undo)) !== undo) return;
    await files.change(deck.store, noted, {
      page,
      label: label === String(page) ? undefined : label,
      text: note,
      base: '',
    });
  }
}

function deckItem({ title, pages, id }: DeckRow): vscode.TreeItem {
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
  item.id = id;
  item.description = pages.length === 1 ? vscode.l10n.t('1 page') : vscode.l10n.t('{0} pages', pages.length);
  item.iconPath = new vscode.ThemeIcon('file-pdf');
  item.contextValue = 'deck';
  return item;
}

function pageItem(row: PageRow): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Page {0}', row.label));
  item.id = `${row.deck.id}/${row.page}`;
  item.description = row.first;
  item.tooltip = new vscode.MarkdownString(row.note);
  item.iconPath = new vscode.ThemeIcon('note');
  item.contextValue = 'note';
  item.command = { command: commands.openNote, title: vscode.l10n.t('Open'), arguments: [row] };
  return item;
}

const exists = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
