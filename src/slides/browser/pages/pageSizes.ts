import type { Size } from '../../zoom.ts';
import { type Deck, sizeOf } from '../document/deck.ts';

/** So many pages are asked at once for their size, so that drawing gets its turn in between. */
const batch = 25;
/** A4 in portrait would jump more: most decks are 16:9. */
const usualSize: Size = { width: 1280, height: 720 };

/**
 * The sizes of a deck's pages. A page that was not asked yet counts as large as the first that was, since most decks
 * have pages of one size.
 */
export class PageSizes {
  readonly #deck: Deck;
  readonly #changed: () => void;
  readonly #known: (Size | undefined)[];
  #estimate = usualSize;
  #asked = false;
  #closed = false;

  /** @param changed told when an estimate was wrong. */
  constructor(deck: Deck, changed: () => void) {
    this.#deck = deck;
    this.#changed = changed;
    this.#known = new Array<Size | undefined>(deck.pages).fill(undefined);
  }

  get all(): Size[] {
    return this.#known.map((size) => size ?? this.#estimate);
  }

  /** Learns one size, before anything is laid out by it; a page that cannot be had says why when it is drawn. */
  async first(page: number): Promise<void> {
    const size = await this.#deck.page(page).then(sizeOf, () => undefined);
    this.#estimate = size ?? usualSize;
    this.#known[page - 1] = size;
  }

  /** Learns all the others, once. */
  async rest(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    for (let start = 0; start < this.#known.length && !this.#closed; start += batch) {
      const pages = Array.from(
        { length: Math.min(batch, this.#known.length - start) },
        (_, index) => start + index + 1,
      );
      const sizes = await Promise.all(pages.map((page) => this.#deck.page(page).then(sizeOf, () => undefined)));
      if (this.#closed) return;
      const wrong = sizes.some((size) => size && !same(size, this.#estimate));
      for (const [index, size] of sizes.entries()) this.#known[start + index] = size ?? this.#known[start + index];
      if (wrong) this.#changed();
      await new Promise((later) => setTimeout(later));
    }
  }

  close(): void {
    this.#closed = true;
  }
}

const same = (a: Size, b: Size) => Math.abs(a.width - b.width) < 0.01 && Math.abs(a.height - b.height) < 0.01;
