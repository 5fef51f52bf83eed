import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { placeOf, type ScrollPlace, type ScrollSize, scrolled } from './scroll.ts';

/** Milliseconds without a step, after which the scrollbar is put where the rows are. */
const settled = 150;

/** What of the grid is in view, in pixels. */
export interface View extends ScrollPlace {
  readonly left: number;
  readonly width: number;
  /** Without the header. */
  readonly height: number;
}

export interface Scrolling {
  readonly view: View;
  onScroll(): void;
  /** Scrolls the rows, and the columns. */
  scrollTo(top: number, left: number): void;
}

/** Follows the scrolling of an element over rows that may be more than can be laid out. */
export function useScroll(
  element: RefObject<HTMLElement | null>,
  { rows, rowHeight, headerHeight }: { rows: number; rowHeight: number; headerHeight: number },
): Scrolling {
  const [view, setView] = useState<View>({ top: 0, scrollTop: 0, left: 0, width: 0, height: 0 });
  const current = useRef(view);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const size = (height: number): ScrollSize => ({ rows, rowHeight, viewport: height });

  const show = (place: ScrollPlace) => {
    const { scrollLeft, clientWidth, clientHeight } = element.current!;
    const next = { ...place, left: scrollLeft, width: clientWidth, height: Math.max(0, clientHeight - headerHeight) };
    current.current = next;
    setView(next);
  };
  const settle = () => {
    const place = placeOf(current.current.top, size(current.current.height));
    if (!element.current || Math.abs(place.scrollTop - current.current.scrollTop) < 1) return;
    element.current.scrollTop = place.scrollTop;
    show({ ...place, scrollTop: element.current.scrollTop });
  };

  // The size is known once it is laid out, and may change then, and with the count of rows.
  useLayoutEffect(() => {
    const measure = () => show(placeOf(current.current.top, size(element.current!.clientHeight - headerHeight)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [rows, rowHeight, headerHeight]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    view,
    onScroll() {
      const { scrollTop } = element.current!;
      const before = current.current;
      show(Math.abs(scrollTop - before.scrollTop) < 1 ? before : scrolled(before, scrollTop, size(before.height)));
      clearTimeout(timer.current);
      timer.current = setTimeout(settle, settled);
    },
    scrollTo(top, left) {
      const place = placeOf(top, size(current.current.height));
      const target = element.current!;
      target.scrollTop = place.scrollTop;
      target.scrollLeft = left;
      // The browser may round it.
      show({ top: place.top, scrollTop: target.scrollTop });
    },
  };
}
