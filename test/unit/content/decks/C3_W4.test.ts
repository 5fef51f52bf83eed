import assert from 'node:assert/strict';
import { truth } from '../../../../course/C3/W4/figures/model/gate.ts';
import { model } from '../../../../course/C3/W4/figures/model.ts';
import { assertDraws, countFigures, type DeckFile, linksOf, openDeck, textsOf, typesetDecks } from './deckFile.ts';

type Model = ReturnType<typeof model>;

const topics: Readonly<Record<string, RegExp>> = {
  'black box and introspection': /black box, introspection/,
  'metric against objective': /metric : what the gate counts\. objective/,
  'calibration and cost': /calibration curve, reliability diagram/,
  slices: /slicing spec, funnel plot/,
  TFMA: /TFMA setup/,
  'the worst of sixty': /^Answer: the worst of sixty/,
  'the same mix': /^Every group rose/,
  'fifty weeks of progress': /Fifty weeks of progress/,
  'paired comparison': /paired comparison: McNemar/,
  'fairness indicators': /false positive rate by group, fairness indicators/,
  'the gap that changed sides': /The gap that changed sides/,
  'two worlds': /World 1: noisier files .*World 2: another cue/,
  'benchmark models': /rule that fits on a note/,
  sensitivity: /sensitivity analysis, adversarial probe/,
  residuals: /residual analysis/,
  'remedies by data or model': /by data .*by model/,
  'continuous evaluation and drift types': /data drift .*concept drift .*continuous evaluation/,
  'it happened': /17\.7% .*46\.5%/,
  'not solved': /^Not solved/,
};

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const points = (share: number) => (100 * share).toFixed(1);

