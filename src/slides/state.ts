/** The viewer's state as a pure reducer: which slide, how large, and whether there is a deck at all. */

/** A fit follows the window; a number is a magnification, 1 shows a slide at its physical size. */
export type Zoom = 'width' | 'page' | number;

export type DeckStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'open'; readonly pages: number };

export interface ViewerState {
  readonly deck: DeckStatus;
  /** One-based; within the deck once that is open. */
  readonly page: number;
  readonly zoom: Zoom;
}

export type ViewerAction =
  | { readonly type: 'opened'; readonly pages: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'goTo'; readonly page: number }
  | { readonly type: 'turn'; readonly by: number }
  | { readonly type: 'first' }
  | { readonly type: 'last' }
  /** `from` is the magnification on screen, which a fit alone does not tell. */
  | { readonly type: 'zoomIn' | 'zoomOut'; readonly from: number }
  | { readonly type: 'fit'; readonly to: 'width' | 'page' };

export const zoomSteps = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4] as const;

/** Two magnifications this close, relatively, look the same: zooming goes on to the next step. */
const sameZoom = 0.01;

export function reduce(state: ViewerState, action: ViewerAction): ViewerState {
  switch (action.type) {
    case 'opened':
      return { ...state, deck: { kind: 'open', pages: action.pages }, page: clamp(state.page, action.pages) };
    case 'failed':
      return { ...state, deck: { kind: 'failed', message: action.message } };
    case 'goTo':
      return turnTo(state, action.page);
    case 'turn':
      return turnTo(state, state.page + action.by);
    case 'first':
      return turnTo(state, 1);
    case 'last':
      return turnTo(state, Number.MAX_SAFE_INTEGER);
    case 'zoomIn':
      return { ...state, zoom: zoomSteps.find((step) => step > action.from * (1 + sameZoom)) ?? zoomSteps.at(-1)! };
    case 'zoomOut':
      return { ...state, zoom: zoomSteps.findLast((step) => step < action.from * (1 - sameZoom)) ?? zoomSteps[0] };
    case 'fit':
      return { ...state, zoom: action.to };
  }
}

/** Before a deck is open its length is unknown: the wish is kept, and cut to the deck when that opens. */
function turnTo(state: ViewerState, page: number): ViewerState {
  const pages = state.deck.kind === 'open' ? state.deck.pages : Number.MAX_SAFE_INTEGER;
  return { ...state, page: clamp(page, pages) };
}

function clamp(page: number, pages: number): number {
  return Math.min(Math.max(1, Math.trunc(page) || 1), Math.max(1, pages));
}

/** The state to begin with, from what an earlier page in the same editor remembered; anything odd is left out. */
export function restore(saved: unknown): ViewerState {
  const { page, zoom } = (typeof saved === 'object' && saved !== null ? saved : {}) as Record<string, unknown>;
  return {
    deck: { kind: 'loading' },
    page: typeof page === 'number' ? clamp(page, Number.MAX_SAFE_INTEGER) : 1,
    zoom: isZoom(zoom) ? zoom : 'width',
  };
}

/** What `restore` reads. */
export function saved(state: ViewerState): Pick<ViewerState, 'page' | 'zoom'> {
  return { page: state.page, zoom: state.zoom };
}

function isZoom(value: unknown): value is Zoom {
  if (typeof value === 'number') return value >= zoomSteps[0] && value <= zoomSteps.at(-1)!;
  return value === 'width' || value === 'page';
}

/** The page that a typed text names in a deck of so many; `undefined` where it names none. */
export function pageFrom(text: string, pages: number): number | undefined {
  if (!/^\s*\d+\s*$/.test(text)) return undefined;
  const page = Number(text);
  return page >= 1 && page <= pages ? page : undefined;
}

/** Sizes in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The magnification that a zoom means for a slide of a given size (at magnification 1) in a given room. A room
 * not laid out yet (0 wide) counts as the slide's own size.
 */
export function magnification(zoom: Zoom, slide: Size, room: Size): number {
  if (typeof zoom === 'number') return zoom;
  const across = room.width > 0 ? room.width / slide.width : 1;
  if (zoom === 'width') return across;
  return room.height > 0 ? Math.min(across, room.height / slide.height) : across;
}
