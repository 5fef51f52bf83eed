import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellOutcome } from '../../../src/kernel/executions.ts';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { Allowance } from '../../../src/kernel/process/tensors/collector.ts';
import type { CellRequest } from '../../../src/kernel/protocol/messages.ts';
import type { TensorUse } from '../../../src/kernel/protocol/outputs.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

const net = `const net = () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [3], activation: 'relu' }), tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError', metrics: ['mae'] });
  return model;
};
`;

/** Each a cell, and how many tensors it must be said to have leaked. */
const cells: readonly (readonly [what: string, source: string, leaked: number])[] = [
  ['a loop that keeps nothing', 'const x1 = tf.ones([4]); for (let i = 0; i < 10; i++) x1.add(1);', 10],
  ['a loop that reassigns', 'let x2 = tf.ones([4]); for (let i = 0; i < 10; i++) x2 = x2.add(1);', 10],
  ['a chain', 'const x3 = tf.tensor([1, 2, 3]).add(1).mul(2).sum();', 3],
  ['what is read and dropped', 'const n4 = (await tf.ones([3]).mul(2).data()).length;', 2],
  ['more than are looked at at once', 'for (let i = 0; i < 3000; i++) tf.scalar(i);', 3000],
  [
    'big ones, collected while the cell runs',
    'for (let i = 0; i < 80; i++) { tf.ones([1 << 19]); await new Promise((r) => setTimeout(r)); }',
    80,
  ],
  ['a function that forgets', 'const f5 = (x) => x.sub(x.mean()).square().mean(); const y5 = f5(tf.ones([9]));', 4],
  ['a prediction that is read only', 'const p6 = net().predict(tf.ones([2, 3])).dataSync();', 2],
  [
    'a batch that nobody disposes',
    'const i8 = await tf.data.array([1, 2, 3, 4]).batch(2).iterator(); for (let r = await i8.next(); !r.done; r = await i8.next()) r.value.shape;',
    2,
  ],
  [
    'a variable assigned what is never disposed',
    'const v0 = tf.variable(tf.zeros([2])); for (let i = 0; i < 5; i++) v0.assign(v0.add(1));',
    5,
  ],
  ['what scopes in scopes return', 'for (let i = 0; i < 5; i++) tf.tidy(() => tf.tidy(() => tf.ones([2]).add(1)));', 5],
  [
    'what a scope returns in a list',
    'tf.tidy(() => [tf.ones([2]), { deep: tf.zeros([1]) }, tf.ones([3]).neg()]); 0',
    3,
  ],
  [
    'what is made while a scope that the person opened is open',
    'tf.engine().startScope(); tf.ones([2]); tf.engine().endScope();',
    0,
  ],
  ['before an error', 'tf.ones([2]).add(1); throw new Error("no")', 2],

  [
    'data in constants',
    'const a10 = tf.ones([3]), b10 = [tf.ones([2]), { deep: tf.zeros([2]) }], c10 = new Map([["k", tf.ones([1])]]);',
    0,
  ],
  ['a destructured pair', 'const [l11, r11] = tf.split(tf.keep(tf.ones([4])), 2);', 0],
  ['tidy', 'const s12 = tf.tidy(() => tf.ones([4]).add(1).mul(3).sum());', 0],
  ['dispose', 'const x13 = tf.ones([3]); const y13 = x13.add(1); y13.dispose(); x13.dispose();', 0],
  [
    'a list, disposed late',
    'const all14 = []; for (let i = 0; i < 1500; i++) all14.push(tf.scalar(i)); tf.dispose(all14);',
    0,
  ],
  ['keep', 'tf.tidy(() => { tf.keep(tf.ones([3])); });', 0],
  ['keep, late', 'for (let i = 0; i < 1100; i++) tf.tidy(() => tf.keep(tf.ones([1])));', 0],
  [
    'a variable and what it was made from',
    'const v16 = tf.variable(tf.ones([2])); tf.tidy(() => v16.assign(v16.add(1)));',
    0,
  ],
  ['the value that is shown', 'tf.keep(tf.ones([2])).add(1)', 0],
  ['what a closure holds', 'const g17 = (() => { const w = tf.ones([2]); return () => w; })();', 0],
  ['what a private field holds', 'class P18 { #w = tf.ones([2]); get() { return this.#w } } const p18 = new P18();', 0],
  ['what a timer holds', '{ const w = tf.ones([2]); setTimeout(() => w.dispose(), 20000).unref(); }', 0],
  ['what a module holds', 'import { held } from "./holds.ts"; held();', 0],
  [
    'what a proxy holds',
    'const p20 = new Proxy({ w: tf.ones([2]) }, { get() { throw 1 }, ownKeys() { throw 2 } });',
    0,
  ],
  ['a model', 'const m21 = net(); m21.summary(undefined, undefined, () => undefined);', 0],
  [
    'training',
    'const x22 = tf.randomNormal([64, 3]), y22 = tf.zeros([64, 1]); const m22 = net(); const h22 = await m22.fit(x22, y22, { epochs: 3, validationSplit: 0.25, shuffle: true, verbose: 0 });',
    0,
  ],
  [
    'training on a dataset',
    'const d23 = tf.data.generator(function* () { for (let i = 0; i < 32; i++) yield { xs: [i, 1, 2], ys: [i] } }).batch(8); await m22.fitDataset(d23, { epochs: 2, verbose: 0 });',
    0,
  ],
  [
    'batches that the dataset disposes',
    'await tf.data.array([1, 2, 3, 4]).batch(2).forEachAsync((b) => { b.shape });',
    0,
  ],
  ['evaluation', 'const e24 = m22.evaluate(x22, y22);', 0],
  ['a prediction that is kept', 'const p25 = m22.predict(x22);', 0],
  [
    'a training step by hand',
    'const o26 = tf.train.sgd(0.1); const w26 = tf.variable(tf.scalar(1)); for (let i = 0; i < 50; i++) o26.minimize(() => w26.square().mean());',
    0,
  ],
];

