import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Fact, factsOf } from '../../../../src/course/progress/facts.ts';
import { countPages, formatPages, pagesOf, parsePages, union } from '../../../../src/course/progress/pages.ts';
import { changedSubjects, join, noProgress, progressOf, record } from '../../../../src/course/progress/progress.ts';
import { at, facts, read } from '../../progressFacts.ts';

const texts = (progress: ReadonlyMap<string, Fact>) => [...progress.values()].map((fact) => sorted(fact)).sort();
const sorted = (fact: Fact) => JSON.stringify(Object.entries(fact).sort(([a], [b]) => (a < b ? -1 : 1)));
const only = (...list: Fact[]) => [...progressOf(list).values()];

describe('pages', () => {
  const pages = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });

  it('are written as ranges and read again', () => {
    assert.equal(formatPages(pagesOf([8, 1, 2, 3, 2, 4, 5])), '1-5,8');
    fc.assert(fc.property(pages, (seen) => assert.deepEqual(parsePages(formatPages(pagesOf(seen))), pagesOf(seen))));
  });

  it('are counted as a set counts them, those beyond the end left out', () => {
    fc.assert(
      fc.property(pages, pages, fc.integer({ min: 0, max: 40 }), (a, b, of) => {
        const inside = [...new Set([...a, ...b])].filter((page) => page <= of);
        assert.equal(countPages(union([...pagesOf(a), ...pagesOf(b)]), of), inside.length);
      }),
    );
  });

  it('that are no pages are refused', () => {
    for (const text of ['', '0', '5-3', '1,', '-1', '1-2-3', '1 ', 'x', '1e3', '99999999999']) {
      assert.equal(parsePages(text), undefined, text);
    }
    assert.deepEqual(pagesOf([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]), []);
  });
});

describe('progress', () => {
  it('is joined in any order, any grouping, any number of times', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        const [x, y, z] = [progressOf(a), progressOf(b), progressOf(c)];
        assert.deepEqual(texts(join(x, y)), texts(join(y, x)));
        assert.deepEqual(texts(join(join(x, y), z)), texts(join(x, join(y, z))));
        assert.deepEqual(texts(join(x, x)), texts(x));
        assert.deepEqual(texts(join(x, noProgress)), texts(x));
        assert.deepEqual(texts(progressOf([...a, ...b])), texts(join(x, y)), 'lines put together, as git does');
      }),
      { numRuns: 500 },
    );
  });

  it('adds up pages, and takes the newest count of the deck', () => {
    assert.deepEqual(only(read('S', '1-3', 9, 2), read('S', '3-5,9', 10, 1)), [read('S', '1-5,9', 9, 2)]);
  });

  it('keeps what was predicted first: later answers may know the truth', () => {
    const guess = (second: number, value: number): Fact => ({
      kind: 'prediction',
      item: 'L',
      prediction: 'share',
      value,
      unit: '%',
      at: at(second),
    });
    assert.deepEqual(only(guess(2, 50.5), guess(1, 60)), [guess(1, 60)]);
  });

  it('keeps when a cell first ran, how a check came out last, and that it has passed', () => {
    const cell = (second: number): Fact => ({ kind: 'cell', item: 'L', cell: 'cell-1', at: at(second) });
    const check = (second: number, passed: boolean): Fact => ({
      kind: 'check',
      item: 'L',
      check: 'c',
      passed,
      at: at(second),
    });
    assert.deepEqual(only(cell(2), cell(1), cell(3)), [cell(1)]);
    const lost = { ...check(2, false), once: true };
    assert.deepEqual(only(check(2, false), check(1, true)), [lost]);
    assert.deepEqual(only(check(1, false), check(2, false)), [check(2, false)]);
    assert.deepEqual(only(check(3, true), check(2, false), check(1, true)), [check(3, true)]);
    assert.deepEqual(only(check(3, false), lost as Fact), [{ ...lost, at: at(3) }]);
  });

  it('forgets of an item what came before its reset, from whatever side it comes', () => {
    const reset: Fact = { kind: 'reset', item: 'S', at: at(5) };
    const before = progressOf([read('S', '1-9', 9, 4), read('T', '1', 2, 4)]);
    const after = join(before, progressOf([reset]));
    assert.deepEqual([...after.values()].map(({ kind }) => kind).sort(), ['pages', 'reset']);
    // Another window that knows nothing of it joins what it had.
    assert.deepEqual(texts(join(after, before)), texts(after));
    const again = record(after, [read('S', '2', 9, 3)]);
    const pages = [...again.values()].find((fact) => fact.kind === 'pages' && fact.item === 'S');
    assert.deepEqual(pages, { ...read('S', '2', 9, 3), since: at(5) }, 'also by a clock that goes behind');
    assert.deepEqual(texts(join(again, before)), texts(again));
  });

  it('does not change by what says nothing new, though the time is another', () => {
    const known = record(noProgress, [read('S', '1-5', 9, 1), { kind: 'mark', item: 'S', done: true, at: at(1) }]);
    assert.equal(record(known, [read('S', '2-3', 9, 7), { kind: 'mark', item: 'S', done: true, at: at(7) }]), known);
    assert.notEqual(record(known, [read('S', '6', 9, 7)]), known);
    assert.notEqual(record(known, [read('S', '1', 8, 7)]), known, 'the deck has lost a page');
  });

  it('is the same, recorded fact by fact or put together at once', () => {
    fc.assert(
      fc.property(facts, facts, (known, list) => {
        const base = progressOf(known);
        const once = record(base, list);
        assert.deepEqual(texts(progressOf(once.values())), texts(once), 'in its normal form');
        const oneByOne = list.reduce((progress, fact) => record(progress, [fact]), base);
        assert.deepEqual(texts(progressOf(oneByOne.values())), texts(oneByOne));
        assert.deepEqual(texts(join(once, base)), texts(once), 'nothing that was known is lost but by a reset');
      }),
    );
  });

  it('tells what has changed', () => {
    const before = progressOf([read('S', '1', 9), read('T', '1', 9)]);
    const after = record(before, [
      read('S', '2', 9),
      { kind: 'objective', objective: 'C1/W1/x', done: true, at: at(1) },
    ]);
    assert.deepEqual([...changedSubjects(before, after)].sort(), ['C1/W1/x', 'S']);
    assert.deepEqual([...changedSubjects(after, noProgress)].sort(), ['C1/W1/x', 'S', 'T']);
    assert.deepEqual([...changedSubjects(before, progressOf([...before.values()].map((f) => ({ ...f }))))], []);
  });

  it('comes from evidence', () => {
    const when = at(1);
    assert.deepEqual(factsOf({ kind: 'pages', item: 'S', seen: [2, 1, 4], of: 9 }, when), [read('S', '1-2,4', 9)]);
    assert.deepEqual(factsOf({ kind: 'pages', item: 'S', seen: [], of: 9 }, when), []);
    assert.deepEqual(
      factsOf({ kind: 'cell', item: 'L', cell: 'cell-2', cells: 8, checks: 3 }, when).map((fact) => fact.kind),
      ['cell', 'total', 'total'],
    );
  });
});
