/**
 * The facts that progress is made of: each is true by itself and stands on a line of its own in progress.json, so that
 * the facts of two learners, two windows or two branches are simply put together.
 */
import * as z from 'zod/mini';
import type { Evidence } from '../../shared/evidence.ts';
import { formatPages, pagesOf, parsePages, union } from './pages.ts';

/** UTC with milliseconds, as `toISOString` writes it: the order of the texts is the order of the times. */
const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));
const name = z.string().check(z.minLength(1), z.maxLength(500));
const text = z.string().check(z.maxLength(500));
const count = z.int().check(z.minimum(0), z.maximum(1_000_000));
const pages = z.string().check(z.refine((text) => parsePages(text) !== undefined));
const once = z.exactOptional(z.literal(true));
const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('page'), page: count }),
  z.strictObject({ kind: z.literal('cell'), cell: name }),
]);

/** `since`: the reset of its item that it comes after; what came before the last reset counts no more. */
const common = { at: time, since: z.exactOptional(time) };

export const factSchema = z.discriminatedUnion('kind', [
  /** Pages of a deck that were read, of so many. */
  z.strictObject({ kind: z.literal('pages'), item: name, pages, of: count, ...common }),
  /** A cell that has run to its end. */
  z.strictObject({ kind: z.literal('cell'), item: name, cell: name, ...common }),
  /** How a check came out last; `once` (since version 3) where that was badly, and it had passed before. */
  z.strictObject({ kind: z.literal('check'), item: name, check: name, passed: z.boolean(), once, ...common }),
  /** A text of an exercise that was checked: each text is a try. */
  z.strictObject({ kind: z.literal('try'), item: name, exercise: name, work: name, ...common }),
  /** How many rungs of a check's ladder of hints were shown. */
  z.strictObject({ kind: z.literal('hints'), item: name, check: name, rungs: count, ...common }),
  /** An exercise whose solution was shown. */
  z.strictObject({ kind: z.literal('solution'), item: name, exercise: name, ...common }),
  /** What was predicted first. */
  z.strictObject({
    kind: z.literal('prediction'),
    item: name,
    prediction: name,
    value: z.union([z.number(), text, z.array(text).check(z.maxLength(100))]),
    unit: z.exactOptional(text),
    late: z.exactOptional(z.literal(true)),
    ...common,
  }),
  /** How a question of a quiz came out last, and `once` as for a check; `tries` and `form` since version 2. */
  z.strictObject({
    kind: z.literal('answer'),
    item: name,
    question: name,
    right: z.boolean(),
    tries: z.exactOptional(z.union([z.literal(1), z.literal(2)])),
    form: z.exactOptional(count),
    once,
    ...common,
  }),
  /** How many cells, checks or questions an item has. */
  z.strictObject({
    kind: z.literal('total'),
    item: name,
    unit: z.enum(['cells', 'checks', 'questions']),
    total: count,
    ...common,
  }),
  /** Where somebody was last in an item. */
  z.strictObject({ kind: z.literal('place'), item: name, place, ...common }),
  /** An item that somebody has marked as done, or not done again. */
  z.strictObject({ kind: z.literal('mark'), item: name, done: z.boolean(), ...common }),
  /** From here on the item begins anew. */
  z.strictObject({ kind: z.literal('reset'), item: name, at: time }),
  /** An objective that somebody has ticked, or not ticked again; its key as `objectiveKey` makes it. */
  z.strictObject({ kind: z.literal('objective'), objective: name, done: z.boolean(), at: time }),
]);

export type Fact = z.infer<typeof factSchema>;

/** Facts with the same key are about the same thing, and are joined into one. */
export function keyOf(fact: Fact): string {
  const parts = [subjectOf(fact), fact.kind];
  if (fact.kind === 'cell') parts.push(fact.cell);
  if (fact.kind === 'check' || fact.kind === 'hints') parts.push(fact.check);
  if (fact.kind === 'try') parts.push(fact.exercise, fact.work);
  if (fact.kind === 'solution') parts.push(fact.exercise);
  if (fact.kind === 'prediction') parts.push(fact.prediction);
  if (fact.kind === 'answer') parts.push(fact.question);
  if (fact.kind === 'total') parts.push(fact.unit);
  // No name can hold a line break and pass for two parts: JSON text has none.
  return JSON.stringify(parts);
}

