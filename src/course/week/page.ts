/** What the page of a week says, made of the course and of how far somebody is. */
import { itemById } from '../../shared/find.ts';
import type { Course, CourseItem, CourseWeek, ItemKind, Specialization } from '../../shared/model.ts';
import { evidenceParts, isShown } from '../progress/shown.ts';
import { isHere, percent, type State, type Summary } from '../progress/summary.ts';
import { groupSentence, itemSentence } from '../progress/words.ts';

export interface WeekPage {
  /** Which week it is; each message of the page names it, since another may be on show by then. */
  readonly key: string;
  readonly course: string;
  readonly title: string;
  readonly state: State;
  /** 0 to 100. */
  readonly percent: number;
  readonly sentence: string;
  readonly items: readonly WeekItem[];
  readonly objectives: readonly WeekObjective[];
  /** The item to begin or go on with; nothing where all that is here is done. */
  readonly next?: number;
  /** The titles of the weeks before and after it. */
  readonly before?: string;
  readonly after?: string;
}

export interface WeekItem {
  readonly kind: ItemKind;
  readonly title: string;
  /** `missing`: not here yet. */
  readonly state: State | 'missing';
  readonly sentence: string;
  /** What its author thinks that it takes. */
  readonly minutes?: number;
}

export interface WeekObjective {
  readonly text: string;
  readonly ticked: boolean;
  /** Where it can be shown. */
  readonly evidence: readonly WeekEvidence[];
}

export interface WeekEvidence {
  readonly kind: ItemKind;
  /** The item's title. */
  readonly title: string;
  /** The name of the page, check or question. */
  readonly name: string;
  readonly isHere: boolean;
  /** The check was passed, or the question answered rightly. Of a page nothing is known. */
  readonly shown: boolean;
}

/** A week with its place in the course. */
export interface PlacedWeek {
  readonly course: Course;
  readonly week: CourseWeek;
}

/** All weeks in reading order. */
export function weeksOf({ courses }: Specialization): PlacedWeek[] {
  return courses.flatMap((course) => course.weeks.map((week) => ({ course, week })));
}

/** @param minutes what the items take, by id, as far as their files tell */
export function weekPageOf(
  specialization: Specialization,
  summary: Summary,
  at: number,
  minutes: ReadonlyMap<string, number>,
): WeekPage | undefined {
  const weeks = weeksOf(specialization);
  const placed = weeks[at];
  if (!placed) return undefined;
  const { course, week } = placed;
  const progress = summary.week(week);
  const next = week.items.findIndex((item) => isHere(item) && summary.item(item).state !== 'done');
  const [before, after] = [weeks[at - 1], weeks[at + 1]];
  return {
    key: String(at),
    course: course.title,
    title: week.title,
    state: progress.state,
    percent: percent(progress),
    sentence: groupSentence(progress),
    items: week.items.map((item) => weekItem(item, summary, minutes)),
    objectives: summary.objectivesOf(week).map((objective, index) => ({
      text: objective.text,
      ticked: summary.isTicked(objective),
      evidence: (week.objectives[index]?.evidence ?? []).flatMap((each) => weekEvidence(each, specialization, summary)),
    })),
    ...(next >= 0 && { next }),
    ...(before && { before: before.week.title }),
    ...(after && { after: after.week.title }),
  };
}

function weekItem(item: CourseItem, summary: Summary, minutes: ReadonlyMap<string, number>): WeekItem {
  const { kind, title, id, note = '' } = item;
  if (!isHere(item)) return { kind, title, state: 'missing', sentence: note };
  const takes = id === undefined ? undefined : minutes.get(id);
  const progress = summary.item(item);
  const sentence = [itemSentence(progress), note].filter(Boolean).join(' ');
  return { kind, title, state: progress.state, sentence, ...(takes !== undefined && { minutes: takes }) };
}

function weekEvidence(evidence: string, specialization: Specialization, summary: Summary): WeekEvidence[] {
  const { item: id, name } = evidenceParts(evidence);
  const found = itemById(specialization, id);
  if (!found) return [];
  const { kind, title } = found.item;
  return [{ kind, title, name, isHere: isHere(found.item), shown: isShown(name, summary.factsOf(found.item)) }];
}
