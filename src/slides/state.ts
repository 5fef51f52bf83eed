/** The viewer's state as a pure reducer: which page, how it is shown, and whether there is a deck at all. */
import { type Mode, type Rotation, turned } from './layout.ts';
import { parseSidebarLook, type SidebarLook } from './sidebarLook.ts';
import { clampZoom, isZoom, type Zoom, zoomedIn, zoomedOut } from './zoom.ts';

export type DeckStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'open'; readonly pages: number };

/** Light pages are as the file has them. */
export type Tone = 'light' | 'dark';

export interface ViewerState {
  readonly deck: DeckStatus;
  /** The page in view; one-based, within the deck once that is open. */
  readonly page: number;
  /**
   * How far below the page's top the window begins, in CSS pixels at magnification 1; absent for the page as a
   * whole, in the middle of a window that is larger.
   */
  readonly top?: number;
  /** Grows with every wish to be at `page` and `top`; scrolling tells where the reader is without one. */
  readonly jumps: number;
  readonly mode: Mode;
  readonly zoom: Zoom;
  readonly rotation: Rotation;
  /** Set by hand for this deck; absent where the setting decides. */
  readonly tone?: Tone;
  readonly sidebar: boolean;
  /** Absent until the reader has changed it. */
  readonly sidebarLook?: SidebarLook;
  /** The words of the find bar; absent while it is closed. */
  readonly find?: string;
  readonly presenting: boolean;
  /** The speaker's notes, while presenting. */
  readonly speakerNotes: boolean;
  /** Set by hand for this deck: under the pages only the title of the speaker's notes is left. */
  readonly notesFolded: boolean;
  /** What is wrong with a newer version of the file, while the older one is still shown. */
  readonly notice?: string;
}

export type ViewerAction =
  | { readonly type: 'opened'; readonly pages: number }
  /** How the deck was left, or nothing for one that nobody has read. */
  | { readonly type: 'restore'; readonly remembered: unknown }
  | { readonly type: 'loading' }
  | { readonly type: 'failed'; readonly message: string }
  /** The file changed, but what it holds now cannot be shown. */
  | { readonly type: 'notice'; readonly message: string | undefined }
  | { readonly type: 'goTo'; readonly page: number; readonly top?: number }
  | { readonly type: 'turn'; readonly by: number }
  | { readonly type: 'first' | 'last' }
  | { readonly type: 'scrolled'; readonly page: number; readonly top: number }
  /** `from` is the magnification on screen, which a fit alone does not tell. */
  | { readonly type: 'zoomIn' | 'zoomOut'; readonly from: number }
  | { readonly type: 'zoom'; readonly to: Zoom }
  | { readonly type: 'mode'; readonly to: Mode }
  | { readonly type: 'rotate'; readonly by: 90 | -90 }
  | { readonly type: 'tone'; readonly to: Tone | undefined }
  | { readonly type: 'sidebar'; readonly open?: boolean }
  | { readonly type: 'sidebarLook'; readonly look: SidebarLook }
  | { readonly type: 'find'; readonly words: string | undefined }
  | { readonly type: 'present'; readonly on: boolean }
  /** Shows or puts away the speaker's notes, of the presentation or of the reader, whichever is on. */
  | { readonly type: 'speakerNotes' };

export function reduce(state: ViewerState, action: ViewerAction): ViewerState {
  switch (action.type) {
    case 'opened': {
      const { notice: _, ...rest } = state;
      return { ...rest, deck: { kind: 'open', pages: action.pages }, page: clamp(state.page, action.pages) };
    }
    case 'restore':
      return restored(state, restore(action.remembered));
    case 'loading':
      return { ...state, deck: { kind: 'loading' } };
    case 'failed':
      return { ...state, deck: { kind: 'failed', message: action.message }, presenting: false };
    case 'notice':
      return withOptional(state, 'notice', action.message);
    case 'goTo':
      return jump(state, action.page, action.top);
    case 'turn':
      return jump(state, turned(state.page, action.by, shownMode(state)));
    case 'first':
      return jump(state, 1);
    case 'last':
      return jump(state, Number.MAX_SAFE_INTEGER);
    case 'scrolled':
      return { ...state, page: action.page, top: action.top };
    case 'zoomIn':
      return { ...state, zoom: zoomedIn(action.from) };
    case 'zoomOut':
      return { ...state, zoom: zoomedOut(action.from) };
    case 'zoom':
      return { ...state, zoom: typeof action.to === 'number' ? clampZoom(action.to) : action.to };
    case 'mode':
      return jump({ ...state, mode: action.to }, state.page);
    case 'rotate':
      return jump({ ...state, rotation: ((state.rotation + action.by + 360) % 360) as Rotation }, state.page);
    case 'tone':
      return withOptional(state, 'tone', action.to);
    case 'sidebar':
      return { ...state, sidebar: action.open ?? !state.sidebar };
    case 'sidebarLook':
      return { ...state, sidebarLook: action.look };
    case 'find':
      return withOptional(state, 'find', action.words);
    case 'present':
      return jump({ ...state, presenting: action.on && state.deck.kind === 'open' }, state.page);
    case 'speakerNotes':
      return state.presenting
        ? { ...state, speakerNotes: !state.speakerNotes }
        : { ...state, notesFolded: !state.notesFolded };
  }
}

