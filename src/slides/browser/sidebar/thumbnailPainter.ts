import type { Deck } from '../document/deck.ts';
import { type PaintOptions, paint } from '../pages/paint.ts';

/** Pictures kept for scrolling back; one of a 16:9 page takes about 0.3 MB. */
const mostKept = 80;

/** A picture that a thumbnail waits for. */
interface Wish {
  readonly page: number;
  readonly stop: AbortSignal;
  readonly done: (canvas: HTMLCanvasElement) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Paints thumbnails one at a time, when the page has nothing else to do, the latest wish first: that is the one on
 * screen. For one deck at one size and look.
 */
export class ThumbnailPainter {
  readonly #deck: Deck;
  readonly #options: (page: number) => Promise<PaintOptions>;
  readonly #kept = new Map<number, HTMLCanvasElement>();
  #wishes: Wish[] = [];
  #painting = false;

  constructor(deck: Deck, options: (page: number) => Promise<PaintOptions>) {
    this.#deck = deck;
    this.#options = options;
  }

  /** A picture that is there already. */
  kept(page: number): HTMLCanvasElement | undefined {
    return this.#kept.get(page);
  }

  /** @returns a canvas of the caller's own until it asks for it again. Never settles once `stop` says so. */
  paint(page: number, stop: AbortSignal): Promise<HTMLCanvasElement> {
    return new Promise((done, failed) => {
      this.#wishes.push({ page, stop, done, failed });
      void this.#next();
    });
  }

  async #next(): Promise<void> {
    if (this.#painting) return;
    this.#painting = true;
    for (let wish = this.#take(); wish; wish = this.#take()) {
      await idle();
      if (wish.stop.aborted) continue;
      try {
        const page = await this.#deck.page(wish.page);
        const canvas = await paint(page, await this.#options(wish.page), wish.stop);
        this.#keep(wish.page, canvas);
        wish.done(canvas);
      } catch (error) {
        if (!wish.stop.aborted) wish.failed(error);
      }
    }
    this.#painting = false;
  }

  #take(): Wish | undefined {
    this.#wishes = this.#wishes.filter(({ stop }) => !stop.aborted);
    return this.#wishes.pop();
  }

  #keep(page: number, canvas: HTMLCanvasElement): void {
    this.#kept.set(page, canvas);
    // Those that are on screen are drawn over by their thumbnails; the oldest of the others go.
    for (const [old, picture] of this.#kept) {
      if (this.#kept.size <= mostKept) return;
      if (!picture.isConnected) this.#kept.delete(old);
    }
  }
}

/** The large pages go first. */
const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 300 }));
