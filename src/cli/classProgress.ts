/** The progress of a class: a folder a learner, a line for each of them and each week. Nothing is written or sent. */
import { basename } from 'node:path';
import { chooseCourse } from '../course/choose.ts';
import { type Fact, wentWell } from '../course/progress/facts.ts';
import { type ExerciseReport, exerciseReport } from '../course/progress/report.ts';
import { ProgressStore } from '../course/progress/store.ts';
import { percent, type State, Summary } from '../course/progress/summary.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { CourseWeek } from '../shared/model.ts';
import { existingFolder } from './labs.ts';
import { columns } from './text.ts';

export type ClassForm = 'table' | 'csv' | 'json';

/** What one learner has done in one week. */
interface WeekRow {
  /** The name of the folder. */
  readonly learner: string;
  readonly course: string;
  readonly week: string;
  readonly state: State;
  /** 0 to 100. */
  readonly percent: number;
  /** Checks that passed when they ran last, of those that were ever run. */
  readonly checks: { readonly passed: number; readonly of: number };
  readonly tries: number;
  readonly hints: number;
  readonly solutions: number;
  /** Questions answered rightly, of those that were answered. */
  readonly quiz: { readonly right: number; readonly of: number };
}

/**
 * @param folders of the learners
 * @throws UserError `no-folder`, `no-course`
 */
export async function classProgressCommand(folders: readonly string[], form: ClassForm, root: string): Promise<void> {
  const rows = (await Promise.all(folders.map((folder) => learnerRows(folder, root)))).flat();
  if (form === 'json') console.log(JSON.stringify({ schemaVersion: 1, rows }));
  else if (form === 'csv') process.stdout.write(csv([csvHead, ...rows.map(csvCells)]));
  else console.log(columns([tableHead(), ...rows.filter(({ state }) => state !== 'todo').map(tableCells)]));
}

async function learnerRows(name: string, root: string): Promise<WeekRow[]> {
  const folder = await existingFolder(name);
  const chosen = await chooseCourse([folder], root);
  if (!chosen) throw new UserError('no-course', t('The README of {0} lists no course.', name));
  const store = new ProgressStore(folder);
  const { progress, damaged } = await store.read();
  if (damaged.length > 0) {
    console.error(t('{0} is damaged: {1} of its lines cannot be read and are left out.', store.path, damaged.length));
  }
  const summary = new Summary(chosen.course, progress);
  return chosen.course.courses.flatMap((course) =>
    course.weeks.map((week) => ({
      learner: basename(folder),
      course: course.title,
      week: week.title,
      ...weekFigures(week, summary),
    })),
  );
}

function weekFigures(week: CourseWeek, summary: Summary): Omit<WeekRow, 'learner' | 'course' | 'week'> {
  const { state, fraction } = summary.week(week);
  const each = week.items.map((item) => summary.factsOf(item));
  const facts = each.flat();
  const checks = facts.filter((fact) => fact.kind === 'check');
  const answers = facts.filter((fact) => fact.kind === 'answer');
  const exercises = each.flatMap((of: readonly Fact[]) => exerciseReport(of) ?? []);
  const sum = (count: (report: ExerciseReport) => number) => exercises.reduce((all, report) => all + count(report), 0);
  return {
    state,
    percent: percent({ state, fraction }),
    checks: { passed: checks.filter(wentWell).length, of: checks.length },
    tries: sum(({ tries }) => total(tries)),
    hints: sum(({ hints }) => total(hints)),
    solutions: sum(({ solutions }) => solutions.length),
    quiz: { right: answers.filter(wentWell).length, of: answers.length },
  };
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

/** Names of columns are for programs, and stay in English. */
const csvHead = [
  ...['learner', 'course', 'week', 'state', 'percent', 'checks_passed', 'checks_run'],
  ...['tries', 'hints', 'solutions', 'quiz_right', 'quiz_answered'],
];

function csvCells({ learner, course, week, state, percent, checks, tries, hints, solutions, quiz }: WeekRow): string[] {
  const numbers = [percent, checks.passed, checks.of, tries, hints, solutions, quiz.right, quiz.of];
  return [learner, course, week, state, ...numbers.map(String)];
}

function tableHead(): string[] {
  return [t('Learner'), t('Week'), '%', t('Checks'), t('Tries'), t('Hints'), t('Solutions'), t('Quiz')];
}

function tableCells({ learner, week, percent, checks, tries, hints, solutions, quiz }: WeekRow): string[] {
  const of = (done: number, all: number) => (all === 0 ? '' : t('{0} of {1}', done, all));
  const counts = [tries, hints, solutions].map((count) => (count === 0 ? '' : String(count)));
  return [learner, week, String(percent), of(checks.passed, checks.of), ...counts, of(quiz.right, quiz.of)];
}

/** RFC 4180. What a spreadsheet would take for a formula is text: a folder's name is a learner's to choose. */
function csv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
