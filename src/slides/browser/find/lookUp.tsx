import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { parseSidebarLook } from '../../sidebarLook.ts';
import type { ViewerState } from '../../state.ts';
import type { Deck, OutlineEntry } from '../document/deck.ts';
import type { ViewerStore } from '../document/useDeck.ts';
import type { DarkPaper } from '../pages/darken.ts';
import type { LinkActions } from '../pages/linkLayer.ts';
import type { Mark } from '../pages/useOverlays.ts';
import type { SidebarProps, SidebarTab } from '../sidebar/sidebar.tsx';
import type { FindBarProps } from './findBar.tsx';

export interface LookUpProps {
  readonly store: ViewerStore;
  readonly state: ViewerState;
  readonly deck: Deck;
  readonly labels?: readonly string[] | undefined;
  readonly outline: readonly OutlineEntry[] | undefined;
  readonly paper?: DarkPaper | undefined;
  readonly navigation: LinkActions;
  readonly mark: Mark;
  /** Tabs of the sidebar besides its own. */
  readonly tabs?: readonly SidebarTab[];
  /** The pages that have a note. */
  readonly noted: ReadonlySet<number>;
}

/** The sidebar and the find bar, where they are open. Each is loaded when it is first wanted. */
export function LookUp({ store, state, deck, mark, navigation, tabs, ...look }: LookUpProps) {
  const Sidebar = useLoaded<SidebarProps>(state.sidebar, async () => (await import('../sidebar/sidebar.tsx')).Sidebar);
  const FindBar = useLoaded<FindBarProps>(
    state.find !== undefined,
    async () => (await import('./findBar.tsx')).FindBar,
  );
  const { dispatch } = store;
  const { page, rotation, find } = state;
  const back = () => document.querySelector<HTMLElement>('.mlops-lab-stage')?.focus();
  return (
    <>
      {state.sidebar && Sidebar && (
        <Sidebar
          {...{ deck, page, rotation, ...look }}
          {...(tabs && { tabs })}
          goTo={navigation.goTo}
          look={parseSidebarLook(state.sidebarLook)}
          setLook={(look) => dispatch({ type: 'sidebarLook', look })}
          close={() => {
            dispatch({ type: 'sidebar', open: false });
            back();
          }}
        />
      )}
      {find !== undefined && FindBar && (
        <FindBar
          {...{ deck, page }}
          initial={find}
          // Its mark comes into view by itself; only a page that is not in view has to be gone to first.
          goTo={(to) => to !== store.state.page && dispatch({ type: 'goTo', page: to })}
          onMatches={mark}
          close={() => {
            dispatch({ type: 'find', words: undefined });
            back();
          }}
        />
      )}
    </>
  );
}

/** A component of another chunk, once it is wanted and there. */
function useLoaded<Props>(
  wanted: boolean,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> | undefined {
  const [component, setComponent] = useState<ComponentType<Props>>();
  useEffect(() => {
    if (wanted && !component) load().then((loaded) => setComponent(() => loaded));
  }, [wanted]);
  return component;
}
