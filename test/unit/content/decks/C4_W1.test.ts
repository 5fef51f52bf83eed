import assert from 'node:assert/strict';
import { model } from '../../../../course/C4/W1/figures/model.ts';
import { busyShare, longer } from '../../../../course/C4/W1/figures/queue.ts';
import { assertDraws, countFigures, type DeckFile, linksOf, openDeck, textsOf, typesetDecks } from './deckFile.ts';

/** Topics of the week, each by words of a page that is about it. */
const topics: Readonly<Record<string, RegExp>> = {
  'what serving is': /answer each request as it comes is online serving/,
  'latency, throughput, cost': /Latency, throughput and cost do not improve together/,
  'complexity against hardware': /large, accelerator.*2\.40 € ?\/ h/,
  'optimizing and gating metrics': /the others only have to pass. Optimizing and gating metrics/,
  'feature look-up caches': /A cache of a twentieth.*Feature cache/,
  'online and batch': /Batch prediction/,
  'edge against data center': /Edge, data center/,
  'API frameworks, Clipper, TF Serving, managed services':
    /FastAPI.*Clipper.*TensorFlow Serving.*Triton.*managed \(Vertex AI, SageMaker\)/,
  'layers and the build cache': /An image is a stack of layers/,
  'float32 ids': /Customer 16,777,217 gets the answer of another/,
  signatures: /A signature names inputs, types and shapes/,
  readiness: /Readiness, model status/,
  'answers outside of the data': /Outside of the data they part. Extrapolation/,
  'queues and pooling': /Pooling, M\/M\/c/,
  'an incident': /It happened:/,
  'what it does not solve': /What room and promises do not solve/,
};

const time = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
const near = (value: number, other: number, share: number) => Math.abs(value - other) <= share * other;

