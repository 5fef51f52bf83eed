import { join } from 'node:path';
import { UserError } from '../../platform/errors.ts';
import { courseFileName } from '../../shared/model.ts';
import { largest, type ReadText, readCourseText } from '../../shared/textFile.ts';
import { type Problem, problemsIn } from '../../shared/yaml/problem.ts';
import { Listing } from '../listing.ts';
import { assertLength, courseReadme, coursesOfReadme, readmeName } from '../load.ts';
import type { ReadmeCourse } from '../readme.ts';
import { filesBelow } from '../repair.ts';
import { examineCourseYaml, writtenItems } from '../yaml.ts';
import { CourseFiles } from './courseFiles.ts';
import { readmeFindings } from './readmeProblems.ts';
import { yamlFindings } from './yamlProblems.ts';

export interface CheckedCourse {
  /** The file that makes the folder a course: course.yaml, or the README by its name. */
  readonly source: string;
  /** In the order of the file. */
  readonly problems: readonly Problem[];
}

/**
 * Everything that is wrong with the course of a folder; `undefined` where it holds none. Reads nothing outside the
 * folder, and nothing that is wrong with it is thrown.
 * @param folder absolute path
 * @param extensionRoot where the bundled course lies, which a README's links are held against
 * @param read gives texts that an editor holds unsaved
 */
export async function checkCourse(
  folder: string,
  extensionRoot: string,
  read: ReadText = readCourseText,
): Promise<CheckedCourse | undefined> {
  const yaml = await orProblem(courseFileName, () => read(join(folder, courseFileName), largest.yaml));
  if (typeof yaml === 'string') {
    const problems = await orProblem(courseFileName, () => yamlProblems(folder, yaml, read));
    return { source: courseFileName, problems: problems ?? [] };
  }
  if (yaml) return { source: courseFileName, problems: yaml };
  const source = await readmeName(folder);
  if (source === undefined) return undefined;
  const problems = await orProblem(source, () => readmeProblems(folder, extensionRoot, read));
  return problems && { source, problems };
}

async function yamlProblems(folder: string, text: string, read: ReadText): Promise<Problem[]> {
  const examined = await examineCourseYaml(text);
  assertLength(courseFileName, [...writtenItems(examined.text)].length);
  const listing = new Listing();
  const [files, listed] = await Promise.all([filesBelow(folder, '', listing), readmeCourses(folder, read)]);
  const around = { folder, listing, files: new CourseFiles(files), read, listed };
  return problemsIn(courseFileName, text, await yamlFindings(examined, around));
}

async function readmeProblems(folder: string, extensionRoot: string, read: ReadText): Promise<Problem[] | undefined> {
  const readme = await courseReadme(folder, read);
  if (!readme) return undefined;
  const courses = await coursesOfReadme(folder, readme.listed, extensionRoot);
  const files = new CourseFiles(await filesBelow(folder, ''));
  return problemsIn(readme.source, readme.text, readmeFindings(readme.listed, courses, files));
}

/** What the README beside a course.yaml lists. One that cannot be read is no fault of the course.yaml. */
export async function readmeCourses(folder: string, read: ReadText): Promise<readonly ReadmeCourse[]> {
  try {
    return (await courseReadme(folder, read))?.listed ?? [];
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** A file that cannot be read as a whole has that one problem, at its top. */
async function orProblem<T>(file: string, work: () => Promise<T>): Promise<T | Problem[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message } = error;
    return [{ file, line: 1, column: 1, length: 0, severity: 'error', code, message }];
  }
}
