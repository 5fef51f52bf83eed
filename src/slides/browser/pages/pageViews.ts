import { t } from '../../../platform/l10n.ts';
import type { Box } from '../../layout.ts';
import type { PageOverlay } from './overlay.ts';
import { PageView } from './pageView.ts';

/** The elements of the pages near the window; the others have none. */
export class PageViews {
  readonly #content: HTMLElement;
  readonly #removed: (page: number) => void;
  readonly #views = new Map<number, PageView>();
  #pages = 0;
  #labels: readonly string[] | undefined;
  #titles: ReadonlyMap<number, string> = new Map();

  /** @param removed told of each page that loses its element. */
  constructor(content: HTMLElement, removed: (page: number) => void) {
    this.#content = content;
    this.#removed = removed;
  }

  of(page: number): PageView {
    const known = this.#views.get(page);
    if (known) return known;
    const view = new PageView(page);
    this.#views.set(page, view);
    view.name(this.#nameOf(page));
    return view;
  }

  /**
   * Names the pages, of a deck of so many.
   * @param titles of the pages where a section of the outline begins.
   */
  name(pages: number, labels: readonly string[] | undefined, titles: ReadonlyMap<number, string>): void {
    this.#pages = pages;
    this.#labels = labels;
    this.#titles = titles;
    for (const [page, view] of this.#views) view.name(this.#nameOf(page));
  }

  overlay(overlays: readonly PageOverlay[]): void {
    for (const view of this.#views.values()) view.overlay(overlays);
  }

  /** Takes away what was drawn. */
  clear(): void {
    for (const view of this.#views.values()) view.clear();
  }

  /**
   * Gives these pages their places, and no other page any. The elements stand in reading order, for screen readers
   * and for a selection over several pages.
   * @param hidden those that are only drawn in advance.
   */
  arrange(boxes: readonly Box[], hidden: readonly Box[]): void {
    const near = new Set(boxes.map(({ page }) => page));
    for (const [page, view] of this.#views) if (!near.has(page)) this.#remove(page, view);
    let next = this.#content.firstElementChild;
    for (const box of boxes.toSorted((a, b) => a.page - b.page)) {
      const view = this.of(box.page);
      view.place(box);
      view.element.hidden = hidden.includes(box);
      if (view.element === next) next = next.nextElementSibling;
      else this.#content.insertBefore(view.element, next);
    }
  }

  #remove(page: number, view: PageView): void {
    view.clear();
    view.element.remove();
    this.#views.delete(page);
    this.#removed(page);
  }

  #nameOf(page: number): string {
    const label = this.#labels?.[page - 1];
    const title = this.#titles.get(page);
    const name = label ? t('Page {0} ({1} of {2})', label, page, this.#pages) : t('Page {0} of {1}', page, this.#pages);
    return title ? `${name}: ${title}` : name;
  }
}
