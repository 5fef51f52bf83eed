/** Made-up facts for the tests of progress. Few names and times, so that they meet. */
import fc from 'fast-check';
import type { Fact } from '../../src/course/progress/facts.ts';
import { formatPages, pagesOf } from '../../src/course/progress/pages.ts';

/** The n-th second of a made-up day. */
export const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

export const read = (item: string, pages: string, of: number, second = 1): Fact => ({
  kind: 'pages',
  item,
  pages,
  of,
  at: at(second),
});

const item = fc.constantFrom('C1_W1_Slides', 'C1_W1_Lab_1', 'Übung "2"');
const name = fc.constantFrom('cell-1', 'cell-2', 'a\nb', '__proto__');
const time = fc.integer({ min: 0, max: 5 }).map(at);
const since = fc.option(time, { nil: undefined, freq: 3 });
const pages = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }).map((seen) => formatPages(pagesOf(seen)));
const once = fc.constantFrom(true, undefined);
const small = fc.integer({ min: 0, max: 12 });

function of<T extends Fact['kind']>(kind: T, rest: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Fact> {
  return fc
    .record({ kind: fc.constant(kind), item, ...rest, at: time, since })
    .map(
      (fact) => Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== undefined)) as unknown as Fact,
    );
}

export const fact: fc.Arbitrary<Fact> = fc.oneof(
  of('pages', { pages, of: small }),
  of('cell', { cell: name }),
  of('check', { check: name, passed: fc.boolean(), once }),
  of('prediction', {
    prediction: name,
    value: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), name, fc.array(name, { maxLength: 3 })),
  }),
  of('try', { exercise: name, work: name }),
  of('hints', { check: name, rungs: small }),
  of('solution', { exercise: name }),
  of('answer', { question: name, right: fc.boolean(), once }),
  of('total', { unit: fc.constantFrom('cells', 'checks', 'questions'), total: small }),
  of('place', {
    place: fc.oneof(
      fc.record({ kind: fc.constant('page'), page: small }),
      fc.record({ kind: fc.constant('cell'), cell: name }),
    ),
  }),
  of('mark', { done: fc.boolean() }),
  fc.record({ kind: fc.constant('reset' as const), item, at: time }),
  fc.record({ kind: fc.constant('objective' as const), objective: name, done: fc.boolean(), at: time }),
);

export const facts = fc.array(fact, { maxLength: 25 });
