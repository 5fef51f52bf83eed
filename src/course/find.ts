import type { Course, CourseItem, CourseWeek, Specialization } from './model.ts';

/** An item with the place it stands in. */
export interface PlacedItem {
  readonly item: CourseItem;
  readonly week: CourseWeek;
  readonly course: Course;
}

/** Every item in reading order. */
export function itemsOf(specialization: Specialization): PlacedItem[] {
  return specialization.courses.flatMap((course) =>
    course.weeks.flatMap((week) => week.items.map((item) => ({ item, week, course }))),
  );
}

/**
 * Items that have every word of `query` somewhere in title, id, week, course or objectives; best first, equal ones in
 * reading order. Case, accents and the order of the words do not matter. An empty query finds everything.
 */
export function findItems(specialization: Specialization, query: string): PlacedItem[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return itemsOf(specialization)
    .map((place) => ({ place, score: scoreOf(place, words) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ place }) => place);
}

/** The item with this id. */
export function itemById(specialization: Specialization, id: string): PlacedItem | undefined {
  return itemsOf(specialization).find(({ item }) => item.id === id);
}

/** The sum over the words of the best field each occurs in; `undefined` when one occurs in none. */
function scoreOf({ item, week, course }: PlacedItem, words: readonly string[]): number | undefined {
  const fields: readonly (readonly [string, number])[] = [
    [fold(item.title), 8],
    [fold(item.id ?? ''), 8],
    [fold(week.title), 2],
    [fold(week.objectives.join('\n')), 1],
    [fold(course.title), 1],
  ];
  let sum = 0;
  for (const word of words) {
    const best = Math.max(...fields.map(([text, weight]) => weight * closeness(text, word)));
    if (best === 0) return undefined;
    sum += best;
  }
  return sum;
}

/** 3 where the text begins with the word, 2 where one of its words does, 1 inside a word, 0 nowhere. */
function closeness(text: string, word: string): number {
  if (text.startsWith(word)) return 3;
  for (let at = text.indexOf(word); at > 0; at = text.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return 2;
  }
  return text.includes(word) ? 1 : 0;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
