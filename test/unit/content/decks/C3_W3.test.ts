import assert from 'node:assert/strict';
import { pipeline, reduceTime } from '../../../../course/C3/W3/figures/model/giant.ts';
import { allReduce } from '../../../../course/C3/W3/figures/model/workers.ts';
import { model } from '../../../../course/C3/W3/figures/model.ts';
import { assertDraws, countFigures, type DeckFile, linksOf, openDeck, textsOf, typesetDecks } from './deckFile.ts';

type Model = ReturnType<typeof model>;

const topics: Readonly<Record<string, RegExp>> = {
  'data and model parallel': /data parallel, model parallel/,
  'synchronous and asynchronous': /synchronous, asynchronous, stale gradients, stragglers/,
  'the catalogue of strategies': /Mirrored .*MultiWorkerMirrored .*TPU .*ParameterServer .*Central storage/,
  'Keras 3': /DataParallel and ModelParallel/,
  'fault tolerance': /fault tolerance, checkpoint, elastic training/,
  'input pipelines': /prefetch .*map.* interleave .*cache/,
  'a buffer': /prefetch buffer, throughput, bottleneck/,
  'giant nets': /ZeRO, FSDP/,
  'gradient accumulation': /bubble, gradient accumulation/,
  'pipeline parallelism': /micro-batches/,
  distillation: /knowledge distillation, soft targets, KL divergence/,
  temperature: /temperature 1 .*temperature 5 .*temperature 20/,
  controls: /controls, label smoothing, ablation/,
  'multi-teacher and noisy student': /multi-teacher distillation, ensemble, self-training/,
  'linear scaling and warm-up': /linear scaling rule, gradual warm-up/,
  'it happened': /8,192 .*256 GPUs .*about 90%/,
  'not solved': /^Not solved/,
};

const two = (share: number) => share.toFixed(2);

