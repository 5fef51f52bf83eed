import assert from 'node:assert/strict';
import { model } from '../../../../course/C4/W2/figures/model.ts';
import { day, replicas } from '../../../../course/C4/W2/figures/scaling.ts';
import { assertDraws, countFigures, type DeckFile, linksOf, openDeck, textsOf, typesetDecks } from './deckFile.ts';

/** Topics of the week, each by words of a page that is about it. */
const topics: Readonly<Record<string, RegExp>> = {
  'model servers': /TensorFlow Serving.*TorchServe.*NVIDIA Triton.*KServe/,
  'vertical and horizontal scaling': /Vertical scaling: a larger machine. Horizontal : more of them/,
  'containers and Kubernetes objects': /Containers hold one copy; Kubernetes keeps.*Deployment.*Service.*ConfigMap/,
  readiness: /A readiness probe asks the service itself/,
  'online inference and batching': /Dynamic batching/,
  'caches, hit rate and staleness': /Cache, time to live/,
  'preprocessing at serving': /Preprocessing belongs to the service/,
  'rows of a batch': /An answer must not depend on who stands next to it/,
  'load tests': /Closed and open loop/,
  'batch inference and ETL': /read files parse skip the broken predict in batches write answers/,
  'dead letters and retries': /Dead letters/,
  'stream against batch': /Online, batch or stream: ask when the answer is due/,
  'windows and late data': /A window that closes at its end misses the offline shop/,
  'an incident': /It happened:/,
  'what it does not solve': /What more machines do not solve/,
};

const percent = (share: number, decimals = 0) => `${(100 * share).toFixed(decimals)}%`;
const near = (value: number, other: number, share: number) => Math.abs(value - other) <= share * other;

