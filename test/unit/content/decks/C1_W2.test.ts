import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as bakery from '../../../../course/C1/W2/figures/model.ts';
import { extensionRoot } from '../../courseFolder.ts';
import { countFigures, type DeckFile, openDeck, pagesOf, runsOf, typesetDecks } from './deckFile.ts';

/** Seed keys and topics that the deck must treat, each with words of the page that does. */
const topics: Record<string, RegExp> = {
  'M1 key challenges: three bars': /1 · training set.*2 · test set.*3 · the business/,
  'M2 few examples that matter': /of the pieces make \d+% of the cost/,
  'M3 rare classes': /Solved: the rare had paid for the average/,
  'M4 three baselines': /people.*what others reached.*a quick system/,
  'M5 structured and unstructured': /unstructured.*tables structured/,
  'M6 deployment constraints': /It will be used.*Can it be done at all\?/,
  'M7 first steps': /read: half a day.*12 rows.*train/,
  'M7 overfit a small set': /Twelve rows find the bug/,
  'M8 error analysis as a loop': /Error analysis is a loop/,
  'M9 what to prioritize': /How much room\?.*How frequent\?.*How easy\?.*How grave\?/,
  'M10 augmentation of pictures': /mirrored.*zoomed/,
  'M10 augmentation of sound': /a street, no words/,
  'M11 skewed sets': /precision \.\d\d, recall \.\d\d, F1 \.\d\d/,
  'M12 more data hurt: small model': /large: one threshold for each lamp/,
  'M12 more data hurt: the 1 and the I': /digit 1 and the letter I/,
  'M13 experiment tracking': /experiment tracking/,
  'code, data, parameters, environment, results': /code data parameters environment results/,
  'key slices': /slice.*Key slices get their own bar/,
  auditing: /auditing, fairness by slice/,
  'data-centric view': /Hold the net still, and move the data/,
  'feature work on structured data': /feature engineering, led by errors/,
  'from big data to good data': /FROM BIG DATA TO GOOD DATA/,
  'an incident': /It happened/,
  'what it does not solve': /What this does not solve/,
  'words of the trade': /the trade’s words/,
};