describe('the deck of course 3, week 3', () => {
  let deck: DeckFile;
  let pages: string[];
  let made: Model;
  const page = (pattern: RegExp) => pages.find((text) => pattern.test(text)) ?? assert.fail(`no page says ${pattern}`);

  before(async function () {
    // Some seventy small nets are trained, beside whatever else the machine does.
    this.timeout(600_000);
    await typesetDecks();
    deck = await openDeck('C3/W3');
    pages = await textsOf(deck);
    made = model();
  });
  after(() => deck?.document.loadingTask.destroy());

  it('reads the numbers that its model makes', () => {
    assertDraws('C3/W3', made);
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

  it('has five questions or more, each answered on the page after it', () => {
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
    const cells = ['C3_W3_Lab_1#workers', 'C3_W3_Lab_1#uneven', 'C3_W3_Lab_1#per-second', 'C3_W3_Lab_1#resume'];
    for (const cell of [...cells, 'C3_W3_Lab_2#five-students', 'C3_W3_Lab_2#decide'])
      assert.ok(links.has(`mlops-lab:lab/${cell}`), cell);
  });

  it('has exact steps and a ruined result, which longer steps bring back up to eight workers', () => {
    const { same, scaled, warm } = made.workers;
    assert.ok(made.exact.even < 1e-15 && made.exact.accumulated < 1e-15);
    for (const [index, row] of same.entries()) if (index > 0) assert.ok(row.mean < same[index - 1]!.mean - 0.05);
    const [one, last] = [same[0]!, same.at(-1)!];
    assert.match(page(/^Every step is exact/), new RegExp(`workers end at ${two(last.mean)}`));
    for (const row of same) assert.ok(page(/^Every step is exact/).includes(two(row.mean)), `${row.workers}`);
    for (const row of scaled.filter(({ workers }) => workers <= 8)) assert.ok(Math.abs(row.mean - one.mean) < 0.01);
    const at = (workers: number) => scaled.find((row) => row.workers === workers)!.mean;
    assert.ok(at(16) < one.mean - 0.05 && warm.mean > at(16) + 0.02 && at(64) < at(32) - 0.3);
    const solved = page(/^Solved/);
    assert.match(solved, new RegExp(`took ${last.updates} steps where one took ${one.updates}`));
    for (const share of [at(16), at(32), at(64), warm.mean]) assert.ok(solved.includes(two(share)), two(share));
    assert.match(page(/^Not solved/), new RegExp(`32 workers ${two(at(32))}, 64 workers ${two(at(64))}`));
    // Said in the notes: back at 0.92 with eight.
    assert.equal(two(at(8)), two(one.mean));
  });

  it('takes the dots from the course of one worker, by updates', () => {
    const { single } = made.axes;
    for (const { updates, mean, workers } of made.workers.same.slice(2)) {
      const after = single.find(({ steps }) => steps >= updates)!;
      const before = single.findLast(({ steps }) => steps <= updates)!;
      assert.ok(mean > before.right - 0.02 && mean < after.right + 0.04, `${workers}: ${mean}`);
    }
    const ninety = single.find(({ steps }) => steps === 90)!;
    assert.match(page(/^Ninety updates/), new RegExp(`after 90: ${two(ninety.right)}`));
  });

  it('weights a mean by rows: an empty worker counts nothing, a plain mean is another', () => {
    const parts = [
      [1, 1],
      [4, 4],
      [0, 0],
    ].map((each) => Float64Array.from(each));
    assert.deepEqual([...allReduce(parts, [3, 1, 0])], [1.75, 1.75]);
    assert.deepEqual([...allReduce(parts.slice(0, 2), [3, 1], true)], [2.5, 2.5]);
    const { plain, weighted, empty, uneven, counts } = made.exact;
    assert.ok(plain > 1e-3 && weighted < 1e-15 && empty < 1e-15 && uneven < 1e-15);
    // 96 rows that count so much and 32 that count so much are 128 rows.
    assert.ok(Math.abs(96 * counts.large + 32 * counts.small - 128) < 1e-9);
    const answer = page(/^Answer B: a mean of means/);
    assert.match(
      answer,
      new RegExp(`off by ${plain.toFixed(4)}.*counts ${two(counts.large)}.*counts ${two(counts.small)}`),
    );
  });

  it('has three winners on three axes', () => {
    const { single, two: pair, alone, seconds, steps, oneTakes, twoTakes } = made.axes;
    const at = (count: number) => single.find((row) => row.steps === count)!.right;
    const both = pair.at(-1)!.right;
    assert.equal(alone, Math.floor((steps * twoTakes) / oneTakes));
    assert.ok(both > at(steps) + 0.1 && Math.abs(both - at(2 * steps)) < 0.02 && at(alone) > both + 0.1);
    const answer = page(/^Answer B: ahead by step/);
    assert.match(answer, new RegExp(`steps: 60 ${two(at(60))} ${two(both)} two .*${two(at(120))} ${two(both)} nobody`));
    assert.match(answer, new RegExp(`seconds: ${seconds.toFixed(1)} ${two(at(alone))} ${two(both)} one`));
  });

  it('forgets the sevens without the slow worker, and is best when each works alone', () => {
    const of = (name: string) => made.crew.manners.find((row) => row.name === name)!;
    const [together, without, alone] = [of('together'), of('without the slowest'), of('each alone')];
    assert.ok(without.right > together.right && without.district === 0);
    assert.ok(alone.right > without.right && alone.district > 0.8 && alone.total > 2 * together.total);
    assert.ok(Math.abs(alone.slow / alone.usual - 1 / 3) < 0.03);
    // What local steps forget comes back if each shard has some of every kind.
    assert.ok(of('eight local steps').district < 0.1 && made.crew.mixed > 0.8);
    const answer = page(/^Answer C here/);
    assert.ok(answer.includes(`mixed shards: ${two(made.crew.mixed)} of the sevens`));
    for (const { right, district } of made.crew.manners)
      assert.ok(answer.includes(two(right)) && answer.includes(two(district)));
  });

  it('is the unbroken run with all three saved, and not with fewer', () => {
    const { all, weights, velocity, place } = made.resumed;
    assert.equal(all, 0);
    assert.ok(weights > velocity && velocity > place && place > 0.05);
  });

  it('takes as long as the slowest stage; buffers mend what varies alone', () => {
    const { read, decode, train, inLine, overlapped, twoDecoders, cached, buffers } = made.input;
    assert.equal(inLine, read + decode + train);
    assert.equal(overlapped, Math.max(read, decode, train));
    assert.deepEqual([twoDecoders, cached], [train, train]);
    assert.match(page(/starves the trainer/), new RegExp(`^Answer B: ${overlapped} ms.*${inLine} → ${overlapped} ms`));
    assert.ok(buffers[0]!.time > 1.5 * train && buffers.at(-1)!.time === train);
    assert.ok(buffers.every(({ slow }) => slow >= decode));
  });

  it('is idle (p − 1) of (m + p − 1), and around a ring as long for many as for few', () => {
    for (const parts of [2, 4, 8])
      for (const micro of [1, 3, 16])
        assert.ok(Math.abs(pipeline(parts, micro).idle - (parts - 1) / (micro + parts - 1)) < 1e-4);
    // Each machine works on one thing at a time.
    const { forward, back } = made.giant.drawn;
    for (const [part, times] of forward.entries())
      assert.equal(new Set([...times, ...back[part]!]).size, 2 * made.giant.drawn.micro);
    assert.ok(reduceTime(32).ring < 1.2 * reduceTime(8).ring && reduceTime(32).server === 4 * reduceTime(8).server);
    const eight = made.giant.steps.find(({ workers }) => workers === 8)!;
    assert.match(page(/times as fast as one$|^Eight workers are/), new RegExp(`are ${eight.speedup.toFixed(1)} times`));
    assert.ok(eight.server > made.giant.net.compute);
    const { memory } = made.giant;
    assert.equal(memory.whole, memory.billions * 16);
    assert.match(page(/^A training keeps 16 bytes/), new RegExp(`${memory.whole} GB`));
  });

  it('is helped less by a teacher than by the controls', () => {
    const { noisy, tiny, more } = made.school;
    assert.ok(noisy.smoothed.mean > noisy.teacher.mean && noisy.hard.mean > noisy.plain.mean);
    assert.ok(Math.abs(noisy.plain.mean - noisy.scratch.mean) < 0.01 && noisy.distilled.mean < noisy.scratch.mean);
    assert.ok(Math.abs(tiny.plain.mean - tiny.scratch.mean) < 0.01);
    assert.ok(noisy.oneSidedSure.mean < noisy.sure.mean / 2);
    const answer = page(/^Answer D/);
    for (const { mean } of [noisy.scratch, noisy.plain, noisy.distilled, noisy.hard, noisy.smoothed])
      assert.ok(answer.includes(two(mean)), two(mean));
    assert.ok(more.three > more.one + 0.02 && Math.abs(more.noisy - more.pupil) < 0.01);
    // “Half of it” is passed on.
    const half = (more.fromThree - more.pupil) / (more.three - more.one);
    assert.ok(half > 0.4 && half < 0.6, String(half));
  });
});
