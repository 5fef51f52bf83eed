import './viewer.css';
import { render } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Page } from '../../platform/browser/page.ts';
import { t } from '../../platform/l10n.ts';
import { actionOf, type KeyAction } from '../keys.ts';
import { reduce, restore } from '../state.ts';
import { PasswordPrompt } from './document/passwordPrompt.tsx';
import { type Host, useDeck, type ViewerStore } from './document/useDeck.ts';
import { LookUp } from './find/lookUp.tsx';
import { NotesTab } from './notes/notesTab.tsx';
import { SelectionBar } from './notes/selectionBar.tsx';
import { useHighlighting } from './notes/useHighlighting.ts';
import { useNoteOverlays } from './notes/useNoteOverlays.ts';
import { useNotes } from './notes/useNotes.ts';
import { Pages } from './pages/pages.tsx';
import type { Stage, StageEvents } from './pages/stage.ts';
import { useOverlays } from './pages/useOverlays.ts';
import { Presentation } from './presentation.tsx';
import { NotesBelow } from './speakerNotes.tsx';
import { Failure, Large, Loading, Notice } from './status.tsx';
import { Store, useStore } from './store.ts';
import { toneOf, useTheme } from './theme.ts';
import { fileMenu } from './toolbar/fileMenu.ts';
import { Toolbar } from './toolbar/toolbar.tsx';
import { useMemory } from './useMemory.ts';
import { useNavigation } from './useNavigation.ts';
import { useOutline } from './useOutline.ts';
import { useSeen } from './useSeen.ts';

interface ViewerProps {
  readonly host: Host;
  readonly store: ViewerStore;
}

