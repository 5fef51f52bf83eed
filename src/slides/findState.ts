/** The find bar's state as a pure reducer: what was found so far, which match is current, and how far the search is. */
import type { FindOptions, PageMatches } from './find.ts';
import type { TextPoint, TextRange } from './searchText.ts';

export type MatchesByPage = ReadonlyMap<number, readonly TextRange[]>;

/** A match by its page, one-based, and its place among that page's matches. */
export interface CurrentMatch {
  readonly page: number;
  readonly index: number;
}

export interface FindState {
  readonly pages: number;
  readonly query: string;
  readonly options: FindOptions;
  /** Where the search began: the first match from there on becomes current. */
  readonly from: { readonly page: number; readonly point: TextPoint };
  /** Pages with a match only. */
  readonly found: MatchesByPage;
  /** How many pages have been searched, from `from` on. */
  readonly searched: number;
  readonly unreadable: readonly number[];
  readonly hasText: boolean;
  readonly current?: CurrentMatch;
  /** The last step went past this end of the deck, and on from the other. */
  readonly wrapped?: 'end' | 'start';
  /** A step that was asked for before the pages that it leads over were searched. */
  readonly waiting?: 1 | -1;
}

export type FindAction =
  /** Begins anew, at the current match or else at the page on screen. */
  | {
      readonly type: 'search';
      readonly query: string;
      readonly options: FindOptions;
      readonly page: number;
      /** Of the deck; another one once its file has changed. */
      readonly pages: number;
    }
  | { readonly type: 'found'; readonly results: readonly PageMatches[] }
  | { readonly type: 'step'; readonly by: 1 | -1 };

const pageStart: TextPoint = { run: 0, offset: 0 };

export function initialFind(pages: number, query: string, options: FindOptions, page: number): FindState {
  const from = { page, point: pageStart };
  return { pages, query, options, from, found: new Map(), searched: 0, unreadable: [], hasText: false };
}

export function reduceFind(state: FindState, action: FindAction): FindState {
  switch (action.type) {
    case 'search': {
      const begun = initialFind(action.pages, action.query, action.options, action.page);
      const here = state.current && matchAt(state, state.current);
      // A word that grows letter by letter stays where it is; once the reader has turned away, that counts.
      if (!state.current || !here || state.current.page !== action.page) return begun;
      return { ...begun, from: { page: state.current.page, point: here.start } };
    }
    case 'found':
      return settle(withResults(state, action.results));
    case 'step':
      return step(state, action.by);
  }
}

export const isComplete = (state: FindState) => state.searched >= state.pages;

export function countOf({ found }: FindState): number {
  return [...found.values()].reduce((sum, matches) => sum + matches.length, 0);
}

/** The current match's number among all found, in the deck's order, from 1 on; 0 when there is none. */
export function ordinalOf({ found, current }: FindState): number {
  if (!current) return 0;
  let before = 0;
  for (const [page, matches] of found) if (page < current.page) before += matches.length;
  return before + current.index + 1;
}

export function matchAt({ found }: FindState, { page, index }: CurrentMatch): TextRange | undefined {
  return found.get(page)?.[index];
}

function withResults(state: FindState, results: readonly PageMatches[]): FindState {
  const found = new Map(state.found);
  for (const { page, matches } of results) if (matches.length) found.set(page, matches);
  return {
    ...state,
    found,
    searched: state.searched + results.length,
    unreadable: [...state.unreadable, ...results.filter((each) => each.unreadable).map(({ page }) => page)],
    hasText: state.hasText || results.some((each) => each.hasText),
  };
}

/** Names a first match where none is current, and takes the step that waited for these results. */
function settle(state: FindState): FindState {
  if (state.current) return state.waiting ? step(state, state.waiting) : state;
  const { page, point } = state.from;
  const onPage = state.found.get(page) ?? [];
  const index = onPage.findIndex(({ start }) => !isBefore(start, point));
  if (index >= 0) return { ...state, current: { page, index } };
  // Those before the point on the page where the search began come last of all.
  const later = firstFrom({ ...state, found: withoutPage(state.found, page) }, page, 1);
  if (later) return { ...state, current: later.match };
  return onPage.length && isComplete(state) ? { ...state, current: { page, index: 0 } } : state;
}

function step({ wrapped: _, waiting: __, ...state }: FindState, by: 1 | -1): FindState {
  const { current } = state;
  if (!current) return state;
  const index = current.index + by;
  if (state.found.get(current.page)?.[index]) return { ...state, current: { page: current.page, index } };
  const next = firstFrom(state, current.page, by);
  if (!next) return { ...state, waiting: by };
  const wrapped = next.wrapped ? ({ wrapped: by > 0 ? 'end' : 'start' } as const) : {};
  return { ...state, current: next.match, ...wrapped };
}

/** The first match on the pages after one, or before it, round the deck; none once a page is not searched yet. */
function firstFrom(
  state: FindState,
  page: number,
  by: 1 | -1,
): { readonly match: CurrentMatch; readonly wrapped: boolean } | undefined {
  const { pages, found, from, searched } = state;
  for (let away = 1; away <= pages; away++) {
    const at = modulo(page - 1 + by * away, pages) + 1;
    if (modulo(at - from.page, pages) >= searched) return undefined;
    const matches = found.get(at);
    if (!matches) continue;
    return {
      match: { page: at, index: by > 0 ? 0 : matches.length - 1 },
      wrapped: by > 0 ? at <= page : at >= page,
    };
  }
  return undefined;
}

const modulo = (value: number, divisor: number) => ((value % divisor) + divisor) % divisor;

const isBefore = (a: TextPoint, b: TextPoint) => a.run < b.run || (a.run === b.run && a.offset < b.offset);

function withoutPage(found: MatchesByPage, page: number): MatchesByPage {
  const rest = new Map(found);
  rest.delete(page);
  return rest;
}