describe('the deck of course 4, week 2', function () {
  this.timeout(180_000);
  let deck: DeckFile;
  let pages: string[];
  let numbers: ReturnType<typeof model>;

  before(async () => {
    await typesetDecks();
    deck = await openDeck('C4/W2');
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
    assertDraws('C4/W2', numbers);
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
    const cells = ['1a#alphabetical', '1b#neighbors', '2#burst', '3#open-loop', '3#wait', '4#dead-letters', '4#retry'];
    for (const cell of cells) assert.ok(targets.has(`mlops-lab:lab/C4_W2_Lab_${cell}`), cell);
  });

  it('solves the puzzle on the page that its third note names, with the numbers of page 3', () => {
    const solved = pages.findIndex((text) => text.startsWith('The rule saw full pods'));
    assert.ok(deck.notes.pages[3]!.includes(`until page ${solved + 1}`));
    const { late, waits } = numbers.morning;
    for (const page of [2, solved]) assert.ok(pages[page]!.includes(`${percent(late)} of photos wait over`));
    assert.ok(late > 0.45 && late < 0.6, 'half of the photos');
    assert.ok(deck.notes.pages[3]!.includes(`reaches ${Math.round(Math.max(...waits))} seconds`));
    assert.ok(!/full|target|quarter/i.test(pages[2]!), 'the puzzle gives itself away');
  });

  it('creeps by a quarter a round, as its formula says', () => {
    const { most, round } = numbers.pod;
    const creeping = [1];
    while (creeping.at(-1)! < most) creeping.push(Math.min(most, Math.ceil(creeping.at(-1)! / 0.8)));
    assert.deepEqual(creeping, [1, 2, 3, 4, 5, 7, 9, 10]);
    const from = numbers.burst.from / round;
    assert.deepEqual(numbers.morning.rounds.slice(from, from + creeping.length), creeping);
    assert.deepEqual(numbers.full[0]!.counts, creeping);
    assert.ok(pages[2]!.includes(creeping.slice(0, -1).join(', ')));
    assert.deepEqual([replicas(2, 1, 0.8), replicas(2, 0.85, 0.8), replicas(10, 0.1, 0.8)], [3, 2, 2]);
    assert.match(pageWith(/^Answer: three, for a full pod/), /= 3/);
    assert.ok(deck.notes.pages[13]!.includes(`it takes ${creeping.length - 1} rounds`));
    // Six pods would do for what comes, ten for any burst of the day.
    assert.equal(Math.ceil(numbers.burst.high / numbers.pod.rate), 6);
  });

  it('answers every photo in time where there is room, and none where there is none', () => {
    assert.equal(day({ target: 0.8, least: 10, startUp: 0 }).late, 0);
    assert.ok(day({ target: 100, least: 1, startUp: 0 }).late > 0.9);
  });

  it('compares targets and start-ups, and what each remedy costs in pods', () => {
    const page = pageWith(/^A lower target helps/);
    numbers.grid.forEach(({ late, pods }, i) => {
      for (const share of late) assert.ok(page.includes(percent(share)));
      assert.ok(page.includes(pods.toFixed(1)));
      assert.ok(
        late.every((share, j) => j === 0 || share > late[j - 1]!),
        'longer start-up, more late',
      );
      if (i > 0)
        assert.ok(late.every((share, j) => share < numbers.grid[i - 1]!.late[j]!) && pods > numbers.grid[i - 1]!.pods);
    });
    assert.ok(near(numbers.morning.late, numbers.grid[0]!.late[0]!, 0.08), 'Monday is a usual morning');
    const [load, lower, queue, held] = numbers.remedies;
    assert.equal(load!.late, numbers.grid[0]!.late[1]);
    assert.equal(lower!.late, numbers.grid[2]!.late[1]);
    assert.ok(held!.late === 0 && held!.pods < lower!.pods && queue!.late < load!.late);
    const remedies = pageWith(/^Seven pods held ready/);
    for (const { late, pods } of numbers.remedies) {
      assert.ok(remedies.includes(percent(late)) && remedies.includes(pods.toFixed(1)));
    }
    // The note of the page before: a short burst is over before help comes.
    const end = (numbers.burst.from + 30) / numbers.pod.round;
    assert.ok(numbers.short.late > 0.3 && numbers.short.rounds.slice(0, end).every((count) => count <= 2));
  });

  it('fails photos at pods that are not ready, and none with a probe', () => {
    const page = pageWith(/^Answer: a pod that runs got photos/);
    const { unready, ready } = numbers;
    assert.ok(unready.failed > 0.1 && ready.failed === 0 && unready.late < ready.late);
    for (const { failed, late } of [unready, ready]) {
      assert.ok(page.includes(`${percent(failed)} of photos fail, ${percent(late)} are late`));
    }
  });

  it('never gains by waiting for a batch, and always by batches', () => {
    const page = pageWith(/^Answer: batches fill/);
    for (const { rate, p99, single } of numbers.batching) {
      assert.equal(Math.min(...p99), p99[0], String(rate));
      for (const ms of p99) assert.ok(page.includes(`${ms} ms`));
      assert.ok(single === null || single > p99[0]!);
    }
    // A lone row: the wait and its own call, at the least.
    const [slow] = numbers.batching;
    assert.ok(slow!.p99.every((ms, i) => ms >= numbers.waits[i]! + numbers.call.base + numbers.call.row));
    assert.equal(numbers.batching[2]!.single, null);
    assert.ok(1000 * (numbers.call.base + numbers.call.row) > 1000);
  });

  it('has a batch whose rows depend on their neighbors, and mixed batches that hide it', () => {
    const { frozen, bySize, sorted } = numbers.neighbors;
    const [one, , , most] = bySize;
    assert.ok(Math.abs(one!.right - 1 / 3) < 0.01 && Math.abs(sorted - 1 / 3) < 0.03);
    assert.ok(frozen - most!.right < 0.05 && bySize.every(({ right }, i) => i === 0 || right > bySize[i - 1]!.right));
    const page = pageWith(/^An answer must not depend/);
    for (const { right } of bySize) assert.ok(page.includes(percent(right)));
  });

  it('answers every order of columns with 200, and one kind', () => {
    const { named, alphabetical, swapped, kilograms } = numbers.orders;
    assert.deepEqual([...numbers.names].sort(), ['brightness', 'height', 'weight', 'width']);
    assert.ok(named.right > 0.98 && named.most < 0.35);
    for (const way of [alphabetical, swapped]) assert.ok(way.most > 0.99 && Math.abs(way.right - 1 / 3) < 0.02);
    const page = pageWith(/^In alphabetical order/);
    for (const { right, most } of [named, alphabetical, swapped, kilograms]) {
      assert.ok(page.includes(percent(right)) && page.includes(percent(most)));
    }
  });

  it('keeps answers longer, and more of them old', () => {
    const page = pageWith(/^An hour of keeping answers/);
    const rows = numbers.caching;
    rows.forEach(({ hits, old }, i) => {
      assert.ok(page.includes(percent(hits)) && page.includes(percent(old, 1)));
      assert.ok(i === 0 || (hits >= rows[i - 1]!.hits && old > rows[i - 1]!.old));
    });
    assert.ok(rows[2]!.life === 3600 && rows[2]!.hits > 0.9);
  });

  it('measures ten milliseconds and nine hundred of one server', () => {
    const { closed, open, little, trace } = numbers.testers;
    assert.equal(closed.p99, numbers.closedUsers * numbers.stall.work);
    assert.ok(near(open.p99, 900, 0.03) && closed.most > numbers.stall.length);
    assert.ok(Math.max(...trace) > numbers.stall.length);
    assert.ok(near((little.rate * little.mean) / 1000, little.inside, 0.01), "Little's law");
    // The stall and the queue after it: one second, and one more at half load, in twenty.
    assert.ok(near(open.slow, 0.1, 0.06), String(open.slow));
    const answer = pageWith(/the tester stopped asking/);
    assert.ok(answer.includes(`${closed.p99} ms`) && answer.startsWith(`Answer: ${open.p99} ms`));
    assert.equal((numbers.stall.every - numbers.stall.length) / numbers.stall.work, 19_000);
  });

  it('has percentiles whose mean is not one', () => {
    const { fast, slow, mean, all } = numbers.pooled;
    assert.equal(mean, Math.round((fast + slow) / 2));
    assert.ok(mean > 2 * all && all > fast && all < slow);
    const page = pageWith(/^The mean of two percentiles/);
    for (const ms of [fast, slow, mean, all]) assert.ok(page.includes(`${ms.toLocaleString('en-US')} ms`));
  });

  it('counts the broken by reason, and answers by id once', () => {
    const { last, tonight } = numbers.broken;
    assert.equal(tonight.all - last.all, tonight.reasons['not a number']);
    assert.ok(near(last.share, 0.01, 0.1) && tonight.share > 0.32 && tonight.share < 0.35);
    const page = pageWith(/^Answer: counts by reason/);
    assert.ok(
      page.includes(percent(tonight.share)) && page.includes(tonight.reasons['not a number']!.toLocaleString('en-US')),
    );
    const { again, appended, byId } = numbers.retried;
    assert.equal(byId, numbers.records);
    assert.equal(appended - byId, (again * numbers.shards.rows) / 2);
    assert.ok(again > 0 && page.includes(appended.toLocaleString('en-US')));
  });

  it('loses fewer late photos the longer a window stays open, as the formula says', () => {
    const page = pageWith(/^A window that closes/);
    const { usual, offline, share, window } = numbers.delays;
    const missed = (mean: number, open: number) =>
      (mean / window) * (Math.exp(-open / mean) - Math.exp(-(open + window) / mean));
    for (const { open, lost } of numbers.missed) {
      const formula = (1 - share) * missed(usual, open) + share * missed(offline, open);
      assert.ok(Math.abs(lost - formula) < 0.0015, `${open}: ${lost} for ${formula}`);
      assert.ok(page.includes(percent(lost, 1)));
    }
  });
});
