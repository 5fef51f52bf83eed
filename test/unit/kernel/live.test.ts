import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from '../../../src/kernel/protocol/outputs.ts';
import type { CellRecord } from '../../../src/labs/session/report.ts';
import { LabSession } from '../../../src/labs/session/session.ts';
import type { LiveState } from '../../../src/mlops/payloads/live.ts';
import { hintsOf } from '../../../src/mlops/payloads/liveHints.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { silentLog } from '../../../src/platform/log.ts';
import { dist, endKernels, startKernel } from '../kernels.ts';

const setup = `import * as tf from '@tensorflow/tfjs-node';
const make = (rate = 0.01) => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [3] }), tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: tf.train.adam(rate), loss: 'meanSquaredError', metrics: ['mae'] });
  return model;
};
const x = tf.randomNormal([96, 3], 0, 1, 'float32', 1);
const y = x.sum(1, true);`;

describe('a training in a kernel', function () {
  this.timeout(60_000);
  let workspace: string;
  let session: LabSession;
  let nextCell = 0;

  before(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-live-'));
    session = new LabSession({
      labId: 'X',
      labPath: join(workspace, 'x.lab.ts'),
      autoRun: () => 'off',
      autolog: () => true,
      startKernel: () => startKernel({ dist, workspace, recording: false }),
      log: silentLog,
    });
    const { records, error } = await run(setup);
    assert.equal(error, undefined);
    assert.deepEqual(records, []);
  });
  after(async () => {
    await session.close();
    await endKernels();
    await rm(workspace, { recursive: true });
  });

  /** What a cell shows as it comes, and what is recorded of it. */
  async function run(source: string, onOutput: (output: Output) => void = () => undefined) {
    const outputs: Output[] = [];
    const cellId = `live-${nextCell++}`;
    const result = await session.run(
      { cells: [{ cellId, source, line: 0 }], all: false, labText: source },
      {
        started() {},
        output(_cellId, output) {
          outputs.push(output);
          onOutput(output);
        },
        ended() {},
      },
    );
    const record: CellRecord | undefined = result.records.get(cellId);
    const updates = outputs.filter((output) => output.kind === 'update');
    return { outputs, updates, records: record?.outputs ?? [], error: record?.error, seconds: record?.seconds ?? 0 };
  }

  /** The live outputs among what is recorded. */
  function livesOf(records: readonly Output[]): LiveState[] {
    return records.flatMap((output) =>
      output.kind === 'display' && output.data[mime.live] ? [output.data[mime.live] as LiveState] : [],
    );
  }

  it('shows one chart with the very numbers of its history, and prints nothing', async () => {
    const { outputs, updates, records, seconds } = await run(
      `const fitted = await make().fit(x, y, { epochs: 40, batchSize: 8, validationSplit: 0.25 });
       ({ toMimeBundle: () => ({ 'application/json': fitted.history }) })`,
    );
    assert.deepEqual(
      records.map(({ kind }) => kind),
      ['display', 'display'],
    );
    assert.equal(outputs.filter(({ kind }) => kind === 'stream').length, 0);
    const [state] = livesOf(records);
    const last = records[1];
    assert.ok(state && last?.kind === 'display');
    const history = last.data[mime.json] as Record<string, number[]>;
    assert.deepEqual([state.status, state.done, state.total], ['finished', 40, 40]);
    assert.deepEqual(
      state.points.x,
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    for (const name of ['loss', 'mae', 'val_loss', 'val_mae']) {
      const logged = state.points.y[name] as number[];
      for (const [epoch, value] of history[name]!.entries()) assert.ok(Math.abs(value - logged[epoch]!) < 1e-6, name);
    }
    const lowest = Math.min(...history.val_loss!);
    assert.equal(state.best?.x, history.val_loss!.indexOf(lowest) + 1);
    // Those of a tiny model come faster than they are read.
    assert.ok(state.batches.x.length > 40 && state.batches.x.at(-1)! <= 40 * 9);
    assert.ok(Math.abs(state.learningRate! - 0.01) < 1e-6);
    assert.match(String((records[0] as { data: Record<string, unknown> }).data[mime.text]), /finished 40 of 40 epochs/);
    // Ten a second, and the last values and the end.
    assert.ok(updates.length <= 10 * seconds + 4, `${updates.length} changes in ${seconds} s`);
  });

  it('shows none with verbose 0, and one with 1 and 2', async () => {
    const fits = [0, 1, 2].map((verbose) => `await make().fit(x, y, { epochs: 1, verbose: ${verbose} as 0 | 1 });`);
    assert.equal(livesOf((await run(fits.join('\n'))).records).length, 2);
  });

  it('shows one each of several trainings, also beside each other and of the same model again', async () => {
    const { records } = await run(`const [a, b] = [make(), make()];
      await Promise.all([a.fit(x, y, { epochs: 3 }), b.fit(x, y, { epochs: 5 })]);
      await a.fit(x, y, { epochs: 7, initialEpoch: 3 });`);
    assert.deepEqual(
      livesOf(records).map(({ status, done, points }) => [status, done, points.x.at(0), points.x.length]),
      [
        ['finished', 3, 1, 3],
        ['finished', 5, 1, 5],
        ['finished', 7, 4, 4],
      ],
    );
  });

  it('of a data set finds out how many batches an epoch has', async () => {
    const { records } =
      await run(`const rows = tf.data.zip({ xs: tf.data.array(Array.from({ length: 12 }, () => [1, 2, 3])),
        ys: tf.data.array(Array.from({ length: 12 }, () => [6])) }).batch(4);
      await make().fitDataset(rows, { epochs: 2 });`);
    const [state] = livesOf(records);
    assert.equal(state?.status, 'finished');
    assert.ok(state?.batches.x.every((step) => Number.isInteger(step) && step >= 1 && step <= 6));
    assert.equal(state?.inner?.total, 3);
  });

  it('follows a learning rate that changes, and notices an early end', async () => {
    const { records } = await run(`const model = make(0.5);
      await model.fit(x, y, { epochs: 9, callbacks: { onEpochEnd: (epoch) => {
        Reflect.set(model.optimizer, 'learningRate', 0.5 / (epoch + 2));
        if (epoch === 3) model.stopTraining = true;
      } } });`);
    const [state] = livesOf(records);
    assert.deepEqual([state?.status, state?.done, state?.total], ['finished', 4, 9]);
    assert.deepEqual(
      state?.points.y.learning_rate?.map((rate) => Math.round(1000 * Number(rate))),
      [500, 250, 167, 125],
    );
    assert.match(JSON.stringify(records), /ended early, after 4 of 9 epochs/);
  });

  it('warns of a loss that is NaN, and names the batch', async () => {
    const { records } = await run(
      'await make().fit(x, tf.fill([96, 1], NaN), { epochs: 2, batchSize: 32, shuffle: false });',
    );
    const [state] = livesOf(records);
    assert.deepEqual(state?.broken, { name: 'loss', value: 'NaN', x: 1, step: 1 });
    assert.equal(hintsOf(state!)[0]?.kind, 'broken');
  });

  it('has failed where a callback throws, and says why', async () => {
    const { records, error } = await run(
      `await make().fit(x, y, { epochs: 5, callbacks: { onEpochEnd: (epoch) => { if (epoch === 1) throw new Error('no disk'); } } });`,
    );
    assert.equal(error?.message, 'no disk');
    const [state] = livesOf(records);
    assert.deepEqual([state?.status, state?.reason], ['failed', 'no disk']);
  });

  it('leaves as many tensors as without its chart', async () => {
    const { records } = await run(`const model = make();
      await model.fit(x, y, { epochs: 1, verbose: 0 });
      const leaked: number[] = [];
      for (const verbose of [0, 1] as const) {
        const before = tf.memory().numTensors;
        await model.fit(x, y, { epochs: 2, batchSize: 32, validationSplit: 0.25, verbose });
        leaked.push(tf.memory().numTensors - before);
      }
      leaked.join()`);
    const text = records.at(-1);
    assert.equal(text?.kind === 'display' && text.data[mime.text], "'0,0'");
  });

  it('is called stopped when the person stops it', async () => {
    let pressed = false;
    const { records } = await run('await make().fit(x, y, { epochs: 1e6, batchSize: 8 });', ({ kind }) => {
      // Pressed once more, it stops more forcefully.
      if (kind === 'update' && !pressed) session.stop();
      pressed ||= kind === 'update';
    });
    assert.equal(livesOf(records)[0]?.status, 'stopped');
  });

  it('tells where it stood when its kernel dies', async () => {
    const { records, error } = await run('await make().fit(x, y, { epochs: 1e6, batchSize: 8 });', ({ kind }) => {
      if (kind === 'update' && session.kernel?.isAlive) process.kill(session.kernel.pid!, 'SIGKILL');
    });
    assert.equal(error?.name, 'KernelDied');
    const [state] = livesOf(records);
    assert.equal(state?.status, 'stopped');
    assert.match(state?.reason ?? '', /^The kernel ended after epoch \d+ of 1000000\. Run the cell again\.$/);
  });
});
