import { chooseCourse } from '../course/choose.ts';
import { type ProgressReport, progressReport, reportMarkdown } from '../course/progress/report.ts';
import { ProgressStore } from '../course/progress/store.ts';
import { percent, Summary } from '../course/progress/summary.ts';
import { itemText } from '../course/progress/words.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { existingFolder } from './labs.ts';
import { columns } from './text.ts';

/** Tells how far the learner of a folder is. Writes nothing. */
export async function progressCommand(args: {
  workspace: string;
  markdown: boolean;
  json: boolean;
  root: string;
}): Promise<void> {
  const folder = await existingFolder(args.workspace);
  const chosen = await chooseCourse([folder], args.root);
  if (!chosen) throw new UserError('no-course', t('The README of {0} lists no course.', args.workspace));
  const store = new ProgressStore(folder);
  const { progress, damaged } = await store.read();
  if (damaged.length > 0) {
    console.error(t('{0} is damaged: {1} of its lines cannot be read and are left out.', store.path, damaged.length));
  }
  const report = progressReport(chosen.course, new Summary(chosen.course, progress), new Date());
  if (args.json) console.log(JSON.stringify(report));
  else if (args.markdown) process.stdout.write(reportMarkdown(report));
  else console.log(columns(rows(report)));
}

/** Each week, and below it the items that were begun. */
function rows({ courses, ...whole }: ProgressReport): string[][] {
  return [
    [t('Whole course'), `${percent(whole)}%`],
    ...courses.flatMap((course) => [
      [course.title, `${percent(course)}%`],
      ...course.weeks.flatMap((week) => [
        [`  ${week.title}`, `${percent(week)}%`],
        ...week.entries
          .filter(({ state }) => state !== 'todo')
          .map((item) => [`    ${item.title}`, `${percent(item)}%`, itemText(item)]),
      ]),
    ]),
  ];
}
