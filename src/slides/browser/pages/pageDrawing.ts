import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import type { Box, Rotation } from '../../layout.ts';
import type { Deck } from '../document/deck.ts';
import { withinPatience } from '../document/patience.ts';
import type { DarkPaper } from './darken.ts';
import { Drawer, type Drawing } from './drawer.ts';
import type { PageOverlay } from './overlay.ts';
import type { PageViews } from './pageViews.ts';
import type { PaintOptions } from './paint.ts';

/** While the zoom changes, what was drawn is stretched; it is drawn anew when the zoom has rested this long. */
const zoomRestMilliseconds = 120;

/** How the pages are drawn. */
export interface StageLook {
  readonly paper?: DarkPaper | undefined;
  readonly overlays: readonly PageOverlay[];
  readonly labels?: readonly string[] | undefined;
  /** What the outline calls the pages where its sections begin. */
  readonly titles: ReadonlyMap<number, string>;
}

interface Job extends Drawing {
  readonly deck: Deck;
  readonly options: PaintOptions;
}

/** The pages that are to be drawn, and how. */
export interface Wanted {
  readonly deck: Deck;
  /** Most urgent first. */
  readonly boxes: readonly Box[];
  /** How many of them are on screen. */
  readonly onScreen: number;
  readonly rotation: Rotation;
  readonly look: StageLook;
}

/** Brings what is drawn of the pages up to what is wanted. */
export class PageDrawing {
  readonly #views: PageViews;
  readonly #drawn: () => void;
  readonly #drawer = new Drawer<Job>((job, stop) => this.#draw(job, stop));
  #wanted: Wanted | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** @param drawn told whenever a page was drawn, or could not be. */
  constructor(views: PageViews, drawn: () => void) {
    this.#views = views;
    this.#drawn = drawn;
  }

  /** Replaces what was wanted before. @param rescaled the zoom may go on changing: what is drawn waits for its end. */
  want(wanted: Wanted, rescaled: boolean): void {
    this.#wanted = wanted;
    if (rescaled) {
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => {
        this.#rest = undefined;
        this.#update();
      }, zoomRestMilliseconds);
    }
    this.#update();
  }

  close(): void {
    clearTimeout(this.#rest);
    this.#drawer.want([], 0);
  }

  #update(): void {
    if (!this.#wanted) return;
    const { boxes, onScreen } = this.#wanted;
    const stale = boxes.map((box) => this.#jobFor(box, this.#wanted!)).map((job) => (this.#isDone(job) ? [] : [job]));
    this.#drawer.want(stale.flat(), stale.slice(0, onScreen).flat().length);
  }

  #isDone({ page, key }: Job): boolean {
    const view = this.#views.of(page);
    return view.shows(key) || (this.#rest !== undefined && view.drawn);
  }

  #jobFor({ page, scale }: Box, { deck, rotation, look: { paper } }: Wanted): Job {
    const key = [deck.id, scale.toFixed(4), rotation, paper?.filter, devicePixelRatio].join(' ');
    return { page, key, deck, options: { scale, rotation, paper } };
  }

  async #draw({ page: number, key, deck, options }: Job, stop: AbortSignal): Promise<void> {
    const view = this.#views.of(number);
    try {
      await withinPatience(stop, async (stop) => {
        const page = await deck.page(number);
        stop.throwIfAborted();
        await view.draw(page, key, options, () => this.#wanted?.look.overlays ?? [], stop);
      });
    } catch (error) {
      if (stop.aborted) return;
      view.fail(key, t('Page {0} cannot be drawn: {1}', number, messageOf(error)), () => this.#update());
    }
    if (!stop.aborted) this.#drawn();
  }
}
