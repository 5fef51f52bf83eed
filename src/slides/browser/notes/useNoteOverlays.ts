import { useMemo } from 'preact/hooks';
import { type Highlight, highlightsOf } from '../../notes/highlights.ts';
import { type NotesState, noteOf } from '../../notes/notesState.ts';
import type { Deck } from '../document/deck.ts';
import type { PageOverlay } from '../pages/overlay.ts';
import { byPage, highlightMarks, noteMarks, referenceLines } from './pageNotes.ts';
import type { Notes } from './useNotes.ts';

export interface NoteOverlays {
  /** Under the text. */
  readonly below: readonly PageOverlay[];
  /** Over everything. */
  readonly above: readonly PageOverlay[];
  /** The pages that have a note. */
  readonly noted: ReadonlySet<number>;
  readonly highlights: ReadonlyMap<number, readonly Highlight[]>;
}

/** What notes put over the pages; made anew only when that changes, and not at every letter of a note. */
export function useNoteOverlays(deck: Deck | undefined, { state, references, actions }: Notes): NoteOverlays {
  const pages = notedPages(state);
  const noted = useMemo(() => new Set(pages), [pages.join()]);
  const onPages = pages.map((page) => [page, highlightsOf(noteOf(state, page))] as const);
  const highlights = useMemo(
    () => new Map(onPages.filter(([, all]) => all.length > 0)),
    [JSON.stringify(onPages.filter(([, all]) => all.length > 0))],
  );
  const below = useMemo(() => (deck ? [highlightMarks(deck, highlights)] : []), [deck, highlights]);
  const marks = useMemo(() => noteMarks(noted, actions.write), [noted, actions]);
  const lines = useMemo(
    () => referenceLines(byPage(references), actions.openReference, actions.write),
    [references, actions],
  );
  const above = useMemo(() => [marks, lines], [marks, lines]);
  return { below, above, noted, highlights };
}

/** In order; those included whose note is still being written. */
export function notedPages(state: NotesState): number[] {
  const pages = new Set([...state.pages.keys(), ...state.drafts.keys()]);
  return [...pages].filter((page) => noteOf(state, page).trim() !== '').sort((a, b) => a - b);
}