describe('the deck of course 3, week 4', () => {
  let deck: DeckFile;
  let pages: string[];
  let made: Model;
  const page = (pattern: RegExp) => pages.find((text) => pattern.test(text)) ?? assert.fail(`no page says ${pattern}`);

  before(async function () {
    // A simulation of seconds, beside whatever else the machine does.
    this.timeout(60_000);
    await typesetDecks();
    deck = await openDeck('C3/W4');
    pages = await textsOf(deck);
    made = model();
  });
  after(() => deck?.document.loadingTask.destroy());

  it('reads the numbers that its model makes', () => {
    assertDraws('C3/W4', made);
  });

  it('has 24 to 36 pages in at most 300 kB, a figure on two pages of three, and notes of 80 to 120 words', async () => {
    const count = deck.document.numPages;
    assert.ok(count >= 24 && count <= 36 && deck.bytes <= 300_000, `${count} pages, ${deck.bytes} bytes`);
    assert.ok((await countFigures(deck)) >= (count * 2) / 3);
    for (const [number, note] of Object.entries(deck.notes.pages)) {
      const length = note.split(/\s+/).length;
      assert.ok(length >= 80 && length <= 120, `page ${number}: ${length} words`);
      assert.match(note, /In a\s+room:/, `page ${number}`);
    }
  });

  it('has five questions, each answered on the page after it', () => {
    const asked = pages.flatMap((text, index) => (text.startsWith('Question') ? [index] : []));
    assert.ok(asked.length >= 5);
    for (const index of asked) assert.match(pages[index + 1]!, /^Answer/);
  });

  for (const [topic, pattern] of Object.entries(topics)) {
    it(`has a page for: ${topic}`, () => {
      page(pattern);
    });
  }

  it('links the cells that the week promises', async () => {
    const links = await linksOf(deck);
    for (const cell of [
      'C3_W4_Lab_1#worst-of-sixty',
      'C3_W4_Lab_1#three-days',
      'C3_W4_Lab_1#price',
      'C3_W4_Lab_2#fifty-weeks',
      'C3_W4_Lab_2#paired',
      'C3_W4_Lab_3#sides',
      'C3_W4_Lab_3#two-worlds',
    ]) {
      assert.ok(links.has(`mlops-lab:lab/${cell}`), cell);
    }
  });

  it('shows a typical year: its gain and its blessings are those of the many', () => {
    const { typical, sizes, customers, rows } = made.ratchet;
    const many = sizes.find((size) => size.rows === rows)!;
    const gain = typical.claimed.at(-1)! - truth;
    assert.ok(Math.abs(gain - many.gain) < 0.003 && Math.abs(typical.blessed.length - many.blessed) < 1);
    assert.ok(typical.claimed.every((claim, week) => week === 0 || claim >= typical.claimed[week - 1]!));
    const puzzle = page(/Customers saw nothing/);
    assert.match(puzzle, new RegExp(`^The gate blessed ${words[typical.blessed.length + 1]} models`));
    assert.match(
      page(/climbs by itself/),
      new RegExp(`500 ${points(many.gain)} .*15,000 ${points(sizes.at(-1)!.gain)}`),
    );
    assert.match(page(/paired and fresh/), new RegExp(`not worse, same rows ${points(many.gain)}`));
    // Customers see the truth, but for the noise of 2,000 rows a week.
    const seen = customers.reduce((sum, share) => sum + share, 0) / customers.length;
    assert.ok(Math.abs(seen - truth) < (3 * 0.008) / Math.sqrt(customers.length));
  });

  it('has one bank: the share right of the loans is that of the gate', () => {
    assert.ok(Math.abs(made.prices.half.right - truth) < 0.005);
    assert.ok(Math.abs(made.labels.at(-1)!.right - truth) < 0.005);
    assert.equal(made.slices.mix[0]!.whole, truth);
  });

  it('decides between two models by the rows where they differ', () => {
    const { both, old, fresh, neither, rows, lead } = made.comparison;
    assert.equal(both + old + fresh + neither, rows);
    assert.equal(lead, Number(((fresh - old) / Math.sqrt(fresh + old)).toFixed(2)));
    assert.match(
      page(/^Answer: the \d+ rows/),
      new RegExp(`^Answer: the ${old + fresh} rows.*${lead} standard errors`),
    );
    const asked = page(/the intervals overlap/);
    for (const right of [both + old, both + fresh]) assert.ok(asked.includes(`${points(right / rows)}%`));
    assert.ok(
      made.comparison.oldShare + made.comparison.oldHalf > made.comparison.freshShare - made.comparison.freshHalf,
    );
  });

  it('finds by sixty looks the branch that is bad, and by one look nearly always some', () => {
    const { suspects, funnel, worst, mix } = made.slices;
    assert.deepEqual(suspects.found, [funnel.planted]);
    assert.ok(suspects.sixty <= 0.05 && suspects.one > 0.8 && funnel.place > 1);
    assert.match(page(/out of the funnel/), new RegExp(`place ${funnel.place} of the list`));
    assert.equal(funnel.best.share, 1);
    const asked = page(/^Question: the worst of sixty/);
    assert.match(asked, new RegExp(`is at ${Math.round(100 * worst[0]!.median)}%`));
    const [before, after] = mix;
    assert.ok(after!.oldRight > before!.oldRight && after!.newRight > before!.newRight && after!.whole < before!.whole);
    assert.match(
      page(/^Every group rose/),
      new RegExp(`fell by ${Math.round(100 * (before!.whole - after!.whole))} points`),
    );
  });

  it('is cheapest at five sixths once the score is calibrated', () => {
    const { calibratedFair, rawFair, cheapest, sharpest } = made.prices;
    assert.ok(calibratedFair < rawFair && rawFair < sharpest.cost && calibratedFair < cheapest.cost * 1.02);
    assert.match(
      page(/^Answer C/),
      new RegExp(
        `${Math.round(sharpest.cost)}\\. At 5/6: ${rawFair}\\. The cheapest point: ${Math.round(cheapest.cost)}`,
      ),
    );
    assert.match(page(/was paid back in/), new RegExp(`${rawFair} raw, ${calibratedFair} calibrated`));
    assert.equal(made.probes.price.now, made.probes.benchmarks.at(-1)!.cost);
    // Said in the notes: the most accurate threshold costs half as much again as the cheapest.
    assert.ok(Math.abs(sharpest.cost / cheapest.cost - 1.5) < 0.05);
    assert.ok(made.power.equal <= 0.05 && made.power.one > 0.6);
  });

  it('has a gap that changes sides, by more than its error, and two worlds', () => {
    const gap = (threshold: number) => {
      const row = made.sides.find((side) => side.threshold === threshold)!;
      return { value: row.country.approved - row.town.approved, error: row.error };
    };
    assert.ok(gap(0.1).value < -3 * gap(0.1).error && gap(0.5).value > 3 * gap(0.5).error);
    assert.match(page(/^Answer D/), new RegExp(`gap is −${points(-gap(0.1).value)}.*\\+${points(gap(0.5).value)}`));
    const { noise, cue } = made.worlds;
    assert.ok(Math.abs(noise.all - noise.even) < 0.01 && cue.even < cue.all / 2);
    assert.match(page(/World 1/), new RegExp(`${points(noise.all)} .*${points(cue.all)} .*${points(cue.even)}`));
  });

  it('is fooled by a form, and is not once mended', () => {
    const { sensitivity, price, residuals, mendedResiduals } = made.probes;
    const paper = sensitivity.at(-1)!.flipped;
    assert.ok(paper > sensitivity.slice(0, -1).reduce((sum, { flipped }) => sum + flipped, 0));
    assert.ok(price.gamed > price.now && price.mended < price.gamed);
    assert.match(page(/costs a stamp/), new RegExp(`from ${price.now} to ${price.gamed} .*${points(paper)}%`));
    const largest = (rows: typeof residuals) => Math.max(...rows.map((row) => Math.abs(row.mean)));
    assert.ok(largest(mendedResiduals) < largest(residuals) / 3);
    assert.ok(made.labels.slice(0, 11).every(({ paid }) => paid === 0));
  });
});
