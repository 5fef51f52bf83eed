/**
 * The pages that scroll. Keeps elements and pictures for the pages near the window only, and whatever changes (zoom,
 * window, sizes that were estimated, the file itself), keeps the place in view where it is.
 */
import {
  type Anchor,
  anchorAt,
  drawingOrder,
  emptyLayout,
  gap,
  type Layout,
  layOut,
  pageInView,
  pagesIn,
  pointOf,
  type Share,
  type Viewport,
} from '../../layout.ts';
import { shownMode, shownZoom, type ViewerState } from '../../state.ts';
import type { Deck } from '../document/deck.ts';
import { PageDrawing, type StageLook } from './pageDrawing.ts';
import { PageSizes } from './pageSizes.ts';
import { PageViews } from './pageViews.ts';

/** Pages to each side of the screen that are drawn in advance. */
const drawnAround = 2;
/** Pages to each side that keep what was drawn of them: the bound of the viewer's memory. */
const keptAround = 5;
export interface StageEvents {
  /** Where the reader is, after a movement that no action asked for. */
  scrolled(page: number, top: number): void;
  /** What is on screen has changed. */
  looked(shares: readonly Share[]): void;
  /** A page is on screen, or says there why it is not. */
  drawn(): void;
}

export class Stage {
  readonly #scroller: HTMLElement;
  readonly #content: HTMLElement;
  readonly #views: PageViews;
  readonly #drawing: PageDrawing;
  readonly #events: StageEvents;
  readonly #resizes = new ResizeObserver(() => this.#resized());
  #deck: Deck | undefined;
  #sizes: PageSizes | undefined;
  #state: ViewerState;
  #look: StageLook = { overlays: [], titles: new Map() };
  #layout: Layout = emptyLayout;
  #jumps = -1;
  #pin: { readonly x: number; readonly y: number } | undefined;
  #lastTop = 0;
  #forward = true;

