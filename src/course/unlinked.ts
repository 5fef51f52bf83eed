import { join, posix } from 'node:path';
import { t } from '../platform/l10n.ts';
import type { Course, CourseItem, CourseWeek } from '../shared/model.ts';
import { Listing } from './listing.ts';
import { homeOf } from './repair.ts';
import { fits } from './resolve.ts';
import type { CourseFile } from './yaml.ts';

type Entry = CourseFile['courses'][number]['weeks'][number]['items'][number];

/**
 * Adds to each week of a clone the items that its README does not link, though their files lie in the folder of the
 * week, under a name by which course.yaml knows them.
 * @param folder absolute path of the clone
 */
export async function withUnlinked(folder: string, courses: readonly Course[], file: CourseFile): Promise<Course[]> {
  const listing = new Listing();
  const all = courses.flatMap(({ weeks }) => weeks.flatMap(({ items }) => items));
  const listed = new Set(all.flatMap(({ id, target }) => [id, target]));
  const weekOf = new Map(
    file.courses.flatMap(({ weeks }) => weeks.flatMap(({ items }) => items.map(({ id }) => [id, items] as const))),
  );
  return Promise.all(
    courses.map(async (course) => ({
      ...course,
      weeks: await Promise.all(
        course.weeks.map(async (week) => ({ ...week, items: [...week.items, ...(await unlinkedIn(week))] })),
      ),
    })),
  );

  async function unlinkedIn(week: CourseWeek): Promise<CourseItem[]> {
    const home = homeOf([week]);
    const entries = week.items.map(({ id }) => weekOf.get(id ?? '')).find(Boolean) ?? [];
    if (home === undefined) return [];
    const found = await Promise.all(entries.filter(({ id }) => !listed.has(id)).map((entry) => itemIn(home, entry)));
    return found.filter((item) => item !== undefined).filter(({ target }) => !listed.has(target));
  }

  async function itemIn(home: string, { id, kind, title, readme = [] }: Entry): Promise<CourseItem | undefined> {
    const named = await Promise.all(readme.map((name) => listing.entry(join(folder, home), name)));
    const file = named.find((entry) => entry?.isFile() && fits(entry.name, kind));
    if (!file) return undefined;
    const note = t('The README does not link this; its file lies in the folder of the week.');
    return { kind, id, title, target: posix.join(home, file.name), state: 'resolved', note };
  }
}
