/** Which pages somebody has really seen: facts about the screen, no guesses about the reader. */

/** A page counts once it was on screen for this long, in ms. */
export const seenAfter = 2000;
/** And at least this much of it, as a part of what the window can show of it. */
export const seenShare = 0.5;

export interface SeenState {
  /** Since when the pages on screen have been there, in ms. */
  readonly since: ReadonlyMap<number, number>;
  readonly seen: ReadonlySet<number>;
}

export const nothingSeen: SeenState = { since: new Map(), seen: new Set() };

/** What is on screen now. */
export interface Look {
  /** One-based. */
  readonly pages: readonly number[];
  /** In ms, from any beginning. */
  readonly at: number;
  /** The window is visible and has the focus: else the pages are on screen for nobody. */
  readonly attentive: boolean;
}

/** @param look as it is from now on; until now the last one held. */
export function look(state: SeenState, { pages, at, attentive }: Look): SeenState {
  const seen = new Set(state.seen);
  for (const [page, since] of state.since) if (at - since >= seenAfter) seen.add(page);
  const since = new Map(attentive ? pages.map((page) => [page, state.since.get(page) ?? at]) : []);
  return { since, seen };
}

/** When the next page will have been seen, if all stays as it is; `undefined` when none will. */
export function nextSeen({ since, seen }: SeenState): number | undefined {
  const waiting = [...since].filter(([page]) => !seen.has(page)).map(([, at]) => at + seenAfter);
  return waiting.length ? Math.min(...waiting) : undefined;
}
