import { join } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { itemsOf, type PlacedItem } from '../../shared/find.ts';
import { fileOf, type Specialization } from '../../shared/model.ts';
import type { TextHit, TextKind, TextPart, TextProgress, TextSearch } from '../../shared/texts.ts';
import type { DeckText } from '../search/deckText.ts';
import { SearchClient } from '../search/searchClient.ts';
import { IndexedFiles, type SearchedFile } from './indexedFiles.ts';

/** What the search asks of labs. */
export interface LabTexts {
  /** The learner's own copy of a bundled lab, where there is one. */
  copyOf(uri: vscode.Uri): vscode.Uri | undefined;
  /** What each cell says, from a lab file's text. */
  partsOf(text: string): readonly TextPart[];
}

/** An item whose file is there to be read. */
export interface ReadableItem extends PlacedItem {
  readonly uri: vscode.Uri;
}

const endings: Readonly<Record<TextKind, RegExp>> = { slides: /\.pdf$/i, lab: /\.lab\.ts$/ };

/** The items of a course whose text is searched. */
export function readableItems(course: Specialization, kind: TextKind): ReadableItem[] {
  return itemsOf(course).flatMap((placed) => {
    const file = fileOf(course, placed.item);
    const isReadable = placed.item.state === 'resolved' && file !== undefined && endings[kind].test(file);
    return isReadable ? [{ ...placed, uri: vscode.Uri.file(file) }] : [];
  });
}

/** The search over the text of the course's slides and labs, which is kept up to date with their files. */
export class CourseTexts extends Disposable implements TextSearch {
  readonly #labs: LabTexts;
  readonly #client: SearchClient;
  readonly #files: Readonly<Record<TextKind, IndexedFiles>>;

  constructor(context: vscode.ExtensionContext, labs: LabTexts, log: vscode.LogOutputChannel) {
    super();
    this.#labs = labs;
    const script = context.asAbsolutePath('dist/slides/searchWorker.mjs');
    const storage = join(context.globalStorageUri.fsPath, 'slides');
    const client = new SearchClient(script, storage, () => {
      for (const files of Object.values(this.#files)) files.forget();
    });
    this.#client = this.register(client);
    const remove = (kind: TextKind) => (document: string) => client.remove(kind, document);
    const addLab = ({ document }: SearchedFile, bytes: Uint8Array) =>
      client.addLab(document, labs.partsOf(new TextDecoder().decode(bytes)));
    this.#files = {
      slides: new IndexedFiles(
        { isRisky: true, add: ({ document }, bytes) => client.addDeck(document, bytes), remove: remove('slides') },
        log,
      ),
      lab: new IndexedFiles({ isRisky: false, add: addLab, remove: remove('lab') }, log),
    };
  }

  async update(kind: TextKind, course: Specialization, progress: TextProgress): Promise<void> {
    const files = readableItems(course, kind).map(({ uri }) => this.#searched(kind, uri));
    await this.#files[kind].update(files, progress);
    if (kind === 'slides') await this.#client.tidy();
  }

  search(kind: TextKind, words: string, limit: number): Promise<readonly TextHit[]> {
    return this.#client.search(kind, words, limit);
  }

  /** A deck's text, read now if it was not. @throws where the file cannot be read */
  async textOfDeck(uri: vscode.Uri): Promise<DeckText | undefined> {
    await this.#files.slides.take(this.#searched('slides', uri));
    return this.#client.textOfDeck(uri.toString());
  }

  #searched(kind: TextKind, uri: vscode.Uri): SearchedFile {
    const copy = kind === 'lab' ? this.#labs.copyOf(uri) : undefined;
    return { document: uri.toString(), uri: copy ?? uri };
  }
}
