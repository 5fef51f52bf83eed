import assert from 'node:assert/strict';
import { model } from '../../../../course/C2/W2/figures/model.ts';
import {
  assertDraws,
  countFigures,
  type DeckFile,
  linksOf,
  openDeck,
  pagesOf,
  runsOf,
  typesetDecks,
} from './deckFile.ts';

/** Topics of the week, each by words of a page that is about it. */
const topics: Readonly<Record<string, RegExp>> = {
  'scaling and buckets': /Scaling keeps everything, a bucket pays/,
  crosses: /feature cross, interaction/,
  embeddings: /Embedding: 2 numbers for each name/,
  'feature space and coverage': /feature space, coverage/,
  'two passes: analyzer and transform': /FIRST PASS: ANALYZER.*SECOND PASS: ROW BY ROW/,
  'training-serving skew': /that is training-serving skew/,
  'the vocabulary as a constant': /A word’s number is a constant too/,
  'train and eval': /Analyzers read training rows alone/,
  'ten meters of rain': /One hour with ten meters of rain/,
  'out-of-vocabulary buckets': /cap, missing flag, OOV bucket/,
  'a guard against units': /guard: mean ± 4 deviations/,
  'filter, wrapper, embedded': /Filter.*Wrapper.*Embedded/,
  'recursive elimination and L1': /RFE: Guyon.*L1: Tibshirani/,
  'choosing inside the folds': /20 chosen inside the folds/,
  'one row of 114': /The winner leads by one row of 114/,
  'the five ways to serve': /Five ways to serve, one of them right/,
  'an incident': /It happened:/,
  'what it does not solve': /What frozen constants do not solve/,
};

const percent = (share: number, decimals = 0) => `${(100 * share).toFixed(decimals)}%`;

/** The 95% interval of a share by Wilson's method. */
function wilson(count: number, total: number): [number, number] {
  const z = 1.96;
  const p = count / total;
  const center = (p + z ** 2 / (2 * total)) / (1 + z ** 2 / total);
  const half = (z * Math.sqrt((p * (1 - p)) / total + z ** 2 / (4 * total ** 2))) / (1 + z ** 2 / total);
  return [center - half, center + half];
}

