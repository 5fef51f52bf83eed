import { useEffect, useMemo, useRef } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import type { ToViewer } from '../../contract.ts';
import { type Highlight, occurrenceAt } from '../../notes/highlights.ts';
import type { Deck } from '../document/deck.ts';
import type { Host, ViewerStore } from '../document/useDeck.ts';
import { type Passage, selectedPassages, selectedRects } from '../pages/selection.ts';
import { spansOf } from '../pages/textRects.ts';
import type { Notes } from './useNotes.ts';

/** A highlight, and the page that it is on. */
export interface PlacedHighlight {
  /** One-based. */
  readonly page: number;
  readonly highlight: Highlight;
}

export interface Highlighting {
  /** Highlights what is selected. */
  readonly add: () => void;
  /** The highlights that the selection touches. */
  readonly touched: () => readonly PlacedHighlight[];
  readonly remove: (all: readonly PlacedHighlight[]) => void;
}

export interface HighlightingParts {
  readonly host: Host;
  readonly store: ViewerStore;
  readonly deck: Deck | undefined;
  readonly notes: Notes;
  /** By page, in the order that `highlightMarks` numbers them in. */
  readonly highlights: ReadonlyMap<number, readonly Highlight[]>;
}

/** Makes highlights of what is selected on the pages, by the toolbar, the key or the editor's command. */
export function useHighlighting(parts: HighlightingParts): Highlighting {
  const latest = useRef(parts);
  latest.current = parts;
  const highlighting = useMemo(() => highlightingOf(latest), []);
  useEffect(() => {
    const received = ({ data }: MessageEvent<ToViewer>) => {
      if (data.type !== 'write') return;
      const { notes, store } = latest.current;
      if (data.what === 'highlight') highlighting.add();
      else notes.actions.write(store.state.page);
    };
    window.addEventListener('message', received);
    return () => window.removeEventListener('message', received);
  }, [highlighting]);
  return highlighting;
}

function highlightingOf(latest: { readonly current: HighlightingParts }): Highlighting {
  const add = async (passages: readonly Passage[]) => {
    const { host, deck, notes } = latest.current;
    if (!deck) return;
    if (passages.length === 0)
      return host.send({ type: 'refused', reason: t('Select the words to highlight, and press H again.') });
    document.getSelection()?.removeAllRanges();
    for (const passage of passages) {
      const runs = await deck.text(passage.page);
      const run = spansOf(passage.layer, runs).findIndex((span) => span?.contains(passage.node));
      const start = { run: Math.max(0, run), offset: run < 0 ? 0 : passage.offset };
      const occurrence = occurrenceAt(runs, passage.text, start);
      notes.actions.highlight(passage.page, { text: passage.text, occurrence });
    }
  };
  return {
    add: () => {
      const { host } = latest.current;
      // The text of a page that could be selected was read before; a file that changed meanwhile may fail.
      const failed = () =>
        host.send({
          type: 'refused',
          reason: t('The words of this page cannot be read, so they are not highlighted.'),
        });
      add(selectedPassages()).catch(failed);
    },
    touched: () => touchedMarks().flatMap((mark) => placedOf(mark, latest.current.highlights)),
    remove: (all) => {
      for (const { page, highlight } of all) latest.current.notes.actions.unhighlight(page, highlight);
    },
  };
}

/** The marks that the selection lies on. */
function touchedMarks(): HTMLElement[] {
  const rects = selectedRects();
  const marks = document.querySelectorAll<HTMLElement>('.mlops-lab-highlight');
  return [...marks].filter((mark) => {
    const box = mark.getBoundingClientRect();
    return rects.some((rect) => overlap(rect, box));
  });
}

/** Lines that only touch do not count. */
function overlap(a: DOMRect, b: DOMRect): boolean {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > 1 && down > Math.min(a.height, b.height) / 2;
}

function placedOf(mark: HTMLElement, highlights: HighlightingParts['highlights']): PlacedHighlight[] {
  const page = Number(mark.closest<HTMLElement>('[data-page]')?.dataset.page);
  const highlight = highlights.get(page)?.[Number(mark.dataset.highlight)];
  return highlight ? [{ page, highlight }] : [];
}
