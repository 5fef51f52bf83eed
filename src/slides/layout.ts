/**
 * Where every page of a deck lies, as plain numbers: the viewer builds elements only for the pages near the window.
 * Lengths are CSS pixels from the top left of the content that scrolls.
 */
import { magnification, type Size, type Zoom } from './zoom.ts';

/** `spread` puts two pages beside each other as an open book does: the first, its cover, stands alone. */
export type Mode = 'continuous' | 'single' | 'spread';
/** Clockwise, on top of what the file says. */
export type Rotation = 0 | 90 | 180 | 270;

/** Between pages, and usually around them: room for a line on what refers to a page. */
export const gap = 20;

export interface Box extends Size {
  /** One-based. */
  readonly page: number;
  readonly left: number;
  readonly top: number;
  /** CSS pixels per CSS pixel of the page at magnification 1. */
  readonly scale: number;
}

export interface Layout extends Size {
  /** The pages that have a place, in order; in the single mode there is one. */
  readonly boxes: readonly Box[];
  /** Pages without a place that are likely to get one next, so that they can be drawn in advance. */
  readonly next: readonly Box[];
}

export interface LayoutOptions {
  readonly mode: Mode;
  readonly zoom: Zoom;
  readonly rotation: Rotation;
  /** The page in view, one-based: the one that the single mode shows. */
  readonly page: number;
  /** The window's inner size. */
  readonly room: Size;
  /** Around the pages; a presentation has none. */
  readonly margin: number;
}

/** The part of the content that is on screen. */
export interface Viewport extends Size {
  readonly left: number;
  readonly top: number;
}

export const emptyLayout: Layout = { boxes: [], next: [], width: 0, height: 0 };

/**
 * Lays out a deck. Each row is fitted by itself, so that one odd page changes nothing for the others.
 * @param sizes of the pages at magnification 1, turned as the file says; `rotation` turns them further.
 */
export function layOut(sizes: readonly Size[], options: LayoutOptions): Layout {
  const { mode, page } = options;
  if (mode !== 'single') return column(rowsOf(sizes.length, mode), sizes, options);
  const layout = column([[page]], sizes, options);
  const next = [page + 1, page - 1].filter((each) => each >= 1 && each <= sizes.length);
  return { ...layout, next: next.flatMap((each) => column([[each]], sizes, options).boxes) };
}

/** The pages of each row. */
export function rowsOf(pages: number, mode: Mode): number[][] {
  const rows = mode === 'spread' ? Math.floor(pages / 2) + 1 : pages;
  return Array.from({ length: pages === 0 ? 0 : rows }, (_, row) => {
    if (mode !== 'spread') return [row + 1];
    return [2 * row, 2 * row + 1].filter((page) => page >= 1 && page <= pages);
  });
}

/** The first page of the row that lies so many rows on; may lie outside the deck. */
export function turned(page: number, by: number, mode: Mode): number {
  if (mode !== 'spread') return page + by;
  const row = Math.floor(page / 2) + by;
  return row === 0 ? 1 : 2 * row;
}

function column(
  rows: readonly number[][],
  sizes: readonly Size[],
  { zoom, rotation, room, margin }: LayoutOptions,
): Layout {
  const sideways = rotation % 180 !== 0;
  let top = margin;
  let widest = 0;
  const laid = rows.map((row) => {
    const pages = row.map((page) => ({ page, ...upright(sizes[page - 1]!, sideways) }));
    const between = gap * (pages.length - 1);
    const whole = {
      width: sum(pages.map((page) => page.width)),
      height: Math.max(...pages.map((page) => page.height)),
    };
    const inner = {
      width: Math.max(1, room.width - 2 * margin - between),
      height: Math.max(1, room.height - 2 * margin),
    };
    const scale = magnification(zoom, whole, room.width > 0 ? inner : room);
    const place = { top, scale, width: whole.width * scale + between, height: whole.height * scale, pages };
    top += place.height + (row === rows.at(-1) ? margin : gap);
    widest = Math.max(widest, place.width);
    return place;
  });
  const width = Math.max(room.width, widest + 2 * margin);
  // Fewer pages than the window holds stand in its middle.
  const lowered = Math.max(0, (room.height - top) / 2);
  const boxes = laid.flatMap((row) => {
    let left = (width - row.width) / 2;
    return row.pages.map(({ page, width, height }) => {
      const size = { width: width * row.scale, height: height * row.scale };
      const box = { page, left, top: row.top + lowered + (row.height - size.height) / 2, ...size, scale: row.scale };
      left += size.width + gap;
      return box;
    });
  });
  return { boxes, next: [], width, height: Math.max(room.height, top) };
}