/** The item, or the objective, that a fact is about. */
export function subjectOf(fact: Fact): string {
  return fact.kind === 'objective' ? fact.objective : fact.item;
}

/** What two facts with one key say together. Commutative, associative, idempotent. */
export function joinFacts(a: Fact, b: Fact): Fact {
  const [sinceA, sinceB] = [sinceOf(a), sinceOf(b)];
  if (sinceA !== sinceB) return sinceA > sinceB ? a : b;
  // A prediction counts as it was first made: later ones may know the truth.
  if (countsFirst(a)) return newest(a, b) === a ? b : a;
  // Whoever has climbed to a rung has seen those below.
  if (a.kind === 'hints' && b.kind === 'hints' && a.rungs !== b.rungs) return a.rungs > b.rungs ? a : b;
  const last = newest(a, b);
  if (last.kind === 'check' || last.kind === 'answer') return withOnce(last, wentWell(a) || wentWell(b));
  if (last.kind !== 'pages' || a.kind !== 'pages' || b.kind !== 'pages') return last;
  const read = union([...(parsePages(a.pages) ?? []), ...(parsePages(b.pages) ?? [])]);
  return { ...last, pages: formatPages(read) };
}

/** Whether a check has passed, or a question was answered rightly, now or at some time: what is done stays done. */
export function wentWell(fact: Fact): boolean {
  return wentWellLast(fact) || ('once' in fact && fact.once === true);
}

/** Whether it came out so when it was tried last. */
export function wentWellLast(fact: Fact): boolean {
  return (fact.kind === 'check' && fact.passed) || (fact.kind === 'answer' && fact.right);
}

/** A fact as it is written: what passed last need not say that it has passed. */
export function normalForm(fact: Fact): Fact {
  return fact.kind === 'check' || fact.kind === 'answer' ? withOnce(fact, wentWell(fact)) : fact;
}

function withOnce(last: Fact & { kind: 'check' | 'answer' }, ever: boolean): Fact {
  const { once: _, ...rest } = last;
  return ever && !wentWellLast(last) ? { ...rest, once: true } : rest;
}

function countsFirst({ kind }: Fact): boolean {
  return kind === 'cell' || kind === 'prediction' || kind === 'try' || kind === 'solution';
}

export function sinceOf(fact: Fact): string {
  return ('since' in fact && fact.since) || '';
}

/** Of two at the same time one is taken, always the same. */
function newest(a: Fact, b: Fact): Fact {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return canonical(a) >= canonical(b) ? a : b;
}

/** The fact's one text, whatever the order of its members; without what is joined. */
function canonical(fact: Fact): string {
  const members = Object.entries(fact).filter(([key]) => key !== 'pages' && key !== 'once');
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What evidence says in facts. @param at when it was seen, as `toISOString` writes it */
export function factsOf(evidence: Evidence, at: string): Fact[] {
  const { item } = evidence;
  switch (evidence.kind) {
    case 'pages': {
      const seen = formatPages(pagesOf(evidence.seen));
      return seen ? [{ kind: 'pages', item, pages: seen, of: evidence.of, at }] : [];
    }
    case 'cell':
      return [
        { kind: 'cell', item, cell: evidence.cell, at },
        { kind: 'total', item, unit: 'cells', total: evidence.cells, at },
        { kind: 'total', item, unit: 'checks', total: evidence.checks, at },
      ];
    case 'check':
      return [
        { kind: 'check', item, check: evidence.check, passed: evidence.passed, at },
        { kind: 'total', item, unit: 'checks', total: evidence.checks, at },
      ];
    case 'try':
    case 'hints':
    case 'solution':
      return [{ ...evidence, at }];
    case 'prediction': {
      const { prediction, value, unit, late } = evidence;
      const told = { ...(unit === undefined ? {} : { unit }), ...(late ? { late } : {}) };
      return [
        { kind: 'prediction', item, prediction, value: typeof value === 'object' ? [...value] : value, ...told, at },
      ];
    }
    case 'answer':
      return [
        {
          ...{ kind: 'answer', item, question: evidence.question, right: evidence.right },
          ...{ tries: evidence.tries, form: evidence.form, at },
        },
        { kind: 'total', item, unit: 'questions', total: evidence.questions, at },
      ];
    case 'place':
      return [{ kind: 'place', item, place: evidence.place, at }];
  }
}
