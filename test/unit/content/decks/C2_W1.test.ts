import assert from 'node:assert/strict';
import { model } from '../../../../course/C2/W1/figures/model.ts';
import { assertDraws, countFigures, type DeckFile, linksOf, openDeck, textsOf, typesetDecks } from './deckFile.ts';

type Model = ReturnType<typeof model>;

const topics: Readonly<Record<string, RegExp>> = {
  'data in production': /Production gets one a week/,
  'sourcing and consent': /Consent to be treated is not consent to be trained on/,
  'personal data and anonymizing': /pseudonymous .*anonymous/,
  'labels by process feedback, people and rules, by cost, speed and bias':
    /process feedback .*human raters .*weak labels/,
  'bias of process feedback': /border patients get well/,
  'rater diversity, responsible collection': /rater diversity, responsible collection/,
  'fair pay': /Fair pay is a figure/,
  'the loop of TFDV': /generate_statistics .*infer_schema .*validate_statistics/,
  'what an inferred schema does not know': /Inference writes no ranges/,
  'data or schema': /Mend the data .*Mend the schema/,
  environments: /excluded in SERVING/,
  slices: /mean age: a clean week, and this week/i,
  'skew against drift': /schema skew .*feature skew .*distribution skew .*drift/,
  'two distances': /L-infinity .*Jensen-Shannon divergence/,
  'rows for an alarm': /chance passes \.03/,
  'it happened': /15,841 cases/,
  'not solved': /Not solved/,
};

