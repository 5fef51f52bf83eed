import { useEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../../../platform/browser/page.ts';
import { messageOf } from '../../../platform/errors.ts';
import type { DeckPlace } from '../../../shared/deepLink.ts';
import type { FromViewer, PagesSetting, ToViewer } from '../../contract.ts';
import type { ViewerAction, ViewerState } from '../../state.ts';
import type { Store } from '../store.ts';
import type { Deck } from './deck.ts';
import { DeckParts, type Part } from './deckParts.ts';
import { DeckLoader } from './loader.ts';
import { type PasswordQuestion, usePassword } from './usePassword.ts';

export type Host = Page<ToViewer, FromViewer>;
export type ViewerStore = Store<ViewerState, ViewerAction>;

export interface OpenDeck {
  readonly deck?: Deck;
  readonly labels?: readonly string[] | undefined;
  readonly speakerNotes?: Readonly<Record<string, string>> | undefined;
  readonly setting: PagesSetting;
  /** The file is that large; it is read when `load` says so. */
  readonly large?: string;
  /** The file is protected, and waits for its password. */
  readonly question?: PasswordQuestion;
  /** Asks for the file again. */
  readonly load: (anyway?: boolean) => void;
  /** When the deck on show was asked for, as `performance.now` tells time. */
  readonly asked: number;
}

/** Asks the editor for the deck, opens it, and again whenever its file changes. */
export function useDeck(host: Host, store: ViewerStore): OpenDeck {
  const [opened, setOpened] = useState<Pick<OpenDeck, 'deck' | 'labels' | 'speakerNotes'>>({});
  const [setting, setSetting] = useState<PagesSetting>('auto');
  const [large, setLarge] = useState<string>();
  const loader = useRef<DeckLoader>(undefined);
  const asked = useRef(performance.now());
  const { question, ask } = usePassword();

  const fail = (error: unknown) => {
    const message = messageOf(error);
    store.dispatch({ type: 'failed', message });
    host.send({ type: 'failed', message });
  };

  useEffect(() => {
    const decks = new DeckLoader(fail);
    loader.current = decks;
    let remembers = host.recall() !== undefined;
    /** Of the latest version of a large file: of an older one the editor can give no more. */
    let parts: DeckParts | undefined;
    const open = async (message: DeckMessage) => {
      const { name, bytes, remembered, place, speakerNotes } = message;
      const fetch = (part: Part) => host.send({ type: 'read', ...part });
      parts = message.parts && new DeckParts({ name, ...message.parts, beginning: bytes, fetch });
      const isOpen = store.state.deck.kind === 'open';
      if (isOpen) asked.current = performance.now();
      if (!remembers) store.dispatch({ type: 'restore', remembered });
      remembers = true;
      if (place) goTo(place);
      try {
        const deck = await decks.open(name, { bytes, ...(parts && { parts }) }, (wrong) => ask(name, wrong));
        if (!deck) return;
        const labels = await deck.labels();
        document.title = name;
        store.dispatch({ type: 'opened', pages: deck.pages });
        setLarge(undefined);
        setOpened({ deck, labels, speakerNotes });
      } catch (error) {
        // A file that is still being written is no reason to take away what is being read.
        if (store.state.deck.kind !== 'open') return fail(error);
        store.dispatch({ type: 'notice', message: messageOf(error) });
        host.send({ type: 'failed', message: messageOf(error) });
      }
    };
    const goTo = ({ page, search }: DeckPlace) => {
      if (page !== undefined) store.dispatch({ type: 'goTo', page });
      if (search !== undefined) store.dispatch({ type: 'find', words: search });
    };
    host.start((message) => {
      switch (message.type) {
        case 'deck':
          return void open(message);
        case 'part':
          return parts?.receive(message);
        case 'goTo':
          return goTo(message.place);
        case 'settings':
          return setSetting(message.pages);
        case 'large':
          return setLarge(message.message);
        case 'failed':
          decks.cancel();
          return store.dispatch({ ...message, type: store.state.deck.kind === 'open' ? 'notice' : 'failed' });
      }
    });
    host.send({ type: 'load' });
  }, []);

  const { deck } = opened;
  // After the pages of the next one have taken its place.
  useEffect(() => () => deck?.close(), [deck]);

  const load = (anyway?: boolean) => {
    if (store.state.deck.kind === 'failed') loader.current?.restart();
    store.dispatch({ type: 'loading' });
    host.send({ type: 'load', ...(anyway && { anyway }) });
  };
  return {
    ...opened,
    setting,
    ...(question && { question }),
    ...(large !== undefined && { large }),
    load,
    asked: asked.current,
  };
}

type DeckMessage = ToViewer & { readonly type: 'deck' };
