import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as bakery from '../../../../course/C1/W3/figures/model.ts';
import { extensionRoot } from '../../courseFolder.ts';
import { countFigures, type DeckFile, openDeck, pagesOf, runsOf, typesetDecks } from './deckFile.ts';

/** Seed keys and topics that the deck must treat, each with words of the page that does. */
const topics: Record<string, RegExp> = {
  'D1 questions of data definition': /“Label the rolls” leaves six questions open/,
  'D1 is the answer in the input': /What a picture lacks, no guide puts back/,
  'D2 structured or not, small or big': /unstructured.*structured.*small.*big/,
  'D3 label consistency, and how to better it': /One sentence causes the dispute, and one ends it/,
  'D4 beating people is not success': /It beats people by picking a habit/,
  'D5 raising people’s level': /Raise people’s level instead of beating it/,
  'D6 how much data: two days, then ask again': /Train after two days, then ask again/,
  'D7 steps of a pipeline': /raw photos.*clean.*label.*split.*train/,
  'D8 proof of concept against production': /pilot proof of concept production/,
  'D9 provenance and lineage': /Provenance: where a row came from. Lineage: what became of it/,
  'ambiguous labels': /7.6 cm: roll or mini roll\?/,
  abstaining: /“Cannot tell” is an answer/,
  'inventory of sources': /DAYS TO 200 AND TO 1,000 LABELS.*EUROS.*RIGHT/,
  'labeling options': /in-house, outsourced, crowdsourced/,
  replicability: /replicability/,
  metadata: /what each leaves behind metadata/,
  'balanced splits': /by class stratified/,
  'scoping: problem, alternatives, value, feasibility, milestones, ethics':
    /business problem.*alternatives.*feasibility.*value, milestones.*ethics/,
  'weak supervision': /weak supervision/,
  'an incident': /It happened/,
  'what it does not solve': /What this does not solve/,
  'words of the trade': /the trade’s words/,
};

