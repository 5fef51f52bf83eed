import { useEffect, useMemo, useState } from 'preact/hooks';
import { t } from '../../../platform/l10n.ts';
import type { ToViewer } from '../../contract.ts';
import { addHighlight, type Highlight, removeHighlight } from '../../notes/highlights.ts';
import { type NotesAction, type NotesState, noNotes, noteOf, reduceNotes, unsent } from '../../notes/notesState.ts';
import type { Reference } from '../../notes/references.ts';
import { parseSidebarLook } from '../../sidebarLook.ts';
import type { Host, ViewerStore } from '../document/useDeck.ts';
import { Store, useStore } from '../store.ts';

/** Milliseconds of rest after a key before a note is written. */
const restMilliseconds = 600;
/** CSS pixels that a note needs to be read. */
const leastWidth = 280;

/** A wish to write the note on a page; each is a new one, for the focus to follow. */
export interface Wish {
  readonly page: number;
  readonly count: number;
}

export interface NotesActions {
  readonly type: (page: number, text: string) => void;
  /** The reader has left the note: it is written at once. */
  readonly leave: (page: number) => void;
  /** Opens the tab with the note on a page, to write it. */
  readonly write: (page: number) => void;
  readonly highlight: (page: number, highlight: Highlight) => void;
  readonly unhighlight: (page: number, highlight: Highlight) => void;
  readonly chooseFolder: () => void;
  /** Follows a link of a note. */
  readonly openLink: (href: string) => void;
  /** Opens the cell of a lab that refers to a page. */
  readonly openReference: (reference: Reference) => void;
}

export interface Notes {
  readonly state: NotesState;
  readonly references: readonly Reference[];
  /** Why nothing can be written: a whole sentence. */
  readonly readOnly?: string | undefined;
  /** A folder of the learner's would help. */
  readonly needsFolder: boolean;
  readonly wish: Wish | undefined;
  readonly actions: NotesActions;
}

/** The deck's notes and what refers to its pages, live; what is typed is sent to the editor, which writes it. */
export function useNotes(host: Host, viewer: ViewerStore, labels: readonly string[] | undefined): Notes {
  const store = useMemo(() => new Store<NotesState, NotesAction>(reduceNotes, noNotes), []);
  const state = useStore(store);
  const [references, setReferences] = useState<readonly Reference[]>([]);
  const [access, setAccess] = useState<Pick<Notes, 'readOnly' | 'needsFolder'>>({ needsFolder: false });
  const [wish, setWish] = useState<Wish>();
  const sender = useMemo(() => new Sender(host, store), [host, store]);
  sender.labels = labels;

  useEffect(() => {
    const received = ({ data }: MessageEvent<ToViewer>) => {
      switch (data.type) {
        case 'notes': {
          const pages = new Map(Object.entries(data.pages).map(([page, note]) => [Number(page), note]));
          setAccess({ readOnly: data.readOnly, needsFolder: data.needsFolder ?? false });
          return store.dispatch({ type: 'received', pages, edit: data.edit });
        }
        case 'noteFailed':
          return store.dispatch({ ...data, type: 'failed' });
        case 'references':
          return setReferences(data.references);
      }
    };
    window.addEventListener('message', received);
    const end = sender.start();
    return () => {
      window.removeEventListener('message', received);
      end();
    };
  }, [host, store, sender]);

  const { readOnly, needsFolder } = access;
  const actions = useMemo<NotesActions>(() => {
    const type = (page: number, text: string) => store.dispatch({ type: 'typed', page, text });
    const change = (page: number, changed: (note: string) => string) => {
      if (readOnly !== undefined) return host.send({ type: 'refused', reason: readOnly });
      type(page, changed(noteOf(store.state, page)));
      sender.flush();
    };
    return {
      type,
      leave: (page) => {
        sender.flush();
        store.dispatch({ type: 'left', page });
      },
      write: (page) => {
        const { tab: _, width } = parseSidebarLook(viewer.state.sidebarLook);
        viewer.dispatch({ type: 'sidebarLook', look: { tab: 'notes', width: Math.max(width, leastWidth) } });
        viewer.dispatch({ type: 'sidebar', open: true });
        setWish((last) => ({ page, count: (last?.count ?? 0) + 1 }));
      },
      highlight: (page, highlight) => change(page, (note) => addHighlight(note, highlight)),
      unhighlight: (page, highlight) => change(page, (note) => removeHighlight(note, highlight)),
      chooseFolder: () => host.send({ type: 'chooseFolder' }),
      openLink: (href) => host.send({ type: 'openNoteLink', href }),
      openReference: ({ href }) => host.send({ type: 'openLink', href }),
    };
  }, [host, store, sender, viewer, readOnly]);
  return { state, references, readOnly, needsFolder, wish, actions };
}

/** Sends what was typed once it has rested, and at once when the reader goes. */
class Sender {
  readonly #host: Host;
  readonly #store: Store<NotesState, NotesAction>;
  labels: readonly string[] | undefined;
  #edits = 0;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, store: Store<NotesState, NotesAction>) {
    this.#host = host;
    this.#store = store;
  }

  /** @returns what ends it. */
  start(): () => void {
    const unsubscribe = this.#store.subscribe(() => this.#soon());
    const leave = () => this.flush();
    const events = ['pagehide', 'blur', 'visibilitychange'] as const;
    for (const event of events) window.addEventListener(event, leave, true);
    return () => {
      this.flush();
      unsubscribe();
      for (const event of events) window.removeEventListener(event, leave, true);
    };
  }

  flush(): void {
    clearTimeout(this.#resting);
    for (const page of unsent(this.#store.state)) {
      const { text, base } = this.#store.state.drafts.get(page)!;
      const edit = ++this.#edits;
      const label = this.labels?.[page - 1];
      this.#store.dispatch({ type: 'sent', page, edit });
      this.#host.send({ type: 'note', edit, page, text, base, ...(label !== undefined && { label }) });
    }
  }

  #soon(): void {
    clearTimeout(this.#resting);
    if (unsent(this.#store.state).length > 0) this.#resting = setTimeout(() => this.flush(), restMilliseconds);
  }
}

/** How a page is called where somebody reads it. */
export function pageName(page: number, labels: readonly string[] | undefined): string {
  return t('Page {0}', labels?.[page - 1] ?? page);
}
