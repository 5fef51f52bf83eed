import assert from 'node:assert/strict';
import { shapley } from '../../../../course/C3/W5/figures/model/bank.ts';
import { forest, permutation } from '../../../../course/C3/W5/figures/model/forest.ts';
import { model } from '../../../../course/C3/W5/figures/model.ts';
import { assertDraws, countFigures, type DeckFile, linksOf, openDeck, textsOf, typesetDecks } from './deckFile.ts';

type Model = ReturnType<typeof model>;

const topics: Readonly<Record<string, RegExp>> = {
  'responsible AI and who asks': /the person .*the engineer .*the expert .*the regulator .*responsible AI/,
  'one map of the methods':
    /linear model, tree, lattice .*partial dependence, permutation importance .*LIME, Kernel SHAP/,
  TCAV: /TCAV; impurity of a forest/,
  'linear models and trees': /standardized coefficient. A tree is read by its questions/,
  lattices: /monotone constraint, isotonic regression, lattice/,
  'partial dependence and its impossible rows': /PDP, ICE, extrapolation/,
  'permutation of groups': /permutation importance/,
  'train against test': /impurity importance, mean decrease in impurity; held-out rows/,
  Shapley: /Shapley value/,
  'SHAP explainers': /any model: Kernel, Permutation .*trees: Tree .*nets: Deep, Gradient/,
  'force and summary plots': /force plot, summary plot/,
  LIME: /LIME, kernel width, local surrogate/,
  'integrated gradients and XRAI': /integrated gradients, baseline, XRAI/,
  'the sanity check': /saliency map, model randomization test/,
  'it happened': /what the model sees: asthma lowers the risk/,
  'not solved': /^Not solved/,
};

const percent = (share: number) => `${Math.round(100 * share)}%`;
const two = (share: number) => share.toFixed(2);
const signed = (value: number) => `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`;

