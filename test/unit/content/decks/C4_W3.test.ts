import assert from 'node:assert/strict';
import { interval, passes } from '../../../../course/C4/W3/figures/gate.ts';
import { model } from '../../../../course/C4/W3/figures/model.ts';
import { assertDraws, countFigures, type DeckFile, linksOf, openDeck, textsOf, typesetDecks } from './deckFile.ts';

/** Topics of the week, each by words of a page that is about it. */
const topics: Readonly<Record<string, RegExp>> = {
  'experiment tracking': /The log holds the settings, and not the seed. Experiment tracking/,
  'notebooks to code': /A notebook remembers what nobody can see/,
  'maturity levels': /MLOps levels 0 to 2/,
  'registries and versioning':
    /A registry keeps versions.*labels: may move numbers: given once content: is what it is/i,
  'versioning policies': /Three versions lie in the folder; a list says which are served/,
  'TFX, KFP and their state': /TFX spec, executor, driver.*Kubeflow Pipelines.*MLflow.*GitHub Actions/,
  'custom components': /A custom component before all others/,
  'compiling a graph': /Three faults are refused before anything runs/,
  'a split that leaks': /Grouped split, data leakage/,
  'a guard of a component': /Guard: shares in and out/,
  'unit tests of data, structure, behavior': /Accuracy is one test of four/,
  'continuous integration': /Continuous integration starts on a push/,
  'progressive delivery': /Progressive delivery/,
  'shadow, blue and green, canary, A/B, bandits': /shadow.*blue, green.*canary.*A\/B test.*bandit/,
  'power of a canary': /The rarer the error, the larger the canary. Power/,
  peeking: /Peeking, sequential test/,
  'an incident': /It happened:/,
  'what it does not solve': /What gates and canaries do not solve/,
};

const percent = (share: number, decimals = 0) => `${(100 * share).toFixed(decimals)}%`;
const thousands = (value: number) => value.toLocaleString('en-US');

