/** Progress as a document: for a teacher, a portfolio, or another program. */
import { t } from '../../platform/l10n.ts';
import type { CourseItem, ItemKind, Specialization } from '../../shared/model.ts';
import type { Fact } from './facts.ts';
import { type Count, type GroupProgress, isHere, percent, type State, type Summary } from './summary.ts';
import { countSentence, itemText } from './words.ts';

/** What a program reads: its shape changes only together with `schemaVersion`. */
export interface ProgressReport extends Figures {
  readonly schemaVersion: 1;
  /** When it was made, in UTC. */
  readonly at: string;
  readonly courses: readonly (Figures & { readonly title: string; readonly weeks: readonly WeekReport[] })[];
}

interface Figures {
  readonly state: State;
  /** 0 to 1. */
  readonly fraction: number;
  readonly items: { readonly done: number; readonly of: number };
}

interface WeekReport extends Figures {
  readonly title: string;
  readonly objectives: readonly { readonly text: string; readonly ticked: boolean }[];
  /** Those that are here. */
  readonly entries: readonly ItemReport[];
}

interface ItemReport {
  readonly id: string;
  readonly kind: ItemKind;
  readonly title: string;
  readonly state: State;
  readonly fraction: number;
  readonly count?: Count;
  readonly marked: boolean;
  /** Of a lab on whose exercises somebody has worked. */
  readonly exercises?: ExerciseReport;
}

/** How somebody has worked on a lab's exercises: it is told, and counts for nothing. */
export interface ExerciseReport {
  /** Texts that were checked, by the exercise. */
  readonly tries: Readonly<Record<string, number>>;
  /** Rungs of the ladder of hints that were shown, by the check. */
  readonly hints: Readonly<Record<string, number>>;
  /** Exercises whose solution was shown. */
  readonly solutions: readonly string[];
  readonly predictions: readonly {
    readonly id: string;
    readonly value: number | string | readonly string[];
    readonly unit?: string;
    /** Made after the truth had been shown. */
    readonly late: boolean;
  }[];
}

/** @param at the time of the report */
export function progressReport(course: Specialization, summary: Summary, at: Date): ProgressReport {
  return {
    schemaVersion: 1,
    at: at.toISOString(),
    ...figures(summary.whole(course)),
    courses: course.courses.map((each) => ({
      title: each.title,
      ...figures(summary.course(each)),
      weeks: each.weeks.map((week) => ({
        title: week.title,
        ...figures(summary.week(week)),
        objectives: summary.objectivesOf(week).map((objective) => ({
          text: objective.text,
          ticked: summary.isTicked(objective),
        })),
        entries: week.items.filter(isHere).map((item) => itemReport(item, summary)),
      })),
    })),
  };
}

function figures({ state, fraction, items }: GroupProgress): Figures {
  return { state, fraction, items };
}

function itemReport(item: CourseItem, summary: Summary): ItemReport {
  const { kind, title, id = '' } = item;
  const exercises = exerciseReport(summary.factsOf(item));
  return { id, kind, title, ...summary.item(item), ...(exercises ? { exercises } : {}) };
}

/** @param facts about one item */
export function exerciseReport(facts: readonly Fact[]): ExerciseReport | undefined {
  const tries = new Map<string, number>();
  const hints = new Map<string, number>();
  const solutions: string[] = [];
  const predictions: ExerciseReport['predictions'][number][] = [];
  for (const fact of facts) {
    if (fact.kind === 'try') tries.set(fact.exercise, (tries.get(fact.exercise) ?? 0) + 1);
    if (fact.kind === 'hints') hints.set(fact.check, fact.rungs);
    if (fact.kind === 'solution') solutions.push(fact.exercise);
    if (fact.kind === 'prediction') {
      const { prediction: id, value, unit, late = false } = fact;
      predictions.push({ id, value, late, ...(unit === undefined ? {} : { unit }) });
    }
  }
  if (tries.size + hints.size + solutions.length + predictions.length === 0) return undefined;
  return { tries: Object.fromEntries(tries), hints: Object.fromEntries(hints), solutions, predictions };
}

/** E.g. `3 tries, 2 hints, 1 solution seen, 2 predictions`. */
export function exercisesText({ tries, hints, solutions, predictions }: ExerciseReport): string {
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
  const counts: [number, string, string][] = [
    [sum(tries), t('1 try'), t('{0} tries', sum(tries))],
    [sum(hints), t('1 hint'), t('{0} hints', sum(hints))],
    [solutions.length, t('1 solution seen'), t('{0} solutions seen', solutions.length)],
    [predictions.length, t('1 prediction'), t('{0} predictions', predictions.length)],
  ];
  return counts.flatMap(([count, one, many]) => (count === 0 ? [] : [count === 1 ? one : many])).join(', ');
}

/** The report as Markdown: the weeks that were begun, with what was done in them. */
export function reportMarkdown(report: ProgressReport): string {
  const lines = [`# ${t('Progress')}`, '', `${t('{0}, {1}% done.', report.at.slice(0, 10), percent(report))}`, ''];
  for (const course of report.courses) {
    lines.push(`## ${escaped(course.title)}`, '', t('{0}% done.', percent(course)), '');
    for (const week of course.weeks.filter(({ state }) => state !== 'todo')) lines.push(...weekMarkdown(week));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function weekMarkdown(week: WeekReport): string[] {
  const ticked = week.objectives.filter((each) => each.ticked).length;
  const sentence = countSentence({ unit: 'objectives', done: ticked, of: week.objectives.length });
  const rows = week.entries.map(
    (item) =>
      `| ${mark(item.state)} | ${escaped(item.title)} | ${[itemText(item), item.exercises && exercisesText(item.exercises)].filter(Boolean).join('; ')} |`,
  );
  return [
    `### ${escaped(week.title)}`,
    '',
    `${t('{0}% done.', percent(week))}${week.objectives.length ? ` ${sentence}` : ''}`,
    '',
    ...(rows.length ? ['| | | |', '| --- | --- | --- |', ...rows, ''] : []),
    ...week.objectives.map(({ text, ticked }) => `- [${ticked ? 'x' : ' '}] ${escaped(text)}`),
    ...(week.objectives.length ? [''] : []),
  ];
}

function mark(state: State): string {
  if (state === 'done') return '✓';
  return state === 'begun' ? '…' : '';
}

/** A title is text: nothing in it becomes a link, a picture, HTML or a table's cell. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');
}