describe('the deck of course 3, week 5', () => {
  let deck: DeckFile;
  let pages: string[];
  let made: Model;
  const page = (pattern: RegExp) => pages.find((text) => pattern.test(text)) ?? assert.fail(`no page says ${pattern}`);

  before(async function () {
    // A simulation of seconds, beside whatever else the machine does.
    this.timeout(300_000);
    await typesetDecks();
    deck = await openDeck('C3/W5');
    pages = await textsOf(deck);
    made = model();
  });
  after(() => deck?.document.loadingTask.destroy());

  it('reads the numbers that its model makes', () => {
    assertDraws('C3/W5', made);
  });

  it('has 24 to 36 pages in at most 300 kB, a figure on two pages of three, and notes of 80 to 120 words', async () => {
    const count = deck.document.numPages;
    assert.ok(count >= 24 && count <= 36 && deck.bytes <= 300_000, `${count} pages, ${deck.bytes} bytes`);
    assert.ok((await countFigures(deck)) >= (count * 2) / 3);
    for (const [number, note] of Object.entries(deck.notes.pages)) {
      const length = note.split(/\s+/).length;
      assert.ok(length >= 80 && length <= 120, `page ${number}: ${length} words`);
      assert.match(note, /In\s+a\s+room:/, `page ${number}`);
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
    const first = ['exact', 'two-crowds', 'copies'].map((cell) => `C3_W5_Lab_1#${cell}`);
    const second = ['none-of-them', 'groups', 'id-column', 'refit'].map((cell) => `C3_W5_Lab_2#${cell}`);
    for (const cell of [...first, ...second]) assert.ok(links.has(`mlops-lab:lab/${cell}`), cell);
  });

  it('computes exact parts: they add up, equals get the same, and what does nothing gets nothing', () => {
    const rows = [
      [0, 0, 0],
      [2, 2, 7],
      [1, 5, 3],
    ];
    const product = ([a, b]: readonly number[]) => a! * b!;
    const [one, other, idle] = shapley(product, [3, 3, 9], rows.slice(0, 2));
    const base = (product(rows[0]!) + product(rows[1]!)) / 2;
    assert.ok(Math.abs(one! + other! + base - 9) < 1e-12 && Math.abs(one! - other!) < 1e-12 && idle === 0);
    // The game of the page: income 4, plan 0, both 12.
    const game = ([income, plan]: readonly number[]) => 4 * income! + 8 * income! * plan!;
    assert.deepEqual(shapley(game, [1, 1], [[0, 0]]), [8, 4]);
    assert.match(page(/^Answer C: the mean over all orders/), /income 4 plan 8 .*income 12 plan 0 .*income 8 plan 4/);
  });

  it('has two explanations, exact both, that differ in the signs of three columns', () => {
    const { all, apprentices, score, columns } = made.crowds;
    for (const crowd of [all, apprentices]) assert.ok(Math.abs(crowd.sum) < 1e-9 && crowd.linear < 1e-9);
    const flipped = columns.filter((_, c) => Math.sign(all.phi[c]!) !== Math.sign(apprentices.phi[c]!));
    assert.deepEqual(flipped, ['age', 'experience', 'income']);
    const puzzle = page(/^Refused, for two opposite/);
    for (const value of [...all.phi, ...apprentices.phi, score])
      assert.ok(puzzle.includes(signed(value)), signed(value));
    // The page before the answer does not name the crowds.
    assert.doesNotMatch(puzzle, /apprentice/);
    const [more, fewer] = [all, apprentices].map(({ means }) => Math.round(means[1]!));
    assert.match(page(/^Solved/), new RegExp(`customers have ${more} years, apprentices ${fewer}, this person 5`));
  });

  it('compares what a column moves, not its weight', () => {
    const { weights, spreads } = made.crowds;
    const moves = spreads.map((spread, c) => Math.abs(weights[c + 1]!) * spread);
    assert.equal(Math.max(...moves), moves[1]);
    const sizes = weights.slice(1).map(Math.abs);
    assert.equal(sizes.toSorted((a, b) => b - a).indexOf(sizes[1]!), 3);
    assert.match(page(/^Answer B: a weight/), new RegExp(`experience: ${moves[1]!.toFixed(1)} points`));
  });

  it('pools what rises by chance', () => {
    const { monotone } = made;
    assert.ok(monotone[5]!.share > monotone[4]!.share && monotone[5]!.truth < monotone[4]!.truth);
    for (const [late, row] of monotone.entries()) if (late > 0) assert.ok(row.pooled <= monotone[late - 1]!.pooled);
    assert.match(page(/late bills must not help/), new RegExp(`pooled: ${percent(monotone[5]!.pooled)} for both`));
  });

  it('has no column that matters alone, and four that do together', () => {
    const { single, together, right } = made.groups;
    assert.ok(Math.max(...single) < 0.02 && together > 0.3 && right > 0.85);
    assert.match(page(/^Question: \d+% right/), new RegExp(`^Question: ${percent(right)} right`));
    assert.match(page(/^Answer C: four stand-ins/), new RegExp(`${(100 * together).toFixed(1)} points together`));
    // A column that no tree reads costs exactly nothing.
    const rows = Array.from({ length: 40 }, (_, i) => [i, 0]);
    const y = rows.map((_, i) => (i < 20 ? 0 : 1));
    const { predict } = forest(rows, y, { trees: 1, depth: 3, tried: 2, leaf: 1 }, 1);
    assert.equal(permutation(predict, rows, y, [1], 5, 2).mean, 0);
    assert.ok(permutation(predict, rows, y, [0], 5, 2).mean > 0.2);
  });

  it('is fooled by an id on training rows and not on new ones; by coins with one tree and not with a hundred', () => {
    const { impurity, train, test, right } = made.id;
    assert.ok(impurity[0]! > 0.8 && train[0]! > train[1]! && Math.abs(test[0]!) < 0.03 && test[1]! > 0.05);
    assert.ok(right.train > 0.95 && right.test < 0.65);
    assert.match(page(/^An id looks important/), new RegExp(`${two(impurity[0]!)} the id ${two(impurity[1]!)}`));
    const [one, , hundred] = made.coins;
    assert.ok(one!.largest > 0.2 && hundred!.largest < 0.01 && hundred!.right === 1);
  });

  it('asks a plot of impossible people, and counts a difference in rows', () => {
    const [young, , middle, , old] = made.impossible;
    assert.match(
      page(/people who cannot be/),
      new RegExp(`25: ${percent(young!.share)} age 45: ${percent(middle!.share)} age 65: ${percent(old!.share)}`),
    );
    const { rows, all, three, allOnly, threeOnly, error } = made.refit;
    assert.equal(three - all, threeOnly - allOnly);
    assert.ok(three - all < 2 * error);
    assert.match(page(/^Three columns are not better/), new RegExp(`${all} of ${rows} .*${three} of ${rows}`));
    // Said in the notes: one case of eight.
    assert.equal(0.5 ** (allOnly + threeOnly), 1 / 8);
  });

  it('loses its first place to its own copies, and comes near by drawn orders', () => {
    const { before, after, rank, together } = made.copies;
    assert.ok(before.shares[0]! > before.shares[1]! && after.shares[0]! < before.shares[0]! / 3);
    assert.ok(together > before.shares[0]! && Math.abs(before.right - after.right) < 0.02);
    assert.match(page(/^Copy the best column/), new RegExp(`to place ${rank} .*${percent(together)}`));
    const { errors, five, thirty, span } = made.cost;
    assert.ok(errors[0]!.error > 5 * errors[2]!.error && errors[0]!.error < span);
    assert.deepEqual([five, thirty], [32, 1_073_741_824]);
  });

  it('is fooled by a window, by a picture without a model, by a baseline, and by a plan', () => {
    const [near, wide] = made.lime.widths;
    assert.ok(near!.slope > 0.2 && wide!.slope < -0.1);
    const { right, untrained, alike, empty, gaps } = made.maps;
    assert.ok(right > 0.95 && untrained < 0.2 && alike.times > 0.5 && Math.abs(alike.slope) < 0.1);
    assert.match(
      page(/^Answer: map 2/),
      new RegExp(`agree by ${two(alike.times)}\\. .*bare slopes: −${two(-alike.slope)}`),
    );
    assert.ok(empty.blank === 0 && empty.full > 0.9 && gaps.every((gap) => Math.abs(gap) < 0.01));
    const { before, after } = made.plan;
    assert.ok(after.approved > before.approved + 0.3 && after.paid < before.paid - 0.1);
    const opened = page(/^Everybody opens a plan/);
    for (const share of [before.approved, after.approved, before.paid, after.paid])
      assert.ok(opened.includes(`${(100 * share).toFixed(1)}%`), String(share));
  });
});