/** What is laid out: a presentation shows one page, whole, whatever the reader had before and has after it. */
export const shownMode = (state: ViewerState): Mode => (state.presenting ? 'single' : state.mode);
export const shownZoom = (state: ViewerState): Zoom => (state.presenting ? 'page' : state.zoom);

/** Before a deck is open its length is unknown: the wish is kept, and cut to the deck when that opens. */
function jump(state: ViewerState, page: number, top?: number): ViewerState {
  const pages = state.deck.kind === 'open' ? state.deck.pages : Number.MAX_SAFE_INTEGER;
  return withOptional({ ...state, page: clamp(page, pages), jumps: state.jumps + 1 }, 'top', top);
}

function restored({ deck, jumps }: ViewerState, remembered: ViewerState): ViewerState {
  return jump({ ...remembered, deck, jumps }, remembered.page, remembered.top);
}

function clamp(page: number, pages: number): number {
  return Math.min(Math.max(1, Math.trunc(page) || 1), Math.max(1, pages));
}

function withOptional<K extends 'top' | 'tone' | 'find' | 'notice'>(
  state: ViewerState,
  key: K,
  value: ViewerState[K],
): ViewerState {
  const { [key]: _, ...rest } = state;
  return (value === undefined ? rest : { ...rest, [key]: value }) as ViewerState;
}

/** What of the state outlives the editor's tab. */
export type ViewerPlace = Pick<
  ViewerState,
  'page' | 'top' | 'mode' | 'zoom' | 'rotation' | 'tone' | 'sidebar' | 'sidebarLook'
> & {
  /** Absent while they are open. */
  readonly notesFolded?: true;
};

/** What `restore` reads. */
export function placeOf(state: ViewerState): ViewerPlace {
  const { page, top, mode, zoom, rotation, tone, sidebar, sidebarLook, notesFolded } = state;
  const place = { page, mode, zoom, rotation, sidebar, ...(sidebarLook && { sidebarLook }) };
  return { ...place, ...(top !== undefined && { top }), ...(tone && { tone }), ...(notesFolded && { notesFolded }) };
}

/** The state to begin with, from what was remembered; anything odd is left out. */
export function restore(remembered: unknown): ViewerState {
  const saved = (typeof remembered === 'object' && remembered !== null ? remembered : {}) as Record<string, unknown>;
  const { page, top, mode, zoom, rotation, tone, sidebar, sidebarLook, notesFolded } = saved;
  return {
    deck: { kind: 'loading' },
    page: typeof page === 'number' ? clamp(page, Number.MAX_SAFE_INTEGER) : 1,
    ...(typeof top === 'number' && Number.isFinite(top) && { top }),
    jumps: 0,
    mode: oneOf(['continuous', 'single', 'spread'], mode) ?? 'continuous',
    zoom: isZoom(zoom) ? zoom : 'auto',
    rotation: oneOf([0, 90, 180, 270], rotation) ?? 0,
    ...(oneOf(['light', 'dark'], tone) && { tone: tone as Tone }),
    sidebar: sidebar === true,
    ...(sidebarLook !== undefined && { sidebarLook: parseSidebarLook(sidebarLook) }),
    presenting: false,
    speakerNotes: false,
    notesFolded: notesFolded === true,
  };
}

function oneOf<const T>(values: readonly T[], value: unknown): T | undefined {
  return values.find((each) => each === value);
}

/** The page that a typed text names, by its label or else its number; `undefined` where it names none. */
export function pageFrom(text: string, pages: number, labels?: readonly string[]): number | undefined {
  const wanted = text.trim();
  const labelled = labels?.findIndex((label) => label.toLowerCase() === wanted.toLowerCase()) ?? -1;
  if (wanted !== '' && labelled >= 0) return labelled + 1;
  if (!/^\d+$/.test(wanted)) return undefined;
  const page = Number(wanted);
  return page >= 1 && page <= pages ? page : undefined;
}
