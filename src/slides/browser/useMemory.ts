import { useEffect } from 'preact/hooks';
import { placeOf } from '../state.ts';
import type { Host, ViewerStore } from './document/useDeck.ts';

/** The place is kept when it has rested this long: scrolling changes it at every frame. */
const restMilliseconds = 300;

/** Keeps the reader's place: in the page's own state for when VS Code builds it anew, and with the extension for later. */
export function useMemory(host: Host, store: ViewerStore): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let kept = '';
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      if (store.state.deck.kind !== 'open') return;
      const place = placeOf(store.state);
      const text = JSON.stringify(place);
      if (text === kept) return;
      kept = text;
      host.remember(place);
      host.send({ type: 'place', place });
    };
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, restMilliseconds);
    };
    const leave = () => timer !== undefined && keep();
    const unsubscribe = store.subscribe(changed);
    window.addEventListener('pagehide', leave);
    return () => {
      unsubscribe();
      window.removeEventListener('pagehide', leave);
    };
  }, []);
}
