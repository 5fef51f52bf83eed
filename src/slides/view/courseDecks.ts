import { join } from 'node:path';
import * as vscode from 'vscode';
import { itemsOf } from '../../course/find.ts';
import { fileOf, type Specialization } from '../../course/model.ts';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import type { DeckText } from '../search/deckText.ts';
import { SearchClient } from '../search/searchClient.ts';
import type { Hit } from '../search/searchIndex.ts';

/** A larger file is not searched, in bytes: for that it is held three times, here and in the searching thread. */
const largestSearched = 64 * 1024 * 1024;

/** A deck of the course on show that is there to be read. */
export interface CourseDeck {
  /** Its item's. */
  readonly id: string | undefined;
  readonly title: string;
  /** Where it stands: the titles of its week and course. */
  readonly where: string;
  readonly uri: vscode.Uri;
}

/** The course's decks, and the search over them, which is kept up to date with their files. */
export class CourseDecks extends Disposable {
  readonly #course: () => Promise<Specialization | undefined>;
  readonly #log: vscode.LogOutputChannel;
  readonly #client: SearchClient;
  /** What of each deck is in the index: its size and time, by its address. */
  readonly #indexed = new Map<string, string>();
  /** Versions of decks that the searching thread died of, by the decks' addresses: they are not tried again. */
  readonly #fatal = new Map<string, string>();
  /** How often the searching thread has died, and lost its index. */
  #losses = 0;
  #updating: Promise<void> | undefined;
  readonly #listeners = new Set<(done: number, of: number) => void>();

  /** @param course the one on show; says so where there is none. */
  constructor(
    context: vscode.ExtensionContext,
    course: () => Promise<Specialization | undefined>,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.#course = course;
    this.#log = log;
    const script = context.asAbsolutePath('dist/slides/searchWorker.mjs');
    const storage = join(context.globalStorageUri.fsPath, 'slides');
    this.#client = this.register(new SearchClient(script, storage, () => this.#lose()));
  }

  async list(): Promise<readonly CourseDeck[] | undefined> {
    const course = await this.#course();
    if (!course) return undefined;
    return itemsOf(course).flatMap(({ item, week, course: part }) => {
      const file = fileOf(course, item);
      if (item.kind !== 'slides' || item.state !== 'resolved' || !file || !/\.pdf$/i.test(file)) return [];
      const where = `${week.title} · ${part.title}`;
      return [{ id: item.id, title: item.title, where, uri: vscode.Uri.file(file) }];
    });
  }

  /** Pages of the decks taken in so far, best first; `deck` is a deck's address. */
  search(words: string, limit: number): Promise<readonly Hit[]> {
    return this.#client.search(words, limit);
  }

  /** A deck's text, read now if it was not. @throws where the file cannot be read */
  async textOf({ uri }: CourseDeck): Promise<DeckText | undefined> {
    await this.#take(uri);
    return this.#client.text(uri.toString());
  }

  /**
   * Takes in what is new or has changed, and puts out what is gone. Called while that is under way, it joins in.
   * @param progress decks read, of so many
   */
  async update(decks: readonly CourseDeck[], progress: (done: number, of: number) => void): Promise<void> {
    this.#listeners.add(progress);
    this.#updating ??= this.#update(decks).finally(() => {
      this.#updating = undefined;
    });
    await this.#updating.finally(() => this.#listeners.delete(progress));
  }

  async #update(decks: readonly CourseDeck[]): Promise<void> {
    const wanted = new Set(decks.map(({ uri }) => uri.toString()));
    for (const gone of [...this.#indexed.keys()].filter((deck) => !wanted.has(deck))) await this.#remove(gone);
    let losses: number;
    do {
      losses = this.#losses;
      await this.#takeAll(decks);
      // The decks before the one that it died of are to be taken in anew.
    } while (this.#losses > losses);
    await this.#client.tidy();
  }

  async #takeAll(decks: readonly CourseDeck[]): Promise<void> {
    for (const [done, { uri }] of decks.entries()) {
      for (const listener of this.#listeners) listener(done, decks.length);
      // A deck that cannot be read must not hide what the others say.
      await this.#take(uri).catch((error: unknown) => {
        this.#log.warn(`Slides: ${uri.fsPath} is not searched: ${messageOf(error)}`);
        return this.#remove(uri.toString());
      });
    }
  }

  #lose(): void {
    this.#indexed.clear();
    this.#losses++;
  }

  async #take(uri: vscode.Uri): Promise<void> {
    const deck = uri.toString();
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    const version = `${size} ${mtime}`;
    if (this.#indexed.get(deck) === version) return;
    if (size > largestSearched)
      throw new UserError(
        'deck-too-large',
        vscode.l10n.t(
          'Slides of more than {0} MB are not searched. Open them, and find words in them there.',
          largestSearched / 1024 / 1024,
        ),
      );
    if (this.#fatal.get(deck) === version)
      throw new UserError(
        'deck-fatal',
        vscode.l10n.t('The search ended when it read this file. Fetch the file again.'),
      );
    const losses = this.#losses;
    try {
      await this.#client.add(deck, await vscode.workspace.fs.readFile(uri));
    } catch (error) {
      if (this.#losses > losses) this.#fatal.set(deck, version);
      throw error;
    }
    this.#indexed.set(deck, version);
  }

  async #remove(deck: string): Promise<void> {
    this.#indexed.delete(deck);
    await this.#client.remove(deck);
  }
}
