import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../platform/l10n.ts';
import { type AvailableLab, availableLabs, galleryId } from '../shared/labs.ts';
import type { Specialization } from '../shared/model.ts';

/** Reading a course is a bundle of its own, loaded when the first one is read. */
async function bundledCourse(extensionRoot: string): Promise<Specialization> {
  const { bundledCourse } = await import('./load.ts');
  return bundledCourse(extensionRoot);
}

/** The labs of the bundled course, in its order. */
export async function courseLabs(extensionRoot: string): Promise<AvailableLab[]> {
  return availableLabs(await bundledCourse(extensionRoot));
}

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
