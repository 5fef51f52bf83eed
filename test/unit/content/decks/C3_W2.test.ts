import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { test as pictures, quantized, schedule, sizes, stretched } from '../../../../course/C3/W2/figures/compress.ts';
import { kilometers } from '../../../../course/C3/W2/figures/fares.ts';
import { model } from '../../../../course/C3/W2/figures/model.ts';
import { Net, named } from '../../../../course/C3/W2/figures/net.ts';
import { eigen } from '../../../../course/C3/W2/figures/reduce.ts';
import { extensionRoot } from '../../courseFolder.ts';
import { countFigures, type DeckFile, linksOf, openDeck, pagesOf, runsOf, typesetDecks } from './deckFile.ts';

/** Topics of the week, each by words of a page that is about it. */
const topics: Readonly<Record<string, RegExp>> = {
  'curse of dimensionality': /curse of dimensionality/,
  'Hughes effect': /past its peak, each column costs.*Hughes effect/,
  'size of embeddings': /The embedding is the model, by bytes/,
  'manual features: the taxi': /What has it learned\? Nothing/,
  'known at pickup': /The best column is unknown when the fare is due/,
  'PCA and units': /Variance belongs to the unit/,
  'components by the task': /Choose components by the task/,
  'PCA, SVD, ICA, NMF, LDA, PLS': /PCA.*SVD.*ICA.*NMF.*LDA.*sees labels.*PLS.*sees labels/,
  'bound of rounding': /Rounding moves no weight by more than half a step/,
  'PTQ and QAT': /rounded afterwards.*rounded while training.*PTQ, QAT/,
  'gzip and speed': /zeros pay in gzip, not in the file, nor in time/,
  'sparsity schedule': /Cut on a schedule, and keep training/,
  'lottery ticket': /A ticket is worth its first weights/,
  'size, latency, energy and accuracy on a device': /latency.*energy.*right/,
  'who pays': /The rare digit pays/,
  'per channel': /per tensor, per channel/,
  'an incident': /It happened:/,
  'what it does not solve': /What a scale by channel does not solve/,
};

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** Rounds halves up, as the pages do. */
const fixed = (value: number, decimals: number) =>
  (Math.round(value * 10 ** decimals) / 10 ** decimals).toFixed(decimals);
const percent = (share: number, decimals = 0) => `${fixed(100 * share, decimals)}%`;
const points = (share: number) => fixed(100 * share, 1);
const kilo = (bytes: number) => `${fixed(bytes / 1000, 1)} kB`;

