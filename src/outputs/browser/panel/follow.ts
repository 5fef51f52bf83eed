/** Pixels from the end at which the reader counts as being there. */
const nearEnd = 48;

/** Keeps the end of what grows in view, as a terminal does, until the reader scrolls up; at the end it goes on. */
export class Follower {
  readonly #changed: (isFollowing: boolean) => void;
  #isFollowing = true;
  /** Where this class itself has scrolled to: such a scroll says nothing about the reader. */
  #own = -1;

  constructor(content: HTMLElement, changed: (isFollowing: boolean) => void) {
    this.#changed = changed;
    // Charts and tables take their height when they are drawn, after they were added.
    new ResizeObserver(() => this.grown()).observe(content);
    addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  grown(): void {
    if (this.#isFollowing) this.#toEnd();
  }

  resume(): void {
    this.#set(true);
    this.#toEnd();
  }

  #toEnd(): void {
    const page = document.scrollingElement!;
    page.scrollTop = page.scrollHeight;
    this.#own = page.scrollTop;
  }

  #scrolled(): void {
    const page = document.scrollingElement!;
    if (page.scrollTop === this.#own) return;
    this.#own = -1;
    this.#set(page.scrollHeight - page.clientHeight - page.scrollTop < nearEnd);
  }

  #set(isFollowing: boolean): void {
    if (this.#isFollowing === isFollowing) return;
    this.#isFollowing = isFollowing;
    this.#changed(isFollowing);
  }
}
