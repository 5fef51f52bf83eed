/**
 * Scrolling over more rows than a page can be high. Browsers lay out no more than some 16 million pixels, so beyond
 * that the scrollbar's place stands for a share of the rows, and a small step still moves by as many pixels as asked.
 */

/** The height that is laid out at most, in pixels. */
const mostPixels = 8_000_000;

export interface ScrollSize {
  readonly rows: number;
  /** In pixels, as is `viewport`: the height in which rows are seen. */
  readonly rowHeight: number;
  readonly viewport: number;
}

/** Where a table is scrolled to, in pixels. */
export interface ScrollPlace {
  /** Of all rows, as if they were laid out. */
  readonly top: number;
  /** Of the element. */
  readonly scrollTop: number;
}

/** The height that is laid out. */
export function layoutHeight({ rows, rowHeight }: ScrollSize): number {
  return Math.min(rows * rowHeight, mostPixels);
}

/** The furthest that the rows can be scrolled. */
export function mostTop({ rows, rowHeight, viewport }: ScrollSize): number {
  return Math.max(0, rows * rowHeight - viewport);
}

/** The place at which the rows are scrolled to `top`. */
export function placeOf(top: number, size: ScrollSize): ScrollPlace {
  const inside = Math.min(Math.max(0, top), mostTop(size));
  return { top: inside, scrollTop: inside / ratio(size) };
}

/** The place after the element was scrolled: a step moves the rows as far, a leap goes to the same share of them. */
export function scrolled(before: ScrollPlace, scrollTop: number, size: ScrollSize): ScrollPlace {
  const most = Math.max(0, layoutHeight(size) - size.viewport);
  if (scrollTop <= 0) return placeOf(0, size);
  if (scrollTop >= most - 1) return placeOf(mostTop(size), size);
  const step = scrollTop - before.scrollTop;
  if (Math.abs(step) > size.viewport) return { top: scrollTop * ratio(size), scrollTop };
  return { top: Math.min(Math.max(0, before.top + step), mostTop(size)), scrollTop };
}

/** How far the rows move for a pixel of the element, in a leap. */
function ratio(size: ScrollSize): number {
  const most = layoutHeight(size) - size.viewport;
  return most > 0 ? mostTop(size) / most : 1;
}
