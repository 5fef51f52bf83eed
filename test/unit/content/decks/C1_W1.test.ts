import assert from 'node:assert/strict';
import { falseAlarms, normals } from '../../../../course/C1/W1/figures/chance.ts';
import * as bakery from '../../../../course/C1/W1/figures/model.ts';
import {
  assertDraws,
  countFigures,
  type DeckFile,
  nodesOf,
  openDeck,
  pagesOf,
  runsOf,
  typesetDecks,
} from './deckFile.ts';

/** Seed keys and topics that the deck must treat, each with words of the page that does. */
const topics: Record<string, RegExp> = {
  'L1 lifecycle components': /Scoping.*Data.*Modeling.*Deployment/,
  'L2 concept drift, defined and named': /moved: \d+% of the rye rolls have another name\. concept drift/,
  'L3 shadow, canary, blue-green': /Shadow.*Canary.*Blue-green/,
  'L3 degrees of automation': /by hand.*shadow.*suggestion.*by confidence.*alone/,
  'L4 modeling cycle against deployment cycle': /modeling hours to days.*deployment weeks.*HELD FIXED/,
  'L5 metrics by kind, and how to find them': /WHAT COULD GO WRONG\?.*input.*output.*software/,
  'data drift, named': /data drift, covariate shift/,
  'code is a small part': /model code is a small part/,
  'gap of the proof of concept': /proof of concept/,
  'map of the course': /Course 1, week 3.*Course 2.*Course 3.*this week; Course 4/,
  'sub-steps of the loop': /define, collect, label, organize/,
  'speech case': /“two rye, please”.*Speech/,
  'real time or batch, edge or cloud': /real time.*batch|edge.*cloud/,
  'latency, p95': /latency, p95/,
  'logs and privacy': /LOG.*PRIVATE/,
  'three cases of deployment': /New task:.*Assist a person:.*Replace:/,
  'router with blue and green': /router.*blue: stands by.*green: all/,
  'monitoring of chained modules': /CACE.*A dial after each module/,
  'sudden, gradual, recurring': /sudden.*gradual.*recurring/,
  'retraining by hand or automatic': /begun by hand: a nightly retraining/,
  'refusals by name': /422.*413.*415.*400.*429.*503.*timeout/,
  'an audit of what nobody corrected': /sampled audit/,
  'what people manage': /WRONG PEOPLE/,
  'what it does not solve': /What this does not solve/,
  'words of the trade': /the trade’s words/,
};

