/** Where text stands on a page that is on screen, by its text layer. */
import type { TextRange, TextRuns } from '../../searchText.ts';

/** A box within the page's element, in percent of its size, so that it stays right while the page is stretched. */
export interface RectOnPage {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The text layer's element of each run; runs without text have none. */
export function spansOf(text: HTMLElement, { runs }: TextRuns): (HTMLElement | undefined)[] {
  const spans = text.querySelectorAll<HTMLElement>('span[role="presentation"]');
  let next = 0;
  return runs.map((run) => (run.text === '' ? undefined : spans[next++]));
}

/** The boxes of a range, one a run that it touches. */
export function rectsOf(
  { start, end }: TextRange,
  spans: readonly (HTMLElement | undefined)[],
  element: HTMLElement,
): RectOnPage[] {
  const page = element.getBoundingClientRect();
  const rects: RectOnPage[] = [];
  for (let run = start.run; run <= end.run; run++) {
    const node = spans[run]?.firstChild;
    if (!(node instanceof Text)) continue;
    const range = document.createRange();
    range.setStart(node, run === start.run ? Math.min(start.offset, node.length) : 0);
    range.setEnd(node, run === end.run ? Math.min(end.offset, node.length) : node.length);
    const { left, top, width, height } = range.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    rects.push({
      left: (100 * (left - page.left)) / page.width,
      top: (100 * (top - page.top)) / page.height,
      width: (100 * width) / page.width,
      height: (100 * height) / page.height,
    });
  }
  return rects;
}

/** Puts an element into a box of the page. */
export function placeAt(element: HTMLElement, { left, top, width, height }: RectOnPage): void {
  element.style.left = `${left}%`;
  element.style.top = `${top}%`;
  element.style.width = `${width}%`;
  element.style.height = `${height}%`;
}
