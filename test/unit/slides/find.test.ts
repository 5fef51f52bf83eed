import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FindOptions, findInDeck, findInPage, type PageMatches } from '../../../src/slides/find.ts';
import {
  countOf,
  type FindState,
  initialFind,
  isComplete,
  ordinalOf,
  reduceFind,
} from '../../../src/slides/findState.ts';
import type { TextRange, TextRuns } from '../../../src/slides/searchText.ts';
import { cpuSeconds } from '../cpuTime.ts';

const loose: FindOptions = { matchCase: false, wholeWord: false };
const exact: FindOptions = { matchCase: true, wholeWord: false };
const word: FindOptions = { matchCase: false, wholeWord: true };

/** A page of lines, each of one run or, split by “|”, of several. */
function page(...lines: readonly string[]): TextRuns {
  return {
    runs: lines.flatMap((line) =>
      line.split('|').map((text, index, runs) => ({ text, endsLine: index === runs.length - 1 })),
    ),
  };
}

/** What stands within a range, run by run. */
function textIn({ runs }: TextRuns, { start, end }: TextRange): string {
  return runs
    .slice(start.run, end.run + 1)
    .map(({ text }, index, all) =>
      text.slice(index === 0 ? start.offset : 0, index === all.length - 1 ? end.offset : undefined),
    )
    .join('|');
}

const found = (text: TextRuns, query: string, options = loose) =>
  findInPage(text, query, options).map((range) => textIn(text, range));

describe('finding words in a page', () => {
  it('finds as a reader reads, whatever the case, accents, ligatures, quotes and dashes', () => {
    assert.deepEqual(found(page('Drift, drift and DRIFT'), 'drift'), ['Drift', 'drift', 'DRIFT']);
    assert.deepEqual(found(page('naïve Bayes'), 'naive'), ['naïve']);
    assert.deepEqual(found(page('naive Bayes'), 'naïve'), ['naive']);
    assert.deepEqual(found(page('con\uFB01dence'), 'fid'), ['\uFB01d'], 'half a ligature counts whole');
    assert.deepEqual(found(page('train–serve “skew”'), 'train-serve "skew"'), ['train–serve “skew”']);
    assert.deepEqual(found(page('a\u00A0b'), 'a b'), ['a\u00A0b']);
    assert.deepEqual(found(page('e\u0301tat'), 'étât'), ['e\u0301tat']);
    assert.deepEqual(found(page('ΛΟΓΟΣ λόγος'), 'λογοσ'), ['ΛΟΓΟΣ', 'λόγος']);
  });

  it('finds over the ends of runs and lines, and in words that a line’s end split', () => {
    assert.deepEqual(found(page('feat|ure eng|ineering'), 'feature engineering'), ['feat|ure eng|ineering']);
    assert.deepEqual(found(page('feature', 'engineering'), 'feature engineering'), ['feature|engineering']);
    assert.deepEqual(found(page('overfit-', 'ting hurts'), 'overfitting'), ['overfit-|ting']);
    assert.deepEqual(found(page('state-of-the-', 'art'), 'state-of-the-art'), ['state-of-the-|art']);
    assert.deepEqual(found(page('over\u00ADfitting'), 'overfitting'), ['over\u00ADfitting']);
    assert.deepEqual(found(page('3 -', 'x'), '3 - x'), ['3 -|x'], 'a minus is no hyphen');
    assert.deepEqual(found(page('機械', '学習'), '機械学習'), ['機械|学習']);
    assert.deepEqual(
      found(
        {
          runs: [
            { text: 'a', endsLine: false },
            { text: '', endsLine: true },
            { text: 'b', endsLine: false },
          ],
        },
        'a b',
      ),
      ['a||b'],
    );
  });

  it('keeps to case and whole words on request', () => {
    assert.deepEqual(found(page('Drift drift'), 'drift', exact), ['drift']);
    assert.deepEqual(found(page('fit overfit fitting fit. over-', 'fit'), 'fit', word), ['fit', 'fit']);
    assert.deepEqual(found(page('f(x) = 2'), '(x)', word), ['(x)'], 'a sign has no word’s edge');
    assert.deepEqual(found(page('Straße'), 'stra', word), []);
  });

  it('takes every sign of a query as itself', () => {
    assert.deepEqual(found(page('a.b axb a*b [c] \\d 100% ^$'), 'a.b'), ['a.b']);
    for (const sign of ['*', '[c]', '\\d', '^$', '|', '/', '{', 'x ('])
      assert.doesNotThrow(() => found(page('x'), sign));
    assert.deepEqual(found(page('anything'), '  '), []);
    assert.deepEqual(found(page('anything'), '\u0301'), []);
  });

  it('finds every piece of a page in that page, at its place', () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom(...'abc éÄß-ﬁ.*('), maxLength: 8 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (runs, a, b) => {
        const searched = { runs: runs.map((run) => ({ text: run, endsLine: false })) };
        const whole = runs.join('');
        const [from, to] = [a, b].map((each) => each % (whole.length + 1)).sort((x, y) => x - y) as [number, number];
        const query = whole.slice(from, to);
        if (query.trim() === '') return;
        const ranges = findInPage(searched, query, exact);
        assert.ok(ranges.length > 0);
        for (const { start, end } of ranges) {
          assert.ok(start.offset >= 0 && start.offset < runs[start.run]!.length);
          assert.ok(end.offset > 0 && end.offset <= runs[end.run]!.length);
          assert.ok(start.run < end.run || (start.run === end.run && start.offset < end.offset));
        }
      }),
    );
  });

  it('is quick on a hostile page and query', async () => {
    const hostile = page('-'.repeat(20_000), 'a '.repeat(20_000));
    assert.ok((await cpuSeconds(() => findInPage(hostile, `${'a '.repeat(200)}b`, word))) < 5);
  });
});