describe('the deck of course 3, week 2', function () {
  // The model trains some thirty small nets.
  this.timeout(240_000);
  let deck: DeckFile;
  let pages: string[];
  /** What the pages were drawn from. */
  let drawn: ReturnType<typeof model>;

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C3/W2');
    const textOf = async (page: number) => (await runsOf(deck.document, page)).map(({ str }) => str).join(' ');
    pages = (await Promise.all(pagesOf(deck).map(textOf))).map((text) => text.normalize('NFKC'));
    drawn = JSON.parse(await readFile(join(extensionRoot, 'course/C3/W2/figures/model.json'), 'utf8'));
  });
  after(() => deck?.document.loadingTask.destroy());

  /** The text of the one page with these words. */
  function pageWith(words: RegExp): string {
    const found = pages.filter((text) => words.test(text));
    assert.equal(found.length, 1, `${found.length} pages with ${words}`);
    return found[0]!;
  }
  const includes = (text: string, ...parts: string[]) => {
    for (const part of parts) assert.ok(text.includes(part), `${part} in: ${text}`);
  };

  it('draws the numbers that its model computes', () => {
    const numbers: ReturnType<typeof model> = JSON.parse(JSON.stringify(model()));
    // Versions of zlib differ by some bytes: gzip's lengths are compared within one in fifty.
    for (const key of ['float', 'int8', 'zeros', 'both'] as const) {
      const [now, then] = [numbers.net.bytes[key], drawn.net.bytes[key]];
      assert.equal(now.raw, then.raw);
      assert.ok(Math.abs(now.gzip / then.gzip - 1) < 0.02, `${key}: ${now.gzip}, ${then.gzip}`);
      now.gzip = then.gzip;
    }
    assert.deepEqual(numbers, drawn);
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

  it('leads to the cells of its labs, and has the pages that the evidence of its week names', async () => {
    const targets = await linksOf(deck);
    const cells = ['1#five-bars', '1#at-pickup', '2#grams', '2#k', '3#outlier', '3#bytes', '3#who-pays'];
    for (const cell of cells) assert.ok(targets.has(`mlops-lab:lab/C3_W2_Lab_${cell}`), cell);
    const named: { pages: Record<string, number> } = JSON.parse(
      await readFile(join(extensionRoot, 'course/C3/W2/deck.pages.json'), 'utf8'),
    );
    const titles = { 'of-what': /^Variance belongs/, 'one-number': /^One number ruins/, 'on-device': /^Fewer multipl/ };
    for (const [name, title] of Object.entries(titles)) assert.match(pages[named.pages[name]! - 1]!, title);
  });

  it('shows a puzzle of two nets that agree until they are rounded, and does not tell why', () => {
    const { float, plain, stretched: ruined, same, apart } = drawn.net.puzzle;
    assert.ok(same === 1 && apart, 'the same names and outputs');
    assert.ok(Math.abs(float[0]! - plain[0]!) < 0.01 && ruined[0]! < 0.12);
    const weights = sizes[0] * sizes[1] + sizes[1] * sizes[2];
    const page = pageWith(/^Two nets agree/);
    includes(page, percent(float[0]!, 1), percent(plain[0]!, 1), percent(ruined[0]!, 1));
    includes(page, `32 bits, ${kilo(4 * weights)}`, `8 bits, ${kilo(weights + 8)}`);
    const early = pages.slice(
      0,
      pages.findIndex((text) => text.startsWith('Question: what is different')),
    );
    assert.ok(early.every((text) => !/channel|thousand times as large/i.test(text)));
  });

  it('solves it: one stretched unit leaves the function as it is, and takes the scale of all others', () => {
    const { puzzle } = drawn.net;
    const net = new Net(sizes, 3);
    const twin = stretched(net, puzzle.unit, puzzle.factor);
    assert.deepEqual(named(net, pictures), named(twin, pictures));
    const { values, scales } = quantized(twin.weights[0]!, sizes[1], 8, 'tensor');
    const others = [...values].filter((_, i) => i % sizes[1] !== puzzle.unit);
    assert.ok(others.every((value) => value === 0));
    // The bound still holds, by tensor and by channel.
    for (const scale of ['tensor', 'channel'] as const) {
      const q = quantized(twin.weights[0]!, sizes[1], 8, scale);
      for (const [i, w] of twin.weights[0]!.entries())
        assert.ok(Math.abs(w - q.values[i]!) <= q.scales[i % sizes[1]]! * (0.5 + 1e-9));
    }
    assert.ok(new Set(scales).size === 1);
    const page = pageWith(/^One number ruins a layer/);
    const half = (puzzle.largest[puzzle.unit]! * puzzle.factor) / 254;
    const emptied = puzzle.largest.filter((value, u) => u !== puzzle.unit && value < half).length;
    includes(page, `half a step: ${fixed(half, 1)}`, `${emptied} of 64 units become zero`);
    includes(page, `one scale: ${percent(puzzle.stretched[0]!, 1)}`, percent(puzzle.channel[0]!, 1));
    assert.ok(puzzle.channel[0]! < puzzle.float[0]!, 'a little less than net A');
    assert.ok(puzzle.channel.every((share, i) => Math.abs(share - puzzle.float[i]!) < 0.02));
  });

  it('states errors of rounding that their bound holds', () => {
    const page = pageWith(/^Rounding moves no weight/);
    for (const { bits, scale, widest } of drawn.net.example.errors) {
      assert.ok(widest <= scale / 2 + 1e-5);
      includes(page, `${bits} bits: one step is ${fixed(scale, 4)}`, fixed(widest, 4));
    }
  });

  it('has bits that are nearly free down to four, and a net that training with rounding helps', () => {
    const page = pageWith(/^Four bits are nearly free/);
    for (const { after, aware } of drawn.net.bits) includes(page, percent(after, 1), percent(aware, 1));
    const at = (bits: number) => drawn.net.bits.find((one) => one.bits === bits)!;
    assert.ok(at(8).after - at(4).after < 0.01 && at(8).after - at(4).after > 0);
    assert.ok(at(3).aware > at(3).after + 0.03 && at(2).after < 0.5);
    assert.ok(at(8).aware - at(3).aware < 0.01, 'with training three bits lose less than a point');
  });

  it('compares files before and after gzip', () => {
    const { float, zeros, int8, both } = drawn.net.bytes;
    assert.equal(zeros.raw, float.raw);
    assert.ok(zeros.gzip < 0.45 * float.gzip && both.gzip < 0.15 * float.gzip && int8.gzip > 0.9 * int8.raw);
    assert.ok(gzipSync(Buffer.alloc(float.raw)).length < 100, 'zeros alone are next to nothing');
    const page = pageWith(/zeros pay in gzip/);
    for (const file of [float, zeros, int8, both]) includes(page, kilo(file.raw), kilo(file.gzip));
  });

  it('prunes on the schedule, halfway at 76.25 percent, and counts who pays', () => {
    assert.equal(percent(schedule(0.5, 0.5, 0.8), 2), '76.25%');
    includes(pageWith(/^Cut on a schedule/), '76.25%');
    for (const { cut, tuned } of drawn.net.zeros) assert.ok(tuned > cut + 0.05 && tuned < drawn.net.longer);
    const { own, other } = drawn.net.tickets;
    assert.ok(own > other + 0.05);
    includes(pageWith(/^A ticket is worth/), percent(own, 1), percent(other, 1), percent(drawn.net.longer, 1));
    const losses = drawn.net.kinds.full.map((share, kind) => share - drawn.net.kinds.thin[kind]!);
    assert.equal(losses.indexOf(Math.max(...losses)), 3);
    assert.ok(
      Math.abs(mean(losses) - (drawn.net.longer - drawn.net.zeros[1]!.tuned)) < 0.001,
      'the mean loss of page 24',
    );
    includes(pageWith(/^The rare digit pays/), points(losses[3]!), `mean: ${points(mean(losses))} points`);
  });

  it('weighs five models by what they multiply', () => {
    const page = pageWith(/^Fewer multiplications/);
    const { small } = drawn.net;
    assert.equal(small.weights, 64 * small.units + small.units * 10);
    includes(
      page,
      kilo(4 * 4736),
      kilo(4736 + 4 * 74),
      kilo(4 * small.weights),
      kilo(small.weights + 4 * (small.units + 10)),
    );
    includes(
      page,
      '4.74 ms',
      '47.4 µJ'.normalize('NFKC'),
      '0.47 ms',
      `${fixed(small.weights / 1e4, 2)} ms`,
      percent(small.int8, 1),
    );
    assert.ok(small.int8 > drawn.net.both, 'half the units beat 80% zeros');
  });

  it('has columns that cost past a peak, which more rows move', () => {
    const { curves, columns } = drawn.hughes;
    const peaks = curves.map(({ scores }) => columns[scores.indexOf(Math.max(...scores))]!);
    assert.ok(peaks[0]! < peaks[1]! && peaks[1]! < peaks[2]! && peaks[2]! < 1000, String(peaks));
    assert.ok(curves[0]!.scores.at(-1)! < curves[0]!.scores[0]!, 'a thousand columns are worse than one');
    includes(pageWith(/near and far are the same/), percent(drawn.distances.at(-1)![1]!));
  });

  it('has a fare model that learns nothing from raw columns, and a distance that pays with few rides', () => {
    const of = (name: string) => drawn.fares.bars.find((bar) => bar.name === name)!.rmse;
    const { spread } = drawn.fares;
    assert.ok(of('raw').every((rmse) => Math.abs(rmse - spread) < 0.1));
    assert.ok(of('standardized')[1]! < 1.05 && of('kilometers')[0]! < 1.1);
    assert.ok(of('kilometers')[0]! < of('standardized')[0]! - 0.1 && of('degrees')[1]! > 1.4);
    const page = pageWith(/^What has it learned\? Nothing/);
    for (const { rmse } of drawn.fares.bars) includes(page, ...rmse.map((value) => value.toFixed(2)));
    includes(page, `spread of fares: ${spread.toFixed(2)}`);
    // A degree of longitude at this latitude is 84.2 km, one of latitude 111.2 km.
    assert.ok(Math.abs(kilometers([-74, 40.75], [-73.95, 40.75]) - 4.21) < 0.01);
    assert.ok(Math.abs(kilometers([-74, 40.75], [-74, 40.8]) - 5.56) < 0.01);
  });

  it('states of what the variance is a share, and what the task makes of it', () => {
    const pairs = eigen([
      [2, 1],
      [1, 2],
    ]);
    assert.ok(Math.abs(pairs[0]!.value - 3) < 1e-9 && Math.abs(pairs[1]!.value - 1) < 1e-9);
    const page = pageWith(/^Variance belongs to the unit/);
    const { liters, standardized, 'cubic meters': cubic } = drawn.components;
    includes(page, percent(liters!.shares[0]!, 2), percent(cubic!.shares[0]!, 1), percent(standardized!.shares[0]!, 1));
    const leads = [liters, cubic].map((one) => drawn.columns[one!.loadings.indexOf(Math.max(...one!.loadings))]);
    assert.deepEqual(leads, ['use', 'pressure']);
    assert.ok(liters!.accuracy.slice(0, 7).every((share) => share < 0.6) && liters!.accuracy[7]! > 0.9);
    const ten = drawn.digits.find(({ k }) => k === 10)!;
    assert.ok(ten.kept < 0.6 && ten.accuracy > 0.9);
    pageWith(/^Choose components by the task/);
  });
});
