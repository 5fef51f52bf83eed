import { useEffect, useMemo, useState } from 'preact/hooks';
import { pageTitles } from '../outline.ts';
import type { Deck, OutlineEntry } from './document/deck.ts';

/** Where an outline of many thousand entries would hold up the first page. */
const waitMilliseconds = 1000;

/** A deck's outline, read when the page is at rest; one that cannot be read counts as none. */
export function useOutline(deck: Deck | undefined): {
  /** `undefined` until it is known. */
  readonly outline: readonly OutlineEntry[] | undefined;
  /** By page, one-based. */
  readonly titles: ReadonlyMap<number, string>;
} {
  const [outline, setOutline] = useState<readonly OutlineEntry[]>();
  useEffect(() => {
    if (!deck) return;
    let wanted = true;
    const set = (entries: readonly OutlineEntry[]) => wanted && setOutline(entries);
    const waiting = requestIdleCallback(() => void deck.outline().then(set, () => set([])), {
      timeout: waitMilliseconds,
    });
    return () => {
      wanted = false;
      cancelIdleCallback(waiting);
    };
  }, [deck]);
  const titles = useMemo(() => pageTitles(outline ?? []), [outline]);
  return { outline, titles };
}
