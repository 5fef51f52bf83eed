/** Where to go on. */

import type { Place } from '../../shared/evidence.ts';
import { itemsOf, type PlacedItem } from '../../shared/find.ts';
import type { Specialization } from '../../shared/model.ts';
import { isHere, type Summary } from './summary.ts';

/** An item to go on with; without a place, from its beginning. */
export interface NextStep {
  readonly placed: PlacedItem;
  readonly place?: Place;
}

/** The items that somebody was in, the last one first. */
export function lastPlaces(course: Specialization, summary: Summary): NextStep[] {
  return itemsOf(course)
    .filter(({ item }) => isHere(item))
    .flatMap((placed) => {
      const last = summary.lastPlace(placed.item);
      return last ? [{ placed, place: last.place, at: last.at }] : [];
    })
    .sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0))
    .map(({ placed, place }) => ({ placed, place }));
}

/**
 * Where *Continue* leads: the last place, unless its item is done; then the first item that is not, counted from there
 * and around; `undefined` when all that is here is done.
 */
export function nextStep(course: Specialization, summary: Summary): NextStep | undefined {
  const [last] = lastPlaces(course, summary);
  const isDone = ({ item }: PlacedItem) => summary.item(item).state === 'done';
  if (last && !isDone(last.placed)) return last;
  const here = itemsOf(course).filter(({ item }) => isHere(item));
  const from = here.findIndex(({ item }) => item === last?.placed.item) + 1;
  const placed = [...here.slice(from), ...here.slice(0, from)].find((each) => !isDone(each));
  if (!placed) return undefined;
  const known = summary.lastPlace(placed.item);
  return { placed, ...(known ? { place: known.place } : {}) };
}
