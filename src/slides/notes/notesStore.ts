/** The notes of a learner's folder, `.mlops-lab/notes/<deck>.md`, which windows, people and git all write. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, systemCode, UserError } from '../../platform/errors.ts';
import { withFileLock } from '../../platform/fileLock.ts';
import { writeFileAtomic } from '../../platform/files.ts';
import { t } from '../../platform/l10n.ts';
import { learnerFolder, writeGitFiles } from '../../shared/learnerFolder.ts';
import { mergeNote } from './mergeNote.ts';
import {
  isEmpty,
  type NotedDeck,
  type NotesFile,
  newNotes,
  normalNote,
  notesByPage,
  parseNotes,
  printNotes,
  setNote,
} from './notesFile.ts';
import { notesId } from './notesId.ts';

/** A note as somebody has changed it. */
export interface NoteChange {
  /** One-based. */
  readonly page: number;
  /** What the page is called where that is not its number. */
  readonly label?: string | undefined;
  readonly text: string;
  /** What it said when the change was begun. */
  readonly base: string;
}

/** In characters. Nobody writes as much about a deck. */
const longest = 2_000_000;

export class NotesStore {
  /** Absolute path of the folder with the notes. */
  readonly folder: string;
  readonly #learner: string;

  /** @param learner absolute path of the learner's folder */
  constructor(learner: string) {
    this.#learner = learner;
    this.folder = join(learnerFolder(learner), 'notes');
  }

  /** Absolute path of the notes on a deck, which need not be there. */
  pathOf(id: string): string {
    return join(this.folder, `${notesId(id)}.md`);
  }

  /** The decks that have a file of notes, by what it is named after. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return [];
      throw unreadable(this.folder, error);
    });
    return names.flatMap((name) => (/^[^.].*\.md$/.test(name) ? [name.slice(0, -3)] : [])).sort();
  }

  /**
   * @returns nothing where there is no file
   * @throws UserError `notes-unreadable` or `notes-large`
   */
  async read(id: string): Promise<NotesFile | undefined> {
    const path = this.pathOf(id);
    try {
      const bytes = await readFile(path);
      if (bytes.length > longest) throw tooLarge(path);
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      return parseNotes(text, notesId(id));
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
      throw error instanceof UserError ? error : unreadable(path, error);
    }
  }

  /**
   * Makes a change on top of what the file says by then; a file without notes or words of anybody is removed.
   * @returns the note as the file has it now
   * @throws UserError as `read`, and `notes-unwritable`
   */
  async change(deck: NotedDeck, { page, label, text, base }: NoteChange): Promise<string> {
    const path = this.pathOf(deck.id);
    try {
      return await withFileLock(join(learnerFolder(this.#learner), 'cache', 'notes.lock'), async () => {
        const before = await this.read(deck.id);
        const theirs = (before && notesByPage(before).get(page)) ?? '';
        const note = normalNote(mergeNote(normalNote(base), normalNote(text), theirs));
        if (note === theirs) return note;
        const after = setNote(before ?? newNotes(deck), deck, page, label, note);
        const printed = printNotes(after);
        if (printed.length > longest) throw tooLarge(path);
        await writeGitFiles(this.#learner);
        if (isEmpty(after)) await rm(path, { force: true });
        else await writeFileAtomic(path, printed);
        return note;
      });
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError('notes-unwritable', t('The note cannot be written to {0}: {1}', path, messageOf(error)), {
        cause: error,
      });
    }
  }
}

function unreadable(path: string, error: unknown): UserError {
  return new UserError('notes-unreadable', t('The notes in {0} cannot be read: {1}', path, messageOf(error)), {
    cause: error,
  });
}

function tooLarge(path: string): UserError {
  return new UserError(
    'notes-large',
    t('The notes in {0} would be larger than 2 MB, and are left as they are. Move some of them elsewhere.', path),
  );
}
