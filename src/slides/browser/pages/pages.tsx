import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import type { Deck } from '../document/deck.ts';
import type { ViewerStore } from '../document/useDeck.ts';
import { listenToGestures } from '../gestures.ts';
import type { StageLook } from './pageDrawing.ts';
import { Stage, type StageEvents } from './stage.ts';

export interface PagesProps {
  readonly store: ViewerStore;
  readonly deck: Deck | undefined;
  readonly look: StageLook;
  readonly events: StageEvents;
  /** Is set while the pages are there. */
  readonly stage: RefObject<Stage | null>;
}

/** The room in which the pages scroll. */
export function Pages({ store, deck, look, events, stage }: PagesProps) {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { paper, overlays, labels, titles } = look;

  useLayoutEffect(() => {
    const made = new Stage(scroller.current!, content.current!, store.state, events);
    stage.current = made;
    const unsubscribe = store.subscribe((state) => made.update(state));
    const unlisten = listenToGestures(scroller.current!, made, store);
    scroller.current!.focus();
    return () => {
      unsubscribe();
      unlisten();
      made.close();
      stage.current = null;
    };
  }, [store]);
  useLayoutEffect(() => stage.current?.look({ paper, overlays, labels, titles }), [paper, overlays, labels, titles]);
  useEffect(() => {
    if (deck) void stage.current?.show(deck);
  }, [deck]);

  return (
    <section
      ref={scroller}
      class="mlops-lab-stage"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t('Slides')}
      style={paper && { '--mlops-lab-paper': `rgb(${paper.colors.paper.map((value) => value * 255).join(' ')})` }}
    >
      <div ref={content} class="mlops-lab-pages" />
    </section>
  );
}