function upright({ width, height }: Size, sideways: boolean): Size {
  return sideways ? { width: height, height: width } : { width, height };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** A page that is on screen, and how much of it, from 0 to 1, of what the window could show of it at all. */
export interface Share {
  readonly box: Box;
  readonly share: number;
}

/** The pages on screen, in order. */
export function pagesIn({ boxes }: Layout, view: Viewport): Share[] {
  return boxes.flatMap((box) => {
    const down = overlap(box.top, box.height, view.top, view.height);
    const across = overlap(box.left, box.width, view.left, view.width);
    if (down <= 0 || across <= 0) return [];
    const most = Math.min(box.height, view.height) * Math.min(box.width, view.width);
    return [{ box, share: Math.min(1, (down * across) / most) }];
  });
}

const overlap = (a: number, aLength: number, b: number, bLength: number) =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b);

/** Shares this close are equal: scrolled positions are whole pixels. */
const sameShare = 0.02;

/**
 * The page that the reader is at: the one of which most is seen. Among equals the one that it was, since the last
 * pages of a deck cannot always be scrolled to the top; else the first. `undefined` where none is on screen.
 */
export function pageInView(shares: readonly Share[], before: number): number | undefined {
  const most = Math.max(...shares.map(({ share }) => share));
  const equal = shares.filter(({ share }) => share >= most - sameShare).map(({ box }) => box.page);
  return equal.includes(before) ? before : equal[0];
}

/**
 * The pages worth drawing, the most urgent first: those on screen, then their neighbours, ahead first.
 * @param forward the direction of the last movement.
 * @param around how many pages to each side of the screen.
 */
export function drawingOrder(layout: Layout, shares: readonly Share[], forward: boolean, around: number): Box[] {
  const seen = shares.toSorted((a, b) => b.share - a.share).map(({ box }) => box);
  const first = layout.boxes.indexOf(shares[0]?.box as Box);
  if (first < 0) return [];
  const before = layout.boxes.slice(Math.max(0, first - around), first).reverse();
  const after = layout.boxes.slice(first + shares.length, first + shares.length + around);
  return [...seen, ...(forward ? [...after, ...before] : [...before, ...after]), ...layout.next];
}

/** A point that stays where it is on screen while the layout changes: of a page, at magnification 1. */
export interface Anchor {
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

/** The anchor at a point of the content; in a gap, of the nearest page. */
export function anchorAt({ boxes }: Layout, x: number, y: number): Anchor | undefined {
  let nearest: Box | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    const away = 2 * outside(y, box.top, box.height) + outside(x, box.left, box.width);
    if (away < distance) [nearest, distance] = [box, away];
  }
  return nearest && { page: nearest.page, x: (x - nearest.left) / nearest.scale, y: (y - nearest.top) / nearest.scale };
}

const outside = (at: number, start: number, length: number) => Math.max(0, start - at, at - start - length);

/** Where an anchor lies now; `undefined` where its page has no place. */
export function pointOf({ boxes }: Layout, anchor: Anchor): { readonly x: number; readonly y: number } | undefined {
  const box = boxes.find(({ page }) => page === anchor.page);
  return box && { x: box.left + anchor.x * box.scale, y: box.top + anchor.y * box.scale };
}
