import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { availableLabs } from '../../shared/labs.ts';
import type { Specialization } from '../../shared/model.ts';
import type { LinkingLab, Reference } from '../notes/references.ts';
import { loadNotes } from './notesFiles.ts';

/** What is asked of labs, which are another feature. */
export interface LabsOfSlides {
  /** The texts of a lab's cells. */
  cellsOf(lab: string): readonly string[];
  /** The learner's own copy of a bundled lab, where there is one. */
  copyOf(uri: vscode.Uri): vscode.Uri | undefined;
}

/** No lab is as long. */
const longestLab = 5_000_000;
/** An editor writes a file in several steps. */
const settleMs = 200;

/** The links from the labs of the course on show to slides; a lab is read again only once its file has changed. */
export class LabReferences extends Disposable {
  readonly #course: () => Promise<Specialization | undefined>;
  readonly #labs: LabsOfSlides;
  readonly #read = new Map<string, { readonly version: string; readonly cells: readonly string[] }>();
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  #settling: NodeJS.Timeout | undefined;

  /** @param course the one on show, if there is one. */
  constructor(course: () => Promise<Specialization | undefined>, labs: LabsOfSlides) {
    super();
    this.#course = course;
    this.#labs = labs;
    const watcher = this.register(vscode.workspace.createFileSystemWatcher('**/*.lab.ts'));
    const soon = () => {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => this.#changed.fire(), settleMs);
    };
    watcher.onDidChange(soon);
    watcher.onDidCreate(soon);
    watcher.onDidDelete(soon);
    this.register({ dispose: () => clearTimeout(this.#settling) });
  }

  /** The cells that lead to a deck. @param id its item's, where it has one. */
  async to(deck: vscode.Uri, id: string | undefined): Promise<Reference[]> {
    const course = await this.#course();
    if (!course) return [];
    const labs = await Promise.all(availableLabs(course).map((lab) => this.#lab(lab)));
    const { referencesTo } = await loadNotes();
    return referencesTo(
      { path: deck.fsPath, ...(id && { id }) },
      labs.filter((lab) => lab !== undefined),
    );
  }

  /** Nothing for one that cannot be read: it is the course's to say so. */
  async #lab({ id, title, path }: { id: string; title: string; path: string }): Promise<LinkingLab | undefined> {
    const own = this.#labs.copyOf(vscode.Uri.file(path))?.fsPath ?? path;
    try {
      const { mtimeMs, size } = await stat(own);
      const version = `${size} ${mtimeMs}`;
      const known = this.#read.get(own);
      if (known?.version === version) return { id, title, path: own, cells: known.cells };
      const cells = size > longestLab ? [] : this.#labs.cellsOf(await readFile(own, 'utf8'));
      this.#read.set(own, { version, cells });
      return { id, title, path: own, cells };
    } catch {
      return undefined;
    }
  }
}
