import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../platform/l10n.ts';
import { bundledCourse } from './load.ts';
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

/** The labs of the bundled course, in its order. */
export async function courseLabs(extensionRoot: string): Promise<AvailableLab[]> {
  return availableLabs(await bundledCourse(extensionRoot));
}

/** Of the lab that shows what cells can show; it belongs to no week. */
export const galleryId = 'gallery';

/** The labs that ship with the extension: the course's, and the gallery, which belongs to no week. */
export async function bundledLabs(extensionRoot: string): Promise<AvailableLab[]> {
  const course = await bundledCourse(extensionRoot);
  const path = join(course.folder, 'gallery.lab.ts');
  const gallery = { id: galleryId, title: t('Gallery of outputs'), path };
  // A course of somebody's own need not have one.
  const hasGallery = await access(path).then(
    () => true,
    () => false,
  );
  return [...availableLabs(course), ...(hasGallery ? [gallery] : [])];
}
