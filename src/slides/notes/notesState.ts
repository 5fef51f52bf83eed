/**
 * The notes of an open deck, as its page has them: what the file says, and what is being written and not yet in it.
 * A pure reducer: what is typed is never lost, whatever the file says meanwhile.
 */
import { mergeNote } from './mergeNote.ts';
import { normalNote } from './notesFile.ts';

export interface Draft {
  readonly text: string;
  /** What the file said when the draft was begun, or when it was last written. */
  readonly base: string;
  /** The file has all of it. */
  readonly isSaved: boolean;
  /** On its way to the file. */
  readonly sent?: { readonly edit: number; readonly text: string };
  /** Why it could not be written: a whole sentence. */
  readonly failure?: string;
}

export interface NotesState {
  /** By page, as the file has them. */
  readonly pages: ReadonlyMap<number, string>;
  readonly drafts: ReadonlyMap<number, Draft>;
}

export type NotesAction =
  /** The file says this now. @property edit was written into it */
  | { readonly type: 'received'; readonly pages: ReadonlyMap<number, string>; readonly edit?: number | undefined }
  | { readonly type: 'typed'; readonly page: number; readonly text: string }
  | { readonly type: 'sent'; readonly page: number; readonly edit: number }
  | { readonly type: 'failed'; readonly edit: number; readonly message: string }
  /** The reader has left the note. */
  | { readonly type: 'left'; readonly page: number };

export const noNotes: NotesState = { pages: new Map(), drafts: new Map() };

/** What a reader sees of a page's note. */
export const noteOf = ({ pages, drafts }: NotesState, page: number): string =>
  drafts.get(page)?.text ?? pages.get(page) ?? '';

/** Pages whose drafts are to be sent: one edit of a page is on its way at a time, and a failure waits for the reader. */
export const unsent = ({ drafts }: NotesState): number[] =>
  [...drafts].flatMap(([page, { isSaved, sent, failure }]) => (isSaved || sent || failure !== undefined ? [] : [page]));

export function reduceNotes(state: NotesState, action: NotesAction): NotesState {
  switch (action.type) {
    case 'typed': {
      const { failure: _, ...draft } = state.drafts.get(action.page) ?? { base: state.pages.get(action.page) ?? '' };
      return withDraft(state, action.page, { ...draft, text: action.text, isSaved: false });
    }
    case 'sent': {
      const draft = state.drafts.get(action.page);
      return draft ? withDraft(state, action.page, { ...draft, sent: { edit: action.edit, text: draft.text } }) : state;
    }
    case 'failed': {
      const [page, draft] = [...state.drafts].find(([, { sent }]) => sent?.edit === action.edit) ?? [];
      if (!draft || page === undefined) return state;
      const { sent: _, ...rest } = draft;
      return withDraft(state, page, { ...rest, failure: action.message });
    }
    case 'left':
      return state.drafts.get(action.page)?.isSaved ? withDraft(state, action.page, undefined) : state;
    case 'received': {
      const drafts = [...state.drafts].flatMap(([page, draft]) => {
        const next = received(draft, action.pages.get(page) ?? '', action.edit);
        return next ? [[page, next] as const] : [];
      });
      return { pages: action.pages, drafts: new Map(drafts) };
    }
  }
}

/** @param file what the file says of the draft's page now */
function received(draft: Draft, file: string, edit: number | undefined): Draft | undefined {
  const { sent, failure: _, ...rest } = draft;
  if (!sent || sent.edit !== edit) return draft.isSaved && file !== draft.base ? undefined : draft;
  // The reader types on in their own words, blank lines at the end included, unless others have added to them.
  const isOwn = file === normalNote(sent.text);
  if (draft.text === sent.text) return { ...rest, text: isOwn ? draft.text : file, base: file, isSaved: true };
  return { ...rest, text: isOwn ? draft.text : mergeNote(sent.text, draft.text, file), base: file, isSaved: false };
}

function withDraft(state: NotesState, page: number, draft: Draft | undefined): NotesState {
  const drafts = new Map(state.drafts);
  if (draft) drafts.set(page, draft);
  else drafts.delete(page);
  return { ...state, drafts };
}
