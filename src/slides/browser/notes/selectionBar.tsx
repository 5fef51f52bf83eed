import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import { selectedPassages, selectedRects } from '../pages/selection.ts';
import { IconButton } from '../toolbar/iconButton.tsx';
import type { Highlighting, PlacedHighlight } from './useHighlighting.ts';

export interface SelectionBarProps {
  readonly highlighting: Highlighting;
  /** Opens the note on a page, to write it. */
  readonly write: (page: number) => void;
}

interface Shown {
  /** In the window's pixels. */
  readonly left: number;
  readonly top: number;
  readonly page: number;
  readonly touched: readonly PlacedHighlight[];
}

/** In CSS pixels. */
const size = { width: 104, height: 34, gap: 6 };

/** What can be done with the words that are selected, right above them. */
export function SelectionBar({ highlighting, write }: SelectionBarProps) {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => watchSelected(() => setShown(shownAt(highlighting))), [highlighting]);
  if (!shown) return null;
  const { left, top, page, touched } = shown;
  const done = (act: () => void) => () => {
    act();
    document.getSelection()?.removeAllRanges();
  };
  return (
    <div
      class="mlops-lab-selection-bar"
      role="toolbar"
      aria-label={t('Selected Words')}
      style={{ left: `${left}px`, top: `${top}px` }}
      // A press elsewhere would take the selection away before it is used.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      <IconButton icon="edit" label={t('Highlight')} keys="H" press={() => highlighting.add()} />
      {touched.length > 0 && (
        <IconButton icon="trash" label={t('Remove the Highlight')} press={done(() => highlighting.remove(touched))} />
      )}
      <IconButton icon="note" label={t('Add Note to This Page')} keys="N" press={done(() => write(page))} />
    </div>
  );
}

function shownAt(highlighting: Highlighting): Shown | undefined {
  const [passage] = selectedPassages();
  const [first] = selectedRects().filter(({ width }) => width > 0);
  if (!passage || !first) return undefined;
  const above = first.top - size.height - size.gap;
  return {
    left: Math.max(size.gap, Math.min(first.left, window.innerWidth - size.width - size.gap)),
    top: above > size.height ? above : first.bottom + size.gap,
    page: passage.page,
    touched: highlighting.touched(),
  };
}

/** Calls when a selection has been made, moved with the pages or gone; not while the pointer still draws it. */
function watchSelected(changed: () => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let isDrawing = false;
  const soon = () => !isDrawing && changed();
  document.addEventListener('pointerdown', () => (isDrawing = true), { signal });
  const up = () => {
    isDrawing = false;
    // The browser gives up an old selection after the pointer's event.
    setTimeout(soon);
  };
  document.addEventListener('pointerup', up, { signal });
  document.addEventListener('pointercancel', up, { signal });
  document.addEventListener('selectionchange', soon, { signal });
  document.addEventListener('scroll', soon, { signal, capture: true, passive: true });
  window.addEventListener('resize', soon, { signal });
  return () => ended.abort();
}