function Viewer({ host, store }: ViewerProps) {
  const state = useStore(store);
  const { dispatch } = store;
  const { deck, labels, speakerNotes, setting, large, question, load, asked } = useDeck(host, store);
  const stage = useRef<Stage>(null);
  const pageField = useRef<HTMLInputElement>(null);
  const [magnification, setMagnification] = useState(1);
  const theme = useTheme();
  const tone = toneOf(state.tone, setting, theme);
  const paper = tone === 'dark' ? theme.paper : undefined;
  const toggleTone = () => {
    const other = tone === 'dark' ? 'light' : 'dark';
    // Back at what would be shown anyway, the deck follows setting and theme again.
    dispatch({ type: 'tone', to: other === toneOf(undefined, setting, theme) ? undefined : other });
  };
  const seen = useSeen(host, deck);
  const navigation = useNavigation(host, store);
  const { outline, titles } = useOutline(deck);
  const notes = useNotes(host, store, labels);
  const noteOverlays = useNoteOverlays(deck, notes);
  const highlighting = useHighlighting({ host, store, deck, notes, highlights: noteOverlays.highlights });
  const { overlays, mark } = useOverlays(deck, navigation, noteOverlays);
  useMemory(host, store);

  /** The deck whose first page the host was told of. */
  const reported = useRef<unknown>(undefined);
  const events: StageEvents = {
    scrolled: (page, top) => dispatch({ type: 'scrolled', page, top }),
    looked: (shares) => {
      seen(shares);
      setMagnification(stage.current?.magnification ?? 1);
    },
    drawn: () => {
      if (!deck || reported.current === deck) return;
      reported.current = deck;
      host.send({ type: 'shown', pages: deck.pages, milliseconds: Math.round(performance.now() - asked) });
    },
  };
  // The stage lives as long as the page; what it tells goes to the handlers of the last drawing.
  const latest = useRef(events);
  latest.current = events;
  const told = useMemo<StageEvents>(
    () => ({
      scrolled: (...args) => latest.current.scrolled(...args),
      looked: (...args) => latest.current.looked(...args),
      drawn: () => latest.current.drawn(),
    }),
    [],
  );

  const act = (action: KeyAction) => {
    switch (action.type) {
      case 'focusPageField':
        return pageField.current?.focus();
      case 'toggleTone':
        return toggleTone();
      case 'addNote':
        return notes.actions.write(state.page);
      case 'highlight':
        return highlighting.add();
      default:
        return dispatch(action);
    }
  };
  useKeys(store, stage, act);

  const notesTab = {
    id: 'notes',
    title: t('Notes'),
    icon: 'note',
    render: () => (
      <NotesTab
        {...{ notes, labels, page: state.page, goTo: navigation.goTo }}
        back={() => document.querySelector<HTMLElement>('.mlops-lab-stage')?.focus()}
      />
    ),
  };
  const pages = state.deck.kind === 'open' ? state.deck.pages : 0;
  const label = labels?.[state.page - 1];
  return (
    <div class="mlops-lab-viewer" data-presenting={state.presenting} data-tone={tone}>
      {state.deck.kind === 'open' && !state.presenting && (
        <Toolbar
          {...{ state, pages, labels, magnification, tone, pageField, dispatch, toggleTone }}
          hasSpeakerNotes={speakerNotes !== undefined}
          more={fileMenu(host)}
        />
      )}
      {state.deck.kind === 'failed' && <Failure message={state.deck.message} again={() => load()} />}
      {question && <PasswordPrompt key={question.attempt} {...question} />}
      {state.deck.kind === 'loading' &&
        !question &&
        (large ? <Large message={large} open={() => load(true)} /> : <Loading />)}
      {state.notice !== undefined && <Notice message={state.notice} />}
      <div class="mlops-lab-body" hidden={state.deck.kind !== 'open'}>
        {deck && !state.presenting && (
          <LookUp
            {...{ store, state, deck, labels, mark, outline, paper, navigation }}
            noted={noteOverlays.noted}
            tabs={[notesTab]}
          />
        )}
        <Pages {...{ store, deck, stage }} look={{ paper, overlays, labels, titles }} events={told} />
      </div>
      {deck && !state.presenting && speakerNotes && (
        <NotesBelow
          {...{ speakerNotes, dispatch }}
          page={state.page}
          folded={state.notesFolded}
          open={navigation.open}
        />
      )}
      {deck && !state.presenting && <SelectionBar {...{ highlighting }} write={notes.actions.write} />}
      {state.presenting && <Presentation {...{ host, state, pages, speakerNotes, dispatch }} />}
      <p class="mlops-lab-for-screen-readers" aria-live="polite">
        {pages > 0 &&
          (label ? t('Page {0} ({1} of {2})', label, state.page, pages) : t('Page {0} of {1}', state.page, pages))}
      </p>
    </div>
  );
}

/**
 * In the capturing phase, and ended there: VS Code listens on the same window and would act on F5 or Ctrl+F as well.
 */
function useKeys(store: ViewerStore, stage: { readonly current: Stage | null }, act: (action: KeyAction) => void) {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!stage.current || store.state.deck.kind !== 'open') return;
      const target = event.target instanceof Element ? event.target : undefined;
      if (!event.ctrlKey && !event.metaKey && target && usesKey(target, event.key)) return;
      const action = actionOf(event, store.state, stage.current.fit);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(action);
    };
    window.addEventListener('keydown', pressed, true);
    return () => window.removeEventListener('keydown', pressed, true);
  }, []);
}

/** Whether the control that has the focus does something by this key itself. */
function usesKey(control: Element, key: string): boolean {
  if (control.closest('input, textarea, select, [role=menu]')) return true;
  if (control.closest('[role=listbox], [role=tree], [role=tablist], [role=separator]'))
    return key.length > 1 || key === ' ' || control.closest('[role=tree]') !== null;
  return control.closest('button, a') !== null && (key === ' ' || key === 'Enter');
}

const host: Host = new Page();
render(<Viewer host={host} store={new Store(reduce, restore(host.recall()))} />, document.getElementById('root')!);