describe('the deck of course 2, week 1', () => {
  let deck: DeckFile;
  let pages: string[];
  let made: Model;
  const page = (words: RegExp) => pages.find((text) => words.test(text)) ?? assert.fail(`no page says ${words}`);

  before(async function () {
    // A simulation of seconds, beside whatever else the machine does.
    this.timeout(60_000);
    await typesetDecks();
    deck = await openDeck('C2/W1');
    pages = await textsOf(deck);
    made = model();
  });
  after(() => deck?.document.loadingTask.destroy());

  it('reads the numbers that its model makes', () => {
    assertDraws('C2/W1', made);
  });

  it('has 24 to 36 pages in at most 300 kB, a figure on two pages of three, and notes of 80 to 120 words', async () => {
    const count = deck.document.numPages;
    assert.ok(count >= 24 && count <= 36 && deck.bytes <= 300_000, `${count} pages, ${deck.bytes} bytes`);
    assert.ok((await countFigures(deck)) >= (count * 2) / 3);
    for (const [number, note] of Object.entries(deck.notes.pages)) {
      const words = note.split(/\s+/).length;
      assert.ok(words >= 80 && words <= 120, `page ${number}: ${words} words`);
      assert.match(note, /In a room:/, `page ${number}`);
    }
  });

  it('has five questions, each answered on the page after it', () => {
    const asked = pages.flatMap((text, index) => (text.startsWith('Question') ? [index] : []));
    assert.ok(asked.length >= 5);
    for (const index of asked) assert.match(pages[index + 1]!, /^Answer/);
  });

  for (const [topic, words] of Object.entries(topics)) {
    it(`has a page for: ${topic}`, () => {
      page(words);
    });
  }

  it('links the cells that the week promises', async () => {
    const links = await linksOf(deck);
    for (const cell of ['C2_W1_Lab_1#tick-the-faults', 'C2_W1_Lab_1#repair']) {
      assert.ok(links.has(`mlops-lab:lab/${cell}`), cell);
    }
    for (const cell of ['null-distribution', 'reversed']) {
      assert.ok(links.has(`mlops-lab:lab/C2_W1_Assignment#${cell}`), cell);
    }
  });

  it('counts in the puzzle the alarms that chance explains', () => {
    const counted = made.weeks.small.filter((value) => value > 0.03 + 1e-9).length;
    assert.match(page(/silence when it mattered/), new RegExp(`^${counted} alarms for nothing`));
    const atMill = made.null.find(({ rows }) => rows === made.sizes.small)!;
    assert.match(page(/chance passes/), new RegExp(`${Math.round(atMill.share * 100)}% above \\.03`));
    // A hundred weeks are a sample: within two standard deviations of what the page on chance says.
    const spread = 2 * Math.sqrt(100 * atMill.share * (1 - atMill.share));
    assert.ok(Math.abs(counted - 100 * atMill.share) <= spread, `${counted} and ${100 * atMill.share}`);
    // The rule that keeps .03 has the same share, 52 times a year.
    assert.ok(Math.abs(made.rules.usual.mean / 52 - atMill.share) <= 3 * atMill.error);
  });

  it('rings at Harbor for B alone at .03, and for B and C at its own limit', () => {
    const { large } = made.weeks;
    const above = (limit: number) => large.flatMap((value, index) => (value > limit + 1e-9 ? [index + 1] : []));
    assert.deepEqual(above(made.threshold), [made.events.shift]);
    const own = made.power.find(({ rows, measure }) => rows === made.sizes.large && measure === 'lInfinity')!.limit;
    for (const event of [made.events.shift, made.events.growth]) assert.ok(above(own).includes(event));
    // The limit of the power is that of the null distribution, drawn again: within a tenth.
    const again = made.null.find(({ rows }) => rows === made.sizes.large)!.yearly;
    assert.ok(Math.abs(own / again - 1) < 0.1, `${own} and ${again}`);
    assert.match(page(/^Solved/), new RegExp(`Harbor ${own.toFixed(3)}`.replace('.', '\\.')));
  });

  it('ranks B and C in opposite order by its two distances, as its shares imply', () => {
    const { payers, shifted, grown } = made;
    const infinity = (after: number[]) => Math.max(...after.map((share, index) => Math.abs(share - payers[index]!)));
    const shannon = (after: number[]) =>
      after.reduce((sum, share, index) => {
        const before = payers[index]!;
        const middle = (share + before) / 2;
        return sum + (share * Math.log2(share / middle) + before * Math.log2(before / middle)) / 2;
      }, 0);
    const text = page(/in opposite order/);
    const shown = [infinity(shifted), infinity(grown)].map((value) => value.toFixed(3));
    const bits = [shannon(shifted), shannon(grown)].map((value) => value.toFixed(4));
    assert.ok(shown[0]! > shown[1]! && bits[0]! < bits[1]!);
    for (const number of [...shown, ...bits]) assert.ok(text.includes(number), number);
  });

  it('finds four of eight faults by inference, three more by ranges, and the last by slices', () => {
    const inferred = made.planted.filter((fault) => fault.inferred.length > 0).length;
    const left = made.planted.filter((fault) => fault.curated.length === 0);
    assert.match(page(/Inference writes no ranges/), new RegExp(`^Answer: ${inferred} of ${made.planted.length}`));
    assert.deepEqual([inferred, left.map(({ fault }) => fault)], [4, ['Lake swaps age and tests']]);
    const { rows, clinics } = made.slices;
    assert.equal(
      clinics.reduce((sum, clinic) => sum + clinic.rows, 0),
      rows,
    );
    const weighted = clinics.reduce((sum, { rows: count, after }) => sum + count * after, 0) / rows;
    assert.ok(Math.abs(weighted - made.slices.all.after) < 0.1);
    assert.match(page(/mean age: a clean week/i), new RegExp(`20,665 .*${made.slices.all.after}`));
  });

  it('has the label errors of waiting on both of its pages', () => {
    const text = page(/border patients get well/);
    const [truth, told] = /In truth (\d+)% come back; the file says (\d+)%/.exec(text)!.slice(1).map(Number);
    const groups = [...text.matchAll(/(\d+)% of patients .*?([\d.]+)% seen to/g)].map(([, share, seen]) => [
      Number(share) / 100,
      Number(seen),
    ]);
    assert.equal(groups.length, 2);
    assert.ok(Math.abs(groups.reduce((sum, [share, seen]) => sum + share! * seen!, 0) - told!) < 0.05);
    assert.match(page(/Every way to a label/), new RegExp(` ${(truth! - told!).toFixed(1)}%`));
  });
});
