import { useCallback, useMemo, useState } from 'preact/hooks';
import type { CurrentMatch, MatchesByPage } from '../../findState.ts';
import type { Deck } from '../document/deck.ts';
import { findMarks } from '../find/findMarks.ts';
import type { NoteOverlays } from '../notes/useNoteOverlays.ts';
import { type LinkActions, linkLayer } from './linkLayer.ts';
import type { PageOverlay } from './overlay.ts';
import { selectable } from './selection.ts';
import { structureLayer } from './structureLayer.ts';

export type Mark = (matches: MatchesByPage | undefined, current: CurrentMatch | undefined) => void;

/** What lies over the pages, from below: marks must not cover the links. */
export function useOverlays(
  deck: Deck | undefined,
  links: LinkActions,
  notes: Pick<NoteOverlays, 'below' | 'above'>,
): { readonly overlays: readonly PageOverlay[]; readonly mark: Mark } {
  const [marks, setMarks] = useState<PageOverlay>();
  const mark = useCallback<Mark>(
    (matches, current) => setMarks(() => (deck && matches ? findMarks(deck, matches, current) : undefined)),
    [deck],
  );
  const linked = useMemo(() => deck && linkLayer(deck, links), [deck, links]);
  const overlays = useMemo(
    () =>
      [...notes.below, selectable, structureLayer, marks, linked, ...notes.above].filter((each) => each !== undefined),
    [marks, linked, notes.below, notes.above],
  );
  return { overlays, mark };
}
