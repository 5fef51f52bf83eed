/** Trials in processes of their own; and what a search shows and records. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { configure, endRun, flush, startRun } from '../../../../src/mlops/tracking.ts';
import {
  HyperbandOracle,
  type HyperParameters,
  RandomSearchOracle,
  TrialWorkers,
  Tuner,
  trialsPlot,
} from '../../../../src/mlops/tuning.ts';

const space = (hp: HyperParameters) => hp.float('rate', { minValue: 0.001, maxValue: 1, sampling: 'log' });
const random = (maxTrials: number) =>
  new RandomSearchOracle({ objective: 'val_loss', seed: 3, maxTrials, hyperparameters: space });

/** By its number a trial ends well, throws, diverges, exits or hangs; each tells its process. */
const trial = `
export async function runTrial({ trialId, hyperparameters: hp, epochs = 2, initialEpoch, report }) {
  if (trialId === '01') throw new RangeError('too steep');
  if (trialId === '03') process.exit(7);
  if (trialId === '05') for (;;);
  hp.choice('declared late', ['a', 'b']);
  for (let epoch = initialEpoch; epoch < epochs; epoch++)
    report({ val_loss: trialId === '07' ? NaN : hp.get('rate') / (epoch + 1), process: process.pid }, epoch);
}`;

describe('trials in processes of their own', function () {
  this.timeout(120_000);
  let folder: string;
  let workers: TrialWorkers | undefined;
  const open = (timeout = 4000) => {
    writeFileSync(join(folder, 'trial.mjs'), trial);
    workers = new TrialWorkers({ module: join(folder, 'trial.mjs'), timeout });
    return workers;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'workers-'));
  });
  afterEach(() => {
    workers?.close();
    rmSync(folder, { recursive: true });
  });

  it('run at once, are used again, and take nothing with them when they crash or hang', async () => {
    const tuner = new Tuner({ oracle: random(10), runTrial: open().runTrial, record: false });
    await tuner.search({ parallel: 2 });
    const trials = [...tuner.oracle.trials.values()];
    assert.deepEqual(
      trials.map(({ status }) => status),
      trials.map((_, at) => (at % 2 === 1 && at < 9 ? 'FAILED' : 'COMPLETED')),
    );
    assert.match(tuner.oracle.trial('01').message ?? '', /too steep/);
    assert.match(tuner.oracle.trial('03').message ?? '', /ended \(code 7\) before the trial did/);
    assert.match(tuner.oracle.trial('05').message ?? '', /longer than 4000 ms, and its process was killed/);
    assert.match(tuner.oracle.trial('07').message ?? '', /is NaN/);
    const processes = new Set(
      trials.flatMap(({ metrics }) => metrics.get('process')?.observations.flatMap(({ value }) => value) ?? []),
    );
    assert.ok(processes.size >= 2 && processes.size <= 4, String(processes.size));
    assert.ok(!processes.has(process.pid));
    assert.ok(trials[0]!.hyperparameters.has('declared late'));
    for (const { score, hyperparameters } of tuner.bestTrials(9))
      assert.equal(score, Number(hyperparameters.get('rate')) / 2);
  });

  it('end with a search that is aborted, and say what is wrong with their module', async () => {
    const stop = new AbortController();
    const hangs = new Tuner({ oracle: random(10), runTrial: open(60_000).runTrial, record: false });
    const searching = hangs.search({
      parallel: 2,
      signal: stop.signal,
      onTrial: ({ id }) => id === '04' && setTimeout(() => stop.abort(new Error('enough')), 300),
    });
    await assert.rejects(searching, /enough/);
    writeFileSync(join(folder, 'empty.mjs'), 'export const nothing = 1;');
    const empty = new TrialWorkers({ module: join(folder, 'empty.mjs') });
    const tuner = new Tuner({ oracle: random(3), runTrial: empty.runTrial, record: false });
    await assert.rejects(tuner.search(), /exports no function “runTrial”/);
    empty.close();
  });

  it('are recorded as nested runs, one each, with values, curves and fates', async () => {
    configure({ workspace: folder, flushMs: 0 });
    const parent = await startRun({ name: 'search' });
    const tuner = new Tuner({
      oracle: random(4),
      runTrial: ({ trialId, hyperparameters, report }) => {
        if (trialId === '2') throw new Error('crashed');
        for (const epoch of [0, 1]) report({ val_loss: Number(hyperparameters.get('rate')) / (1 + epoch) }, epoch);
      },
    });
    await tuner.search({ parallel: 2 });
    await endRun();
    await flush();
    const database = new DatabaseSync(join(folder, 'mlflow.db'), { readOnly: true });
    const children = database
      .prepare(
        "SELECT run_uuid, name, status FROM runs JOIN tags USING (run_uuid) WHERE key = 'mlflow.parentRunId' AND value = ? ORDER BY name",
      )
      .all(parent.id) as { run_uuid: string; name: string; status: string }[];
    assert.deepEqual(
      children.map(({ name, status }) => [name, status]),
      [
        ['trial 0', 'FINISHED'],
        ['trial 1', 'FINISHED'],
        ['trial 2', 'FAILED'],
        ['trial 3', 'FINISHED'],
      ],
    );
    const points = database
      .prepare('SELECT key, value, step FROM metrics WHERE run_uuid = ? ORDER BY key, step')
      .all(children[0]!.run_uuid);
    const rate = Number(tuner.oracle.trial('0').hyperparameters.get('rate'));
    assert.deepEqual(
      points.map((each) => ({ ...each })),
      [
        { key: 'score', value: rate / 2, step: 0 },
        { key: 'val_loss', value: rate, step: 0 },
        { key: 'val_loss', value: rate / 2, step: 1 },
      ],
    );
    database.close();
  });

  it('are drawn as lines through their values, gaps where a value has no meaning', async () => {
    const oracle = new HyperbandOracle({
      objective: 'val_loss',
      seed: 1,
      maxEpochs: 4,
      factor: 2,
      hyperparameters: (hp) => {
        hp.choice('solver', ['sgd', 'adam']);
        hp.conditionalScope('solver', ['sgd']).choice('momentum', [0, 0.9]);
        space(hp);
      },
    });
    assert.throws(() => trialsPlot(oracle), /No trial has ended well/);
    await new Tuner({
      oracle,
      runTrial: ({ hyperparameters }) => Number(hyperparameters.get('rate')),
      record: false,
    }).search();
    const words = JSON.stringify(trialsPlot(oracle).spec);
    for (const axis of ['solver', 'momentum', 'rate', 'val_loss']) assert.ok(words.includes(`"axis":"${axis}"`), axis);
    assert.ok(!words.includes('tuner/epochs'));
  });
});
