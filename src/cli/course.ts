import { loadCourse } from '../course/load.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Course, Specialization } from '../shared/model.ts';
import { existingFolder } from './labs.ts';

/** Lists what a course folder holds and whether each link leads somewhere. */
export async function courseCommand(args: { folder: string; json: boolean; root: string }): Promise<void> {
  const folder = await existingFolder(args.folder);
  const course = await loadCourse(folder, args.root);
  if (!course) {
    throw new UserError(
      'no-course',
      t('{0} holds no course: neither a course.yaml nor a README that lists one.', args.folder),
    );
  }
  const { source, courses } = course;
  if (args.json) console.log(JSON.stringify({ schemaVersion: 1, source, courses: courses.map(withTexts) }));
  else print(course);
}

/** Objectives as their texts, as programs have read them from the first. */
function withTexts({ weeks, ...course }: Course) {
  return { ...course, weeks: weeks.map((week) => ({ ...week, objectives: week.objectives.map(({ text }) => text) })) };
}

function print({ courses }: Specialization): void {
  for (const course of courses) {
    console.log(course.title);
    for (const week of course.weeks) {
      console.log(`  ${week.title}`);
      for (const item of week.items) {
        const state = item.repaired ? 'repaired' : item.state;
        const told = state === 'resolved' ? '' : `  [${state}] ${item.note ?? ''}`;
        console.log(`    ${item.kind.padEnd(10)} ${item.title}${told}`);
      }
    }
  }
}