describe('the deck of course 1, week 2', () => {
  let deck: DeckFile;
  let texts: string[];
  const stored: ReturnType<typeof bakery.model> = JSON.parse(
    readFileSync(join(extensionRoot, 'course/C1/W2/figures/model.json'), 'utf8'),
  );

  before(async function () {
    // The first test file typesets all decks.
    this.timeout(120_000);
    await typesetDecks();
    deck = await openDeck('C1/W2');
    texts = await Promise.all(
      pagesOf(deck).map(async (page) => {
        const runs = await runsOf(deck.document, page);
        const words = runs.map(({ str }) => str).join(' ');
        return words
          .normalize('NFKC')
          .replace(/\s+/g, ' ')
          .replace(/ ([,;:])/g, '$1');
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
  const [come, same, more] = (['asTheyCome', 'sameNumber', 'moreBalanced'] as const).map((name) =>
    stored.runs.filter(({ set }) => set === name),
  ) as [bakery.Run[], bakery.Run[], bakery.Run[]];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const balanced = (runs: readonly bakery.Run[]) => mean(runs.map(({ matrix }) => bakery.balancedAccuracy(matrix)));
  const own = (runs: readonly bakery.Run[]) => mean(runs.map(({ matrix }) => bakery.ownAccuracy(matrix)));

  it('trains to the same runs again', function () {
    this.timeout(180_000);
    for (const runs of [come, same]) assert.deepEqual(bakery.run(runs[0]!.set, runs[0]!.seed), runs[0]);
  });

  it('shows the numbers that its model computes from the fifteen runs', function () {
    this.timeout(180_000);
    assert.deepEqual(stored, JSON.parse(JSON.stringify(bakery.model(stored.runs))));
    assert.equal(stored.runs.length, 15);
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

  it('opens five sections with a guess, four of them over the puzzle', () => {
    const sections = texts.filter((text) => /^[1-5] [A-Z].* 1 .* 2 .* 3 /.test(text));
    assert.equal(sections.length, 5);
    assert.equal(sections.filter((text) => /right, in the shop’s own mix/.test(text)).length, 4);
  });

  it('points to the pages that it means', () => {
    const pointed = new Map([
      [1, /Select and Train a Model/],
      [2, /The rarest piece/],
      [3, /One number says better/],
      [7, /confusion matrix/],
      [13, /An hour of arithmetic/],
    ]);
    const notes = Object.values(deck.notes.pages).join(' ');
    for (const [, number] of notes.matchAll(/\bpage (\d+)/gi)) {
      const words = pointed.get(Number(number));
      assert.ok(words?.test(texts[Number(number) - 1]!), `page ${number}`);
    }
  });

  it('links each cell that it promises', async () => {
    const links = (
      await Promise.all(pagesOf(deck).map(async (n) => (await deck.document.getPage(n)).getAnnotations()))
    ).flat();
    for (const cell of ['constant', 'which-set', 'augment', 'error-tags', 'bad-files']) {
      assert.ok(
        links.some(({ unsafeUrl }) => unsafeUrl === `mlops-lab:lab/C1_W2_Lab_1#${cell}`),
        cell,
      );
    }
    assert.ok(new Set(links.flatMap(({ url }) => url ?? [])).size >= 5);
  });

  it('has a puzzle: the same number dealt out anew brings far more than more pictures, and the manager sees a fall', () => {
    const [anew, further] = numbersIn(
      page(/One number says better/),
      /546 anew bring (\d+) points, 714 more only (\d+)/,
    );
    assert.equal(anew, Math.round(100 * (balanced(same) - balanced(come))));
    assert.equal(further, Math.round(100 * (balanced(more) - balanced(same))));
    assert.ok(anew! >= 2 * further!);
    assert.ok(own(come) > own(more) && own(more) > own(same));
    const gains = page(/Hold the net still/);
    const told = numbersIn(gains, /\+ ?([\d.]+) .*?\+ ?([\d.]+)/);
    assert.deepEqual(told, [percent(balanced(same) - balanced(come), 1), percent(balanced(more) - balanced(same), 1)]);
  });

  it('gets both averages of the puzzle from one confusion matrix', () => {
    const text = page(/Right on \d+% of the pieces/);
    for (const [runs, words] of [
      [come, /\(95 \+/],
      [same, /\(77 \+/],
    ] as const) {
      assert.match(text, words);
      const diagonal = bakery.recalls(bakery.meanMatrix(runs)).map((share) => percent(share));
      const [a, b, c, average] = numbersIn(
        text,
        new RegExp(`\\((${diagonal[0]}) \\+ (\\d+) \\+ (\\d+)\\) / 3 = (\\d+)%`),
      );
      assert.deepEqual([a, b, c], diagonal);
      assert.ok(Math.abs((a! + b! + c!) / 3 - average!) < 1);
      const weighted = (600 * a! + 120 * b! + 60 * c!) / 780;
      assert.ok(Math.abs(weighted - 100 * own(runs)) < 0.6);
      assert.match(text, new RegExp(`it is ${percent(own(runs))}%`));
    }
  });

  it('has precision, recall and F1 that follow from the squares drawn', () => {
    const text = page(/F1 calls the two nets alike/);
    const found = [...text.matchAll(/(\d+) found (\d+) missed (\d+) others/g)].map((match) =>
      match.slice(1).map(Number),
    );
    const told = [...text.matchAll(/precision \.(\d\d), recall \.(\d\d), F1 \.(\d\d)/g)].map((match) =>
      match.slice(1).map(Number),
    );
    assert.equal(found.length, 2);
    found.forEach(([right, missed, wrong], i) => {
      const [precision, recall] = [(100 * right!) / (right! + wrong!), (100 * right!) / (right! + missed!)];
      const [p, r, f] = told[i]!;
      assert.ok(Math.abs(precision - p!) < 1.5 && Math.abs(recall - r!) < 1.5);
      assert.ok(Math.abs((2 * precision * recall) / (precision + recall) - f!) < 1.5);
    });
  });

  it('counts the cost of errors from the diagonal and the prices', () => {
    const told = numbersIn(page(/Solved: the rare/), /as the hotel counts: (\d+), (\d+), (\d+) in 1,000/);
    [come, same, more].forEach((runs, i) => {
      const recall = bakery.recalls(bakery.meanMatrix(runs));
      const euros =
        (1000 / 780) * (600 * (1 - recall[0]!) * 0.35 + 120 * (1 - recall[1]!) * 0.7 + 60 * (1 - recall[2]!) * 7);
      assert.equal(told[i], Math.round(euros));
    });
    const [pieces, money] = numbersIn(page(/of the cost/), /(\d+)% of the pieces make (\d+)% of the cost/);
    assert.equal(pieces, percent(60 / 780));
    const costs = bakery.costs(bakery.meanMatrix(come));
    assert.equal(money, percent(costs[2]! / costs.reduce((sum, cost) => sum + cost, 0)));
  });

  it('beats the net by mean pictures, and neither beats the ideal observer', () => {
    const [means, net, ideal] = numbersIn(
      page(/An hour of arithmetic/),
      /get (\d+)%, the best net (\d+)%.*allow (\d+)%/,
    );
    assert.equal(net, percent(balanced(more)));
    // The quick system beats the best of the fifteen nets, and does not mind the mix.
    assert.ok(stored.baselines.means > Math.max(...more.map(({ matrix }) => bakery.balancedAccuracy(matrix))));
    assert.ok(Math.abs(stored.baselines.meansAsTheyCome - stored.baselines.means) < 0.02);
    assert.ok(means! > net! && ideal! > means!);
  });

  it('has errors by tag that sum to what the manager’s number leaves', () => {
    const text = page(/Mend flour on the lens/);
    const rows = [...text.matchAll(/(\d+)% (\d+)% (\d+)% (\d+) of (\d+)/g)].map((row) => row.slice(1).map(Number));
    assert.equal(rows.length, 4);
    const [total, right] = numbersIn(text, /Together (\d+) of 1,000 wrong: the (\d+)%/);
    assert.ok(Math.abs(rows.reduce((sum, row) => sum + row[4]!, 0) - total!) <= 2);
    assert.equal(right, percent(own(same)));
    assert.equal(total, Math.round(1000 * (1 - own(same))));
    for (const { share, wrong, people, lost, gain } of bakery.tags(1 - own(same))) {
      assert.ok(
        Math.abs(1000 * share * wrong - lost) < 1e-9 && Math.abs(1000 * share * (wrong - people) - gain) < 1e-9,
      );
    }
    const flour = Math.max(...rows.map((row) => row[3]!));
    assert.equal(flour, rows[2]![3]);
  });

  it('shows that zoom harms the classes that differ by size, and mirroring none', () => {
    const [none, flip, zoom] = ['none', 'flip', 'zoom'].map(
      (name) => stored.augmented.find((way) => way.name === name)!,
    );
    assert.ok(zoom!.recall[2]! < none!.recall[2]! - 0.05 && zoom!.recall[0]! < none!.recall[0]!);
    assert.ok(zoom!.recall[1]! > none!.recall[1]!);
    none!.recall.forEach((recall, k) => {
      assert.ok(flip!.recall[k]! > recall);
    });
    const bars = page(/Zoom turns a mini roll/);
    for (const way of [none!, flip!, zoom!])
      for (const recall of way.recall) assert.match(bars, new RegExp(`${percent(recall)}%`));
  });

  it('lets a small model fall, and a large one stay, as other data are added', () => {
    const { lamps } = stored;
    lamps.slice(1).forEach((row, i) => {
      assert.ok(row.small <= lamps[i]!.small + 1e-9 && row.large === lamps[0]!.large);
    });
    assert.ok(lamps.at(-1)!.small < lamps[0]!.small - 0.15);
    assert.deepEqual(
      bakery.pale.added.map(bakery.paleAccuracy).map((share) => percent(share)),
      [90, 90, 10, 10],
    );
  });

  it('records runs by the fingerprint of their data, and tells their spread', () => {
    const prints = stored.runs.map(({ data }) => data);
    assert.equal(new Set(prints).size, prints.length);
    assert.match(page(/Five things repeat/), new RegExp(`${same[0]!.data}.*${same[1]!.data}`));
    const values = more.map(({ matrix }) => bakery.balancedAccuracy(matrix));
    const [spread] = numbersIn(page(/A seed alone moves/), /by ([\d.]+) points/);
    assert.equal(spread, percent(Math.max(...values) - Math.min(...values), 1));
  });
});
