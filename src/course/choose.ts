import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Specialization } from '../shared/model.ts';

export interface Chosen {
  readonly course: Specialization;
  readonly bundled: boolean;
}

/**
 * The course to show for a window's folders: the first that holds one; else the bundled course, unless a folder's
 * README has another shape: then nothing, so that the view can say so. A learner's own folder, which the labs made,
 * always gets the bundled course.
 * @throws UserError when a folder's course.yaml cannot be read.
 */
export async function chooseCourse(folders: readonly string[], extensionRoot: string): Promise<Chosen | undefined> {
  const course = await firstCourse(folders, extensionRoot);
  if (course) return { course, bundled: false };
  const welcoming = await Promise.all(folders.map(isLearners));
  const { bundledCourse } = await import('./load.ts');
  return welcoming.every(Boolean) ? { course: await bundledCourse(extensionRoot), bundled: true } : undefined;
}

/** The first course that one of the folders holds; a course.yaml anywhere goes before every README. */
export async function firstCourse(
  folders: readonly string[],
  extensionRoot: string,
): Promise<Specialization | undefined> {
  const { loadCourse } = await import('./load.ts');
  const courses = (await Promise.all(folders.map((folder) => loadCourse(folder, extensionRoot)))).filter(
    (c) => c !== undefined,
  );
  return courses.find((c) => c.source === 'course.yaml') ?? courses[0];
}

async function isLearners(folder: string): Promise<boolean> {
  const { readmeName } = await import('./load.ts');
  if ((await readmeName(folder)) === undefined) return true;
  return (await exists(join(folder, '.mlops-lab'))) || (await exists(join(folder, 'labs')));
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
