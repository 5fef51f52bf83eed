import assert from 'node:assert/strict';
import { falseAlarms } from '../../../../course/C1/W1/figures/chance.ts';
import { model } from '../../../../course/C4/W4/figures/model.ts';
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
  'functional and system monitoring': /Six dials watch the system, twenty-four the function/,
  'observability, logs, tracing': /a trace says where, a log says why.*observability/,
  'checks per slice': /hides in the total/,
  'a domain classifier and statistics': /Train it to tell quiet rows.*Statistics \(KS, PSI\)/,
  windows: /Tests call by the number of rows/,
  'data and concept drift': /data drift, covariate shift.*concept drift/,
  'sudden, gradual, recurring': /sudden:.*gradual:.*recurring:/,
  mitigation: /did a reading break\? did we release\? does it harm\?/,
  'retraining by clock, demand, drift': /demand: labels.*clock: every 90 days|clock: every 90 days.*demand: labels/,
  'responsible AI': /fair.*explained.*private.*secure/,
  'GDPR and CCPA': /GDPR: an answer within a month.*CCPA: to know, to delete/,
  'informational and behavioral harm': /Informational harm: something leaks. Behavioral harm/,
  'poisoning and evasion': /poisoning.*evasion/,
  'DP-SGD, PATE, CaPC': /DP-SGD: cut.*PATE: 100 teachers.*CaPC: ask a rival/,
  'anonymous and pseudonymous': /Pseudonymous : some extra information.*Anonymous : none/,
  'right to be forgotten': /right to be forgotten/,
  'sharded retraining': /Shards make forgetting cheap/,
  'an incident': /It happened:/,
  'what it does not solve': /What dials and requests do not solve/,
};

const percent = (share: number, decimals = 0) => `${(100 * share).toFixed(decimals)}%`;
const points = (share: number) => (100 * share).toFixed(0);