describe('the deck of course 4, week 3', function () {
  this.timeout(180_000);
  let deck: DeckFile;
  let pages: string[];
  let numbers: ReturnType<typeof model>;

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C4/W3');
    pages = await textsOf(deck);
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
    assertDraws('C4/W3', numbers);
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
    const cells = ['1#compile', '1#new-shape', '2#typed', '2#species', '3#six-addresses', '3#hundred', '3#watch'];
    for (const cell of [...cells, '4#forty-one', '4#two-tests']) {
      assert.ok(targets.has(`mlops-lab:lab/C4_W3_Lab_${cell}`), cell);
    }
  });

  it('solves the puzzle on the page that its third note names', () => {
    const solved = pages.findIndex((text) => text.startsWith('A small gate picks'));
    assert.ok(deck.notes.pages[3]!.includes(`until page ${solved + 1}`));
    const { passed, below, refused } = numbers.releases;
    const { rows, least } = numbers.gate;
    assert.equal(passed.length, 12);
    assert.ok(passed.every(({ test }) => test / rows > least));
    assert.equal(below, passed.filter(({ shops }) => shops < least).length);
    assert.ok(pages[2]!.startsWith('Twelve green badges: why do nine fall short?') && below === 9);
    assert.ok(deck.notes.pages[3]!.includes(`at ${percent(Math.min(...passed.map(({ shops }) => shops)))}`));
    assert.ok(deck.notes.pages[solved + 1]!.includes(`${refused + 12} were tried, ${refused} got red`));
    assert.ok(pages[solved]!.includes(`such a model passes in ${percent(numbers.chances[1]!.few)}`));
    assert.ok(!/luck|chance|interval/i.test(pages[2]!), 'the puzzle gives itself away');
    // As many pass as the chances say, within what chance allows: about 40 of 100.
    const share = 12 / (12 + refused);
    assert.ok(share > 0.25 && share < 0.6, String(share));
  });

  it('has chances that agree with counting, and with known cases', () => {
    assert.ok(Math.abs(passes(0.5, 3, 0.5) - 0.5) < 1e-9);
    assert.ok(Math.abs(passes(0.9, 10, 0.85) - (0.9 ** 10 + 10 * 0.1 * 0.9 ** 9)) < 1e-9);
    const { low, high } = interval(41, 45);
    assert.deepEqual([low, high], [0.793, 0.965]);
    const page = pageWith(/^A gate of 45 rows/);
    for (const { share, few } of numbers.chances) {
      assert.ok(page.includes(`true ${percent(share)} : passes in ${percent(few)}`), percent(few));
    }
    assert.deepEqual(
      numbers.chances.map(({ few }) => percent(few)),
      ['17%', '36%', '53%', '71%'],
    );
    assert.ok(page.startsWith('A gate of 45 rows passes an 88% model in 36% of cases'));
    assert.ok(page.includes(`an honest 92% model in ${percent(1 - numbers.chances[3]!.few)}`));
    const tries = numbers.retries.map(({ passes: share }) => share);
    tries.forEach((share, i) => {
      assert.ok(Math.abs(share - (1 - (1 - tries[0]!) ** (i + 1))) < 0.011);
    });
    assert.ok(page.includes(tries.map((share) => percent(share)).join(', ')));
  });

  it('puts an interval on 41 of 45, and says how many an honest gate wants', () => {
    const page = pageWith(/^Answer: anywhere from/);
    const { few, many } = numbers.interval;
    assert.ok(page.includes(`from ${(100 * few.low).toFixed(0)} to ${percent(few.high)}`));
    assert.ok(page.includes(`${(100 * many.low).toFixed(0)} to ${percent(many.high)}`));
    for (const [count, n] of [
      [numbers.sure.few, 45],
      [numbers.sure.many, 1000],
    ] as const) {
      assert.ok(interval(count, n).low > 0.9 && interval(count - 1, n).low <= 0.9, String(n));
    }
    assert.match(pageWith(/^What to keep 1 41 of 45/), /an interval from 79 to 97%/);
  });

  it('sees on pairs what separate trays hide', () => {
    const { paired, apart } = numbers.power;
    const { old, fresh, both, rows } = numbers.pair;
    const page = pageWith(/^On the same trays/);
    assert.ok(page.includes(percent(paired)) && page.includes(percent(apart)));
    assert.ok(page.includes(`${both * rows} both right`) && page.includes(`${old * rows} old alone`));
    assert.ok(page.includes(`old ${percent(old + both)}`) && page.includes(`new ${percent(fresh + both)}`));
    // The chance to see it by the normal distribution agrees with both.
    const seen = (z: number) => 1 - cdf(1.96 - z);
    const forPairs = ((old - fresh) * Math.sqrt(rows)) / Math.sqrt(old + fresh);
    assert.ok(Math.abs(paired - seen(forPairs)) < 0.03, String(seen(forPairs)));
    const [p, q] = [old + both, fresh + both];
    const forBoth = (p - q) / Math.sqrt((p * (1 - p) + q * (1 - q)) / rows);
    assert.ok(Math.abs(apart - seen(forBoth)) < 0.03, String(seen(forBoth)));
  });

  it('has runs that differ by their seed, as far as the page says', () => {
    const [low, high] = [Math.min(...numbers.reruns), Math.max(...numbers.reruns)];
    assert.match(pageWith(/^Twelve runs/), /ten points apart/);
    assert.equal(Math.round(100 * (high - low)), 10);
    assert.ok(deck.notes.pages[6]!.includes(`from ${percent(low)} to ${percent(high)}`));
    assert.equal(new Set(numbers.reruns).size > 5, true);
  });

  it('finds the error of a new shop, and penguins of one species gone', () => {
    const { random, newShop, byShop, spread } = numbers.split;
    assert.ok(newShop > 4 * random && newShop < spread && byShop.length === 12);
    const root = Math.sqrt(byShop.reduce((sum, v) => sum + v ** 2, 0) / byShop.length);
    assert.ok(Math.abs(root - newShop) < 0.01);
    const page = pageWith(/sisters in training/);
    assert.ok(page.includes(random.toFixed(2)) && page.includes(newShop.toFixed(2)));
    const [adelie, chinstrap, gentoo] = numbers.penguins.counts;
    const gone = ({ before, after }: { before: number; after: number }) => before - after;
    assert.equal(gone(adelie!) + gone(chinstrap!) + gone(gentoo!), numbers.penguins.removed);
    assert.ok(gone(adelie!) > 0.4 * adelie!.before && gone(chinstrap!) + gone(gentoo!) <= 2);
    assert.ok(numbers.penguins.right.filtered > numbers.gate.least, 'accuracy does not tell');
    const answer = pageWith(/^Answer: half of one species/);
    for (const { before, after } of numbers.penguins.counts) assert.ok(answer.includes(`${after} of ${before}`));
  });

  it('sizes a canary by the arithmetic that its page names', () => {
    const page = pageWith(/of such canaries are silent/);
    assert.deepEqual(
      numbers.sizes.map(({ trays }) => trays),
      [129, 2165, 16_079],
    );
    for (const { from, to, trays, days } of numbers.sizes) {
      const others = (1 - numbers.traffic.share) / numbers.traffic.share;
      const error = Math.sqrt((to * (1 - to)) / trays + (from * (1 - from)) / (others * trays));
      assert.ok(Math.abs((to - from) / error - (1.96 + 0.8416)) < 0.02, `${from} to ${to}`);
      assert.ok(page.includes(thousands(trays)));
      assert.ok(Math.abs(days - trays / (numbers.traffic.share * numbers.traffic.trays)) < 0.06);
    }
    const [hundred, thousand] = numbers.silent;
    assert.ok(Math.abs(hundred!.share - 0.998 ** 100) < 1e-3 && Math.abs(thousand!.share - 0.998 ** 1000) < 1e-3);
    assert.ok(page.startsWith(`Answer: ${percent(hundred!.share)} of such canaries`));
  });

  it('calls equal versions more often the more often one looks, and not with the wider limit', () => {
    const { any, last, limit, seen, paths } = numbers.looking;
    assert.ok(any > 0.18 && any < 0.25 && Math.abs(last - 0.05) < 0.006);
    assert.ok(limit > 2.4 && limit < 2.8 && seen < 0.8 && seen > 0.55);
    const page = pageWith(/^Who looks every day/);
    assert.ok(page.startsWith(`Who looks every day sends back ${percent(any)}`));
    assert.ok(page.includes(`limit ${limit.toFixed(2)}`) && page.includes(`seen in ${percent(seen)}`));
    const crossed = paths.filter((path) => path.some((z) => Math.abs(z) > 1.96)).length;
    assert.ok(deck.notes.pages[29]!.includes(`${crossed} of fourteen crossed`));
  });

  it('gives the worse version fewer trays by a bandit, and knows it less well', () => {
    const { halves, bandit } = numbers.bandit;
    assert.equal(halves.worse, 7000);
    assert.ok(bandit.worse < 2000 && bandit.half > 2 * halves.half);
    const page = pageWith(/^Five ways to release/);
    assert.ok(page.includes(`${thousands(bandit.worse)} of ${thousands(14_000)}`));
    assert.ok(page.includes(`± ${bandit.half.toFixed(1)} points, not ± ${halves.half.toFixed(1)}`));
  });
});

/** The normal distribution, by Abramowitz and Stegun's formula 26.2.17; exact to 1e-7. */
function cdf(x: number): number {
  if (x < 0) return 1 - cdf(-x);
  const t = 1 / (1 + 0.2316419 * x);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