describe('the deck of course 1, week 1', () => {
  let deck: DeckFile;
  let texts: string[];
  const numbers = bakery.model();

  before(async function () {
    // The first test file typesets all decks.
    this.timeout(120_000);
    await typesetDecks();
    deck = await openDeck('C1/W1');
    texts = await Promise.all(
      pagesOf(deck).map(async (page) => {
        const runs = await runsOf(deck.document, page);
        return runs
          .map(({ str }) => str)
          .join(' ')
          .normalize('NFKC')
          .replace(/\s+/g, ' ')
          .replace(/ ([.,;:])/g, '$1');
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

  it('shows the numbers that its model computes', () => {
    assertDraws('C1/W1', numbers);
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

  it('opens each of its five sections over the puzzle, with a guess', async () => {
    const outline = await deck.document.getOutline();
    assert.deepEqual(
      outline.slice(1).map(({ title }) => title),
      ['A model is not a till', 'What the till promises', 'What moved', 'Letting it out', 'Watching it'],
    );
    const agenda = await (await deck.document.getPage(4)).getAnnotations();
    const sections = agenda.filter(({ dest }) => dest);
    assert.equal(sections.length, 5);
    for (const { dest } of sections) {
      const target = typeof dest === 'string' ? await deck.document.getDestination(dest) : dest;
      const number = (await deck.document.getPageIndex(target[0])) + 1;
      assert.match(texts[number - 1]!, /week after the release.*1 .*2 .*3 /);
      assert.equal((await nodesOf(deck.document, number, 'Figure')).length, 1);
    }
  });

  it('points to the pages that it means', () => {
    const pointed: [number, RegExp][] = [
      [7, /97 becomes 93/],
      [29, /Each fall has its dial/],
      [32, /The three falls, solved/],
    ];
    const notes = Object.values(deck.notes.pages).join(' ');
    for (const [number, words] of pointed) {
      assert.match(notes, new RegExp(`\\bpage ${number}\\b`, 'i'));
      assert.match(texts[number - 1]!, words);
    }
    const all = [...notes.matchAll(/\bpage (\d+)/gi)].map(([, number]) => Number(number));
    const known = new Set([3, ...pointed.map(([number]) => number)]);
    assert.deepEqual(
      all.filter((number) => !known.has(number)),
      [],
    );
  });

  it('links the cells of both labs and of the canary, and at least ten sources', async () => {
    const links = (
      await Promise.all(pagesOf(deck).map(async (n) => (await deck.document.getPage(n)).getAnnotations()))
    ).flat();
    for (const cell of [
      'C1_W1_Lab_1#threshold',
      'C1_W1_Lab_1#statuses',
      'C1_W1_Lab_1#break-it',
      'C1_W1_Lab_2#retries',
      'C4_W3_Lab_3#watch',
      'C4_W4_Lab_1#bands',
    ]) {
      assert.ok(
        links.some(({ unsafeUrl }) => unsafeUrl === `mlops-lab:lab/${cell}`),
        cell,
      );
    }
    assert.ok(new Set(links.flatMap(({ url }) => url ?? [])).size >= 10);
  });

  describe('tells one share of bills right', () => {
    const shop = () => numbersIn(page(/97 becomes 93/), /0\.50 × 0\.98 \+ 0\.50 × 0\.88 = (0\.\d+)/)[0]!;

    it('by its mix of trays, in the test and in the shop', () => {
      const text = page(/97 becomes 93/);
      const [test] = numbersIn(text, /0\.90 × 0\.98 \+ 0\.10 × 0\.88 = (0\.\d+)/);
      assert.equal(test, Number((0.9 * 0.98 + 0.1 * 0.88).toFixed(2)));
      assert.equal(shop(), Number((0.5 * 0.98 + 0.5 * 0.88).toFixed(2)));
      assert.match(text, new RegExp(`${percent(test!)}%.*${percent(shop())}%`));
    });

    it('by its curve, which ends the first section’s weeks where the mix says', () => {
      const [begin] = numbersIn(page(/It fell three times/), /Why does it begin at (\d+)%/);
      assert.equal(begin, percent(shop()));
    });

    it('by errors for each kind, that sum to the rest, and by what people would gain', () => {
      const text = page(/Mend what is frequent/);
      const rows = [...text.matchAll(/(\d+)% ([\d.]+)% ([\d.]+)% (\d+) of (\d+)/g)].map((row) =>
        row.slice(1).map(Number),
      );
      assert.equal(rows.length, 4);
      for (const [share, wrong, people, gain, lost] of rows as [number, number, number, number, number][]) {
        assert.ok(Math.abs((share * wrong) / 10 - lost) < 1e-9);
        assert.ok(Math.abs((share * (wrong - people)) / 10 - gain) < 1e-9);
      }
      const [lost, gain] = numbersIn(text, /Together (\d+) of 1,000.*People would get (\d+)/);
      assert.equal(
        lost,
        rows.reduce((sum, row) => sum + row[4]!, 0),
      );
      assert.equal(
        gain,
        rows.reduce((sum, row) => sum + row[3]!, 0),
      );
      assert.equal(lost, Math.round(1000 * (1 - shop())));
    });

    it('by the threshold of the till and its chain', () => {
      const text = page(/between missing and inventing/);
      const [found, named, priced, all] = numbersIn(
        text,
        /Found ([\d.]+)% × named ([\d.]+)% × priced ([\d.]+)% = ([\d.]+)%/,
      );
      assert.ok(Math.abs((found! * named! * priced!) / 1e4 - all!) < 0.06);
      assert.equal(Math.round(all!), percent(shop()));
      const at = bakery.atThreshold(0.55);
      assert.equal(found, percent(at.right, 1));
      assert.match(text, new RegExp(`0.55 ${(100 * at.missed).toFixed(1)} ${(100 * at.ghosts).toFixed(1)} ${found}%`));
      const chain = page(/A better part can make a worse whole/);
      assert.match(
        chain,
        new RegExp(`find ${found}% name ${named}% price ${priced!.toFixed(1)}%.*${all!.toFixed(1)}%`),
      );
      const [find, name, price, whole] = numbersIn(
        chain,
        /right find ([\d.]+)% name ([\d.]+)% price ([\d.]+)% a better finder ([\d.]+)% of bills/,
      );
      assert.ok(Math.abs((find! * name! * price!) / 1e4 - whole!) < 0.06 && whole! < all!);
    });

    it('after A by the new mix, and after B by the rolls that were renamed', () => {
      const drift = page(/Data drift: other trays/);
      const [from, to] = numbersIn(drift, /from (\d+)% to (\d+)%/);
      const shares = numbersIn(drift, /50% 15%.*30% 62%.*12% 14%.*8% (9)%/);
      assert.equal(shares[0], 9);
      assert.equal(from, percent(shop()));
      assert.equal(to, Math.round(0.15 * 98 + 0.62 * 90 + 0.14 * 80 + 0.09 * 92.5));
      const [renamed, before, after] = numbersIn(
        page(/Concept drift: the same photos/),
        /0\.25 of the trays × (0\.\d+): (\d+)% falls to (\d+)%/,
      );
      assert.equal(before, to);
      assert.equal(after, Math.round(before! * (1 - 0.25 * renamed!)));
    });
  });

  it('counts the days of a canary from its trays', () => {
    const text = page(/needs 8 days to see a disaster/);
    const cells = numbersIn(text, /20 trays a day ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)/);
    const sizes = numbersIn(text, /for each version: (\d+), (\d+), ([\d,]+), ([\d,]+), ([\d,]+)/);
    const sigma = (p: number) => p * (1 - p);
    [0.1, 0.05, 0.03, 0.02, 0.01].forEach((fall, i) => {
      const size = Math.ceil((2.802 ** 2 * (sigma(0.93) + sigma(0.93 - fall))) / fall ** 2);
      assert.equal(sizes[i], size);
      assert.ok(Math.abs(cells[i]! - size / (0.05 * 400)) <= 0.5, `${fall}: ${cells[i]}`);
    });
    assert.equal(Math.round(cells[0]!), 8);
  });

  it('counts false alarms with a band that has the error of its 21 days', () => {
    const text = page(/Three quiet weeks are too few/);
    const [known, estimated] = numbersIn(text, /One day outside: (\d+) a year with a known band, (\d+) with 21 days/);
    const [knownTwo, estimatedTwo] = numbersIn(text, /Two days running: ([\d.]+), and (\d+\.\d)/);
    // The quadrature of the model against plain chance: 10,000 dials, each with a band from its own 21 days.
    const [dials, span, later] = [10_000, 21, 60];
    const noise = normals(12_345, dials * (span + later));
    const year = 365 * 48;
    const rates = Array.from({ length: dials }, (_, dial) => {
      const values = noise.slice(dial * (span + later), (dial + 1) * (span + later));
      const { low, high } = bakery.band(values);
      const outside = values.slice(span).map((value) => value < low || value > high);
      const one = outside.filter(Boolean).length / later;
      return { one, two: outside.filter((out, i) => i > 0 && out && outside[i - 1]).length / (later - 1) };
    });
    const near = (told: number, counted: readonly number[]) => {
      const mean = counted.reduce((sum, value) => sum + value, 0) / dials;
      const error = Math.sqrt(counted.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / dials;
      assert.ok(Math.abs(told / year - mean) < 4 * error, `${told} against ${year * mean} ± ${year * error}`);
    };
    near(
      estimated!,
      rates.map(({ one }) => one),
    );
    near(
      estimatedTwo!,
      rates.map(({ two }) => two),
    );
    const tail = 0.0026998;
    assert.equal(known, Math.round(year * tail));
    assert.equal(knownTwo, Number((year * tail ** 2).toFixed(2)));
    assert.ok(falseAlarms(48, 21, 3, 1) > 3 * falseAlarms(48, Number.POSITIVE_INFINITY, 3, 1));
  });

  it('finds the cheapest threshold for both lists of prices, and the one with most bills right', () => {
    const text = page(/is not the cheapest/);
    const [dear, cost] = numbersIn(text, /Missed 0\.70, too many 5\.00: least at (0\.\d+), (0\.\d+) a tray/);
    const [most] = numbersIn(text, /At (0\.\d+), with most bills right/);
    const [swapped] = numbersIn(text, /Prices swapped: least at (0\.\d+)/);
    assert.equal(cost, Number(bakery.cost(dear!, 0.7, 5).toFixed(2)));
    for (const t of bakery.offered) {
      assert.ok(bakery.cost(t, 0.7, 5) >= bakery.cost(dear!, 0.7, 5));
      assert.ok(bakery.cost(t, 5, 0.7) >= bakery.cost(swapped!, 5, 0.7));
      assert.ok(bakery.atThreshold(t).right <= bakery.atThreshold(most!).right);
    }
    assert.ok(swapped! < most! && most! < dear!);
  });

  it('adds up the time of an answer, and the photo made small keeps the limit first', () => {
    const totals = [...page(/A smaller photo beats/).matchAll(/(\d+) ms/g)].map(([, value]) => Number(value));
    for (const { upload, trip, model } of bakery.ways) assert.ok(totals.includes(upload + trip + model));
    const best = [...bakery.ways].sort((a, b) => a.upload + a.trip + a.model - b.upload - b.trip - b.model)[0];
    assert.equal(best?.name, 'photo made small');
  });

  it('sees A in the photos, B in the renamed rolls alone, and C in the corner', () => {
    const { touching, corner, rye, latency } = numbers.alarms as Record<string, { first: number | null }>;
    const within = (day: number | null | undefined, start: number, days: number) =>
      day !== null && day !== undefined && day >= start && day < start + days;
    assert.ok(within(touching?.first, numbers.starts.A, 7));
    assert.ok(within(rye?.first, numbers.starts.B, 14));
    assert.ok(within(corner?.first, numbers.starts.C, 7));
    assert.equal(latency?.first, null);
    const solved = page(/The three falls, solved/);
    for (const [letter, day] of [
      ['A', touching],
      ['B', rye],
      ['C', corner],
    ] as const) {
      assert.match(solved, new RegExp(`${letter} seen.*week ${Math.floor(day!.first! / 7) + 1}`));
    }
  });
});