  /** @param scroller an element that scrolls, with `content` as its only child. */
  constructor(scroller: HTMLElement, content: HTMLElement, state: ViewerState, events: StageEvents) {
    this.#scroller = scroller;
    this.#content = content;
    this.#views = new PageViews(content, (page) => this.#deck?.release(page));
    this.#state = state;
    this.#events = events;
    this.#drawing = new PageDrawing(this.#views, () => this.#drew());
    scroller.addEventListener('scroll', () => this.#scrolled());
    this.#resizes.observe(scroller);
  }

  close(): void {
    this.#resizes.disconnect();
    this.#sizes?.close();
    this.#drawing.close();
  }

  /** Shows a deck; what was drawn of an older version stays until the new one is drawn. */
  async show(deck: Deck): Promise<void> {
    const sizes = new PageSizes(deck, () => this.#relayout());
    await sizes.first(Math.min(this.#state.page, deck.pages));
    this.#sizes?.close();
    this.#deck = deck;
    this.#sizes = sizes;
    this.#views.name(deck.pages, this.#look.labels, this.#look.titles);
    this.#relayout();
  }

  update(state: ViewerState): void {
    const before = this.#state;
    this.#state = state;
    const zoomed = state.zoom !== before.zoom;
    const same = !zoomed && state.mode === before.mode && state.rotation === before.rotation;
    if (same && state.presenting === before.presenting && state.jumps === this.#jumps) return;
    // What was drawn would be stretched out of shape.
    if (state.rotation !== before.rotation) this.#views.clear();
    if (zoomed && this.#pin === undefined)
      this.#pin = { x: this.#scroller.clientWidth / 2, y: this.#scroller.clientHeight / 2 };
    this.#relayout();
  }

  look(look: StageLook): void {
    const before = this.#look;
    this.#look = look;
    if (look.labels !== before.labels || look.titles !== before.titles)
      this.#views.name(this.#deck?.pages ?? 0, look.labels, look.titles);
    if (look.overlays !== before.overlays) this.#views.overlay(look.overlays);
    // A page that is being drawn puts on the overlays that are wanted when it is done: not those of its beginning.
    if (look.paper !== before.paper || look.overlays !== before.overlays) this.#want();
  }

  /** The point of the window that the next zoom keeps where it is, in CSS pixels from its top left. */
  pinZoomAt(x: number, y: number): void {
    this.#pin = { x, y };
  }

  /** The magnification of the page in view. */
  get magnification(): number {
    return this.#layout.boxes.find(({ page }) => page === this.#state.page)?.scale ?? 1;
  }

  /** How the page in view lies in the window. */
  get fit() {
    const { scrollTop, clientHeight, clientWidth, scrollHeight, scrollWidth } = this.#scroller;
    const box = this.#layout.boxes.find(({ page }) => page === this.#state.page);
    return {
      whole: box !== undefined && box.height <= clientHeight,
      atTop: scrollTop <= 0,
      atBottom: scrollTop + clientHeight >= scrollHeight - 1,
      overflowsAcross: scrollWidth > clientWidth,
      magnification: this.magnification,
    };
  }

  get #room() {
    return { width: this.#scroller.clientWidth, height: this.#scroller.clientHeight };
  }

  get #margin(): number {
    return this.#state.presenting ? 0 : gap;
  }

  get #view(): Viewport {
    return { left: this.#scroller.scrollLeft, top: this.#scroller.scrollTop, ...this.#room };
  }

  #resized(): void {
    // A page that was seen whole stays so; else what is at the top of the window stays there.
    if (this.#state.top !== undefined && this.#state.top <= 0 && this.fit.whole) this.#jumps = -1;
    this.#relayout();
  }

  #relayout(): void {
    if (!this.#sizes || this.#room.width === 0) return;
    const state = this.#state;
    const pin = this.#pin ?? { x: this.#scroller.clientWidth / 2, y: 0 };
    this.#pin = undefined;
    const { left, top } = this.#view;
    const kept = anchorAt(this.#layout, left + pin.x, top + pin.y);
    const rescaled = this.magnification;
    this.#layout = layOut(this.#sizes.all, {
      mode: shownMode(state),
      zoom: shownZoom(state),
      rotation: state.rotation,
      page: Math.min(state.page, this.#sizes.all.length),
      room: this.#room,
      margin: this.#margin,
    });
    this.#content.style.width = `${Math.floor(this.#layout.width)}px`;
    this.#content.style.height = `${Math.floor(this.#layout.height)}px`;
    if (state.jumps !== this.#jumps) this.#jump();
    else if (kept) this.#keep(kept, pin);
    this.#place();
    this.#want(rescaled !== this.magnification);
  }

  #jump(): void {
    this.#jumps = this.#state.jumps;
    const box = this.#layout.boxes.find(({ page }) => page === this.#state.page);
    if (!box) return;
    const { height } = this.#room;
    const { top } = this.#state;
    // A page that the window shows whole stands in its middle.
    const above = Math.max(this.#margin, (height - box.height) / 2);
    this.#scroller.scrollTop = top === undefined || top <= 0 ? box.top - above : box.top + top * box.scale;
    this.#scroller.scrollLeft = box.left + (box.width - this.#room.width) / 2;
  }

  #keep(anchor: Anchor, pin: { readonly x: number; readonly y: number }): void {
    const point = pointOf(this.#layout, anchor);
    if (!point) return;
    this.#scroller.scrollTop = point.y - pin.y;
    this.#scroller.scrollLeft = point.x - pin.x;
  }

  #scrolled(): void {
    const { top } = this.#view;
    if (top !== this.#lastTop) this.#forward = top > this.#lastTop;
    this.#lastTop = top;
    this.#place();
    this.#want();
  }

  /** Gives the pages near the window their elements, and tells where the reader is. */
  #place(): void {
    const shares = pagesIn(this.#layout, this.#view);
    const near = drawingOrder(this.#layout, shares, this.#forward, keptAround);
    this.#views.arrange(near, this.#layout.next);
    this.#report(shares);
  }

  #report(shares: readonly Share[]): void {
    const page = pageInView(shares, this.#state.page);
    const box = shares.find((share) => share.box.page === page)?.box;
    if (box) {
      const top = Math.round((this.#scroller.scrollTop - box.top) / box.scale);
      if (page !== this.#state.page || top !== this.#state.top) this.#events.scrolled(box.page, top);
    }
    this.#events.looked(shares);
  }

  #drew(): void {
    // Only now: the first page does not wait for the sizes of the others.
    void this.#sizes?.rest();
    this.#events.drawn();
  }

  #want(rescaled = false): void {
    const deck = this.#deck;
    if (!deck) return;
    const shares = pagesIn(this.#layout, this.#view);
    const boxes = drawingOrder(this.#layout, shares, this.#forward, drawnAround);
    const { rotation } = this.#state;
    this.#drawing.want({ deck, boxes, onScreen: shares.length, rotation, look: this.#look }, rescaled);
  }
}
