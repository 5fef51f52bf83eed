import { createHash } from 'node:crypto';
import type { CourseWeek, Objective, Specialization } from '../../shared/model.ts';

/** An objective of a week that can be ticked. */
export interface TickedObjective {
  /** What its ticks are kept under. */
  readonly key: string;
  /** The keys of its earlier texts: what was ticked under them is ticked still. */
  readonly formerly: readonly string[];
  readonly text: string;
}

/**
 * `C1/W2/3fa2b1c4`: the week, and a hash of the text. So an objective without an id that moves within its week stays
 * ticked, and one that now says something else does not.
 * @param course zero-based, as `week`
 */
export function objectiveKey(course: number, week: number, text: string): string {
  const hash = createHash('sha256').update(text.trim().normalize('NFC')).digest('hex').slice(0, 8);
  return `C${course + 1}/W${week + 1}/${hash}`;
}

/** All keys under which the objective's ticks may be. */
export const subjectsOf = ({ key, formerly }: TickedObjective): string[] => [key, ...formerly];

/** The objectives of each week of a course. */
export function objectivesOf({ courses }: Specialization): ReadonlyMap<CourseWeek, readonly TickedObjective[]> {
  const entries = courses.flatMap(({ weeks }, c) =>
    weeks.map((week, w): [CourseWeek, TickedObjective[]] => [week, week.objectives.map((each) => ticked(each, c, w))]),
  );
  return new Map(entries);
}

/** One with an id may also have been ticked under the text that it has now, while that had no id. */
function ticked({ id, text, was = [] }: Objective, course: number, week: number): TickedObjective {
  const keys = [text, ...was].map((each) => objectiveKey(course, week, each));
  return id === undefined ? { key: keys[0] ?? '', formerly: [], text } : { key: id, formerly: keys, text };
}
