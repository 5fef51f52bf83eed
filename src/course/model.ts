/** The course as the tree, the CLI and the search see it, whatever file it was read from. */

export type ItemKind = 'slides' | 'lab' | 'assignment';

/** `misdirected`: the link leads to a file, but of the wrong kind or owned by another week's item. */
export type ItemState = 'resolved' | 'missing' | 'misdirected';

export interface CourseItem {
  readonly kind: ItemKind;
  /** Stable id, e.g. `C2_W2_Lab_1`; absent where a foreign README names a file that no id is mapped to. */
  readonly id?: string;
  readonly title: string;
  /** Path of the file, relative to the course folder, with `/`; where it should be when it is missing. */
  readonly target?: string;
  readonly state: ItemState;
  /** A sentence for the user: why the item is missing or misdirected. */
  readonly note?: string;
}

export interface CourseWeek {
  readonly title: string;
  readonly objectives: readonly string[];
  readonly items: readonly CourseItem[];
}

export interface Course {
  readonly title: string;
  readonly weeks: readonly CourseWeek[];
}

export interface Specialization {
  /** Where it was read from: the file's name within `folder`. */
  readonly source: string;
  /** Absolute path that the items' targets are relative to. */
  readonly folder: string;
  readonly courses: readonly Course[];
}
