/** How far somebody is, in figures. */
import type { Course, CourseItem, CourseWeek, Specialization } from '../../shared/model.ts';
import { type Fact, subjectOf, wentWell, wentWellLast } from './facts.ts';
import { objectivesOf, subjectsOf, type TickedObjective } from './objectives.ts';
import { countPages, parsePages } from './pages.ts';
import type { Progress } from './progress.ts';

export type Unit = 'pages' | 'checks' | 'cells' | 'questions' | 'objectives';
export type State = 'todo' | 'begun' | 'done';

/** How far anything is. */
export interface Part {
  readonly state: State;
  /** 0 to 1. */
  readonly fraction: number;
}

/** How far an item is. */
export interface ItemProgress extends Part {
  /** What was counted; absent where nothing is countable yet. */
  readonly count?: Count;
  /** How many of these went well when they were tried last, where that is fewer. */
  readonly now?: number;
  /** Somebody has marked it as done by hand. */
  readonly marked: boolean;
}

export interface Count {
  readonly unit: Unit;
  readonly done: number;
  readonly of: number;
}

/** How far a week, a course or the whole is. */
export interface GroupProgress extends Part {
  /** Items that are done, of those that are here. */
  readonly items: { readonly done: number; readonly of: number };
}

/**
 * The progress of a course. The rule:
 * - slides: pages seen, of all pages;
 * - a lab or an assignment: checks that have passed, of all checks; cells run, of all cells, where it has no checks;
 * - a quiz: questions that were answered rightly, of all questions;
 * - the best result stays: what has passed once may be changed and run again;
 * - any item that was marked as done by hand is done;
 * - a week: the mean of its items that are here; objectives are ticked by hand, and what one says of oneself is no
 *   progress;
 * - a course: the mean of its weeks; the whole: the mean of its courses. What holds nothing to do counts nowhere.
 *
 * An item without an id leaves no evidence and counts as not here.
 */
export class Summary {
  readonly #facts: ReadonlyMap<string, readonly Fact[]>;
  readonly #objectives: ReadonlyMap<CourseWeek, readonly TickedObjective[]>;
  /** Asked for by every row and by each row above it. */
  readonly #items = new Map<string, ItemProgress>();

