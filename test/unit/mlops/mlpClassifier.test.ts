/** Holds the net's steps against scikit-learn's; test/parity/mlp.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tenKinds } from '../../../src/mlops/datasets.ts';
import { EstimatorsError, MLPClassifier, type MLPOptions } from '../../../src/mlops/estimators.ts';

type Weights = readonly (readonly [weights: readonly number[], biases: readonly number[]])[];
interface Fixture {
  readonly trained: readonly {
    readonly name: string;
    readonly x: readonly (readonly number[])[];
    readonly y: readonly number[];
    readonly epochs: number;
    readonly options: Readonly<Record<string, unknown>>;
    readonly first: Weights;
    readonly last: Weights;
    readonly probabilities: readonly (readonly number[])[];
    readonly score: number;
  }[];
}
const { trained }: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/estimators/mlp.json', import.meta.url), 'utf8'),
);
const near = (found: ArrayLike<number>, expected: ArrayLike<number>) => {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++)
    assert.ok(Math.abs(found[i]! - expected[i]!) < 1e-9, `[${i}]: ${found[i]} is not ${expected[i]}`);
};
/** Python's names as ours. */
const optionsOf = (options: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replaceAll(/_(\w)/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  ) as Partial<MLPOptions>;

describe('MLPClassifier', () => {
  for (const { name, x, y, epochs, options, first, last, probabilities, score } of trained) {
    it(`takes scikit-learn's steps: ${name}`, () => {
      const initialLayers = first.map(([weights, biases]) => ({ weights, biases }));
      const model = new MLPClassifier<number>({ ...optionsOf(options), initialLayers, shuffle: false, seed: 1 });
      for (let epoch = 0; epoch < epochs; epoch++) model.partialFit(x, y);
      model.layers.forEach(({ weights, biases }, at) => {
        near(weights, last[at]![0]);
        near(biases, last[at]![1]);
      });
      model.predictProba(x.slice(0, 8)).forEach((shares, row) => {
        near(shares, probabilities[row]!);
      });
      assert.equal(model.score(x, y), score);
    });
  }

  it('learns a table of ten kinds, the same from the same seed, epoch by epoch or at once', () => {
    const [train, fresh] = [tenKinds(400, { world: 1, seed: 1 }), tenKinds(1000, { world: 1, seed: 2 })];
    const make = (seed: number) =>
      new MLPClassifier<number>({
        seed,
        hiddenLayerSizes: [16],
        solver: 'sgd',
        momentum: 0,
        learningRateInit: 0.1,
        batchSize: 16,
        maxIter: 15,
      });
    const whole = make(4).fit(train.x, train.y);
    const steps = make(4);
    for (let epoch = 0; epoch < 15; epoch++) steps.partialFit(train.x, train.y);
    assert.deepEqual(steps.predictProba(fresh.x), whole.predictProba(fresh.x));
    assert.notDeepEqual(make(5).fit(train.x, train.y).predict(fresh.x), whole.predict(fresh.x));
    const score = whole.score(fresh.x, fresh.y);
    assert.ok(score > 0.4 && score < 0.8, String(score));
  });

  it('refuses what it cannot learn', () => {
    const refuses = (message: RegExp, act: () => unknown) =>
      assert.throws(act, (error) => error instanceof EstimatorsError && message.test(error.message));
    refuses(
      /hiddenLayerSizes\[0\] must be a whole number/,
      () => new MLPClassifier({ seed: 1, hiddenLayerSizes: [0] }),
    );
    refuses(/learningRateInit/, () => new MLPClassifier({ seed: 1, learningRateInit: 0 }));
    refuses(/learned nothing yet/, () => new MLPClassifier({ seed: 1 }).predict([[1]]));
    const model = new MLPClassifier<string>({ seed: 1, maxIter: 1 }).fit([[1], [2]], ['a', 'b']);
    refuses(/“c” was not there/, () => model.partialFit([[1], [2]], ['a', 'c']));
    refuses(/2 columns/, () => model.predict([[1, 2]]));
    refuses(/initialLayers\[0\].weights must have 100 numbers, not 1/, () =>
      new MLPClassifier({ seed: 1, initialLayers: [{ weights: [1], biases: [1] }] }).fit([[1], [2]], ['a', 'b']),
    );
    refuses(/two classes/, () => new MLPClassifier({ seed: 1 }).fit([[1], [2]], ['a', 'a']));
  });
});