describe('finding words in a deck', () => {
  const deck = (...texts: readonly string[]) => ({
    pages: texts.length,
    text: async (number: number) => page(texts[number - 1]!),
  });

  async function all(results: AsyncIterable<PageMatches>): Promise<PageMatches[]> {
    const list: PageMatches[] = [];
    for await (const result of results) list.push(result);
    return list;
  }

  it('begins at the page on screen, and comes round', async () => {
    const results = await all(findInDeck(deck('x', '', 'x x', 'y'), 'x', loose, 3));
    assert.deepEqual(
      results.map(({ page, matches }) => [page, matches.length]),
      [
        [3, 2],
        [4, 0],
        [1, 1],
        [2, 0],
      ],
    );
    assert.deepEqual(
      results.map(({ hasText }) => hasText),
      [true, true, true, false],
    );
  });

  it('tells which pages could not be read, and goes on', async () => {
    const broken = {
      pages: 2,
      text: (number: number) => (number === 1 ? Promise.reject(new Error('bad')) : Promise.resolve(page('x'))),
    };
    const results = await all(findInDeck(broken, 'x', loose, 1));
    assert.deepEqual(
      results.map(({ unreadable, matches }) => [unreadable, matches.length]),
      [
        [true, 0],
        [undefined, 1],
      ],
    );
  });
});