  /** @param before of the same course, where `changed` are the only items and objectives whose progress differs */
  constructor(specialization: Specialization, progress: Progress, before?: Summary, changed?: ReadonlySet<string>) {
    this.#objectives = before ? before.#objectives : objectivesOf(specialization);
    if (!before || !changed) {
      this.#facts = bySubject(progress.values());
      return;
    }
    const news = bySubject([...progress.values()].filter((fact) => changed.has(subjectOf(fact))));
    this.#facts = new Map([...[...before.#facts].filter(([subject]) => !changed.has(subject)), ...news]);
    for (const [id, item] of before.#items) if (!changed.has(id)) this.#items.set(id, item);
  }

  item({ id }: CourseItem): ItemProgress {
    if (id === undefined) return untouched;
    const known = this.#items.get(id);
    if (known) return known;
    const progress = itemProgress(this.#facts.get(id) ?? []);
    this.#items.set(id, progress);
    return progress;
  }

  /** All that is known of an item. */
  factsOf({ id }: CourseItem): readonly Fact[] {
    return (id !== undefined && this.#facts.get(id)) || [];
  }

  objectivesOf(week: CourseWeek): readonly TickedObjective[] {
    return this.#objectives.get(week) ?? [];
  }

  /** As it was ticked last, under its id or under a text that it had before it got one. */
  isTicked(objective: TickedObjective): boolean {
    const facts = subjectsOf(objective).flatMap((subject) => this.#facts.get(subject) ?? []);
    const ticks = facts.flatMap((fact) => (fact.kind === 'objective' ? [fact] : []));
    const last = ticks.reduce((a, b) => (b.at > a.at ? b : a), ticks[0] ?? { at: '', done: false });
    return last.done;
  }

  /** The ticked objectives of a week. */
  objectives(week: CourseWeek): Count {
    const all = this.objectivesOf(week);
    return { unit: 'objectives', done: all.filter((each) => this.isTicked(each)).length, of: all.length };
  }

  week(week: CourseWeek): GroupProgress {
    const items = week.items.filter(isHere).map((item) => this.item(item));
    const finished = items.filter(({ state }) => state === 'done').length;
    return mean(items, { done: finished, of: items.length });
  }

  course({ weeks }: Course): GroupProgress {
    return meanOf(weeks.filter(hasWork).map((week) => this.week(week)));
  }

  whole({ courses }: Specialization): GroupProgress {
    return meanOf(courses.filter(({ weeks }) => weeks.some(hasWork)).map((course) => this.course(course)));
  }

  /** When and where somebody was last in an item. */
  lastPlace({ id }: CourseItem): (Fact & { kind: 'place' }) | undefined {
    return id === undefined ? undefined : this.#facts.get(id)?.find((fact) => fact.kind === 'place');
  }
}

function bySubject(facts: Iterable<Fact>): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const group = groups.get(subjectOf(fact));
    if (group) group.push(fact);
    else groups.set(subjectOf(fact), [fact]);
  }
  return groups;
}

const untouched: ItemProgress = { state: 'todo', fraction: 0, marked: false };

/** Whether an item can be worked on. */
export function isHere({ id, state, target }: CourseItem): boolean {
  return id !== undefined && state !== 'missing' && target !== undefined;
}

/** Whether all of them are still to be made: nobody shall open week after week in vain. */
export function nothingIsHere(items: readonly CourseItem[]): boolean {
  return items.length > 0 && items.every(({ state }) => state === 'missing');
}

function hasWork({ items }: CourseWeek): boolean {
  return items.some(isHere);
}

/** 0 to 100, rounded down, so that 100 means all; but whatever was begun is at least 1. */
export function percent({ state, fraction }: Part): number {
  return Math.max(state === 'todo' ? 0 : 1, Math.floor(fraction * 100 + 1e-9));
}

/** @param facts about one item */
function itemProgress(facts: readonly Fact[]): ItemProgress {
  const marked = facts.some((fact) => fact.kind === 'mark' && fact.done);
  const count = countOf(facts);
  const fraction = marked ? 1 : count ? Math.min(1, count.done / count.of) : 0;
  const isTouched = facts.some(({ kind }) => kind !== 'reset' && kind !== 'mark');
  const state = fraction === 1 ? 'done' : isTouched ? 'begun' : 'todo';
  const lost = facts.filter((fact) => wentWell(fact) && !wentWellLast(fact)).length;
  const now = count && lost > 0 ? { now: Math.max(0, count.done - lost) } : {};
  return { state, fraction, marked, ...(count ? { count } : {}), ...now };
}

function countOf(facts: readonly Fact[]): Count | undefined {
  const pages = facts.find((fact) => fact.kind === 'pages');
  if (pages && pages.of > 0) {
    return { unit: 'pages', done: countPages(parsePages(pages.pages) ?? [], pages.of), of: pages.of };
  }
  const checks = facts.filter((fact) => fact.kind === 'check');
  const passed = checks.filter(wentWell).length;
  // One cell may hold several checks, of which the lab's file does not tell.
  const found = counted('checks', passed, Math.max(totalOf(facts, 'checks'), checks.length));
  if (found) return found;
  const answers = facts.filter((fact) => fact.kind === 'answer');
  const right = answers.filter(wentWell).length;
  const ran = facts.filter(({ kind }) => kind === 'cell').length;
  return (
    counted('questions', right, Math.max(totalOf(facts, 'questions'), answers.length)) ??
    counted('cells', ran, totalOf(facts, 'cells'))
  );
}

function totalOf(facts: readonly Fact[], unit: Unit): number {
  return facts.filter((fact) => fact.kind === 'total').find((fact) => fact.unit === unit)?.total ?? 0;
}

/** Cells that are gone from a lab were run all the same; they make no more than all. */
function counted(unit: Unit, done: number, of: number): Count | undefined {
  return of > 0 ? { unit, done: Math.min(done, of), of } : undefined;
}

function mean(parts: readonly Part[], items: GroupProgress['items']): GroupProgress {
  const isDone = parts.length > 0 && parts.every(({ fraction }) => fraction === 1);
  const isBegun = parts.some(({ state }) => state !== 'todo');
  // Said apart, since a sum of many parts may miss 1 by a rounding error.
  const fraction = isDone ? 1 : parts.reduce((sum, part) => sum + part.fraction, 0) / Math.max(1, parts.length);
  return { state: isDone ? 'done' : isBegun ? 'begun' : 'todo', fraction, items };
}

function meanOf(groups: readonly GroupProgress[]): GroupProgress {
  const sum = (count: (group: GroupProgress) => number) => groups.reduce((total, each) => total + count(each), 0);
  return mean(groups, { done: sum(({ items }) => items.done), of: sum(({ items }) => items.of) });
}
