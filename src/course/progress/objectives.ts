import { createHash } from 'node:crypto';
import type { CourseWeek, Specialization } from '../../shared/model.ts';

/** An objective of a week that can be ticked. */
export interface Objective {
  readonly key: string;
  readonly text: string;
}

/**
 * `C1/W2/3fa2b1c4`: the week, and a hash of the text. So an objective that moves within its week stays ticked, and one
 * that now says something else does not.
 * @param course zero-based, as `week`
 */
export function objectiveKey(course: number, week: number, text: string): string {
  const hash = createHash('sha256').update(text.trim().normalize('NFC')).digest('hex').slice(0, 8);
  return `C${course + 1}/W${week + 1}/${hash}`;
}

/** The objectives of each week of a course. */
export function objectivesOf({ courses }: Specialization): ReadonlyMap<CourseWeek, readonly Objective[]> {
  const entries = courses.flatMap(({ weeks }, c) =>
    weeks.map((week, w): [CourseWeek, Objective[]] => [
      week,
      week.objectives.map((text) => ({ key: objectiveKey(c, w, text), text })),
    ]),
  );
  return new Map(entries);
}
