import assert from 'node:assert/strict';
import { model } from '../../../../course/C2/W4/figures/model.ts';
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
  'label propagation': /Two labels can name two hundred rows/,
  'margin, cluster, committee, region': /margin: where.*cluster: the.*committee: where.*region: one/,
  'random beats margin at first': /the lowest curve is the clever one/,
  'weak supervision': /A rule that may be silent beats one/,
  'what each way assumes': /Each way to spread labels is a bet/,
  'pad, crop, flip': /pad and crop.*flip/,
  'policy and generator': /Policy: choose operations.*Generator: draws/,
  'decoding as in training': /red and blue swapped.*how sure the model is/,
  'sensors of activities': /A phone in a pocket hears six activities/,
  windows: /The label lies ahead of the window/,
  'overlap and border': /Dealt at random, the test is half known/,
  'cleaning wind': /Eighteen missing winds turn the mean around/,
  'sine and cosine of time': /HOUR AS SINE AND COSINE/,
  'an honest baseline': /Better than yesterday\?/,
  'an interval over people': /each left out once/,
  'an incident': /It happened:/,
  'what it does not solve': /What a split by people does not solve/,
};

const percent = (share: number, decimals = 0) => `${(100 * share).toFixed(decimals)}%`;
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('the deck of course 2, week 4', function () {
  this.timeout(90_000);
  let deck: DeckFile;
  let pages: string[];
  let numbers: Awaited<ReturnType<typeof model>>;

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C2/W4');
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
    assertDraws('C2/W4', numbers);
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
    const cells = ['1#yesterday', '1#off-by-eleven', '1#sentinel', '2#new-person', '3#five-decoders'];
    for (const cell of cells) assert.ok(targets.has(`mlops-lab:lab/C2_W4_Lab_${cell}`), cell);
  });

  it('has the six people of the puzzle below its line, and their mean in the answer', () => {
    const { report, newPeople, newPeopleMean, noOverlap, windows } = numbers.walking;
    assert.deepEqual(
      pageWith(/Nobody gets it/)
        .match(/\d+%/g)
        ?.filter((text) => !['0%', '25%', '50%', '75%', '100%'].includes(text)),
      [report, ...newPeople].map((share) => percent(share)),
    );
    assert.ok(newPeople.every((share) => share < report - 0.1));
    assert.ok(Math.abs(mean(newPeople) - newPeopleMean) < 0.001, 'all six have the same number of windows');
    assert.deepEqual(
      pageWith(/^Answer: B\. It knew/).match(/\d+\.\d%/g),
      [report, noOverlap, newPeopleMean].map((share) => percent(share, 1)),
    );
    // 36 people, six activities, and (800 - 80) / 40 + 1 windows of each stream.
    assert.equal(windows, 36 * 6 * ((800 - 80) / 40 + 1));
    assert.ok(pageWith(/hears six activities/).includes(windows.toLocaleString('en-US')));
  });

  it('shows from whom the model knows a test window, in parts of a whole', () => {
    const { overlapping, own } = numbers.walking.sources;
    const shown = pageWith(/Walking, or Ann/).match(/\d+%/g);
    assert.deepEqual(shown, [percent(overlapping), percent(own - overlapping), percent(1 - own), percent(own)]);
    assert.ok(own > 0.9);
  });

  it('says of 36 people what their numbers say', () => {
    const { everyone } = numbers.walking;
    const average = mean(everyone);
    const spread = Math.sqrt(everyone.reduce((sum, v) => sum + (v - average) ** 2, 0) / (everyone.length - 1));
    const half = (1.96 * spread) / Math.sqrt(everyone.length);
    const page = pageWith(/each left out once/);
    assert.ok(
      page.includes(`mean ${percent(average)}, 95% from ${percent(average - half)} to ${percent(average + half)}`),
    );
    const [, least, most] = /person: (\d+) to (\d+) percent/.exec(page) ?? [];
    assert.deepEqual(
      [least, most].map(Number),
      [Math.min(...everyone), Math.max(...everyone)].map((v) => Math.round(100 * v)),
    );
  });

  it('says of labels what the model computes', () => {
    const { propagation, asking, weak } = numbers;
    const spread = pageWith(/Two labels can name two hundred/);
    for (const part of [propagation.apart, propagation.touching]) {
      assert.ok(spread.includes(percent(part.spread)) && spread.includes(percent(part.nearest)));
    }
    const { random, margin, clusters } = asking as unknown as Record<'random' | 'margin' | 'clusters', number[]>;
    assert.ok(
      random.slice(1).every((share, i) => share > margin[i + 1]!),
      'random is above margin from the first label on',
    );
    assert.ok(clusters.at(-1)! >= random.at(-1)! && margin.at(-1)! < 0.8);
    const bars = pageWith(/A rule that may be silent/).match(/\d+%(?! right)/g);
    for (const share of [weak.forced, weak.abstain, weak.weighted])
      assert.ok(bars?.includes(percent(share)), percent(share));
    assert.ok(weak.forced < weak.abstain && weak.abstain < weak.weighted);
  });

  it('says of pictures what the model computes', () => {
    const { none, operations } = numbers.augmentation;
    const flip = operations.find(({ name }) => name === 'flip left-right')!.right;
    const page = pageWith(/it harms two and helps the other two/);
    for (const share of [...none, ...flip]) assert.ok(page.includes(percent(share)), percent(share));
    assert.deepEqual(
      flip.map((share, kind) => share > none[kind]!),
      [false, false, true, true],
    );
    const shown = pageWith(/how sure the model is/);
    for (const { right } of numbers.decoding) assert.ok(shown.includes(percent(right, 1)), percent(right, 1));
    const swapped = numbers.decoding.at(-1)!;
    assert.match(shown, new RegExp(`wrong ${Math.round(800 * (1 - swapped.right))} times in 800`));
    assert.ok(Math.abs(swapped.confidence - numbers.decoding[0]!.confidence) < 0.05);
  });

  it('says of the weather what the model computes', () => {
    const { forecasts, wind } = numbers;
    const page = pageWith(/Better than yesterday\?/);
    for (const one of [forecasts.now, forecasts.yesterday, forecasts.ridge, forecasts.ridgeClock]) {
      assert.ok(page.includes(`${one.low.toFixed(1)} to ${one.high.toFixed(1)}`));
    }
    assert.ok(forecasts.yesterday.mean < forecasts.now.mean && forecasts.ridgeClock.mean < forecasts.yesterday.mean);
    const calm = pageWith(/Eighteen missing winds/);
    assert.ok(calm.includes(`18 of ${wind.readings.toLocaleString('en-US')}`) && wind.missing === 18);
    assert.ok(calm.includes(wind.mean.toFixed(2)) && calm.includes(`−${Math.abs(wind.marked).toFixed(2)}`));
    assert.ok(Math.abs(wind.marked - (wind.mean * (30_000 - 18) - 18 * 9999) / 30_000) < 0.01);
    const dealt = pageWith(/Dealt at random, the test/);
    assert.ok(dealt.includes(`${forecasts.neighborsRandom.mean.toFixed(1)} °C`));
    assert.ok(dealt.includes(`${forecasts.neighborsByTime.mean.toFixed(1)} °C`));
    assert.ok(pageWith(/^The label lies ahead/).includes(`${forecasts.offByEleven.mean.toFixed(1)} °C`));
  });
});
