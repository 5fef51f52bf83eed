import assert from 'node:assert/strict';
import { model } from '../../../../course/C3/W1/figures/model.ts';
import { landscape } from '../../../../course/C3/W1/figures/search.ts';
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
  'parameters and hyperparameters': /LEARNED: PARAMETERS.*CHOSEN: HYPERPARAMETERS/,
  'grid and random': /chance tries nine rates, the grid three/,
  'Bayesian, evolution, reinforcement learning by price':
    /Choose the search by the price of a trial.*reinforcement learning/,
  Hyperband: /epochs instead of/,
  'the hare at epoch one': /The hare at epoch one/,
  'low fidelity, extrapolation, inheritance': /Low fidelity.*Curve extrapolation.*Weight inheritance/,
  'network morphism': /network morphism/,
  'macro and micro spaces': /Macro: every layer is chosen.*Micro: one cell, repeated/,
  AutoML: /AutoML: features, space, search and training/,
  'cloud products': /Vertex AI AutoML, SageMaker Autopilot/,
  'bands of seeds': /What a search can find stands out of its seeds/,
  'three sets of rows': /Three sets of rows, by how often/,
  'from tuner to trainer': /Refuse instead/,
  'an incident': /It happened:/,
  'what it does not solve': /What new rows do not cure/,
};

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1));
const percent = (share: number, decimals = 0) => `${(100 * share).toFixed(decimals)}%`;
const points = (share: number) => (100 * share).toFixed(1);

describe('the deck of course 3, week 1', function () {
  this.timeout(90_000);
  let deck: DeckFile;
  let pages: string[];
  let numbers: ReturnType<typeof model>;

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C3/W1');
    const textOf = async (page: number) => (await runsOf(deck.document, page)).map(({ str }) => str).join(' ');
    pages = (await Promise.all(pagesOf(deck).map(textOf))).map((text) => text.normalize('NFKC'));
    numbers = model();
  });
  after(() => deck?.document.loadingTask.destroy());

  /** The text of the one page with these words. */
  function pageWith(words: RegExp): string {
    const found = pages.filter((text) => words.test(text));
    assert.equal(found.length, 1, `${found.length} pages with ${words}`);
    return found[0]!;
  }

  it('draws the numbers that its model computes', () => {
    assertDraws('C3/W1', numbers);
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
    const cells = ['1#space', '1#thirty-dots', '1#brackets', '1#honest', '2#hare', '2#from-tuner', '2#which-model'];
    for (const cell of cells) assert.ok(targets.has(`mlops-lab:lab/C3_W1_Lab_${cell}`), cell);
  });

  it('has the winner of the puzzle where the trials put it, and does not tell what they were', () => {
    const { chosen, honest, winner, lead, kept } = numbers.thirty;
    assert.equal(chosen.length, 30);
    assert.equal(chosen[winner], Math.max(...chosen));
    assert.ok(Math.abs(lead - (chosen[winner]! - mean(chosen))) < 0.0001);
    assert.ok(Math.abs(kept - (honest[winner]! - mean(honest))) < 0.0001);
    const better = honest.filter((score) => score > honest[winner]!).length;
    const puzzle = pageWith(/The winner leads, until/);
    assert.ok(puzzle.includes(`leads by ${points(lead)} points; on new rows ${better} others are better`));
    assert.ok(puzzle.includes(percent(chosen[winner]!, 1)) && puzzle.includes(percent(honest[winner]!, 1)));
    const early = pages.slice(
      0,
      pages.findIndex((text) => text.startsWith('Question: what were the thirty')),
    );
    assert.ok(early.every((text) => !/same (net|setting)/i.test(text)));
  });

  it('solves it by the deviation of the dots and the best of thirty equals', () => {
    const { chosen, lead } = numbers.thirty;
    const [, thirty] = numbers.greatest.find(([count]) => count === 30)!;
    // The exact mean of the greatest of thirty standard normal numbers is 2.043.
    assert.ok(Math.abs(thirty! - 2.043) < 0.03, String(thirty));
    const solved = pageWith(/^Thirty times the same net/);
    assert.ok(
      solved.includes(`${(lead / deviation(chosen)).toFixed(1)} deviations, where ${thirty!.toFixed(2)} are usual`),
    );
    assert.ok(pageWith(/^Answer: two deviations/).includes(`${thirty!.toFixed(2)} deviations`));
    for (const world of numbers.worlds) {
      assert.ok(solved.includes(points(world.lead)) && solved.includes(points(world.kept)));
      assert.ok(world.kept < world.lead && world.kept < 0.03, 'less than three points are left');
    }
  });

  it('counts the epochs of Hyperband as its brackets do', () => {
    // Source: Keras Tuner, tuners/hyperband.py, `_get_size` and `_get_epochs`.
    const [most, factor] = [10, 3];
    const end = Math.ceil(1 + Math.log(most) / Math.log(factor));
    let [total, settings] = [0, 0];
    const prices: number[] = [];
    for (let bracket = 2; bracket >= 0; bracket--) {
      let [price, before] = [0, 0];
      for (let round = 0; round <= bracket; round++) {
        const trials = Math.ceil((end / (bracket + 1)) * factor ** (bracket - round));
        const epochs = Math.ceil(most / factor ** (bracket - round));
        if (round === 0) settings += trials;
        price += trials * (epochs - before);
        before = epochs;
      }
      prices.push(price);
      total += price;
    }
    assert.deepEqual([total, settings, ...prices], [120, 22, 44, 36, 40]);
    const page = pageWith(/epochs instead of/);
    assert.match(page, new RegExp(`^Answer: ${total} epochs instead of ${settings * most}`));
    assert.deepEqual(
      page
        .match(/\d+ epochs(?= |$)/g)
        ?.slice(1)
        .map(Number.parseFloat)
        .slice(0, 3),
      prices,
    );
  });

  it('has a hare that leads first and not last', () => {
    const first = numbers.rates.map(({ scores }) => scores[0]!);
    const last = numbers.rates.map(({ scores }) => scores.at(-1)!);
    assert.equal(Math.max(...first), first[0]);
    assert.ok(first[0]! - first[2]! > 0.3, 'more than thirty points ahead of the third');
    const level = last.slice(0, 3);
    assert.ok(Math.max(...level) - Math.min(...level) < 0.02, 'the first three are level');
    const page = pageWith(/The hare at epoch one A hundred/);
    for (const [i, { rate }] of numbers.rates.entries()) assert.ok(page.includes(`rate ${rate}: ${percent(last[i]!)}`));
  });

  it('compares searches on a landscape whose top it states', () => {
    const { top, curves } = numbers.searches;
    assert.ok(Math.abs(top - landscape([0.62, 0.7])) < 0.0001);
    const nine = Object.fromEntries(Object.entries(curves).map(([name, values]) => [name, values[1]!]));
    assert.ok(nine.grid! < nine.random! && nine.random! < nine.Bayesian!);
    assert.ok(Object.values(curves).every((values) => values.every((value) => value <= top)));
    const page = pageWith(/chance tries nine rates/);
    assert.match(page, /3 learning rates; in the good band \(teal\): 0/);
    assert.match(page, /9 learning rates; in the good band \(teal\): [1-9]/);
  });

  it('has widths whose bands of seeds lie apart', () => {
    const { widths } = numbers;
    const page = pageWith(/stands out of its seeds/);
    for (const { units, scores } of widths)
      assert.ok(page.includes(`${units} units`) && page.includes(percent(mean(scores))));
    assert.ok(Math.min(...widths[4]!.scores) > Math.max(...widths[3]!.scores));
  });
});
