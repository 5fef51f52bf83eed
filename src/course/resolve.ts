import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../platform/l10n.ts';
import type { Course, CourseItem, ItemKind, ItemState } from '../shared/model.ts';
import { Listing } from './listing.ts';

/** Where an item leads, and a sentence for the user when that is not where it should. */
export interface Resolution {
  readonly state: ItemState;
  /** Relative to the course folder, with `/`; as the disk spells it where it is there. */
  readonly target?: string;
  readonly note?: string;
}

/** Follows a link of a README. Neither web addresses nor anything outside `folder` is ever touched. */
export async function resolveLink(
  folder: string,
  href: string,
  kind: ItemKind,
  listing = new Listing(),
): Promise<Resolution> {
  // One letter before the colon is a drive of Windows, not a scheme.
  if (/^([a-z][a-z0-9+.-]+:|\/\/)/i.test(href)) {
    return missing(t('This link leads to “{0}”, which is not a file in this folder, so it is not opened.', href));
  }
  return resolveFile(folder, pathOf(href), kind, { listing });
}

/** The path in a link: without fragment and query, decoded. */
export function pathOf(href: string): string {
  const path = href.replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A stray “%” is part of the name.
  }
}

/**
 * Finds the file that `path` names below `folder`, whatever case it is written in, and says whether it can be an
 * item of this kind. A leading `/` means the folder, as it does on code hosts.
 * @param options `absent`: the sentence for a path that is sound and names nothing on the disk.
 */
export async function resolveFile(
  folder: string,
  path: string,
  kind: ItemKind,
  { absent, listing = new Listing() }: { readonly absent?: string; readonly listing?: Listing } = {},
): Promise<Resolution> {
  const segments = normalize(path);
  if (!segments) return missing(t('“{0}” leads out of this folder, so it is not followed.', path));
  if (segments.length === 0) return missing(t('This link names no file.'));

  const found = await locate(folder, segments, listing);
  if (found === 'outside')
    return missing(t('“{0}” leads out of this folder by a symbolic link, so it is not followed.', path));
  if (!found) {
    const target = segments.join('/');
    return { ...missing(absent ?? t('This folder has no file “{0}”.', target)), target };
  }
  const target = found.path.join('/');
  if (!found.isFile) {
    return { state: 'misdirected', target, note: t('This link leads to “{0}”, which is not a file.', target) };
  }
  return fits(target, kind)
    ? { state: 'resolved', target }
    : { state: 'misdirected', target, note: misfit(target, kind) };
}

/** Marks items whose file belongs to an earlier week: the first item that a file fits owns it. */
export function markForeign(courses: readonly Course[]): Course[] {
  const owners = ownersOf(courses);
  return courses.map((course) => ({
    ...course,
    weeks: course.weeks.map((week) => ({
      ...week,
      items: week.items.map((item) => judged(item, owners.get(item.target ?? ''))),
    })),
  }));

  function judged(item: CourseItem, owner: Owner | undefined): CourseItem {
    if (item.state !== 'resolved' || !owner || owner.items.has(item)) return item;
    const note = t(
      'This link leads to “{0}”, which belongs to “{1}” in {2}, {3}.',
      item.target ?? '',
      owner.title,
      owner.course,
      owner.week,
    );
    return { ...item, state: 'misdirected', note };
  }
}

interface Owner {
  readonly title: string;
  readonly course: string;
  readonly week: string;
  /** All items of the owning week: a link repeated within a week is not foreign. */
  readonly items: ReadonlySet<CourseItem>;
}

function ownersOf(courses: readonly Course[]): Map<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const course of courses) {
    for (const week of course.weeks) {
      const items = new Set(week.items);
      for (const { state, target, title } of week.items) {
        if (state === 'resolved' && target && !owners.has(target))
          owners.set(target, { title, course: course.title, week: week.title, items });
      }
    }
  }
  return owners;
}

const missing = (note: string): Resolution => ({ state: 'missing', note });

/** Path segments without `.` and `..`; `undefined` when the path climbs out, or names a drive or a NUL. */
function normalize(path: string): string[] | undefined {
  if (/^[a-z]:/i.test(path) || path.includes('\0')) return undefined;
  const segments: string[] = [];
  for (const segment of path.split(/[\\/]/)) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments;
}

interface Located {
  readonly path: readonly string[];
  readonly isFile: boolean;
}

/** Walks down, so that each name is as the disk spells it and no symbolic link is followed to the outside. */
async function locate(
  folder: string,
  segments: readonly string[],
  listing: Listing,
): Promise<Located | 'outside' | undefined> {
  const path: string[] = [];
  let isFile = false;
  for (const segment of segments) {
    const entry = await listing.entry(join(folder, ...path), segment);
    if (!entry) return undefined;
    path.push(entry.name);
    isFile = entry.isFile();
    if (!entry.isSymbolicLink()) continue;
    const here = join(folder, ...path);
    const isInside = await listing.isInside(folder, here);
    if (isInside === undefined) return undefined; // a link to nothing
    if (!isInside) return 'outside';
    isFile = await stat(here).then(
      (found) => found.isFile(),
      () => false,
    );
  }
  return { path, isFile };
}

const slidesFiles = /\.pdf$/i;
const quizFiles = /\.ya?ml$/i;
const labFiles = /\.(ipynb|ts|js|mjs|py|md)$/i;

/** Whether a file of this name can be an item of this kind. */
export function fits(target: string, kind: ItemKind): boolean {
  return (kind === 'slides' ? slidesFiles : kind === 'quiz' ? quizFiles : labFiles).test(target);
}

function misfit(target: string, kind: ItemKind): string {
  if (kind === 'slides') return t('These slides are linked to “{0}”, which is not a PDF.', target);
  if (kind === 'quiz') return t('This quiz is linked to “{0}”, which is not a YAML file.', target);
  if (kind === 'lab') return t('This lab is linked to “{0}”, which is not a lab.', target);
  return t('This assignment is linked to “{0}”, which is not an assignment.', target);
}
