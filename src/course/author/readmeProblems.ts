/** What is wrong with a README that lists a course: links that lead nowhere, or elsewhere. */
import { t } from '../../platform/l10n.ts';
import type { Course, CourseItem } from '../../shared/model.ts';
import type { Finding } from '../../shared/yaml/problem.ts';
import type { ReadmeCourse, ReadmeLink } from '../readme.ts';
import type { CourseFiles } from './courseFiles.ts';

/** @param courses what the README lists, its links followed: the items stand as the links do */
export function readmeFindings(
  listed: readonly ReadmeCourse[],
  courses: readonly Course[],
  files: CourseFiles,
): Finding[] {
  const links = listed.flatMap(({ weeks }) => weeks.flatMap((week) => week.links));
  const items = courses.flatMap(({ weeks }) => weeks.flatMap((week) => week.items));
  return links.flatMap((link, index) => {
    const item = items[index];
    return item?.note === undefined ? [] : [finding(link, item, item.note, files)];
  });
}

function finding(
  { kind, span }: ReadmeLink,
  { state, repaired, target }: CourseItem,
  note: string,
  files: CourseFiles,
): Finding {
  if (repaired && target !== undefined) {
    return { ...span, severity: 'information', code: 'repaired-link', message: note, ...linkTo(target) };
  }
  if (state === 'misdirected') {
    const message = `${note} ${t('Correct the link.')}`;
    return { ...span, severity: 'warning', code: 'misdirected-link', message };
  }
  const message = `${note} ${t('Correct the link, or add the file.')}`;
  return { ...span, severity: 'warning', code: 'dead-link', message, ...linkTo(files.nearest(target, kind)) };
}

function linkTo(path: string | undefined): Pick<Finding, 'fix'> {
  return path === undefined ? {} : { fix: { title: t('Link “{0}”', path), text: encoded(path) } };
}

/** A path as a link has it: nothing in it ends the link, begins a fragment, or is a mark of Markdown. */
function encoded(path: string): string {
  const segment = (name: string) =>
    encodeURIComponent(name).replace(/[()*'!]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return path.split('/').map(segment).join('/');
}
