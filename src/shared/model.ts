/** The course as the tree, the CLI and the search see it, whatever file it was read from. */
import { join } from 'node:path';

/** The file that says what a course holds. */
export const courseFileName = 'course.yaml';

export const itemKinds = ['slides', 'lab', 'assignment', 'quiz'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** What somebody can do after a week. One of a README has its text alone. */
export interface Objective {
  /** Stable id, unique in the course: what ticks are kept under, and what quizzes name. */
  readonly id?: string;
  readonly text: string;
  /** Earlier texts, from before it had an id: their ticks count for it. */
  readonly was?: readonly string[] | undefined;
  /** Keys of the seed's objectives that it covers. */
  readonly seed?: readonly string[] | undefined;
  /** Where somebody shows it: `ITEM#NAME`, a page, a cell or check, or a question. */
  readonly evidence?: readonly string[] | undefined;
}

/** `misdirected`: the link leads to a file, but of the wrong kind or owned by another week's item. */
export type ItemState = 'resolved' | 'missing' | 'misdirected';

/** A further file of an item: the Python notebook that a lab stands for, or our deck beside the clone's own. */
export interface OtherFile {
  readonly kind: 'notebook' | 'slides';
  /** Absolute. */
  readonly path: string;
}

export interface CourseItem {
  readonly kind: ItemKind;
  /** Stable id, e.g. `C2_W2_Lab_1`; absent where a foreign README names a file that no id is mapped to. */
  readonly id?: string;
  readonly title: string;
  /** Path of the file, relative to `base`, with `/`; where it should be when it is missing. */
  readonly target?: string;
  /** Absolute path that `target` is relative to, where that is not the course's folder. */
  readonly base?: string;
  readonly other?: OtherFile;
  /** The README's link led elsewhere, and this is the file that fits. */
  readonly repaired?: true;
  readonly state: ItemState;
  /** A sentence for the user: why the item is missing or misdirected, or what was repaired. */
  readonly note?: string;
}

export interface CourseWeek {
  readonly title: string;
  readonly objectives: readonly Objective[];
  readonly items: readonly CourseItem[];
}

export interface Course {
  readonly title: string;
  readonly weeks: readonly CourseWeek[];
}

export interface Specialization {
  /** Where it was read from: the file's name within `folder`. */
  readonly source: string;
  /** Absolute path that the items' targets are relative to, but for items with a `base` of their own. */
  readonly folder: string;
  readonly courses: readonly Course[];
}

/** Absolute path of an item's file; nothing for one that has none. */
export function fileOf({ folder }: Specialization, { base = folder, target }: CourseItem): string | undefined {
  return target === undefined ? undefined : join(base, target);
}