describe('the find bar’s state', () => {
  const at = (run: number): TextRange => ({ start: { run, offset: 0 }, end: { run, offset: 1 } });
  const result = (number: number, ...runs: readonly number[]): PageMatches => ({
    page: number,
    matches: runs.map(at),
    hasText: true,
  });
  const begin = (from: number) => initialFind(4, 'x', loose, from);
  const feed = (state: FindState, ...results: readonly PageMatches[]) => reduceFind(state, { type: 'found', results });
  const step = (state: FindState, by: 1 | -1) => reduceFind(state, { type: 'step', by });

  it('shows the first match from the page on screen on, and counts as the search goes on', () => {
    let state = feed(begin(2), result(2), result(3, 0, 1));
    assert.deepEqual(state.current, { page: 3, index: 0 });
    assert.deepEqual([ordinalOf(state), countOf(state), isComplete(state)], [1, 2, false]);
    state = feed(state, result(4), result(1, 0));
    assert.deepEqual(state.current, { page: 3, index: 0 });
    assert.deepEqual([ordinalOf(state), countOf(state), isComplete(state)], [2, 3, true]);
  });

  it('goes round the deck, and says so', () => {
    let state = feed(begin(1), result(1, 0), result(2), result(3, 0), result(4));
    state = step(state, 1);
    assert.deepEqual([state.current, state.wrapped], [{ page: 3, index: 0 }, undefined]);
    state = step(state, 1);
    assert.deepEqual([state.current, state.wrapped], [{ page: 1, index: 0 }, 'end']);
    state = step(state, -1);
    assert.deepEqual([state.current, state.wrapped], [{ page: 3, index: 0 }, 'start']);
  });

  it('goes round within the only page that has matches', () => {
    const state = feed(begin(2), result(2, 0, 5), result(3), result(4), result(1));
    assert.deepEqual(step(step(state, 1), 1).current, { page: 2, index: 0 });
    assert.equal(step(step(state, 1), 1).wrapped, 'end');
  });

  it('takes a step over pages not searched yet once they are', () => {
    let state = step(feed(begin(2), result(2, 0)), 1);
    assert.deepEqual([state.current, state.waiting], [{ page: 2, index: 0 }, 1]);
    state = feed(state, result(3));
    assert.deepEqual(state.current, { page: 2, index: 0 });
    state = feed(state, result(4, 0), result(1));
    assert.deepEqual([state.current, state.waiting], [{ page: 4, index: 0 }, undefined]);
  });

  it('stays at the current match while the query grows, and follows the reader to another page', () => {
    const state = step(feed(begin(1), result(1, 0, 3), result(2), result(3), result(4)), 1);
    const grown = reduceFind(state, { type: 'search', query: 'xy', options: loose, page: 1, pages: 4 });
    assert.deepEqual(feed(grown, result(1, 0, 3)).current, { page: 1, index: 1 });
    assert.deepEqual(feed(grown, result(1, 0), result(2), result(3), result(4)).current, { page: 1, index: 0 });
    const away = reduceFind(state, { type: 'search', query: 'xy', options: loose, page: 3, pages: 4 });
    assert.deepEqual(feed(away, result(3, 0)).current, { page: 3, index: 0 });
  });

  it('always has a current match when something was found, and never one that was not', () => {
    const events = fc.array(fc.constantFrom<1 | -1 | 'page'>(1, -1, 'page'), { maxLength: 30 });
    const counts = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(counts, fc.nat(), events, (matches, start, moves) => {
        const from = (start % matches.length) + 1;
        let state = initialFind(matches.length, 'x', loose, from);
        let fed = 0;
        const feedNext = () => {
          if (fed >= matches.length) return;
          const number = ((from - 1 + fed++) % matches.length) + 1;
          state = feed(state, result(number, ...Array.from({ length: matches[number - 1]! }, (_, run) => run)));
        };
        for (const move of moves) {
          if (move === 'page') feedNext();
          else state = step(state, move);
        }
        while (fed < matches.length) feedNext();
        const total = matches.reduce((sum, each) => sum + each, 0);
        assert.equal(countOf(state), total);
        assert.ok(isComplete(state));
        if (total === 0) return assert.equal(state.current, undefined);
        // From anywhere, as many steps as there are matches come by each of them once.
        const seen = new Set<number>();
        for (let each = 0; each < total; each++) {
          seen.add(ordinalOf(state));
          state = step(state, 1);
        }
        assert.deepEqual(
          [...seen].sort((a, b) => a - b),
          Array.from({ length: total }, (_, index) => index + 1),
        );
      }),
    );
  });
});