interface Told {
  readonly outcome: CellOutcome;
  /** What is told of the cell's tensors after its end. */
  readonly use: Promise<TensorUse>;
}

let nextCell = 1;

/** Runs a cell to its end, and no further. */
async function execute(kernel: Kernel, source: string, cell: Partial<CellRequest> = {}): Promise<Told> {
  let tensors: (use: TensorUse) => void = () => undefined;
  const use = new Promise<TensorUse>((resolve) => {
    tensors = resolve;
  });
  const request = { cellId: `leaks-${nextCell++}`, source, line: 0, ...cell };
  return { outcome: await kernel.execute(request, { output() {}, tensors }), use };
}

/** What a cell is said to have made of its tensors; nothing where it made none. */
async function tensorsOf(kernel: Kernel, source: string): Promise<TensorUse | undefined> {
  const { outcome, use } = await execute(kernel, source);
  if (!source.includes('throw new Error')) assert.equal(outcome.error, undefined, outcome.error?.stack);
  return outcome.backend && use;
}

for (const backend of ['wasm', 'cpu'] as const) {
  describe(`tensors that a cell leaks, on ${backend}`, function () {
    this.timeout(60_000);
    const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-leaks-'));
    let kernel: Kernel;

    before(async () => {
      writeFileSync(
        join(workspace, 'holds.ts'),
        `import * as tf from '@tensorflow/tfjs-node';\nlet w: unknown;\nexport const held = () => void (w = tf.ones([3]));\n`,
      );
      kernel = await startKernel({ dist, workspace, backend });
      const { error } = await run(kernel, `import * as tf from '@tensorflow/tfjs-node';\n${net}`);
      assert.equal(error, undefined);
    });
    after(async () => {
      await endKernels();
      rmSync(workspace, { recursive: true });
    });

    for (const [what, source, leaked] of cells) {
      it(`${what}: ${leaked}`, async () => {
        const tensors = await tensorsOf(kernel, source);
        assert.equal(tensors?.leaked, leaked, JSON.stringify(tensors?.ops));
      });
    }

    it('says what they take, by which ops, and on which backend', async () => {
      const source = 'const x30 = tf.ones([256]); for (let i = 0; i < 3; i++) x30.add(1).relu().toBool(); x30.matMul';
      assert.deepEqual(await tensorsOf(kernel, source), {
        backend,
        leaked: 9,
        bytes: 3 * (256 * 4 + 256 * 4 + 256),
        ops: { Add: 3, Relu: 3, Cast: 3 },
      });
    });

    it('names the op also of what a scope returns, and the scope where that made very many', async () => {
      assert.deepEqual(
        (await tensorsOf(kernel, 'tf.tidy(() => { const y = tf.ones([2]).relu(); y.neg(); return y; }); 0'))?.ops,
        { Relu: 1 },
      );
      const many =
        'tf.tidy(() => { const y = tf.ones([2]).relu(); for (let i = 0; i < 20_000; i++) tf.scalar(i); return y; }); 0';
      assert.deepEqual((await tensorsOf(kernel, many))?.ops, { 'tf.tidy': 1 });
    });

    it('says nothing of a cell without tensors, and of one that was stopped', async () => {
      assert.equal(await tensorsOf(kernel, '1 + 1'), undefined);
      const stopped = execute(kernel, 'for (;;) { tf.ones([2]); await new Promise((r) => setTimeout(r, 5)); }');
      setTimeout(() => kernel.interrupt(), 100);
      assert.equal((await stopped).outcome.backend, undefined);
      assert.equal((await tensorsOf(kernel, 'const x31 = tf.ones([2]);'))?.leaked, 0);
    });

    it('agrees with what TensorFlow.js counts', async () => {
      const before = Number((await run(kernel, 'tf.memory().numTensors')).text);
      const leaked = (await tensorsOf(kernel, 'for (let i = 0; i < 7; i++) tf.ones([5]).add(i).neg();'))?.leaked;
      assert.equal(Number((await run(kernel, 'tf.memory().numTensors')).text) - before, leaked);
    });
  });
}

