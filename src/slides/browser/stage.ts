/**
 * The pages that scroll. Keeps elements and pictures for the pages near the window only, and whatever changes (zoom,
 * window, sizes that were estimated, the file itself), keeps the place in view where it is.
 */
import { messageOf } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import {
  type Anchor,
  anchorAt,
  type Box,
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
} from '../layout.ts';
import { shownMode, shownZoom, type ViewerState } from '../state.ts';
import type { DarkPaper } from './darken.ts';
import type { Deck } from './deck.ts';
import { Drawer, type Drawing } from './drawer.ts';
import type { PageOverlay } from './overlay.ts';
import { PageSizes } from './pageSizes.ts';
import { PageView } from './pageView.ts';
import type { PaintOptions } from './paint.ts';
import { withinPatience } from './patience.ts';

/** Pages to each side of the screen that are drawn in advance. */
const drawnAround = 2;
/** Pages to each side that keep what was drawn of them: the bound of the viewer's memory. */
const keptAround = 5;
/** While the zoom changes, what was drawn is stretched; it is drawn anew when the zoom has rested this long. */
const zoomRestMilliseconds = 120;

export interface StageEvents {
  /** Where the reader is, after a movement that no action asked for. */
  scrolled(page: number, top: number): void;
  /** What is on screen has changed. */
  looked(shares: readonly Share[]): void;
  /** A page was drawn. */
  drawn(page: number): void;
}

/** How the pages are drawn. */
export interface StageLook {
  readonly paper?: DarkPaper | undefined;
  readonly overlays: readonly PageOverlay[];
  readonly labels?: readonly string[] | undefined;
}

interface Job extends Drawing {
  readonly deck: Deck;
  readonly options: PaintOptions;
}

