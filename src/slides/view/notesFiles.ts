import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { UserError } from '../../platform/errors.ts';
import type { NotedDeck } from '../notes/notesFile.ts';
import { notesId } from '../notes/notesId.ts';
import type { NoteChange, NotesStore } from '../notes/notesStore.ts';

export const loadNotes = () => import('../notes/notes.ts');

/** The notes in the folders of the window, live: whoever writes them, everybody hears of it. */
export class NotesFiles extends Disposable {
  readonly #changed = this.register(new vscode.EventEmitter<string>());
  /** Fires with the id, as `notesId` makes it, of the deck whose notes have changed. */
  readonly onDidChange = this.#changed.event;
  readonly #movedFolders = this.register(new vscode.EventEmitter<void>());
  /** Other folders are open, or they are trusted by now. */
  readonly onDidChangeFolders = this.#movedFolders.event;

  constructor() {
    super();
    const watcher = this.register(vscode.workspace.createFileSystemWatcher('**/.mlops-lab/notes/*.md'));
    const changed = (uri: vscode.Uri) => this.#changed.fire(/([^/]*)\.md$/.exec(uri.path)?.[1] ?? '');
    watcher.onDidChange(changed);
    watcher.onDidCreate(changed);
    watcher.onDidDelete(changed);
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#movedFolders.fire()));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#movedFolders.fire()));
  }

  /** Those of all folders. */
  async stores(): Promise<NotesStore[]> {
    const { NotesStore } = await loadNotes();
    return (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => new NotesStore(uri.fsPath));
  }

  /** Where the notes on a deck are kept: in the folder that it lies in, else in the first; nothing without a folder. */
  async storeFor(deck: vscode.Uri): Promise<NotesStore | undefined> {
    const own = vscode.workspace.getWorkspaceFolder(deck)?.uri;
    const stores = await this.stores();
    const { NotesStore } = await loadNotes();
    return own?.scheme === 'file' ? new NotesStore(own.fsPath) : stores[0];
  }

  /** Why nothing may be written; nothing where it may. */
  get readOnly(): string | undefined {
    if (vscode.workspace.isTrusted) return undefined;
    return vscode.l10n.t(
      'This folder is in Restricted Mode, where its notes can be read but not written. Trust it by “Workspaces: Manage Workspace Trust”.',
    );
  }

  /**
   * Makes a change on top of what the file says by then, edits of it in VS Code included.
   * @throws UserError `restricted`, `notes-unsaved`, and as `NotesStore.change`
   */
  async change(store: NotesStore, deck: NotedDeck, change: NoteChange): Promise<void> {
    const reason = this.readOnly;
    if (reason !== undefined) throw new UserError('restricted', reason);
    const path = vscode.Uri.file(store.pathOf(deck.id)).toString();
    const open = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.toString() === path);
    if (open && !(await open.save())) {
      const unsaved = vscode.l10n.t(
        'The notes are open in an editor with changes that cannot be saved. Save them first.',
      );
      throw new UserError('notes-unsaved', unsaved);
    }
    await store.change(deck, change);
    // The watcher tells of it too, but late, and not at all where files are not watched.
    this.#changed.fire(notesId(deck.id));
  }
}
