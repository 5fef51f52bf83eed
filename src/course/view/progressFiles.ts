import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import type { Evidence, EvidenceKeeper } from '../../shared/evidence.ts';
import { type Fact, factsOf, subjectOf } from '../progress/facts.ts';
import { changedSubjects, join, noProgress, type Progress, progressOf, record } from '../progress/progress.ts';
import { ProgressStore } from '../progress/store.ts';
import { ProgressWriter } from '../progress/writer.ts';

/** One folder of the window. */
interface FolderProgress {
  readonly uri: vscode.Uri;
  readonly store: ProgressStore;
  readonly writer: ProgressWriter;
  /** What its file said last. */
  read: Progress;
  readonly watcher: vscode.FileSystemWatcher;
}

/**
 * The window's progress: what the folders' files say, live, and what is being added. Facts go to the folder that their
 * lab or deck lies in, those of the bundled course to the first; reading joins all. A window without a folder keeps
 * them as long as it is open.
 */
export class ProgressFiles extends Disposable implements EvidenceKeeper {
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = this.register(new vscode.EventEmitter<ReadonlySet<string>>());
  /** Fires with the ids of the items, and the keys of the objectives, whose progress has changed. */
  readonly onDidChange = this.#changed.event;
  #folders: FolderProgress[] = [];
  #loose: Progress = noProgress;
  #progress: Progress = noProgress;
  /** The items of the course on show: evidence of any other, such as a lab of somebody's own, is not kept. */
  #items: ReadonlySet<string> | undefined;
  /** Evidence that came before the course was read. */
  #early: (() => void)[] = [];
  readonly #told = new Set<string>();

  constructor(log: vscode.LogOutputChannel) {
    super();
    this.#log = log;
    this.register({ dispose: () => this.#closeFolders() });
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.#openFolders()));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.#release()));
    void this.#openFolders();
  }

  /** All that is known. */
  get progress(): Progress {
    return this.#progress;
  }

  keep(evidence: Evidence, file?: string): void {
    const at = new Date().toISOString();
    const keep = () => {
      if (this.#items?.has(evidence.item)) this.add(factsOf(evidence, at), file);
    };
    if (this.#items) keep();
    else this.#early.push(keep);
  }

  /** @param file absolute path of what the facts are about */
  add(facts: readonly Fact[], file?: string): void {
    const folder = this.#folderOf(file);
    if (folder) folder.writer.add(facts, folder.read);
    else this.#loose = record(this.#loose, facts);
    this.#update();
  }

  /** Tells which items there are, by their ids. */
  know(items: ReadonlySet<string>): void {
    this.#items = items;
    for (const keep of this.#early.splice(0)) keep();
  }

  /**
   * Makes facts hold in every folder that knows anything of what they are about, after a copy of each file was kept.
   * @returns the paths of the copies
   * @throws UserError when a file cannot be read or written
   */
  async reset(facts: readonly Fact[]): Promise<string[]> {
    const subjects = new Set(facts.map(subjectOf));
    const knows = (progress: Progress) => [...progress.values()].some((fact) => subjects.has(subjectOf(fact)));
    const copies: string[] = [];
    for (const folder of this.#folders.filter(({ read, writer }) => knows(read) || knows(writer.pending))) {
      const copy = await folder.writer.reset(facts);
      if (copy) copies.push(copy);
    }
    if (knows(this.#loose)) this.#loose = join(this.#loose, progressOf(facts));
    this.#update();
    return copies;
  }

  /** Writes what is not written yet. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all(this.#folders.map(({ writer }) => writer.flush()));
  }

  async #release(): Promise<void> {
    await Promise.all(this.#folders.map(({ writer }) => writer.release()));
  }

  #closeFolders(): void {
    for (const { watcher } of this.#folders.splice(0)) watcher.dispose();
  }

  #folderOf(file: string | undefined): FolderProgress | undefined {
    const own = file === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
    return this.#folders.find(({ uri }) => uri.toString() === own?.uri.toString()) ?? this.#folders[0];
  }

  async #openFolders(): Promise<void> {
    const wanted = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const before = new Map(this.#folders.map((folder) => [folder.uri.toString(), folder]));
    this.#folders = wanted.map(({ uri }) => before.get(uri.toString()) ?? this.#openFolder(uri));
    for (const gone of [...before.values()].filter((folder) => !this.#folders.includes(folder))) {
      gone.watcher.dispose();
      void gone.writer.flush();
    }
    await Promise.all(this.#folders.filter((folder) => !before.has(folder.uri.toString())).map((f) => this.#read(f)));
    this.#update();
  }

  #openFolder(uri: vscode.Uri): FolderProgress {
    const store = new ProgressStore(uri.fsPath);
    const writer = new ProgressWriter(
      store,
      !vscode.workspace.isTrusted,
      (written) => {
        folder.read = written;
        this.#update();
      },
      (message) => this.#tell(message),
    );
    const pattern = new vscode.RelativePattern(uri, '.mlops-lab/progress.json');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const folder: FolderProgress = { uri, store, writer, read: noProgress, watcher };
    const again = () => void this.#read(folder).then(() => this.#update());
    watcher.onDidChange(again);
    watcher.onDidCreate(again);
    watcher.onDidDelete(again);
    return folder;
  }

  async #read(folder: FolderProgress): Promise<void> {
    try {
      const { progress, damaged } = await folder.store.read();
      folder.read = progress;
      if (damaged.length > 0) this.#tell(damageText(folder.store.path, damaged.length));
    } catch (error) {
      folder.read = noProgress;
      this.#tell(messageOf(error));
    }
  }

  #update(): void {
    const before = this.#progress;
    const each = this.#folders.map(({ read, writer }) => record(read, writer.pending.values()));
    const [only = this.#loose, ...others] = each;
    this.#progress = others.length > 0 ? join(only, ...others) : only;
    const changed = changedSubjects(before, this.#progress);
    if (changed.size > 0) this.#changed.fire(changed);
  }

  /** Each once: a file is read again whenever it changes. */
  #tell(message: string): void {
    this.#log.warn(`Progress: ${message}`);
    if (this.#told.has(message)) return;
    this.#told.add(message);
    void vscode.window.showWarningMessage(message);
  }
}

function damageText(path: string, lines: number): string {
  return vscode.l10n.t(
    '{0} is damaged: {1} of its lines cannot be read and are left out. It is kept beside the mended file when progress is written next.',
    path,
    lines,
  );
}
