import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import type { SidebarLook } from '../../sidebarLook.ts';
import type { Deck, Destination, OutlineEntry } from '../document/deck.ts';
import type { DarkPaper } from '../pages/darken.ts';
import { OutlineTree } from './outlineTree.tsx';
import { Splitter } from './splitter.tsx';
import { Thumbnails } from './thumbnails.tsx';

/** A tab beside the pages and the outline. */
export interface SidebarTab {
  readonly id: string;
  readonly title: string;
  /** A codicon's name. */
  readonly icon: string;
  readonly render: () => ComponentChildren;
}

export interface SidebarProps {
  readonly deck: Deck;
  readonly labels?: readonly string[] | undefined;
  /** `undefined` until it is known. */
  readonly outline: readonly OutlineEntry[] | undefined;
  /** On screen; one-based. */
  readonly page: number;
  readonly goTo: (destination: Destination) => void;
  readonly tabs?: readonly SidebarTab[];
  /** The pages that have a note. */
  readonly noted?: ReadonlySet<number>;
  readonly look: SidebarLook;
  readonly setLook: (look: SidebarLook) => void;
  /** Degrees that the reader has turned the pages by. */
  readonly rotation?: number;
  readonly paper?: DarkPaper | undefined;
  /** Puts the sidebar away. */
  readonly close: () => void;
}

/** Narrower panes have the sidebar over the pages; viewer.css knows the same width. */
const narrowPane = '(max-width: 520px)';

export function Sidebar({ look, setLook, close, goTo, ...rest }: SidebarProps) {
  const { deck, page, labels, outline, rotation = 0, paper, noted } = rest;
  // Over the pages it has done its work once a place was chosen; a page chosen by keys may be one of many.
  const go = (destination: Destination) => {
    goTo(destination);
    if (matchMedia(narrowPane).matches) close();
  };
  const tabs: readonly SidebarTab[] = [
    {
      id: 'pages',
      title: t('Pages'),
      icon: 'files',
      render: () => <Thumbnails {...{ deck, labels, page, rotation, paper, noted, goTo }} width={look.width} />,
    },
    {
      id: 'outline',
      title: t('Outline'),
      icon: 'list-tree',
      render: () => outline && <OutlineTree {...{ deck, page, labels }} entries={outline} goTo={go} />,
    },
    ...(rest.tabs ?? []),
  ];
  const shown = tabs.find(({ id }) => id === look.tab) ?? tabs[0]!;
  const ids = useId();
  const keydown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !matchMedia(narrowPane).matches) return;
    event.stopPropagation();
    close();
  };
  return (
    <>
      <aside
        class="mlops-lab-sidebar"
        aria-label={t('Sidebar')}
        style={{ width: `${look.width}px` }}
        onKeyDown={keydown}
      >
        <Tabs {...{ tabs, ids }} shown={shown.id} show={(tab) => setLook({ ...look, tab })} />
        <div
          class="mlops-lab-sidebar-panel"
          role="tabpanel"
          id={`${ids}-panel`}
          aria-labelledby={`${ids}-${shown.id}`}
          key={shown.id}
        >
          {shown.render()}
        </div>
      </aside>
      <Splitter width={look.width} resize={(width) => setLook({ ...look, width })} />
    </>
  );
}

interface TabsProps {
  readonly tabs: readonly SidebarTab[];
  readonly shown: string;
  readonly ids: string;
  readonly show: (id: string) => void;
}

function Tabs({ tabs, shown, ids, show }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const keydown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const at = tabs.findIndex(({ id }) => id === shown);
    const next = (at + by + tabs.length) % tabs.length;
    show(tabs[next]!.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div ref={list} class="mlops-lab-tabs" role="tablist" aria-label={t('Sidebar')} onKeyDown={keydown}>
      {tabs.map(({ id, title, icon }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${ids}-${id}`}
          class={`mlops-lab-icon codicon codicon-${icon}`}
          aria-label={title}
          aria-selected={id === shown}
          aria-controls={id === shown ? `${ids}-panel` : undefined}
          tabIndex={id === shown ? 0 : -1}
          title={title}
          onClick={() => show(id)}
        />
      ))}
    </div>
  );
}
