/**
 * Sets of a deck's pages, written as print dialogs write them: `1-5,8`. Pages count from 1. Kept as ranges, never
 * page by page, so that a hostile `1-999999999` costs nothing.
 */

/** Ascending, apart from each other: the one way to write a set. */
export type PageRanges = readonly (readonly [first: number, last: number])[];

/** @returns `undefined` for a text that names no pages */
export function parsePages(text: string): PageRanges | undefined {
  if (!/^\d{1,9}(-\d{1,9})?(,\d{1,9}(-\d{1,9})?)*$/.test(text)) return undefined;
  const ranges = text.split(',').map((part): [number, number] => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return [first, last];
  });
  return ranges.every(([first, last]) => first >= 1 && first <= last) ? union(ranges) : undefined;
}

export function formatPages(ranges: PageRanges): string {
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** The set of single pages; what is no page is left out. */
export function pagesOf(pages: readonly number[]): PageRanges {
  return union(pages.filter((page) => Number.isSafeInteger(page) && page >= 1).map((page) => [page, page]));
}

/** All ranges in one set, whatever their order and overlap. */
export function union(ranges: PageRanges): PageRanges {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** How many of the pages 1 to `of` are in the set: a deck may have lost pages since they were read. */
export function countPages(ranges: PageRanges, of: number): number {
  return ranges.reduce((sum, [first, last]) => sum + Math.max(0, Math.min(last, of) - first + 1), 0);
}
