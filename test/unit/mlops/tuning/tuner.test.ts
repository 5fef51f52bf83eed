import assert from 'node:assert/strict';
import {
  EarlyStopping,
  GridSearchOracle,
  HyperbandOracle,
  HyperParameters,
  hyperbandBrackets,
  RandomSearchOracle,
  type TrialRun,
  Tuner,
  TuningError,
  type TuningErrorCode,
} from '../../../../src/mlops/tuning.ts';

const refuses = (code: TuningErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof TuningError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
const rate = (hp: HyperParameters) => hp.float('rate', { minValue: 0.001, maxValue: 1, sampling: 'log' });
const random = (more = {}) =>
  new RandomSearchOracle({ objective: 'val_loss', seed: 3, maxTrials: 6, hyperparameters: rate, ...more });
const search = async (oracle: Tuner['oracle'], runTrial: (run: TrialRun) => number | Promise<number>, options = {}) => {
  const tuner = new Tuner({ oracle, runTrial, record: false });
  await tuner.search(options);
  return tuner;
};

describe('a space', () => {
  it('gives defaults until a search sets values, and nothing where a condition fails', () => {
    const hp = new HyperParameters();
    assert.equal(hp.int('units', { minValue: 8, maxValue: 64, default: 16 }), 16);
    assert.equal(hp.choice('kind', ['dense', 'convolution']), 'dense');
    const convolution = hp.conditionalScope('kind', ['convolution']);
    assert.equal(convolution.int('filters', { minValue: 4, maxValue: 8 }), undefined);
    hp.setValues({ units: 32, kind: 'convolution', filters: 6 });
    assert.equal(convolution.int('filters', { minValue: 4, maxValue: 8 }), 6);
    assert.deepEqual([hp.get('filters'), hp.has('nothing')], [6, false]);
    refuses('unknown-hyperparameter', /no hyperparameter “unit”. There are: units, kind, filters/, () =>
      hp.get('unit'),
    );
    hp.setValues({ units: 32, kind: 'dense' });
    refuses('inactive-hyperparameter', /“filters” has no value/, () => hp.get('filters'));
    assert.deepEqual(HyperParameters.fromJSON(hp.toJSON()).toJSON(), hp.toJSON());
  });

  it('refuses what cannot be', () => {
    const hp = new HyperParameters();
    const int = (options: Parameters<HyperParameters['int']>[1]) => () => hp.int('n', options);
    refuses('bad-space', /minValue 5 lies above its maxValue 2/, int({ minValue: 5, maxValue: 2 }));
    refuses('bad-space', /1.5 is no whole number/, int({ minValue: 1.5, maxValue: 2 }));
    refuses('bad-space', /step 0 leads nowhere/, int({ minValue: 1, maxValue: 2, step: 0 }));
    refuses('bad-space', /cannot begin at 0/, int({ minValue: 0, maxValue: 2, sampling: 'log' }));
    refuses('bad-space', /a step is a factor/, int({ minValue: 1, maxValue: 2, step: 1, sampling: 'log' }));
    refuses('bad-space', /default 9 lies outside/, int({ minValue: 1, maxValue: 2, default: 9 }));
    refuses('bad-space', /NaN is no number/, int({ minValue: Number.NaN, maxValue: 2 }));
    refuses('bad-space', /nothing to choose from/, () => hp.choice('c', []));
    refuses('bad-space', /several types/, () => hp.choice('c', [1, 'a']));
    refuses('bad-space', /twice/, () => hp.choice('c', [1, 1]));
    refuses('bad-space', /depends on “kind”/, () => hp.conditionalScope('kind', ['a']).boolean('b'));
    hp.boolean('b');
    refuses('bad-space', /declared twice, and differently/, () => hp.choice('b', [1]));
  });
});

describe('a search', () => {
  it('takes the best, and tells each trial as it ends', async () => {
    const told: string[] = [];
    const tuner = await search(
      random(),
      ({ hyperparameters }) => Math.abs(Math.log10(Number(hyperparameters.get('rate'))) + 2),
      { onTrial: ({ id }: { id: string }) => told.push(id) },
    );
    const scores = tuner.bestTrials(6).map(({ score }) => score!);
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => a - b),
    );
    assert.deepEqual(told, ['0', '1', '2', '3', '4', '5']);
    assert.ok(Math.abs(Math.log10(Number(tuner.bestHyperParameters()[0]!.get('rate'))) + 2) === scores[0]);
  });

  it('goes on when a trial throws or diverges, and stops after three in a row', async () => {
    const tuner = await search(random(), ({ trialId }) => {
      if (trialId === '1') throw new RangeError('out of memory');
      return trialId === '3' ? Number.NaN : 1;
    });
    const [crashed, diverged] = ['1', '3'].map((id) => tuner.oracle.trial(id));
    assert.deepEqual([crashed?.status, crashed?.message], ['FAILED', 'RangeError: out of memory']);
    assert.deepEqual([diverged?.status, diverged?.score], ['FAILED', null]);
    assert.match(diverged?.message ?? '', /val_loss is NaN: it may have diverged/);
    assert.equal(tuner.bestTrials(9).length, 4);
    const fails = new Tuner({
      oracle: random(),
      record: false,
      runTrial: () => {
        throw new RangeError('no data');
      },
    });
    await assert.rejects(
      fails.search(),
      (error) => error instanceof TuningError && error.code === 'too-many-failures' && /no data/.test(error.message),
    );
    assert.equal(fails.oracle.trials.size, 3);
  });

  it('says when a trial does not report the objective', async () => {
    const tuner = new Tuner({ oracle: random(), record: false, runTrial: () => ({ loss: 1, accuracy: 0.5 }) });
    await assert.rejects(tuner.search(), /reports no “val_loss”, by which trials are chosen. Found: loss, accuracy/);
    const silent = new Tuner({ oracle: random(), record: false, runTrial: () => undefined });
    await assert.rejects(silent.search(), /ended without a value of “val_loss”/);
  });

  it('runs trials at once, each worker one, and waits where Hyperband has to', async () => {
    let [running, most] = [0, 0];
    const oracle = new HyperbandOracle({ objective: 'val_loss', seed: 1, maxEpochs: 9, hyperparameters: rate });
    const runs: TrialRun[] = [];
    const runTrial = async (run: TrialRun) => {
      runs.push(run);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return Number(run.hyperparameters.get('rate'));
    };
    const tuner = await search(oracle, runTrial, { parallel: 3 });
    assert.equal(most, 3);
    const sizes = hyperbandBrackets({ maxEpochs: 9 }).flatMap(({ rounds }) => rounds.map(({ trials }) => trials));
    assert.equal(
      tuner.oracle.trials.size,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    for (const { resumes, epochs, initialEpoch, hyperparameters } of runs.filter((run) => run.resumes)) {
      const before = runs.find(({ trialId }) => trialId === resumes)!;
      assert.deepEqual(
        [initialEpoch, hyperparameters.get('rate')],
        [before.epochs, before.hyperparameters.get('rate')],
      );
      assert.ok(epochs! > initialEpoch);
    }
  });

  it('ends when it is aborted', async () => {
    const stop = new AbortController();
    const tuner = new Tuner({
      oracle: random(),
      record: false,
      runTrial: ({ trialId, report }) => {
        if (trialId === '2') stop.abort(new Error('enough'));
        report({ val_loss: 1 }, 0);
      },
    });
    await assert.rejects(tuner.search({ signal: stop.signal }), /enough/);
    assert.equal(tuner.oracle.endOrder.length, 2);
  });

  it('learns of hyperparameters that a trial declares', async () => {
    const oracle = new GridSearchOracle({
      objective: 'val_loss',
      seed: 1,
      hyperparameters: (hp) => hp.choice('a', [1, 2]),
    });
    const tuner = await search(oracle, ({ hyperparameters: hp }) => {
      const b = hp.choice('b', [10, 20]);
      return Number(hp.get('a')) + b;
    });
    const tried = [...tuner.oracle.trials.values()].map(({ hyperparameters: { values } }) => [values.a, values.b]);
    assert.deepEqual(tried.sort(), [
      [1, 10],
      [1, 20],
      [2, 10],
      [2, 20],
    ]);
  });

  it('refuses settings that are none', () => {
    refuses('bad-objective', /more or less “profit” is better/, () => random({ objective: 'profit' }));
    refuses('bad-argument', /seed must be a whole number from 1/, () => random({ seed: 0 }));
    refuses('bad-argument', /maxEpochs/, () => hyperbandBrackets({ maxEpochs: 0 }));
    refuses('bad-argument', /factor must be 2 or more/, () => hyperbandBrackets({ maxEpochs: 9, factor: 1 }));
    refuses('unknown-trial', /no trial 7/, () => random().trial('7'));
  });
});

describe('early stopping', () => {
  it('waits as long as it was told, for a gain that counts', () => {
    const stops = (values: number[], options = {}) => {
      const rule = new EarlyStopping(options);
      return values.findIndex((value) => rule.shouldStop(value));
    };
    assert.equal(stops([1, 0.5, 0.6, 0.7, 0.4], { patience: 2 }), 3);
    assert.equal(stops([1, 0.5, 0.6, 0.4, 0.5], { patience: 2 }), -1);
    assert.equal(stops([1, 0.95, 0.93], { patience: 2, minDelta: 0.1 }), 2);
    assert.equal(stops([0.1, 0.3, 0.2], { monitor: 'val_accuracy', patience: 1 }), 2);
    refuses('bad-objective', /“profit”/, () => new EarlyStopping({ monitor: 'profit' }));
  });
});
