/** Which item of a course.yaml a README's link means. */
import type { ItemKind } from '../shared/model.ts';
import type { CourseFile } from './yaml.ts';

/** Finds the id of a file that a README links in a week; weeks and courses count from 1. */
export type IdLookup = (course: number, week: number, kind: ItemKind, fileName: string) => string | undefined;

/** The same file name may stand for different items in different weeks, or for a deck and a lab: all three decide. */
export function idLookup(file: CourseFile): IdLookup {
  const ids = new Map<string, string>();
  const key = (...parts: (string | number)[]) => parts.join('/').toLowerCase();
  file.courses.forEach((course, c) => {
    course.weeks.forEach((week, w) => {
      for (const { id, kind, readme = [] } of week.items) {
        for (const name of readme) ids.set(key(c + 1, w + 1, kind, name), id);
      }
    });
  });
  return (course, week, kind, name) => ids.get(key(course, week, kind, name));
}

/** The file names by which a README links an item, by its id. */
export function readmeNames(file: CourseFile): (id: string) => readonly string[] {
  const items = file.courses.flatMap(({ weeks }) => weeks.flatMap(({ items }) => items));
  const names = new Map(items.map(({ id, readme = [] }) => [id, readme]));
  return (id) => names.get(id) ?? [];
}
