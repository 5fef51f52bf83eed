/** Where a reader has come from by links and outline entries, so as to go back: a pure history, as a browser's. */

/** A place; `Destination` of the viewer has this shape. */
export interface Visited {
  /** One-based. */
  readonly page: number;
  readonly top?: number;
}

export interface History {
  readonly back: readonly Visited[];
  readonly forward: readonly Visited[];
}

export const emptyHistory: History = { back: [], forward: [] };

/** More than anybody remembers having come by. */
const longest = 100;

/** A jump was made from `here`: what lay ahead is given up. */
export function jumped(history: History, here: Visited): History {
  return { back: [...history.back, here].slice(-longest), forward: [] };
}

/**
 * Goes back (-1) or on (1).
 * @returns the place to go to, and the history then; `undefined` where there is none.
 */
export function travel(
  { back, forward }: History,
  by: -1 | 1,
  here: Visited,
): { readonly to: Visited; readonly history: History } | undefined {
  const to = by < 0 ? back.at(-1) : forward.at(-1);
  if (!to) return undefined;
  const history =
    by < 0
      ? { back: back.slice(0, -1), forward: [...forward, here] }
      : { back: [...back, here], forward: forward.slice(0, -1) };
  return { to, history };
}