export class Stage {
  readonly #scroller: HTMLElement;
  readonly #content: HTMLElement;
  readonly #events: StageEvents;
  readonly #resizes = new ResizeObserver(() => this.#relayout());
  readonly #views = new Map<number, PageView>();
  readonly #drawer = new Drawer<Job>((job, stop) => this.#draw(job, stop));
  #deck: Deck | undefined;
  #sizes: PageSizes | undefined;
  #state: ViewerState;
  #look: StageLook = { overlays: [] };
  #layout: Layout = emptyLayout;
  #jumps = -1;
  #pin: { readonly x: number; readonly y: number } | undefined;
  #lastTop = 0;
  #forward = true;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** @param scroller an element that scrolls, with `content` as its only child. */
  constructor(scroller: HTMLElement, content: HTMLElement, state: ViewerState, events: StageEvents) {
    this.#scroller = scroller;
    this.#content = content;
    this.#state = state;
    this.#events = events;
    scroller.addEventListener('scroll', () => this.#scrolled());
    this.#resizes.observe(scroller);
  }

  close(): void {
    this.#resizes.disconnect();
    this.#sizes?.close();
    this.#drawer.want([], 0);
    clearTimeout(this.#rest);
  }

  /** Shows a deck; what was drawn of an older version stays until the new one is drawn. */
  async show(deck: Deck): Promise<void> {
    const sizes = new PageSizes(deck, () => this.#relayout());
    await sizes.first(Math.min(this.#state.page, deck.pages));
    this.#sizes?.close();
    this.#deck = deck;
    this.#sizes = sizes;
    for (const [page, view] of this.#views) if (page > deck.pages) this.#remove(page, view);
    this.#relayout();
  }

  /** Learns the sizes of the pages that are not on screen. */
  async learnSizes(): Promise<void> {
    await this.#sizes?.rest();
  }

  update(state: ViewerState): void {
    const before = this.#state;
    this.#state = state;
    const zoomed = state.zoom !== before.zoom;
    const same = !zoomed && state.mode === before.mode && state.rotation === before.rotation;
    if (same && state.presenting === before.presenting && state.jumps === this.#jumps) return;
    if (zoomed && this.#pin === undefined)
      this.#pin = { x: this.#scroller.clientWidth / 2, y: this.#scroller.clientHeight / 2 };
    this.#relayout();
  }

  look(look: StageLook): void {
    const before = this.#look;
    this.#look = look;
    for (const [page, view] of this.#views) {
      this.#name(page, view);
      if (look.overlays !== before.overlays) view.overlay(look.overlays);
    }
    if (look.paper !== before.paper) this.#want();
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

  get #view(): Viewport {
    return { left: this.#scroller.scrollLeft, top: this.#scroller.scrollTop, ...this.#room };
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
    const above = Math.max(gap, (height - box.height) / 2);
    this.#scroller.scrollTop = top === undefined ? box.top - above : box.top + top * box.scale;
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
    const shown = new Set(this.#layout.boxes);
    const order = near.toSorted((a, b) => a.page - b.page);
    for (const box of order) {
      const view = this.#viewOf(box.page);
      view.place(box);
      view.element.toggleAttribute('hidden', !shown.has(box));
    }
    for (const [page, view] of this.#views) if (!near.some((box) => box.page === page)) this.#remove(page, view);
    this.#sort(order);
    this.#report(shares);
  }

  /** In reading order, for screen readers and for a selection over several pages. */
  #sort(order: readonly Box[]): void {
    let previous: Element | null = null;
    for (const { page } of order) {
      const { element } = this.#viewOf(page);
      const next: Element | null = previous ? previous.nextElementSibling : this.#content.firstElementChild;
      if (next !== element) this.#content.insertBefore(element, next);
      previous = element;
    }
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

  #viewOf(page: number): PageView {
    const known = this.#views.get(page);
    if (known) return known;
    const view = new PageView(page);
    this.#views.set(page, view);
    this.#name(page, view);
    return view;
  }

  #name(page: number, view: PageView): void {
    const pages = this.#deck?.pages ?? 0;
    const label = this.#look.labels?.[page - 1];
    view.name(label ? t('Page {0} ({1} of {2})', label, page, pages) : t('Page {0} of {1}', page, pages));
  }

  #remove(page: number, view: PageView): void {
    view.clear();
    view.element.remove();
    this.#views.delete(page);
    this.#deck?.release(page);
  }

  #jobFor({ page, scale }: Box, deck: Deck): Job {
    const { paper } = this.#look;
    const { rotation } = this.#state;
    const key = [deck.id, scale.toFixed(4), rotation, paper?.filter, devicePixelRatio].join(' ');
    return { page, key, deck, options: { scale, rotation, paper } };
  }

  /** @param rescaled the zoom may go on changing: what is drawn already waits for its end. */
  #want(rescaled = false): void {
    const deck = this.#deck;
    if (!deck) return;
    if (rescaled) {
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => {
        this.#rest = undefined;
        this.#want();
      }, zoomRestMilliseconds);
    }
    const shares = pagesIn(this.#layout, this.#view);
    const jobs = drawingOrder(this.#layout, shares, this.#forward, drawnAround)
      .map((box) => this.#jobFor(box, deck))
      .filter(({ page, key }) => {
        const view = this.#viewOf(page);
        return !view.shows(key) && !(this.#rest !== undefined && view.drawn);
      });
    const urgent = jobs.filter(({ page }) => shares.some(({ box }) => box.page === page)).length;
    this.#drawer.want(jobs, urgent);
  }

  async #draw({ page: number, key, deck, options }: Job, stop: AbortSignal): Promise<void> {
    const view = this.#viewOf(number);
    try {
      await withinPatience(stop, async (stop) => {
        const page = await deck.page(number);
        stop.throwIfAborted();
        await view.draw(page, key, options, () => this.#look.overlays, stop);
      });
      if (!stop.aborted) this.#events.drawn(number);
    } catch (error) {
      if (stop.aborted) return;
      view.fail(key, t('Page {0} cannot be drawn: {1}', number, messageOf(error)), () => this.#want());
    }
  }
}