describe('the deck of course 1, week 3', () => {
  let deck: DeckFile;
  let texts: string[];
  const stored: ReturnType<typeof bakery.model> = JSON.parse(
    readFileSync(join(extensionRoot, 'course/C1/W3/figures/model.json'), 'utf8'),
  );

  before(async function () {
    // The first test file typesets all decks.
    this.timeout(120_000);
    await typesetDecks();
    deck = await openDeck('C1/W3');
    texts = await Promise.all(
      pagesOf(deck).map(async (page) => {
        const runs = await runsOf(deck.document, page);
        const words = runs.map(({ str }) => str).join(' ');
        return words
          .normalize('NFKC')
          .replace(/\s+/g, ' ')
          .replaceAll('−', '-')
          .replace(/ ([.,;:])(?!\d)/g, '$1');
      }),
    );
  });
  after(() => deck?.document.loadingTask.destroy());

  /** The words of the one page whose words match. */
  function page(words: RegExp): string {
    const found = texts.filter((text) => words.test(text));
    assert.equal(found.length, 1, `${words}: ${found.length} pages`);
    return found[0]!;
  }
  const numbersIn = (text: string, words: RegExp) => {
    const match = words.exec(text);
    assert.ok(match, `${words} in: ${text}`);
    return match.slice(1).map((value) => Number(value.replaceAll(',', '')));
  };
  const percent = (share: number, decimals = 0) => Number((100 * share).toFixed(decimals));
  const end = (fault: bakery.Fault) => bakery.point(stored.runs, fault, 1000);

  it('trains to the same runs again', function () {
    this.timeout(180_000);
    for (const fault of bakery.faults) {
      const known = stored.runs.find((run) => run.fault === fault && run.size === 300);
      assert.deepEqual(bakery.run(fault, 300, 1), known);
    }
  });

  it('shows the numbers that its model computes from its runs', function () {
    this.timeout(180_000);
    assert.deepEqual(stored, JSON.parse(JSON.stringify(bakery.model(stored.runs))));
    assert.equal(stored.runs.length, bakery.faults.length * bakery.sizes.length * 5);
  });

  it('has 24 to 36 pages in at most 300 kB, with a figure on two of three', async () => {
    assert.ok(deck.document.numPages >= 24 && deck.document.numPages <= 36, String(deck.document.numPages));
    assert.ok(deck.bytes <= 300_000, `${deck.bytes} bytes`);
    assert.ok((await countFigures(deck)) >= (2 / 3) * deck.document.numPages);
  });

  it('treats each topic that it must', () => {
    const missing = Object.entries(topics).filter(([, words]) => !texts.some((text) => words.test(text)));
    assert.deepEqual(
      missing.map(([topic]) => topic),
      [],
    );
  });

  it('opens its five sections over the puzzle, with a guess', () => {
    const sections = texts.filter((text) => /^[1-5] [A-Z].* 1 .* 2 .* 3 /.test(text));
    assert.equal(sections.length, 5);
    for (const text of sections) assert.match(text, /dotted: where 300 true labels end/);
  });

  it('links each cell that it promises', async () => {
    const links = (
      await Promise.all(pagesOf(deck).map(async (n) => (await deck.document.getPage(n)).getAnnotations()))
    ).flat();
    const cells = ['brackets', 'rules', 'kappa', 'dispute', 'learning-curve'].map((cell) => `C1_W3_Lab_1#${cell}`);
    for (const cell of [...cells, 'C2_W3_Lab_1#ancestors']) {
      assert.ok(
        links.some(({ unsafeUrl }) => unsafeUrl === `mlops-lab:lab/${cell}`),
        cell,
      );
    }
    assert.ok(new Set(links.flatMap(({ url }) => url ?? [])).size >= 4);
  });

  it('has a puzzle: a quarter of the faults ends lower, and loses one class', () => {
    const text = page(/Few faults end below many/);
    const [many, high, few, low] = numbersIn(text, /(\d+)% wrong labels end at ([\d.]+)%, (\d+)% at ([\d.]+)%/);
    assert.deepEqual([many, few], [percent(end('random').wrong), percent(end('systematic').wrong)]);
    assert.deepEqual([high, low], [percent(end('random').accuracy, 1), percent(end('systematic').accuracy, 1)]);
    assert.ok(few! * 3 < many! && low! < high!);
    // A thousand labels, three in ten by lot, are worth some 300 true ones.
    const three = bakery.point(stored.runs, 'clean', 300).accuracy;
    assert.ok(Math.abs(end('random').accuracy - three) < 0.03);
    const [lost, kept] = numbersIn(text, /it finds (\d+)%, instead of (\d+)%/);
    assert.deepEqual([lost, kept], [percent(end('systematic').recall[2]!), percent(end('clean').recall[2]!)]);
  });

  it('solves it by labels that follow from how they are drawn', () => {
    const text = page(/Solved: faults that are alike/);
    const by = (fault: bakery.Fault) => {
      const grid = Array.from({ length: 300 }, (_, i) => (i + 0.5) / 300);
      const names = grid.flatMap((u) => grid.map((w) => bakery.labelOf(2, fault, u, w)));
      return [2, 0, 1].map((kind) => Math.round((100 * names.filter((name) => name === kind).length) / names.length));
    };
    assert.deepEqual(by('random'), [80, 10, 10]);
    assert.deepEqual(by('systematic'), [50, 50, 0]);
    assert.match(text, /80 mini 10 10.*50 mini 50 roll/);
    // Shares of wrong labels in all: 2/3 of those drawn, and half of the mini rolls.
    assert.ok(Math.abs(end('random').wrong - (bakery.drawn * 2) / 3) < 0.02);
    assert.ok(Math.abs(end('systematic').wrong - bakery.half * (bakery.mix[2] / 1000)) < 0.01);
  });

  it('computes kappa as its page does', () => {
    const text = page(/Ninety in a hundred/);
    const [chance] = numbersIn(text, /0\.05 × 0\.05 = (0\.\d+)/);
    assert.equal(chance, Number((0.95 ** 2 + 0.05 ** 2).toFixed(3)));
    const [worst] = numbersIn(text, /= (-\.\d\d)/);
    assert.equal(worst, Number(((0.9 - chance!) / (1 - chance!)).toFixed(2)));
    const others = numbersIn(text, /other frequencies: (\.\d\d) and (\.\d\d)/);
    [0.5, 0.9].forEach((share, i) => {
      const by = share ** 2 + (1 - share) ** 2;
      assert.equal(others[i], Number(((0.9 - by) / (1 - by)).toFixed(2)));
    });
  });

  it('has a table of two labelers that gives its agreement and kappa, and disputes in one corner', () => {
    const text = page(/Two labelers, two bakeries/);
    const [agreement, kappa, disputes, corner] = numbersIn(
      text,
      /Agreement ([\d.]+)%, kappa (\.\d\d)\. Of (\d+) disputes, (\d+) lie in one corner/,
    );
    const { table } = stored.labelers.before;
    const counted = bakery.kappa(table);
    assert.equal(agreement, percent(counted.agreement, 1));
    assert.equal(kappa, Number(counted.kappa.toFixed(2)));
    assert.equal(disputes, table[0]![1]! + table[1]![0]!);
    assert.equal(corner, table[1]![0]);
    for (const count of table.flat()) assert.match(text, new RegExp(`\\b${count}\\b`));
    const [before, after] = numbersIn(
      page(/One sentence causes/),
      /before: (\d+) disputes of 400.*after: (\d+) disputes/,
    );
    assert.equal(before, disputes);
    const rewritten = stored.labelers.after.table;
    assert.equal(after, rewritten[0]![1]! + rewritten[1]![0]!);
    assert.ok(after! * 4 < before!);
    // What is left goes to both sides.
    assert.ok(Math.min(rewritten[0]![1]!, rewritten[1]![0]!) > after! / 3);
  });

  it('beats people by arithmetic, and loses the lead to one rule', () => {
    const [people, model] = numbersIn(
      page(/picking a habit/),
      /0\.3 × 0\.3 = (0\.\d+), and the more frequent habit alone: (0\.\d+)/,
    );
    assert.equal(people, Number((0.7 ** 2 + 0.3 ** 2).toFixed(2)));
    assert.equal(model, 0.7);
    const [won, left] = numbersIn(page(/Raise people’s level/), /“wins” by (\d+) points.*the lead is ([\d.]+)/);
    assert.equal(won, Math.round(100 * (model! - people!)));
    assert.equal(left, percent(0.95 - (0.95 ** 2 + 0.05 ** 2), 1));
  });

  it('reads its days from the curve, and its inventory from four numbers', () => {
    const [early] = numbersIn(page(/Two hundred labels get/), /Two hundred labels get (\d+)%/);
    assert.equal(early, percent(bakery.point(stored.runs, 'clean', 200).accuracy));
    const text = page(/An inventory of labels/);
    for (const { perDay, start, cents, right } of bakery.sources) {
      const days = [200, 1000].map((count) => start + Math.ceil(count / perDay));
      assert.match(text, new RegExp(`${days[0]}, ${days[1]} ${cents * 10} ${percent(right)}%`));
    }
    const slowest = [...bakery.sources].sort((a, b) => b.start + 1000 / b.perDay - (a.start + 1000 / a.perDay))[0];
    assert.equal(slowest?.cents, Math.min(...bakery.sources.map(({ cents }) => cents)));
  });

  it('brackets the rules between lot and hand, and lets one rule give the share of rolls', () => {
    const rows = [...page(/Rules have a place/).matchAll(/(\d+)% (\d+)%/g)].map((row) => row.slice(1).map(Number));
    assert.deepEqual(
      rows,
      stored.bracket.map(({ precision, accuracy }) => [percent(precision), percent(accuracy)]),
    );
    assert.equal(stored.bracket[1]!.accuracy, bakery.mix[0] / 1000);
    stored.bracket.slice(1).forEach(({ accuracy }, i) => {
      assert.ok(accuracy > stored.bracket[i]!.accuracy);
    });
  });

  it('loses the rare in as many random splits as it says', () => {
    const [few] = numbersIn(page(/A split by lot/), /(\d+)% of random tests of 12/);
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (n / k) * choose(n - 1, k - 1));
    const chance = (choose(54, 12) + 6 * choose(54, 11)) / choose(60, 12);
    assert.equal(few, percent(chance));
  });
});
