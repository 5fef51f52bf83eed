import * as vscode from 'vscode';
import { messageOf, UserError } from '../../platform/errors.ts';
import type { TextProgress } from '../../shared/texts.ts';

/** A larger file is not searched, in bytes: for that it is held three times, here and in the searching thread. */
const largestSearched = 64 * 1024 * 1024;

/** A file to be searched. */
export interface SearchedFile {
  /** Names it in what is found. */
  readonly document: string;
  /** What is read. */
  readonly uri: vscode.Uri;
}

/** Takes files into an index, and out again. */
export interface FileIndex {
  /** Whether a damaged file may end the searching thread. */
  readonly isRisky: boolean;
  add(file: SearchedFile, bytes: Uint8Array): Promise<void>;
  remove(document: string): Promise<void>;
}

/** What of the files of one kind is in the index: only those that are new or have changed are read. */
export class IndexedFiles {
  readonly #index: FileIndex;
  readonly #log: vscode.LogOutputChannel;
  /** Which file was taken in, its size and time. */
  readonly #versions = new Map<string, string>();
  /** Versions that the searching thread died of, by the files' names: they are not tried again. */
  readonly #fatal = new Map<string, string>();
  /** How often the searching thread has died, and lost its index. */
  #losses = 0;
  #updating: Promise<void> | undefined;
  readonly #listeners = new Set<TextProgress>();

  constructor(index: FileIndex, log: vscode.LogOutputChannel) {
    this.#index = index;
    this.#log = log;
  }

  /** The index was lost. */
  forget(): void {
    this.#versions.clear();
    this.#losses++;
  }

  /** Takes in what is new or has changed, and puts out what is gone. Called while that is under way, it joins in. */
  async update(files: readonly SearchedFile[], progress: TextProgress): Promise<void> {
    this.#listeners.add(progress);
    this.#updating ??= this.#update(files).finally(() => {
      this.#updating = undefined;
    });
    await this.#updating.finally(() => this.#listeners.delete(progress));
  }

  /** @throws {UserError} `file-too-large`, `file-fatal`; else the file system's error, or the index's */
  async take(file: SearchedFile): Promise<void> {
    const { document, uri } = file;
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    const version = `${uri} ${size} ${mtime}`;
    if (this.#versions.get(document) === version) return;
    if (size > largestSearched) throw tooLarge();
    if (this.#fatal.get(document) === version) throw fatal();
    const losses = this.#losses;
    try {
      await this.#index.add(file, await vscode.workspace.fs.readFile(uri));
    } catch (error) {
      if (this.#index.isRisky && this.#losses > losses) this.#fatal.set(document, version);
      throw error;
    }
    this.#versions.set(document, version);
  }

  async #update(files: readonly SearchedFile[]): Promise<void> {
    const wanted = new Set(files.map(({ document }) => document));
    for (const gone of [...this.#versions.keys()].filter((document) => !wanted.has(document))) await this.#remove(gone);
    let losses: number;
    do {
      losses = this.#losses;
      await this.#takeAll(files);
      // Those before the one that it died of are to be taken in anew.
    } while (this.#losses > losses);
  }

  async #takeAll(files: readonly SearchedFile[]): Promise<void> {
    for (const [done, file] of files.entries()) {
      for (const listener of this.#listeners) listener(done, files.length);
      // A file that cannot be read must not hide what the others say.
      await this.take(file).catch((error: unknown) => {
        this.#log.warn(`Search: ${file.uri.fsPath} is not searched: ${messageOf(error)}`);
        return this.#remove(file.document);
      });
    }
  }

  async #remove(document: string): Promise<void> {
    this.#versions.delete(document);
    await this.#index.remove(document);
  }
}

function tooLarge(): UserError {
  return new UserError(
    'file-too-large',
    vscode.l10n.t(
      'Files of more than {0} MB are not searched. Open it, and find words in it there.',
      largestSearched / 1024 / 1024,
    ),
  );
}

function fatal(): UserError {
  return new UserError('file-fatal', vscode.l10n.t('The search ended when it read this file. Fetch the file again.'));
}