describe('looking for leaks', function () {
  this.timeout(60_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-leaks-'));
  const leak = 'for (let i = 0; i < 5; i++) x.add(1);';
  let kernel: Kernel;

  beforeEach(async () => {
    kernel = await startKernel({ dist, workspace, backend: 'wasm' });
    // Counts the collections that were asked for; V8's own are not among them.
    const { error } = await run(
      kernel,
      `import * as tf from '@tensorflow/tfjs-node';
       import { constants, PerformanceObserver } from 'node:perf_hooks';
       let asked = 0;
       new PerformanceObserver((list) => {
         for (const { detail } of list.getEntries() as unknown as { detail: { flags: number } }[])
           if (detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) asked++;
       }).observe({ entryTypes: ['gc'] });
       const x = tf.ones([4]);`,
    );
    assert.equal(error, undefined, error?.stack);
  });
  afterEach(endKernels);
  after(() => rmSync(workspace, { recursive: true }));

  /** How many collections have been asked for. The observer is told in a turn of its own. */
  async function asked(): Promise<number> {
    return Number((await run(kernel, 'await new Promise((turn) => setTimeout(turn, 20)); asked')).text);
  }

  it('holds no cell back, and asks V8 once for all cells of a burst', async () => {
    const told: Told[] = [];
    const leaked: number[] = [];
    for (let index = 0; index < 30; index++) {
      const one = await execute(kernel, index % 3 === 0 ? '1 + 1' : leak);
      told.push(one);
      void one.use.then((use) => leaked.push(use.leaked));
    }
    assert.deepEqual(leaked, [], 'nothing is told while cells come');
    const uses = await Promise.all(told.filter(({ outcome }) => outcome.backend).map(({ use }) => use));
    assert.deepEqual(
      uses.map((use) => use.leaked),
      Array.from({ length: 20 }, () => 5),
    );
    const collections = await asked();
    // A second one only where V8 had begun one already.
    assert.ok(collections === 1 || collections === 2, `${collections} collections`);
  });

  it('tells of the very first tensor, too', async () => {
    const first = await startKernel({ dist, workspace, backend: 'wasm' });
    assert.equal((await tensorsOf(first, "import { ones } from '@tensorflow/tfjs-node'; ones([1]); 0"))?.leaked, 1);
  });

  it('waits for a cell that runs meanwhile, and then tells of the one before it', async () => {
    const first = await execute(kernel, leak);
    const second = execute(kernel, 'await new Promise((turn) => setTimeout(turn, 400));');
    assert.equal(await Promise.race([first.use, second.then(() => 'the second has ended')]), 'the second has ended');
    assert.equal((await first.use).leaked, 5);
  });

  it('says nothing of an execution whose cell has been run again', async () => {
    const before = await execute(kernel, leak, { cellId: 'again' });
    void before.use.then(() => assert.fail('told of the first execution'));
    const { use } = await execute(kernel, 'x.add(1); x.add(1); 0', { cellId: 'again' });
    assert.deepEqual((await use).ops, { Add: 2 });
    await asked();
  });

  it('blames no cell of a burst for what a later one lets go of', async () => {
    const cells = ['let z = x.add(1);', leak, 'z = z.mul(2);'].map((source) => () => execute(kernel, source));
    const told: Told[] = [];
    for (const next of cells) told.push(await next());
    const uses = await Promise.all(told.map(({ use }) => use));
    assert.deepEqual(
      uses.map(({ leaked }) => leaked),
      [0, 5, 0],
    );
  });

  it('asks nothing where all that a cell made is in its variables', async () => {
    assert.equal((await tensorsOf(kernel, 'const y = [x.add(1), { deep: x.add(2) }];'))?.leaked, 0);
    assert.equal(await asked(), 0);
  });

  it('does not ask for a heap of more than 100 MB, and does again for a smaller one', async () => {
    await run(kernel, 'let much: unknown = Array.from({ length: 3_000_000 }, (_, id) => ({ id }));');
    const megabytes = '(await import("node:v8")).getHeapStatistics().used_heap_size / 2 ** 20';
    assert.ok(Number((await run(kernel, megabytes)).text) > 100);
    const use = await tensorsOf(kernel, leak);
    assert.ok(use && use.leaked <= 5, 'only what V8 has collected by itself');
    assert.equal(await asked(), 0);
    // V8 lets go of it by itself when more is made, but not at a known time.
    await run(kernel, 'much = undefined; require("node:v8").setFlagsFromString("--expose-gc");');
    await run(kernel, 'require("node:vm").runInNewContext("gc")(); 0');
    const before = await asked();
    assert.equal((await tensorsOf(kernel, leak))?.leaked, 5);
    assert.ok((await asked()) > before);
  });

  it('asks so many times in a row, and again after a while', () => {
    const allowance = new Allowance(50, 1000);
    const taken = (now: number) => {
      let times = 0;
      while (allowance.take(now)) times++;
      return times;
    };
    assert.equal(taken(0), 50);
    assert.equal(taken(500), 0, 'half of one');
    assert.equal(taken(1000), 1, 'two halves');
    assert.equal(taken(4000), 3);
    assert.equal(taken(3_600_000), 50, 'no more than in a row, be it ever so long ago');
  });
});