describe('the deck of course 4, week 4', function () {
  this.timeout(180_000);
  let deck: DeckFile;
  let pages: string[];
  let numbers: ReturnType<typeof model>;

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C4/W4');
    const textOf = async (page: number) => (await runsOf(deck.document, page)).map(({ str }) => str).join(' ');
    pages = (await Promise.all(pagesOf(deck).map(textOf))).map((text) => text.normalize('NFKC').replace(/\s+/g, ' '));
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
    assertDraws('C4/W4', numbers);
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
    const cells = ['bands', 'events', 'cohorts', 'acts', 'estimate', 'erase'].map((cell) => `C4_W4_Lab_1#${cell}`);
    for (const cell of [...cells, 'C2_W3_Lab_1#ancestors']) assert.ok(targets.has(`mlops-lab:lab/${cell}`), cell);
  });

  it('covers the third dial until the page that its first note names', () => {
    const { quiet, C, D } = numbers.means;
    const solved = pages.findIndex((text) => text.startsWith('D was silent'));
    assert.ok(deck.notes.pages[3]!.includes(`until page ${solved + 1}`));
    assert.match(pages[2]!, /known on day 50/);
    for (const { right } of [C!, D!]) {
      const lost = `${points(quiet!.right - right)} points`;
      assert.ok(pages[solved]!.includes(lost));
      assert.ok(!pages.slice(0, 4).some((text) => text.includes(lost)));
    }
  });

  it('has drift that harms nothing, and harm without drift', () => {
    const { quiet, A, B, C, D } = numbers.means;
    const moved = (at: { input: number }) => at.input > 5 * quiet!.input;
    assert.ok(moved(A!) && Math.abs(A!.right - quiet!.right) < 0.015, 'A');
    assert.ok(moved(B!) && B!.right > quiet!.right + 0.02, 'B');
    assert.ok(moved(C!) && C!.score > 0.1 && C!.score < B!.score / 2 && C!.right < quiet!.right - 0.06, 'C');
    assert.ok(!moved(D!) && D!.score < 0.06 && D!.right < quiet!.right - 0.2, 'D');
    assert.match(pageWith(/^D was silent/), new RegExp(`B helped by ${points(B!.right - quiet!.right)}`));
    // The drawn months agree with the means.
    for (const [letter, daily] of Object.entries(numbers.daily)) {
      const after = daily.right.slice(numbers.eventDay);
      const share = after.reduce((a, b) => a + b, 0) / after.length;
      assert.ok(Math.abs(share - numbers.means[letter]!.right) < 0.02, letter);
    }
  });

  it('explains the 88 alarms by the error of bands from 21 days', () => {
    const { bySpan, dials, lastYear, widths } = numbers.alarms;
    const of = (days: number) => bySpan.find(({ span }) => span === days)!.alarms;
    assert.ok(Math.abs(of(21) - lastYear) < 5, String(of(21)));
    const page = pageWith(/^Answer: chance alone/);
    assert.ok(page.includes(`21 days make ${Math.round(of(21))} false alarms a year, 14 days ${Math.round(of(14))}`));
    const known = falseAlarms(dials, Number.POSITIVE_INFINITY, 3, 1);
    assert.equal(Math.round(known), 30);
    assert.match(page, /if the band were known: 30/);
    const [single, alike] = numbers.alarms.correlated.map(({ alarms }) => Math.round(alarms));
    assert.ok(page.includes(`${alike} alarms a dial instead of ${single}`));
    // A simulation of one dial agrees with the integral.
    assert.ok(Math.abs(numbers.alarms.correlated[0]!.alarms - of(21) / dials) < 0.2);
    const shown = pageWith(/still sees A, B and C/);
    for (const { span, width } of widths) {
      assert.ok(falseAlarms(dials, span, width, 1) < 1 && falseAlarms(dials, span, width - 0.02, 1) > 1, `${span}`);
      assert.ok(shown.includes(`${width.toFixed(2)} from ${span} days`));
    }
  });

  it('sees A, B and C from the first day on in that band, and D on no day', () => {
    const width = numbers.alarms.widths[0]!.width;
    for (const [letter, { input, score }] of Object.entries(numbers.daily)) {
      const far = [input, score].map((values) => {
        const before = values.slice(0, numbers.eventDay);
        const center = before.reduce((a, b) => a + b, 0) / before.length;
        const spread = Math.sqrt(before.reduce((a, b) => a + (b - center) ** 2, 0) / (before.length - 1));
        return values.slice(numbers.eventDay).map((value) => Math.abs(value - center) / spread > width);
      });
      if (letter === 'D') assert.ok(far.every((days) => !days.includes(true)));
      else assert.ok(far[0]!.every(Boolean), letter);
    }
  });

  it('hides a fault of one slice in the total', () => {
    const { byDay, before, after, half } = numbers.slices;
    assert.ok(byDay.every(({ all }) => Math.abs(all - before) <= half.all));
    const out = byDay.slice(12).filter(({ slice }) => before - slice > half.slice).length;
    assert.ok(out > 6 && byDay.slice(0, 12).every(({ slice }) => Math.abs(slice - before) <= half.slice));
    const page = pageWith(/hides in the total/);
    assert.ok(page.includes(`down ${(5 * (before - after)).toFixed(1)} points`));
    assert.ok(page.includes(`down ${points(before - after)} points`));
  });

  it('has a classifier that tells A, B and C from quiet rows, and not D', () => {
    const page = pageWith(/^A classifier finds what moved/);
    for (const { letter, plain, squares } of numbers.classifier) {
      assert.ok(page.includes(plain.toFixed(2)) && page.includes(squares.toFixed(2)));
      assert.equal(squares > 0.6, letter !== 'D');
      assert.equal(plain > 0.6, letter === 'A' || letter === 'B');
    }
  });

  it('reads young labels as recall, and few labels with their error', () => {
    const { fails, recall, specificity, byAge } = numbers.cohort;
    assert.ok(Math.abs(byAge.at(-1)! - (fails * recall + (1 - fails) * specificity)) < 1e-9);
    assert.ok(byAge.slice(0, 30).every((right) => Math.abs(right - recall) < 1e-9));
    assert.ok(pageWith(/^Answer: until day 30/).includes(percent(byAge.at(-1)!)));
    const { truth, unsure, random, stratified } = numbers.buying;
    assert.ok(Math.abs(random.deviation - Math.sqrt((truth * (1 - truth)) / numbers.bought)) < 0.004);
    assert.ok(stratified.deviation < random.deviation && unsure.mean < truth - 0.2);
    const page = pageWith(/^Answer: fifty at random see D/);
    assert.ok(page.includes(`rows say ${percent(unsure.mean)} where ${percent(truth)} is true`));
    assert.ok(page.includes(percent(numbers.seen.D!)) && page.includes(percent(numbers.seen.C!)));
    assert.ok(numbers.seen.quiet! < 0.01 && numbers.seen.D! > 0.5 && numbers.seen.C! < 0.25);
  });

  it('prices each act, and finds each of the four best for an event', () => {
    const best = numbers.bills.map(({ euros }) => numbers.acts[euros.indexOf(Math.min(...euros))]);
    assert.deepEqual(best, ['nothing', 'nothing', 'repair', 'retrain', 'rollBack']);
    const page = pageWith(/^Answer: each of the four acts/);
    for (const { euros } of numbers.bills) {
      const least = Math.min(...euros);
      const shown = least < 1000 ? least : Math.round(least / 100) * 100;
      assert.ok(page.includes(`${shown.toLocaleString('en-US')} €`), String(least));
    }
    // D: what retraining costs is its work and forty days of the loss that page 31 shows.
    const [nothing, , , retrain] = numbers.bills[3]!.euros;
    const { prices, wait, horizon } = numbers;
    assert.ok(Math.abs(retrain! - (prices.retrain + (nothing! * wait.retrain) / horizon)) < 2);
    const loss = (numbers.means.quiet!.right - numbers.means.D!.right) * numbers.rowsADay * horizon;
    assert.ok(Math.abs(nothing! - loss) / loss < 0.05);
  });

  it('compares rules for retraining, with what they cost', () => {
    const { drift, clock, demand, trainings, clockTrainings } = numbers.policies;
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const page = pageWith(/never trains here/);
    for (const values of [drift, clock, demand]) assert.ok(page.includes(`mean ${percent(mean(values), 1)}`));
    const extra = (trainings - clockTrainings) * numbers.prices.retrain;
    assert.ok(extra > (mean(demand) - mean(clock)) * 365 * numbers.rowsADay);
    assert.ok(page.includes(`${trainings - clockTrainings} trainings more: ${extra.toLocaleString('en-US')} €`));
  });

  it('computes what it says of people: hashes, cells, shards and votes', () => {
    const alone = (1 - 1 / 2000) ** 1999;
    const hash = pageWith(/^Answer: no, the hash/);
    assert.ok(hash.includes(`${1e8 / 1e6} seconds`) && hash.includes(percent(alone)));
    const shards = pageWith(/^Shards make/);
    assert.ok(shards.includes(`ten shards: ${percent(0.1)}`) && shards.includes(`at once: ${percent(1 - 0.9 ** 10)}`));
    const turned = ((2 + 28 / 5) / 4) * Math.exp(-28 / 5);
    assert.ok(pageWith(/^Three ways to learn/).includes(`in ${percent(turned, 1)} of cases`));
  });
});
