import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kernel } from '../../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../../src/kernel/node.ts';
import { LabSession, type SessionOptions } from '../../../../src/labs/session/session.ts';
import { silentLog } from '../../../../src/platform/log.ts';
import { getRun, listRuns } from '../../../../src/runs/reader.ts';

const dist = join(import.meta.dirname, '../../../../dist');

/** A model that fits a line, and what it is trained on. */
const model = `import * as tf from '@tensorflow/tfjs-node';
const x = tf.tensor2d([[0], [1], [2], [3]]);
const y = tf.tensor2d([[1], [3], [5], [7]]);
const line = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
line.compile({ optimizer: tf.train.adam(0.1), loss: 'meanSquaredError' });`;
const fit = 'await line.fit(x, y, { epochs: 3, batchSize: 2, validationSplit: 0.5, verbose: 0 });';
const log = (value: number) => `(await import('mlops-lab/tracking')).logMetric('accuracy', ${value}, 0)`;

describe('the runs of a session', () => {
  let workspace: string;
  let session: LabSession;
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-runs-'));
    session = open();
  });
  afterEach(async () => {
    await session.close();
    await rm(workspace, { recursive: true });
  });

  function open(others: Partial<SessionOptions> = {}): LabSession {
    const labPath = join(workspace, 'x.lab.ts');
    const options = { labPath, workspace, backend: 'auto', recording: true } as const;
    const startKernel = () => Kernel.start({ options, runtime: ownRuntime(), dist, log: silentLog });
    const settings: Pick<SessionOptions, 'autoRun' | 'autolog'> = { autoRun: () => 'logged', autolog: () => true };
    return new LabSession({ labId: 'X', labPath, ...settings, startKernel, log: silentLog, ...others });
  }

  const batch = (sources: readonly string[], all: boolean) => {
    const cells = sources.map((source, line) => ({ cellId: `c${line}`, source, line }));
    return session.run({ cells, all, labText: sources.join('\n') }, { started() {}, output() {}, ended() {} });
  };
  const runAll = async (...sources: string[]) => {
    const result = await batch(sources, true);
    assert.equal(result.status, 'succeeded', [...result.records.values()].map(({ error }) => error?.stack).join());
    return result;
  };
  const cell = async (source: string) => {
    const result = await batch([source], false);
    assert.equal(result.status, 'succeeded', result.records.get('c0')?.error?.stack);
    return result;
  };
  const statuses = () => listRuns(workspace).map(({ status }) => status);
  const detailsOf = (id: string | undefined) => getRun(workspace, id!)!;

  it('are none for a cell that only tries something out', async () => {
    assert.equal((await cell('1 + 1')).run, undefined);
    await cell(model);
    await session.restart();
    assert.deepEqual(listRuns(workspace), []);
  });

  it('of Run All is as long as Run All, and what a cell logs later changes neither its time nor its state', async () => {
    const first = await runAll(log(1));
    const second = await runAll(log(2));
    assert.notEqual(first.run?.id, second.run?.id);
    assert.deepEqual(statuses(), ['FINISHED', 'FINISHED']);
    const before = detailsOf(second.run?.id);
    await sleep(50);
    await cell('1');
    const third = await cell(log(3));
    assert.equal(third.run?.id, second.run?.id);
    const after = detailsOf(second.run?.id);
    assert.deepEqual([after.status, after.startTime, after.endTime], ['FINISHED', before.startTime, before.endTime]);
    assert.deepEqual(
      after.history.accuracy?.map(({ value }) => value),
      [2, 3],
    );
    assert.ok(
      after.artifacts.some(({ path }) => path === 'x.lab.ts.txt'),
      'the cell sources are kept',
    );
  });

  it('of a cell that logs begins and ends with it, and the next cell adds to it', async () => {
    const first = await cell(log(1));
    assert.deepEqual(statuses(), ['FINISHED']);
    assert.equal((await cell(log(2))).run?.id, first.run?.id);
    assert.deepEqual(statuses(), ['FINISHED']);
  });

  it('say that they were stopped, that they failed, and that the kernel died', async () => {
    const stopping = batch([`${log(1)}; await new Promise(() => {});`, '1'], true);
    while (statuses()[0] !== 'RUNNING') await sleep(50);
    session.stop();
    await stopping;
    assert.deepEqual(statuses(), ['KILLED']);
    await session.restart();
    await batch([`${log(1)}; throw new Error('no');`], false);
    assert.deepEqual(statuses().sort(), ['FAILED', 'KILLED']);
    await session.restart();
    await batch([`${log(1)}; process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});`], false);
    await session.restart();
    assert.deepEqual(statuses().sort(), ['FAILED', 'KILLED', 'KILLED']);
  });

  it('have the training of a quiet fit: params, each epoch, the best one, the model', async () => {
    const { run } = await runAll(model, fit);
    const { params, history, artifacts, tags } = detailsOf(run?.id);
    assert.deepEqual(params, {
      epochs: '3',
      batch_size: '2',
      samples: '2',
      validation_split: '0.5',
      model_name: params.model_name,
      layers: '2',
      total_params: '2',
      trainable_params: '2',
      loss_function: 'meanSquaredError',
      optimizer_name: 'Adam',
      learning_rate: '0.1',
      beta_1: '0.9',
      beta_2: '0.999',
      epsilon: params.epsilon,
    });
    assert.deepEqual(
      history.loss?.map(({ step }) => step),
      [0, 1, 2],
    );
    const validation = history.val_loss!.map(({ value }) => value);
    assert.equal(history.best_val_loss?.[0]?.value, Math.min(...validation));
    assert.equal(history.best_epoch?.[0]?.value, validation.indexOf(Math.min(...validation)));
    assert.ok(artifacts.some(({ path }) => path === 'model_summary.txt'));
    assert.equal(tags['mlops-lab.backend'], 'wasm');
  });

  it('are one for each training: the second of Run All within the first, one run by hand of its own', async () => {
    const { run } = await runAll(model, fit, fit);
    const all = listRuns(workspace);
    assert.equal(all.length, 2);
    const child = detailsOf(all.find(({ id }) => id !== run?.id)?.id);
    assert.equal(child.tags['mlflow.parentRunId'], run?.id);
    assert.equal(child.history.loss?.length, 3);
    assert.equal(detailsOf(run?.id).history.loss?.length, 3);
    const again = await cell(fit);
    assert.ok(again.run && again.run.id !== run?.id);
    assert.deepEqual(statuses(), ['FINISHED', 'FINISHED', 'FINISHED']);
  });

  it('have the batches and the model on request, and no training where the lab or the settings say so', async () => {
    const asked = "(await import('mlops-lab/tracking')).autolog({ logEveryNSteps: 1, logModels: true });";
    const { run } = await runAll(model, `${asked} ${fit}`);
    const { history, artifacts } = detailsOf(run?.id);
    assert.equal(history['batch/loss']?.length, 3);
    const kept = artifacts.map(({ path }) => path);
    assert.ok(kept.includes('model/model.json') && kept.includes('model/weights.bin'), kept.join());
    const path = join(workspace, 'mlartifacts', '1', run!.id, 'artifacts', 'model', 'model.json');
    await cell(`const kept = await tf.loadLayersModel('file://${path}');
      const [a, b] = [kept, line].map((each) => each.predict(x).dataSync().join());
      if (a !== b) throw new Error(a + ' is not ' + b);`);
    await runAll(`(await import('mlops-lab/tracking')).autolog({ disable: true }); ${fit}`);
    assert.deepEqual(detailsOf(listRuns(workspace)[0]?.id).params, {});
    await session.close();
    session = open({ autolog: () => false });
    const quiet = await runAll(model, fit);
    assert.deepEqual(detailsOf(quiet.run?.id).params, {});
  });
});
