import { useEffect, useRef } from 'preact/hooks';
import type { Share } from '../layout.ts';
import { look, nextSeen, nothingSeen, seenShare } from '../seen.ts';
import type { Deck } from './document/deck.ts';
import type { Host } from './document/useDeck.ts';

/** Tells the extension which pages were seen. @returns to be told what is on screen. */
export function useSeen(host: Host, deck: Deck | undefined): (shares: readonly Share[]) => void {
  const pages = useRef<readonly number[]>([]);
  const update = useRef(() => {});
  useEffect(() => {
    if (!deck) return;
    let state = nothingSeen;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const now = () => {
      clearTimeout(timer);
      const before = state.seen;
      const attentive = document.visibilityState === 'visible' && document.hasFocus();
      state = look(state, { pages: pages.current, at: performance.now(), attentive });
      const seen = [...state.seen].filter((page) => !before.has(page));
      if (seen.length) host.send({ type: 'seen', seen, of: deck.pages });
      const next = nextSeen(state);
      if (next !== undefined) timer = setTimeout(now, Math.max(0, next - performance.now()) + 1);
    };
    update.current = now;
    now();
    const events = ['focus', 'blur', 'visibilitychange'] as const;
    for (const event of events) window.addEventListener(event, now, true);
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, now, true);
    };
  }, [deck]);

  return (shares) => {
    pages.current = shares.filter(({ share }) => share >= seenShare).map(({ box }) => box.page);
    update.current();
  };
}
