import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import {
  type Course,
  type CourseItem,
  courseFileName,
  type ItemKind,
  type Objective,
  type Specialization,
} from '../shared/model.ts';
import { largest, type ReadText, readCourseText } from '../shared/textFile.ts';
import { Listing } from './listing.ts';
import { type ReadmeCourse, type ReadmeLink, readReadme } from './readme.ts';
import { type IdLookup, idLookup, readmeNames } from './readmeNames.ts';
import { markForeign, pathOf, resolveFile, resolveLink } from './resolve.ts';
import type { CourseFile } from './yaml.ts';

/**
 * The course that a folder holds: its course.yaml, else its README where that lists a course, with what the bundled
 * course adds to it; else `undefined`.
 * @param folder absolute path.
 * @param extensionRoot where the bundled course lies; its item ids are given to the links of a README.
 * @throws UserError `course-yaml` when a course.yaml is there and cannot be read, `course-too-long`, and as
 * `readCourseText`.
 */
export async function loadCourse(folder: string, extensionRoot: string): Promise<Specialization | undefined> {
  const yaml = await readCourseText(join(folder, courseFileName), largest.yaml);
  if (yaml !== undefined) {
    return courseOfFile(folder, await parsed(yaml));
  }
  const readme = await courseReadme(folder);
  if (!readme) return undefined;
  const { source, listed } = readme;
  const bundled = await bundledFile(extensionRoot);
  const linked = await coursesOfReadme(folder, listed, extensionRoot);
  const { mergeBundled, withUnlinked } = await import('./clone.ts');
  const clone = { source, folder, courses: await withUnlinked(folder, linked, bundled) };
  return mergeBundled(clone, await courseOfFile(bundledFolder(extensionRoot), bundled));
}

export interface CourseReadme {
  /** Its name in the folder. */
  readonly source: string;
  readonly text: string;
  readonly listed: readonly ReadmeCourse[];
}

/**
 * The folder's README where it lists a course.
 * @throws UserError `course-too-long`, and as `readCourseText`
 */
export async function courseReadme(folder: string, read: ReadText = readCourseText): Promise<CourseReadme | undefined> {
  const source = await readmeName(folder);
  const text = source && (await read(join(folder, source), largest.readme));
  const listed = text ? readReadme(text) : [];
  if (!source || !text || listed.length === 0) return undefined;
  const links = listed.reduce((sum, { weeks }) => sum + weeks.reduce((count, week) => count + week.links.length, 0), 0);
  assertLength(source, links);
  return { source, text, listed };
}

/** What a README lists, its links followed and repaired: the items stand as its links do. */
export async function coursesOfReadme(
  folder: string,
  listed: readonly ReadmeCourse[],
  extensionRoot: string,
): Promise<Course[]> {
  const bundled = await bundledFile(extensionRoot);
  const linked = await linkedCourses(folder, listed, idLookup(bundled));
  const { repairLinks } = await import('./clone.ts');
  return repairLinks(folder, linked, readmeNames(bundled));
}

/** More would hold the window up, and nobody could find anything in it. */
const mostItems = 10_000;

/** @throws UserError `course-too-long` */
export function assertLength(source: string, items: number): void {
  if (items <= mostItems) return;
  const message = t('{0} lists {1} items, and a course holds no more than {2}.', source, items, mostItems);
  throw new UserError('course-too-long', `${message} ${t('Split the course into several folders.')}`);
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
  const yaml = await readCourseText(path, largest.yaml);
  if (yaml !== undefined) return parsed(yaml);
  throw new UserError('course-missing', t('The bundled course is not at “{0}”; install the extension again.', path));
}

async function parsed(yaml: string): Promise<CourseFile> {
  const { readCourseYaml } = await import('./yaml.ts');
  return readCourseYaml(yaml);
}

async function courseOfFile(folder: string, file: CourseFile): Promise<Specialization> {
  assertLength(courseFileName, file.courses.flatMap(({ weeks }) => weeks.flatMap(({ items }) => items)).length);
  const listing = new Listing();
  const courses = await Promise.all(
    file.courses.map(async (course, c) => ({
      title: t('Course {0}: {1}', c + 1, course.title),
      weeks: await Promise.all(
        course.weeks.map(async (week, w) => ({
          title: t('Week {0}: {1}', w + 1, week.title),
          objectives: week.objectives.map(objectiveOf),
          items: await Promise.all(week.items.map((entry) => itemOfEntry(folder, entry, listing))),
        })),
      ),
    })),
  );
  return { source: courseFileName, folder, courses };
}

type ObjectiveEntry = CourseFile['courses'][number]['weeks'][number]['objectives'][number];

function objectiveOf(entry: ObjectiveEntry): Objective {
  return typeof entry === 'string' ? { text: entry } : entry;
}

type ItemEntry = CourseFile['courses'][number]['weeks'][number]['items'][number];

async function itemOfEntry(
  folder: string,
  { id, kind, title, file }: ItemEntry,
  listing: Listing,
): Promise<CourseItem> {
  // A course under way lists more than it holds: that is no fault, so the sentence does not sound like one.
  return { kind, id, title, ...(await resolveFile(folder, file, kind, { absent: notYetHere(kind), listing })) };
}

function notYetHere(kind: ItemKind): string {
  if (kind === 'slides') return t('These slides are not part of this version yet.');
  if (kind === 'lab') return t('This lab is not part of this version yet.');
  if (kind === 'assignment') return t('This assignment is not part of this version yet.');
  return t('This quiz is not part of this version yet.');
}

async function linkedCourses(folder: string, listed: readonly ReadmeCourse[], ids: IdLookup): Promise<Course[]> {
  const listing = new Listing();
  const courses = await Promise.all(
    listed.map(async (course) => ({
      title: course.title,
      weeks: await Promise.all(
        course.weeks.map(async (week) => ({
          title: week.title,
          objectives: week.objectives.map((text) => ({ text })),
          items: await Promise.all(
            week.links.map((link) =>
              itemOfLink(folder, link, (name) => ids(course.number, week.number, link.kind, name), listing),
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
  listing: Listing,
): Promise<CourseItem> {
  const id = idOf(posix.basename(pathOf(href)));
  return { kind, ...(id ? { id } : {}), title, ...(await resolveLink(folder, href, kind, listing)) };
}
