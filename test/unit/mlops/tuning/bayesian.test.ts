/** Holds the Bayesian oracle against Keras Tuner's and scikit-learn's; test/parity/tuning.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { GaussianProcess } from '../../../../src/mlops/tuning/bayesian/gaussianProcess.ts';
import { minimize } from '../../../../src/mlops/tuning/bayesian/minimize.ts';
import { BayesianOptimizationOracle, type HyperParameters, TuningError } from '../../../../src/mlops/tuning.ts';

interface Fit {
  readonly lengthScale: number;
  readonly logLikelihood: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}
interface Setting {
  readonly x: number;
  readonly y: number;
}
interface Search {
  readonly seed: number;
  readonly log: readonly { readonly start?: string; readonly values: Setting }[];
  readonly fits: readonly Fit[];
}
const { searches }: { readonly searches: readonly Search[] } = JSON.parse(
  readFileSync(new URL('../../../fixtures/tuning/bayesian.json', import.meta.url), 'utf8'),
);
const settingsOf = ({ log }: Pick<Search, 'log'>) =>
  log.filter(({ start }) => start !== undefined).map(({ values }) => values);
const pointOf = ({ x, y }: Setting) => [x, Math.log(y / 1e-3) / Math.log(1e4)];
const scoreOf = ({ x, y }: Setting) => Math.round(1e6 * (-((x - 0.3) ** 2) - 0.05 * (Math.log10(y) + 1) ** 2)) / 1e6;
const mapOf = (tried: readonly Setting[]) =>
  new GaussianProcess(
    tried.map(pointOf),
    tried.map((each) => -scoreOf(each)),
    1e-4,
  );
/** What the oracle makes as small as it can. */
function boundAt(tried: readonly Setting[], point: readonly number[]): number {
  const { mean, deviation } = mapOf(tried).predict(point);
  return mean - 2.6 * deviation;
}
const space = (hp: HyperParameters) => {
  hp.float('x', { minValue: 0, maxValue: 1 });
  hp.float('y', { minValue: 1e-3, maxValue: 10, sampling: 'log' });
};
const objective = { name: 'val_accuracy', direction: 'max' } as const;
const oracleOf = (seed: number) =>
  new BayesianOptimizationOracle({ objective, seed, maxTrials: 10, numInitialPoints: 4, hyperparameters: space });

describe('Bayesian search', () => {
  it("finds a length at least as likely as scikit-learn's, and where it is the same one, the same predictions", () => {
    let same = 0;
    for (const { seed, fits, ...search } of searches) {
      fits.forEach((fit, at) => {
        const map = mapOf(settingsOf(search).slice(0, 4 + at));
        assert.ok(map.logLikelihood > fit.logLikelihood - 1e-8, `seed ${seed}: ${map.logLikelihood}`);
        if (Math.abs(map.lengthScale / fit.lengthScale - 1) > 1e-3) return;
        same++;
        [
          [0.25, 0.75],
          [0.9, 0.1],
        ].forEach((point, i) => {
          const { mean, deviation } = map.predict(point);
          assert.ok(Math.abs(mean - fit.mean[i]!) < 1e-4, `seed ${seed}: mean ${mean}, ${fit.mean[i]}`);
          assert.ok(Math.abs(deviation - fit.deviation[i]!) < 1e-4, `seed ${seed}: ${deviation}, ${fit.deviation[i]}`);
        });
      });
    }
    // Of 120: six times its descents, which begin at 21 lengths, have ended at a less likely one, or early where it is flat.
    assert.equal(same, 114);
  });

  it('decides as Keras Tuner does from the same trials, over 20 seeds', () => {
    let decided = 0;
    for (const { seed, ...search } of searches) {
      const oracle = oracleOf(seed);
      settingsOf(search).forEach((expected, at, all) => {
        const trial = oracle.createTrial();
        const [found, wanted] = [pointOf(trial.hyperparameters.values as unknown as Setting), pointOf(expected)];
        const off = Math.max(...wanted.map((place, i) => Math.abs(found[i]! - place)));
        if (at < 4) assert.ok(off < 1e-12, `seed ${seed}, trial ${at}: off by ${off}`);
        else if (off < 1e-3) decided++;
        // Where it decides otherwise, it is since its map is the likelier one, by which ours promises more.
        else
          assert.ok(boundAt(all.slice(0, at), found) < boundAt(all.slice(0, at), wanted), `seed ${seed}, trial ${at}`);
        // What follows is decided from Keras Tuner's own trial.
        trial.hyperparameters.setValues({ ...expected });
        oracle.updateTrial(trial.id, { val_accuracy: scoreOf(expected) });
        oracle.endTrial(trial.id);
      });
      assert.equal(oracle.createTrial().status, 'STOPPED');
    }
    assert.equal(decided, 116, 'of 120 decisions; the other four are by the less likely maps');
  });

  it('has exact slopes, and a descent that keeps within its bounds', () => {
    const map = new GaussianProcess(
      [
        [0.1, 0.2],
        [0.7, 0.9],
        [0.4, 0.3],
      ],
      [1, 3, 2],
      1e-4,
    );
    const [at, step] = [[0.5, 0.6], 1e-6];
    const { meanSlopes, deviationSlopes } = map.predict(at);
    for (const i of [0, 1]) {
      const [low, high] = [-1, 1].map((sign) => map.predict(at.map((value, j) => value + (i === j ? sign * step : 0))));
      assert.ok(Math.abs((high!.mean - low!.mean) / (2 * step) - meanSlopes[i]!) < 1e-6);
      assert.ok(Math.abs((high!.deviation - low!.deviation) / (2 * step) - deviationSlopes[i]!) < 1e-6);
    }
    const bowl = (x: Float64Array) => ({
      value: (x[0]! - 0.4) ** 2 + 10 * (x[1]! - 1.5) ** 2 + x[0]! * x[1]!,
      slopes: Float64Array.of(2 * (x[0]! - 0.4) + x[1]!, 20 * (x[1]! - 1.5) + x[0]!),
    });
    assert.deepEqual([...minimize(bowl, [0.9, 0.1]).at], [0, 1]);
  });

  it('takes trials that run for rather bad, and passes over those that failed', () => {
    const oracle = oracleOf(5);
    for (let i = 0; i < 5; i++) {
      const trial = oracle.createTrial();
      if (i === 2) oracle.endTrial(trial.id, 'INVALID', 'crashed');
      else {
        oracle.updateTrial(trial.id, {
          val_accuracy: scoreOf(trial.hyperparameters.values as unknown as Setting),
        });
        oracle.endTrial(trial.id);
      }
    }
    const points = ['a', 'b', 'c'].map((worker) =>
      pointOf(oracle.createTrial(worker).hyperparameters.values as unknown as Setting),
    );
    const apart = (a: number[], b: number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
    assert.ok(apart(points[0]!, points[1]!) > 0.01 && apart(points[1]!, points[2]!) > 0.01);
    assert.throws(
      () => new BayesianOptimizationOracle({ objective, seed: 1, beta: 0, hyperparameters: space }),
      (error) => error instanceof TuningError && /beta must be above 0/.test(error.message),
    );
  });
});
