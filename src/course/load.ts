import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { systemCode, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { mergeBundled } from './merge.ts';
import type { Course, CourseItem, ItemKind, Specialization } from './model.ts';
import { type ReadmeCourse, type ReadmeLink, readReadme } from './readme.ts';
import { repairLinks } from './repair.ts';
import { markForeign, pathOf, resolveFile, resolveLink } from './resolve.ts';
import { type CourseFile, type IdLookup, idLookup, readCourseYaml, readmeNames } from './yaml.ts';

export const courseFileName = 'course.yaml';

/**
 * The course that a folder holds: its course.yaml, else its README where that lists a course, with what the bundled
 * course adds to it; else `undefined`.
 * @param folder absolute path.
 * @param extensionRoot where the bundled course lies; its item ids are given to the links of a README.
 * @throws UserError `course-yaml` when a course.yaml is there and cannot be read.
 */
export async function loadCourse(folder: string, extensionRoot: string): Promise<Specialization | undefined> {
  const yaml = await readText(join(folder, courseFileName));
  if (yaml !== undefined) {
    return courseOfFile(folder, await readCourseYaml(yaml));
  }
  const source = await readmeName(folder);
  const readme = source && (await readText(join(folder, source)));
  const listed = readme ? readReadme(readme) : [];
  if (!source || listed.length === 0) return undefined;
  const bundled = await bundledFile(extensionRoot);
  const linked = await coursesOfReadme(folder, listed, idLookup(bundled));
  const clone = { source, folder, courses: await repairLinks(folder, linked, readmeNames(bundled)) };
  return mergeBundled(clone, await courseOfFile(bundledFolder(extensionRoot), bundled));
}

/** The course that ships with the extension. */
export async function bundledCourse(extensionRoot: string): Promise<Specialization> {
  return courseOfFile(bundledFolder(extensionRoot), await bundledFile(extensionRoot));
}

/** The name of the folder's README, however it is written; `undefined` when it has none. */
export async function readmeName(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names.find((name) => name === 'README.md') ?? names.find((name) => name.toLowerCase() === 'readme.md');
}

const bundledFolder = (extensionRoot: string) => join(extensionRoot, 'course');

async function bundledFile(extensionRoot: string): Promise<CourseFile> {
  const path = join(bundledFolder(extensionRoot), courseFileName);
  const yaml = await readText(path);
  if (yaml !== undefined) return readCourseYaml(yaml);
  throw new UserError('course-missing', t('The bundled course is not at “{0}”; install the extension again.', path));
}

async function courseOfFile(folder: string, file: CourseFile): Promise<Specialization> {
  const courses = await Promise.all(
    file.courses.map(async (course, c) => ({
      title: t('Course {0}: {1}', c + 1, course.title),
      weeks: await Promise.all(
        course.weeks.map(async (week, w) => ({
          title: t('Week {0}: {1}', w + 1, week.title),
          objectives: week.objectives,
          items: await Promise.all(week.items.map((entry) => itemOfEntry(folder, entry))),
        })),
      ),
    })),
  );
  return { source: courseFileName, folder, courses };
}

type ItemEntry = CourseFile['courses'][number]['weeks'][number]['items'][number];

async function itemOfEntry(folder: string, { id, kind, title, file }: ItemEntry): Promise<CourseItem> {
  // A course under way lists more than it holds: that is no fault, so the sentence does not sound like one.
  return { kind, id, title, ...(await resolveFile(folder, file, kind, notYetHere(kind))) };
}

function notYetHere(kind: ItemKind): string {
  if (kind === 'slides') return t('These slides are not part of this version yet.');
  if (kind === 'lab') return t('This lab is not part of this version yet.');
  return t('This assignment is not part of this version yet.');
}

async function coursesOfReadme(folder: string, listed: readonly ReadmeCourse[], ids: IdLookup): Promise<Course[]> {
  const courses = await Promise.all(
    listed.map(async (course) => ({
      title: course.title,
      weeks: await Promise.all(
        course.weeks.map(async (week) => ({
          title: week.title,
          objectives: week.objectives,
          items: await Promise.all(
            week.links.map((link) =>
              itemOfLink(folder, link, (name) => ids(course.number, week.number, link.kind, name)),
            ),
          ),
        })),
      ),
    })),
  );
  return markForeign(courses);
}

async function itemOfLink(
  folder: string,
  { kind, title, href }: ReadmeLink,
  idOf: (fileName: string) => string | undefined,
): Promise<CourseItem> {
  const id = idOf(posix.basename(pathOf(href)));
  return { kind, ...(id ? { id } : {}), title, ...(await resolveLink(folder, href, kind)) };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw new UserError('course-unreadable', t('“{0}” cannot be read: {1}', path, systemCode(error) ?? String(error)), {
      cause: error,
    });
  }
}
