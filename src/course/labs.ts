import { join } from 'node:path';
import type { Specialization } from './model.ts';

/** A lab that is there to be opened. */
export interface AvailableLab {
  readonly id: string;
  readonly title: string;
  /** Absolute path of its `.lab.ts`. */
  readonly path: string;
}

/** The labs and assignments of a course that exist as lab files, in course order. */
export function availableLabs(course: Specialization): AvailableLab[] {
  const items = course.courses.flatMap(({ weeks }) => weeks.flatMap((week) => week.items));
  return items.flatMap(({ id, title, target, state }) =>
    id && target?.endsWith('.lab.ts') && state === 'resolved' ? [{ id, title, path: join(course.folder, target) }] : [],
  );
}
