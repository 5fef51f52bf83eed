import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Rows beyond the window's edges that are there already when they scroll in. */
const ahead = 3;

/** The rows of equal height that a scrolling element shows, one row after `to` excluded. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * Which of `count` rows, each `height` CSS pixels high, are near the window of a scrolling element: only those need
 * to be there.
 */
export function useVirtualRows(scroller: RefObject<HTMLElement | null>, count: number, height: number): RowWindow {
  const [view, setView] = useState({ top: 0, room: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, room: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  const from = Math.max(0, Math.floor(view.top / height) - ahead);
  return { from, to: Math.min(count, Math.ceil((view.top + view.room) / height) + ahead) };
}

/** Scrolls a row into view, as little as it takes. @param row zero-based. */
export function revealRow(scroller: HTMLElement, row: number, height: number): void {
  const top = row * height;
  const bottom = top + height;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
}
