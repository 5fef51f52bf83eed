import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CellOutcome, StopReport } from '../../../src/kernel/executions.ts';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import type { Output, StopStage } from '../../../src/kernel/protocol/outputs.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

/** Cells that never end by themselves, by the stage that stops them. Each says `go` when it is where it hangs. */
const endless: Record<StopStage, Record<string, string>> = {
  cooperative: {
    'a promise that never settles': 'go(); await new Promise(() => {})',
    'a sleep': 'go(); await new Promise((done) => setTimeout(done, 1e8))',
    'a sleep of node:timers/promises':
      'const { setTimeout: sleep } = await import("node:timers/promises"); go(); await sleep(1e8)',
    'a setTimeout loop': 'const again = () => { setTimeout(again); go() }; again(); await new Promise(() => {})',
    'a setImmediate loop': 'const again = () => { setImmediate(again); go() }; again(); await new Promise(() => {})',
    'a setInterval': 'setInterval(go, 1); await new Promise(() => {})',
    'a loop that asks for a file': 'go(); for (;;) await require("fs").promises.stat(__filename_)',
    'a tf.tidy loop': 'go(); for (;;) tf.tidy(() => tf.matMul(weights, weights))',
    'a loop of ops that awaits': 'go(); for (;;) { const sum = tf.add(weights, 1); await sum.data(); sum.dispose() }',
    'model.fit': 'go(); await model.fit(x, y, { epochs: 1e6, verbose: 0 })',
    'model.fitDataset': `const rows = tf.data.generator(function* () { for (;;) yield { xs: [1, 2], ys: [1] } }).batch(8);
      go(); await model.fitDataset(rows, { epochs: 1e6, batchesPerEpoch: 4, verbose: 0 })`,
    'a callback of model.fit that waits': `await model.fit(x, y, { epochs: 9, verbose: 0,
      callbacks: { onEpochEnd: () => { go(); return new Promise(() => {}) } } })`,
  },
  terminated: {
    'a loop': 'go(); for (;;);',
    'a loop after an await': 'await null; go(); for (;;);',
    'a loop in an async function': 'const work = async () => { await 0; go(); for (;;); }; await work()',
    'a loop that awaits what is there': 'go(); for (;;) await null',
    'a microtask loop':
      'const keep = new Promise(() => {}); const again = () => queueMicrotask(again); go(); again(); await keep',
    'a promise loop': 'const again = () => Promise.resolve().then(again); go(); await again()',
    'a nextTick loop':
      'const keep = new Promise(() => {}); const again = () => process.nextTick(again); go(); again(); await keep',
    'a busy timeout': 'setTimeout(() => { go(); for (;;); }); await new Promise(() => {})',
    'a busy immediate': 'setImmediate(() => { go(); for (;;); }); await new Promise(() => {})',
    'a busy interval': 'setInterval(() => { go(); for (;;); }, 1); await new Promise(() => {})',
    'a busy callback of fs':
      'require("fs").readFile(__filename_, () => { go(); for (;;); }); await new Promise(() => {})',
    'a busy listener': `const server = require("net").createServer(() => { go(); for (;;); }).listen(0, "127.0.0.1",
      () => require("net").connect(server.address().port, "127.0.0.1")); await new Promise(() => {})`,
    'a generator': 'function* numbers() { for (;;) yield 1 } go(); for (const each of numbers()) each;',
    'a regular expression that backtracks': 'go(); /^(a+)+$/.test("a".repeat(50) + "b")',
    'a loop that swallows errors': 'go(); for (;;) { try { for (;;); } catch {} finally { for (;;); } }',
    'ops whose errors are swallowed': 'go(); for (;;) { try { tf.add(weights, 1).dispose() } catch {} }',
    'Atomics.wait': 'go(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    'a busy callback of model.fit': `await model.fit(x, y, { epochs: 9, verbose: 0,
      callbacks: { onBatchEnd: () => { go(); for (;;); } } })`,
    'a loop within a tf.tidy within a gradient':
      'tf.grad((a) => { go(); for (;;) tf.tidy(() => { a.mul(2); for (;;); }); return a })(weights)',
  },
  killed: {
    'a blocking call': 'go(); require("child_process").execSync("sleep 60")',
  },
};

const prepare = `import * as tf from '@tensorflow/tfjs-node';
const __filename_ = import.meta.filename; require('fs').writeFileSync(__filename_, '');
const go = () => { console.log('go') };
const weights = tf.ones([32, 32]);
const x = tf.randomNormal([256, 2]); const y = x.sum(1, true);
const model = tf.sequential({ layers: [tf.layers.dense({ units: 8, inputShape: [2] }), tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
let survivor = 'still here';`;

const words: Record<StopStage, RegExp> = {
  cooperative: /stopped as soon as it was asked to\. All variables are still there/,
  terminated: /did not stop when it was asked to, so its code was broken off\. All variables are still there/,
  killed: /in no other way than by ending its kernel\. Variables of earlier cells are gone/,
};

describe('a stop', function () {
  this.timeout(30_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-stop-'));
  let kernel: Kernel;
  const ready = async () => {
    if (kernel?.isAlive) return;
    kernel = await startKernel({ dist, workspace });
    const { error } = await run(kernel, prepare);
    assert.equal(error, undefined, error?.stack);
  };
  afterEach(async function () {
    // One that hangs must not fail the tests after it.
    if (this.currentTest?.state === 'failed') await kernel?.kill();
  });
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });

  /** Runs a cell and does `act` once it has said `go`, some moments later. */
  async function disturb<Result>(source: string, act: () => Promise<Result>, after = 30) {
    let acting: Promise<Result> | undefined;
    const outputs: Output[] = [];
    const outcome = await kernel.execute(
      { cellId: 'endless', source, line: 10 },
      {
        output(output) {
          outputs.push(output);
          acting ??= sleep(after).then(act);
        },
      },
    );
    assert.ok(acting, `the cell did not hang but ended: ${outcome.error?.stack}`);
    return { outcome, result: await acting, outputs };
  }
  const stop = (source: string) => disturb(source, () => kernel.interrupt());

  function assertStopped(outcome: CellOutcome, report: StopReport | undefined, stage: StopStage) {
    assert.deepEqual(
      [outcome.status, outcome.stage, report?.stage],
      ['interrupted', stage, stage],
      outcome.error?.stack,
    );
    assert.equal(outcome.error?.name, 'Interrupted');
    assert.match(outcome.error?.message ?? '', words[stage]);
  }

  async function assertUsable() {
    assert.equal((await run(kernel, 'survivor')).text, "'still here'\n");
    const state = `const { scopeStack, kernelDepth, gradientDepth, activeTape } = tf.engine().state;
      [scopeStack.length, kernelDepth, gradientDepth, activeTape].join()`;
    assert.equal((await run(kernel, state)).text, "'0,0,0,'\n");
    const training =
      'const { history } = await model.fit(x, y, { epochs: 2, verbose: 0 }); history.loss.every(Number.isFinite)';
    const { text, error } = await run(kernel, training);
    assert.equal(text, 'true\n', error?.stack);
    assert.equal(
      (await run(kernel, 'await new Promise((done) => setImmediate(() => setTimeout(done, 2))); 1')).text,
      '1\n',
    );
  }

  for (const stage of ['cooperative', 'terminated', 'killed'] as const) {
    describe(stage, () => {
      beforeEach(ready);
      for (const [what, source] of Object.entries(endless[stage])) {
        it(`ends ${what}`, async () => {
          const { outcome, result } = await stop(source);
          assertStopped(outcome, result, stage);
          if (stage !== 'killed') await assertUsable();
          else assert.ok(!kernel.isAlive);
        });
      }
    });
  }

  describe('in detail', () => {
    beforeEach(ready);

    it('tells nothing where nothing runs', async () => {
      assert.equal(await kernel.interrupt(), undefined);
      assert.equal((await run(kernel, '1')).text, '1\n');
    });

    it('names the line that was asked to stop', async () => {
      const { outcome } = await stop('go();\nfor (;;) {\n  tf.tidy(() => tf.add(weights, 1));\n}');
      assert.equal(outcome.error?.line, 13);
      assert.match(outcome.error?.stack ?? '', /^Interrupted: .*\n.*\n.* at .*x\.lab\.ts:13:/);
    });

    it('goes further at once when it is pressed again', async () => {
      const pressThrice = async () => {
        void kernel.interrupt();
        void kernel.interrupt();
        await sleep(20);
        return kernel.interrupt();
      };
      const { outcome, result } = await disturb(endless.killed['a blocking call']!, pressThrice);
      assertStopped(outcome, result, 'killed');
      assert.ok(result!.milliseconds < 1500, `${result!.milliseconds} ms`);
    });

    it('breaks off at once what is pressed again though it swallows errors', async () => {
      const swallow = 'go(); for (;;) { try { tf.add(weights, 1).dispose() } catch {} }';
      const { outcome, result } = await disturb(swallow, () => {
        void kernel.interrupt();
        return kernel.interrupt();
      });
      assertStopped(outcome, result, 'terminated');
      await assertUsable();
    });

    it('stops a cell that waits for the timer of an earlier one', async () => {
      const source = 'setTimeout(() => { go(); for (;;); }, 20); 1';
      await new Promise<void>((looping) => {
        const output = (output: Output) => output.kind === 'stream' && looping();
        void kernel.execute({ cellId: 'looping', source, line: 10 }, { output });
      });
      const waiting = run(kernel, 'survivor = "changed"');
      const report = await kernel.interrupt();
      const { status, stage } = await waiting;
      assert.deepEqual([status, stage, report?.stage], ['interrupted', 'terminated', 'terminated']);
      await assertUsable();
    });

    it('lets nothing of a stopped cell go on, not even behind its catch', async () => {
      const source = `globalThis.rounds = 0;
        for (;;) { try { await require("fs").promises.stat(__filename_) } catch {} rounds++; go() }`;
      const { outputs } = await stop(source);
      const printed = outputs.length;
      // It may wake once more beside a cell that runs.
      await sleep(50);
      const { text: rounds } = await run(kernel, 'rounds');
      await sleep(50);
      assert.equal((await run(kernel, 'rounds')).text, rounds);
      assert.equal(outputs.length, printed);
    });

    it('lets a promise that a stopped cell awaited wake who awaits it next', async () => {
      await run(kernel, `const work = new Promise((done) => setTimeout(done, 500, 'done')); 1`);
      await stop('go(); await work');
      assert.equal((await run(kernel, 'await work')).text, "'done'\n");
    });

    it('leaves the timers and promises of other cells alone', async () => {
      await run(kernel, 'globalThis.ticks = 0; const ticking = setInterval(() => { ticks++ }, 5); 1');
      await stop('setInterval(go, 5); await new Promise(() => {})');
      await run(kernel, 'ticks = 0; 1');
      await run(kernel, 'while (ticks < 3) await new Promise((done) => setTimeout(done, 2)); clearInterval(ticking)');
    });

    it('disposes the tensors of scopes that were broken off', async () => {
      const { text: before } = await run(kernel, 'tf.memory().numTensors');
      await stop('tf.tidy(() => { for (let i = 0; i < 50; i++) tf.ones([8]); go(); for (;;); })');
      assert.equal((await run(kernel, 'tf.memory().numTensors')).text, before);
    });

    /** An op of the backend in use that takes so many milliseconds. */
    const op = (milliseconds: number) =>
      `tf.registerKernel({ kernelName: 'Slow${milliseconds}', backendName: tf.getBackend(), kernelFunc: () => {
        go(); for (const end = Date.now() + ${milliseconds}; Date.now() < end;); return tf.engine().runKernel('Identity', { x: weights });
      } }); for (;;) tf.tidy(() => tf.engine().runKernel('Slow${milliseconds}', {}))`;

    it('waits for the tensor op in progress', async () => {
      const { outcome, result } = await stop(op(400));
      assertStopped(outcome, result, 'cooperative');
      await assertUsable();
    });

    it('never breaks an op of WebAssembly off, but kills', async () => {
      const { outcome, result } = await stop(op(1e9));
      assertStopped(outcome, result, 'killed');
    });

    it('is what ends a cell that awaits what nothing can settle: it is not given up when memory is collected', async () => {
      const collect = `const gc = (require('v8').setFlagsFromString('--expose-gc'), require('vm').runInNewContext('gc'));
        const collecting = setInterval(gc, 5); 1`;
      await run(kernel, collect);
      const { outcome } = await disturb('go(); await new Promise(() => {})', () => kernel.interrupt(), 300);
      // Which stage it takes is open: a loop that collects all memory keeps its news waiting.
      assert.equal(outcome.status, 'interrupted', outcome.error?.stack);
      await run(kernel, 'gc(); clearInterval(collecting)');
      await assertUsable();
    });

    it('does not spin afterwards', async () => {
      await stop(endless.terminated['a busy immediate']!);
      const used =
        'const usage = process.cpuUsage(); await new Promise((done) => setTimeout(done, 400)); process.cpuUsage(usage).user / 1e3 < 200';
      assert.equal((await run(kernel, used)).text, 'true\n');
    });

    it('serves many times over', async () => {
      for (let round = 0; round < 25; round++) {
        await stop(round % 2 ? 'go(); for (;;) tf.tidy(() => tf.add(weights, 1))' : 'await null; go(); for (;;);');
      }
      await assertUsable();
    });
  });
});
