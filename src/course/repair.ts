/** Finds the file that a README's dead or misdirected link was meant for, where one file alone fits. */
import { join, posix } from 'node:path';
import { t } from '../platform/l10n.ts';
import type { Course, CourseItem, CourseWeek } from '../shared/model.ts';
import { Listing } from './listing.ts';
import { fits } from './resolve.ts';

/** Folders are looked through this deep, and no further than so many entries: a clone may hold a data set. */
const deepest = 4;
const mostEntries = 5000;
/** Where more links than these are dead, the files are not here at all: looking for each would take long for nothing. */
const mostRepairs = 500;

/** The file names that course.yaml knows for an item, by its id. */
export type NamesOf = (id: string) => readonly string[];

/**
 * Repairs what it can. A link without a file is looked for in the folder of its week, then in that of its course: by
 * its own file name, by the names that course.yaml has for the item, by its id, and by the words of its title. The
 * first of these that finds anything decides, and only if it finds a single file: nothing is guessed.
 * @param folder absolute path that the targets are below
 */
export async function repairLinks(folder: string, courses: readonly Course[], namesOf: NamesOf): Promise<Course[]> {
  const all = courses.flatMap(({ weeks }) => weeks.flatMap(({ items }) => items));
  const broken = all.length - all.filter(isSound).length;
  if (broken === 0 || broken > mostRepairs) return [...courses];
  const owners = new Map<string, CourseItem>();
  for (const item of all) {
    if (isSound(item) && item.target && !owners.has(item.target)) owners.set(item.target, item);
  }
  const known = new Map<string, Promise<Candidate[]>>();
  const candidatesIn = (home: string) => {
    const found = known.get(home) ?? filesBelow(folder, home).then((files) => files.map(candidate));
    known.set(home, found);
    return found;
  };
  return Promise.all(
    courses.map(async (course) => ({
      ...course,
      weeks: await Promise.all(course.weeks.map((week) => repairWeek(candidatesIn, course, week, owners, namesOf))),
    })),
  );
}

/** A file that a link may be meant for. */
interface Candidate {
  readonly path: string;
  /** Its own name, in lower case. */
  readonly name: string;
  /** Letters and digits alone. */
  readonly nameLetters: string;
  readonly pathLetters: string;
}

function candidate(path: string): Candidate {
  const name = posix.basename(path);
  return { path, name: name.toLowerCase(), nameLetters: letters(name), pathLetters: letters(path) };
}

const isSound = ({ state }: CourseItem) => state === 'resolved';

async function repairWeek(
  candidatesIn: (home: string) => Promise<Candidate[]>,
  course: Course,
  week: CourseWeek,
  owners: ReadonlyMap<string, CourseItem>,
  namesOf: NamesOf,
): Promise<CourseWeek> {
  if (week.items.every(isSound)) return week;
  const homes = [homeOf([week]), homeOf(course.weeks)].filter((home) => home !== undefined);
  const lists = await Promise.all([...new Set(homes)].map(candidatesIn));
  const items = week.items.map((item) => {
    if (isSound(item)) return item;
    for (const files of lists) {
      const found = fittingFile(item, files, owners, item.id === undefined ? [] : namesOf(item.id));
      if (found !== undefined) return repaired(item, found, owners.get(found));
    }
    return item;
  });
  return { ...week, items };
}

function repaired(item: CourseItem, target: string, owner: CourseItem | undefined): CourseItem {
  const { note: _, ...rest } = item;
  const id = item.id ?? owner?.id;
  const note = t('The README links “{0}”. “{1}” is opened instead, the one file that fits.', item.target ?? '', target);
  return { ...rest, ...(id ? { id } : {}), target, state: 'resolved', repaired: true, note };
}

/** The folder that holds all files of these weeks that are there; nothing where that would be the whole clone. */
export function homeOf(weeks: readonly CourseWeek[]): string | undefined {
  const folders = weeks
    .flatMap(({ items }) => items)
    .flatMap(({ state, target }) => (state === 'resolved' && target ? [posix.dirname(target).split('/')] : []));
  const [first] = folders;
  if (!first) return undefined;
  const shared = first.filter((_, i) =>
    folders.every((other) => other.slice(0, i + 1).join('/') === first.slice(0, i + 1).join('/')),
  );
  return shared.length > 0 && shared[0] !== '.' ? shared.join('/') : undefined;
}

/**
 * The paths of the files below a folder, relative to `root`, with `/`: so deep and so many as a course may hold them.
 * Symbolic links are not followed.
 * @param home relative to `root`; empty for all of it
 */
export async function filesBelow(root: string, home: string, listing = new Listing()): Promise<string[]> {
  const files: string[] = [];
  let level = [home];
  let entries = 0;
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      for (const entry of await listing.entries(join(root, folder))) {
        if (++entries > mostEntries) return files;
        const path = posix.join(folder, entry.name);
        if (entry.isDirectory()) {
          // What programs keep for themselves is no part of a course, and may be large.
          if (!/^\.|^node_modules$/.test(entry.name)) next.push(path);
        } else if (entry.isFile()) files.push(path);
      }
    }
    level = next;
  }
  return files;
}

function fittingFile(
  item: CourseItem,
  files: readonly Candidate[],
  owners: ReadonlyMap<string, CourseItem>,
  names: readonly string[],
): string | undefined {
  // Where the link leads now is what does not fit.
  const fitting = files.filter(({ path }) => path !== item.target && fits(path, item.kind));
  const free = fitting.filter(({ path }) => !owners.has(path));
  const wanted = posix.basename(item.target ?? '').toLowerCase();
  const known = new Set(names.map((name) => name.toLowerCase()));
  const id = item.id && letters(item.id.replace(/_Slides$/, ''));
  const words = wordsOf(item.title);
  const rules: readonly (() => readonly Candidate[])[] = [
    // Whoever owns it: a lab may be linked from two weeks.
    () => fitting.filter(({ name }) => name === wanted),
    () => free.filter(({ name }) => known.has(name)),
    () => (id ? free.filter(({ nameLetters }) => nameLetters.startsWith(id)) : []),
    () => (words.length > 0 ? free.filter(({ pathLetters }) => words.every((word) => pathLetters.includes(word))) : []),
  ];
  for (const rule of rules) {
    const found = rule();
    if (found.length > 0) return found.length === 1 ? found[0]?.path : undefined;
  }
  return undefined;
}

/** Letters and digits alone, so that `C1W3`, `C1_W3` and `c1-w3` are one. */
const letters = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const empty = new Set([
  'lab',
  'ungraded',
  'optional',
  'assignment',
  'slides',
  'with',
  'and',
  'the',
  'of',
  'a',
  'an',
  'to',
]);

function wordsOf(title: string): string[] {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word && !empty.has(word.toLowerCase()));
  // A single word fits too much.
  return words.length > 1 ? words.map(letters) : [];
}
