import type { Term } from './glossary.ts';
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
  return best(itemsOf(specialization), query, (placed) => [
    ...titlesOf(placed),
    [placed.week.objectives.map(({ text }) => text).join('\n'), 1],
  ]);
}

/** Items that have every word of `query` in their own title or id, or in the titles above them; best first. */
export function findTitles(specialization: Specialization, query: string): PlacedItem[] {
  return best(itemsOf(specialization), query, titlesOf);
}

export interface PlacedObjective {
  readonly text: string;
  readonly week: CourseWeek;
  readonly course: Course;
}

/** Objectives that have every word of `query`; best first. An empty query finds none. */
export function findObjectives({ courses }: Specialization, query: string): PlacedObjective[] {
  if (query.trim() === '') return [];
  const all = courses.flatMap((course) =>
    course.weeks.flatMap((week) => week.objectives.map(({ text }) => ({ text, week, course }))),
  );
  return best(all, query, ({ text }) => [[text, 1]]);
}

/** Terms that have every word of `query` in their names or meaning; best first. An empty query finds none. */
export function findTerms(terms: readonly Term[], query: string): Term[] {
  if (query.trim() === '') return [];
  return best(terms, query, ({ term, also, means }) => [
    [term, 8],
    [also.join('\n'), 8],
    [means, 1],
  ]);
}

/** The item with this id. */
export function itemById(specialization: Specialization, id: string): PlacedItem | undefined {
  return itemsOf(specialization).find(({ item }) => item.id === id);
}

/** A text, and how much a word in it weighs. */
type Field = readonly [text: string, weight: number];

function titlesOf({ item, week, course }: PlacedItem): Field[] {
  return [
    [item.title, 8],
    [item.id ?? '', 8],
    [week.title, 2],
    [course.title, 1],
  ];
}

/** Those that have every word of the query in one of their fields, best first, equal ones in the order given. */
function best<T>(all: readonly T[], query: string, fieldsOf: (one: T) => readonly Field[]): T[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return all
    .map((one) => ({ one, score: scoreOf(fieldsOf(one), words) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ one }) => one);
}

/** The sum over the words of the best field each occurs in; `undefined` when one occurs in none. */
function scoreOf(fields: readonly Field[], words: readonly string[]): number | undefined {
  const folded = fields.map(([text, weight]): Field => [fold(text), weight]);
  let sum = 0;
  for (const word of words) {
    const most = Math.max(...folded.map(([text, weight]) => weight * closeness(text, word)));
    if (most === 0) return undefined;
    sum += most;
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
