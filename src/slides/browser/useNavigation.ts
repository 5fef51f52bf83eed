import { useEffect, useMemo } from 'preact/hooks';
import type { ToViewer } from '../contract.ts';
import { emptyHistory, type History, jumped, travel, type Visited } from '../history.ts';
import type { Destination } from './document/deck.ts';
import type { Host, ViewerStore } from './document/useDeck.ts';
import type { LinkActions } from './pages/linkLayer.ts';
import { selectedQuotation, watchSelection } from './pages/selection.ts';

/**
 * Going to places by links and the outline, and back; and what is selected, for the editor to copy. The way back
 * lives as long as the page; the keys for it are VS Code's, so that they go on to its own history where ours ends.
 */
export function useNavigation(host: Host, store: ViewerStore): LinkActions {
  const { actions, go } = useMemo(() => navigationOf(host, store), [host, store]);
  useEffect(() => {
    const received = ({ data }: MessageEvent<ToViewer>) => {
      if (data.type === 'travel') go(data.by);
      else if (data.type === 'quote')
        host.send({ type: 'quote', ...(selectedQuotation() ?? { page: store.state.page, text: '' }) });
    };
    window.addEventListener('message', received);
    const unwatch = watchSelection();
    return () => {
      window.removeEventListener('message', received);
      unwatch();
    };
  }, [host, store]);
  return actions;
}

function navigationOf(host: Host, store: ViewerStore) {
  let history = emptyHistory;
  const here = (): Visited => {
    const { page, top } = store.state;
    return top === undefined ? { page } : { page, top };
  };
  const keep = (next: History) => {
    history = next;
    host.send({ type: 'history', back: next.back.length > 0, forward: next.forward.length > 0 });
  };
  const actions: LinkActions = {
    goTo: (destination: Destination) => {
      keep(jumped(history, here()));
      store.dispatch({ type: 'goTo', ...destination });
    },
    open: (href) => host.send({ type: 'openLink', href }),
    refuse: (reason) => host.send({ type: 'refused', reason }),
  };
  const go = (by: -1 | 1) => {
    const way = travel(history, by, here());
    if (!way) return;
    keep(way.history);
    store.dispatch({ type: 'goTo', ...way.to });
  };
  return { actions, go };
}