describe('the deck of course 2, week 2', function () {
  this.timeout(60_000);
  let deck: DeckFile;
  let pages: string[];
  let numbers: Awaited<ReturnType<typeof model>>;

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C2/W2');
    const textOf = async (page: number) => (await runsOf(deck.document, page)).map(({ str }) => str).join(' ');
    pages = (await Promise.all(pagesOf(deck).map(textOf))).map((text) => text.normalize('NFKC'));
    numbers = await model();
  });
  after(() => deck?.document.loadingTask.destroy());

  /** The text of the one page with these words. */
  function pageWith(words: RegExp): string {
    const found = pages.filter((text) => words.test(text));
    assert.equal(found.length, 1, `${found.length} pages with ${words}`);
    return found[0]!;
  }

  it('draws the numbers that its model computes', () => {
    assertDraws('C2/W2', numbers);
  });

  it('has 24 to 36 pages in at most 300 kB, a picture on two of three, and five questions or more', async () => {
    assert.ok(pages.length >= 24 && pages.length <= 36, String(pages.length));
    assert.ok(deck.bytes <= 300_000, `${deck.bytes} bytes`);
    assert.ok((await countFigures(deck)) >= (2 * pages.length) / 3);
    assert.ok(pages.filter((text) => text.startsWith('Question:')).length >= 5);
  });

  it('treats every topic of its week', () => {
    for (const [topic, words] of Object.entries(topics)) {
      assert.ok(
        pages.some((text) => words.test(text)),
        topic,
      );
    }
  });

  it('leads to the cells of its labs', async () => {
    const targets = await linksOf(deck);
    const cells = ['Lab_1#four-ways', 'Lab_1#admit', 'Lab_2#cache-table', 'Lab_3#coin-flips', 'Lab_3#one-row'];
    for (const cell of [...cells, 'Assignment#rain']) assert.ok(targets.has(`mlops-lab:lab/C2_W2_${cell}`), cell);
  });

  it('tells the same five days in the puzzle, the question and the answer', () => {
    const { tests, right } = numbers.served;
    const rights = [right.frozen, right.batches, right.renumbered, right.fahrenheit, right.request];
    const shares = rights.map((count) => percent(count / tests, 1));
    for (const words of [/One model, one test set/, /Five ways to serve, one/]) {
      assert.deepEqual(pageWith(words).match(/\d+\.\d%/g), shares);
    }
    const asked = pageWith(/which service ran on which day/);
    const counts = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map(
      (day) => new RegExp(`${day} (\\d+)`).exec(asked)?.[1],
    );
    assert.deepEqual(counts, rights.map(String));
  });

  it('explains the two days that differ by one pump', () => {
    const { tests, failing, right, fahrenheitAlarms, requestAlarms } = numbers.served;
    assert.equal(requestAlarms, tests);
    assert.equal(right.request, failing);
    // One alarm is missing, at a pump that does not fail.
    assert.equal(fahrenheitAlarms, tests - 1);
    assert.equal(right.fahrenheit, failing + 1);
    assert.match(pageWith(/Four readings become/), new RegExp(`Of the ${tests}, ${failing} fail`));
  });

  it('has the batches of Tuesday within the band of the curve', () => {
    const { byBatch, right, tests } = numbers.served;
    const [, , worst, best] = byBatch.find(([size]) => size === 20)!;
    assert.ok(right.batches / tests >= worst! && right.batches / tests <= best!);
    assert.equal(byBatch[0]![1], right.request / tests);
    const shown = pageWith(/twenty rows are not enough/);
    assert.ok(shown.includes(`${percent(1 - byBatch[7]![1]!)} are wrong, not ${percent(1 - right.frozen / tests, 1)}`));
  });

  it('works three rows by hand, with what a search finds', () => {
    const solved = pageWith(/Answer: 3, 2/);
    assert.ok(solved.includes('−1 0 0 −0 0 0.5 1 0 1 1 0 1'), solved);
    assert.ok(solved.includes('FEATURES, ROW BY ROW'), solved);
  });

  it('counts the hours of rain alike on all pages', () => {
    const number = (text: string | undefined) => Number(text?.replaceAll(',', ''));
    const [, hours] = /([\d,]+) hours of weather/.exec(pageWith(/One hour with ten meters/)) ?? [];
    const [, dry] = /([\d,]+) dry hours/.exec(pageWith(/three quantile buckets/)) ?? [];
    const [, wet] = /([\d,]+) wet hours/.exec(pageWith(/three quantile buckets/)) ?? [];
    assert.equal(number(dry) + number(wet), number(hours));
    const counts = pageWith(/Answer: C, so give dry/)
      .match(/\b\d[\d,]{3,}\b/g)!
      .map(number);
    assert.equal(counts[0], number(hours));
    assert.equal(counts[1], number(dry));
    assert.equal(counts[1]! + counts[2]! + counts[3]!, number(hours));
    assert.match(pageWith(/One hour with ten meters/), new RegExp(`2\\.5 mm becomes ${(2.5 / 9831.3).toFixed(5)}`));
  });

  it('shows the guard, the coverage and the choices as computed', () => {
    const { served, coverage, ways, coins } = numbers;
    assert.match(pageWith(/repeats units/), new RegExp(`${served.guard.fahrenheit} of ${served.tests} in .F, 0 of`));
    const thin = `${coverage.thinToday} of ${served.tests}\\s*. In August:\\s*${coverage.thinAugust} of`;
    assert.match(pageWith(/feature space, coverage/), new RegExp(thin));
    const chosen = [ways.filter, ways.wrapper, ways.embedded].map(({ accuracy }) => percent(accuracy));
    assert.deepEqual(pageWith(/Three ways to choose/).match(/\d+%/g), chosen);
    // The pair and not the copy, by the wrapper alone.
    assert.deepEqual(ways.wrapper.kept, [0, 2, 3, 4]);
    assert.ok(ways.wrapper.accuracy - Math.max(ways.filter.accuracy, ways.embedded.accuracy) > 0.15);
    assert.match(pageWith(/Answer: C. Coin flips/), new RegExp(`predicted at ${percent(coins.outside)}`));
    assert.ok(coins.flips.every(({ outside, inside }) => outside - inside > 0.2));
  });

  it('has the interval of each result', () => {
    const ends = (count: number, total: number, show: (v: number) => string) =>
      wilson(count, total).map(show).join(' to ');
    assert.ok(pageWith(/^4 Fewer columns/).includes(ends(numbers.served.right.frozen, 200, (v) => percent(v))));
    const row = pageWith(/one row of 114/);
    for (const count of [111, 110]) {
      assert.ok(row.includes((count / 114).toFixed(4)));
      assert.ok(row.includes(ends(count, 114, (v) => v.toFixed(3))));
    }
  });
});
