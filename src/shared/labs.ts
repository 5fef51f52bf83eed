import { fileOf, type Specialization } from './model.ts';

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
  return items.flatMap((item) => {
    const { id, title, state } = item;
    const path = fileOf(course, item);
    return id && path?.endsWith('.lab.ts') && state === 'resolved' ? [{ id, title, path }] : [];
  });
}

/** Of the lab that shows what cells can show; it belongs to no week. */
export const galleryId = 'gallery';
