/**
 * A clone of the course repository and the course that ships with the extension, as one tree. The README decides what
 * is listed, in which order and under which titles; course.yaml says which item is which.
 */
import { join } from 'node:path';
import { t } from '../platform/l10n.ts';
import { itemsOf } from '../shared/find.ts';
import { type CourseItem, type CourseWeek, fileOf, type Specialization } from '../shared/model.ts';

/**
 * The README's course with what ours adds: to a lab the lab that runs here, its notebook beside it; to missing slides
 * our deck; to a week the items that the README does not link, where they are there, and our title and objectives where
 * it has none. Weeks of which course.yaml knows no item stay as they are: another course of the same shape is not ours.
 */
export function mergeBundled(clone: Specialization, bundled: Specialization): Specialization {
  const ours = new Map(itemsOf(bundled).map((placed) => [placed.item.id, placed]));
  const listed = new Set(itemsOf(clone).map(({ item }) => item.id));
  const courses = clone.courses.map((course) => ({
    ...course,
    weeks: course.weeks.map((week): CourseWeek => {
      const known = week.items.map(({ id }) => (id === undefined ? undefined : ours.get(id))).find(Boolean);
      if (!known) return week;
      const extras = known.week.items.filter((item) => item.state === 'resolved' && !listed.has(item.id));
      return {
        ...week,
        // “Week 2” alone says nothing of what it is about.
        title: /^week\s+\d+$/i.test(week.title) ? known.week.title : week.title,
        objectives: week.objectives.length > 0 ? week.objectives : known.week.objectives,
        items: [
          ...week.items.map((item) => merged(clone, bundled, item, item.id ? ours.get(item.id)?.item : undefined)),
          ...extras.map((item) => ({ ...item, base: bundled.folder })),
        ],
      };
    }),
  }));
  return { ...clone, courses };
}

function merged(
  clone: Specialization,
  bundled: Specialization,
  item: CourseItem,
  our: CourseItem | undefined,
): CourseItem {
  if (our?.state !== 'resolved' || our.target === undefined) return item;
  const own = item.state === 'resolved' ? fileOf(clone, item) : undefined;
  if (item.kind === 'slides' && own) {
    return { ...item, other: { kind: 'slides', path: join(bundled.folder, our.target) } };
  }
  const { note: _, repaired: __, ...rest } = item;
  const lab = { ...rest, state: 'resolved', base: bundled.folder, target: our.target } as const;
  if (!own)
    return { ...lab, note: t('The README’s link leads to no file that fits. What is opened comes with MLOps Lab.') };
  return /\.ipynb$/i.test(own) ? { ...lab, ...repairOf(item), other: { kind: 'notebook', path: own } } : lab;
}

/** That the notebook is another than the README links is still to be told. */
function repairOf({ repaired, note }: CourseItem): Pick<CourseItem, 'repaired' | 'note'> {
  return repaired && note !== undefined ? { repaired, note } : {};
}