describe('the deck of course 4, week 1', function () {
  this.timeout(180_000);
  let deck: DeckFile;
  let pages: string[];
  let numbers: ReturnType<typeof model>;

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C4/W1');
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
    assertDraws('C4/W1', numbers);
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
    const cells = [
      ...['C4_W1_Lab_1#six-changes', 'C4_W1_Lab_1#secret', 'C4_W1_Lab_2#healthy', 'C4_W1_Lab_3#three-clients'],
      ...['C4_W1_Lab_3#signature', 'C4_W1_Optional_Lab_1#week-280', 'C4_W2_Lab_2#utilization'],
    ];
    for (const cell of cells) assert.ok(targets.has(`mlops-lab:lab/${cell}`), cell);
  });

  it('solves the puzzle on the page that its third note names, with the numbers of page 3', () => {
    const solved = pages.findIndex((text) => text.startsWith('Waiting grew, not working'));
    assert.ok(deck.notes.pages[3]!.includes(`until page ${solved + 1}`));
    for (const { utilization, one, four } of numbers.waiting) {
      for (const shown of [one, four]) {
        for (const page of [2, solved]) {
          assert.ok(pages[page]!.includes(`${Math.round(100 * utilization)}%: ${time(shown)}`), `${page}: ${shown}`);
        }
      }
    }
    assert.ok(!/queue|wait|free/i.test(pages[2]!), 'the puzzle gives itself away');
  });

  it('has waits that follow from the work and the free share, and that a simulation confirms', () => {
    const { work } = numbers;
    for (const { utilization, rate, one, four, simulated } of numbers.waiting) {
      assert.ok(near(one, (work * Math.log(100)) / (1 - utilization), 0.002), String(utilization));
      assert.ok(near((rate * work) / 1000, utilization, 1e-9));
      // Near saturation waits come in clusters, so that even 400,000 photos scatter.
      assert.ok(near(simulated.one, one, utilization > 0.9 ? 0.15 : 0.08), `${simulated.one} for ${one}`);
      assert.ok(near(simulated.four, four, 0.08), `${simulated.four} for ${four}`);
    }
    const [half, , ninety, last] = numbers.waiting;
    assert.ok(near(last!.one, 10 * half!.one, 0.01) && near(last!.one, 2 * ninety!.one, 0.01));
    assert.ok(last!.rate / half!.rate < 2, 'twice the photos at most');
    const answer = pageWith(/^Answer: twice as much/);
    assert.ok(answer.includes(time(half!.one)) && answer.includes(time(last!.one)));
    // The note: a promise of one second allows this utilization.
    const allowed = 1 - (work * Math.log(100)) / 1000;
    assert.match(deck.notes.pages[11]!, new RegExp(`busy about ${Math.round(100 * allowed)} percent`));
  });

  it('agrees with known cases of the formula for several servers', () => {
    assert.ok(Math.abs(busyShare(1, 0.7) - 0.7) < 1e-12);
    assert.ok(Math.abs(busyShare(2, 0.75) - (2 * 0.75 ** 2) / 1.75) < 1e-12);
    assert.ok(Math.abs(longer(0, 4, 0.9) - 1) < 1e-12 && longer(1000, 4, 0.9) < longer(999, 4, 0.9));
  });

  it('shares a queue, and shows what that brings', () => {
    const { apart, shared, fast, fifth } = numbers.ways;
    assert.equal(apart, numbers.waiting[2]!.one);
    assert.equal(shared, numbers.waiting[2]!.four);
    assert.ok(shared < 0.3 * apart && near(fast, apart / 4, 0.01) && fifth < shared);
    const page = pageWith(/^Four servers with one queue/);
    for (const ms of [apart, shared, fast, fifth]) assert.ok(page.includes(time(ms)));
    assert.ok(near((18 * 4 * 0.05) / 5, 0.72, 1e-9), 'the fifth server');
  });

  it('has waits by the spread of the work as Pollaczek and Khinchine compute them', () => {
    const small = 50 / 1.45;
    const second = { alike: 2500, chance: 5000, mixed: 0.95 * small ** 2 + 0.05 * (10 * small) ** 2 };
    for (const { name, wait } of numbers.spreads) {
      const formula = ((0.8 / 50) * second[name as keyof typeof second]) / (2 * 0.2);
      assert.ok(near(wait, formula, 0.08), `${name}: ${wait} for ${formula}`);
      assert.ok(pageWith(/^Work that varies/).includes(`${wait} ms`));
    }
  });

  it('draws queues whose means follow the utilization', () => {
    const page = pageWith(/^At 95% a queue/);
    for (const { utilization, inside, most, mean } of numbers.queues) {
      assert.equal(most, Math.max(...inside));
      assert.ok(
        page.includes(`${Math.round(100 * utilization)}% busy: on average ${mean.toFixed(1)}, at most ${most}`),
      );
    }
    assert.ok(numbers.queues[1]!.mean > 4 * numbers.queues[0]!.mean);
  });

  it('adds up what a request pays, and what a tray of pieces meets', () => {
    const { steps, work, network } = numbers;
    assert.equal(
      Object.values(steps).reduce((a, b) => a + b),
      work,
    );
    const share = steps.model / (work + network);
    assert.ok(share > 0.3 && share < 0.37);
    assert.ok(pageWith(/^The model is a third/).includes(`${Math.round(100 * share)}%`));
    const page = pageWith(/^Answer: 18%/);
    for (const { pieces, share: slow } of numbers.slowTrays) {
      assert.ok(Math.abs(slow - (1 - 0.99 ** pieces)) < 5e-4);
      assert.ok(page.includes(`${Math.round(100 * slow)}%`));
    }
    assert.ok(pageWith(/^It happened/).includes(`${Math.round(100 * (1 - 0.99 ** 100))}%`));
  });

  it('weighs batches, candidates and nights by the same prices', () => {
    const { batch, batches, candidates, gates, overnight, photos } = numbers;
    for (const { rows, time: ms, rate, cost } of batches) {
      assert.equal(ms, batch.call + batch.row * rows);
      assert.ok(near(cost, (batch.euros * 1e6) / (3600 * rate), 0.02));
    }
    const [small, middle, large, fast] = candidates;
    assert.deepEqual(
      candidates.map(({ passes }) => passes),
      [true, true, false, false],
    );
    assert.ok(large!.utilization > 1 && large!.p99 === null && fast!.p99! < middle!.p99!);
    assert.equal(middle!.p99, numbers.waiting[0]!.one);
    for (const { work, euros, cost } of [small!, middle!, fast!]) {
      assert.ok(near(cost, (euros * 1e6) / (3600 * gates.rate), 0.01) && work > 0);
    }
    assert.ok(fast!.cost / 2 < gates.cost && (2 * gates.rate * fast!.work) / 1000 < 1, 'at twice the rate it passes');
    overnight.forEach(({ hours, cost }, i) => {
      assert.ok(
        near(hours, (photos * candidates[i]!.work) / 3.6e6, 0.03) && near(cost, hours * candidates[i]!.euros, 0.05),
      );
    });
    assert.ok(overnight[3]!.cost < overnight[2]!.cost && overnight[2]!.hours < 6);
  });

  it('has a cache whose hits grow ever more slowly, and pages that say what they bring', () => {
    const hits = numbers.caching.map(({ hits: share }) => share);
    assert.ok(hits.every((share, i) => i === 0 || share > hits[i - 1]!));
    const page = pageWith(/^A cache of a twentieth/);
    for (const size of [100, 400]) {
      const share = numbers.caching.find((row) => row.size === size)!.hits;
      const { cache, store } = numbers.lookUp;
      assert.ok(page.includes(`${(share * cache + (1 - share) * store).toFixed(1)} ms with ${size}`));
    }
    const tenth = numbers.caching.find(({ size }) => size === numbers.keys / 20)!;
    assert.ok(near(tenth.hits, 0.5, 0.06));
  });

  it('compares device and center, and prices the order of two lines', () => {
    const page = pageWith(/^Answer: it is never cut off/);
    const { device, center, lost } = numbers.perPlace;
    assert.ok(center < device && page.includes(time(device)) && page.includes(time(center)));
    assert.equal(center, numbers.network + numbers.waiting[0]!.four);
    assert.ok(near(lost, numbers.places.trays * numbers.places.down, 1e-9) && page.includes(lost.toFixed(1)));
    const { changes, copy, install } = numbers.build;
    const layers = pageWith(/^The order of two lines/);
    assert.equal((changes * install) / 60, numbers.minutesADay.copyFirst);
    for (const seconds of [copy + install, copy]) {
      assert.ok(layers.includes(`${seconds} s ; 20 times a day ${Math.round((seconds * changes) / 60)} minutes`));
    }
  });

  it('loses ids in float32, and bytes in text', () => {
    const page = pageWith(/^Customer 16,777,217/);
    for (const { id, seen, answer, right } of numbers.ids) {
      assert.equal(seen, new Float32Array([id])[0]);
      assert.equal(right, id / 2 + 2);
      assert.equal(answer === right, id <= 2 ** 24);
      assert.ok(page.includes(id.toLocaleString('en-US')) && page.includes(seen.toLocaleString('en-US')));
    }
    const { json, base64, file } = numbers.payload;
    assert.ok(base64 >= (4 * file) / 3 && json > 90 * base64);
    assert.ok(pageWith(/^Who scales/).includes(`${Math.round(json / base64)} times less`));
  });

  it('repeats the last leaf outside of the data, where a line goes on', () => {
    const { answers, error, from, to } = numbers.births;
    const [early, usual, late, days] = answers;
    assert.ok(from <= 27 && to < 60 && Math.abs(error.trees - error.line) < 0.03);
    assert.ok(Math.abs(usual!.trees - usual!.line) < 0.5 && Math.abs(early!.trees - early!.line) < 0.7);
    assert.equal(days!.trees, late!.trees);
    assert.ok(days!.line > 100 && days!.trees < 12);
    const page = pageWith(/^Week 280/);
    for (const { trees, line } of answers) assert.ok(page.includes(`${trees.toFixed(1)} ${line.toFixed(1)}`));
  });
});
