/** Holds the oracles' decisions against Keras Tuner's; test/parity/tuning.py made the fixture. */
import assert from 'node:assert/strict';
import { numpyRandomState, pythonRandom } from '../../../../src/mlops/tuning/pythonRandom.ts';
import {
  GridSearchOracle,
  HyperbandOracle,
  HyperParameters,
  hyperbandBrackets,
  probToValue,
  RandomSearchOracle,
  valueToProb,
} from '../../../../src/mlops/tuning.ts';
import { fixture, run, type Score, same, scoreOf, small, space } from './parity.ts';

const objective = { name: 'val_accuracy', direction: 'max' } as const;
const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

describe('oracles decide as Keras Tuner does', () => {
  it('draws as Python and NumPy do', () => {
    for (const [seed, numbers] of fixture.python.random) {
      const next = pythonRandom(seed);
      assert.deepEqual(numbers.map(next), numbers, `seed ${seed}`);
    }
    for (const [seed, numbers] of fixture.python.numpy) {
      const next = numpyRandomState(seed);
      assert.deepEqual(numbers.map(next), numbers, `seed ${seed}`);
    }
  });

  it('maps places to values and back', () => {
    const hp = new HyperParameters();
    space(hp);
    const { places, parameters } = fixture.mapped;
    assert.deepEqual(
      hp.space.map(({ name }) => name),
      parameters.map(({ name }) => name),
    );
    hp.space.forEach((parameter, at) => {
      const expected = parameters[at]!;
      places.forEach((place, i) => {
        const value = probToValue(parameter, place);
        const wanted = expected.values[i]!;
        if (typeof wanted === 'number') assert.ok(Math.abs(Number(value) - wanted) <= 1e-13 * wanted, expected.name);
        else assert.equal(value, wanted);
        assert.ok(Math.abs(valueToProb(parameter, value) - expected.probs[i]!) < 1e-9, `${expected.name} at ${place}`);
      });
    });
  });

  it('sizes brackets alike', () => {
    for (const { factor, maxEpochs, brackets } of fixture.sizes) {
      assert.deepEqual(
        hyperbandBrackets({ maxEpochs, factor }).map(({ bracket, rounds }) => [
          bracket,
          rounds.map(({ trials, epochs }) => [trials, epochs]),
        ]),
        brackets,
        `${maxEpochs} epochs, factor ${factor}`,
      );
    }
  });

  it('random search over 20 seeds, with conditions; until a space is exhausted; with trials that are tried again', () => {
    const random = (seed: number, maxTrials: number, build = space, more = {}) =>
      new RandomSearchOracle({ objective, seed, maxTrials, hyperparameters: build, ...more });
    seeds.forEach((seed, at) => {
      same(run(random(seed, 12)), fixture.random[at]!);
    });
    same(run(random(3, 100, small)), fixture.randomSmall);
    const score: Score = (id, values) => (Number(id) % 4 === 2 ? Number.NaN : scoreOf(id, values));
    const retries = random(4, 10, space, { maxRetriesPerTrial: 1, maxConsecutiveFailedTrials: 9 });
    same(run(retries, { workers: 2, score }), fixture.randomRetries);
  });

  it('Hyperband over 20 seeds; with several workers, crashes, less as better, and a space that runs out', () => {
    const hyperband = (seed: number, maxEpochs: number, more = {}) =>
      new HyperbandOracle({ objective, seed, maxEpochs, factor: 3, hyperparameters: space, ...more });
    seeds.forEach((seed, at) => {
      same(run(hyperband(seed, 10)), fixture.hyperband[at]!);
    });
    fixture.hyperbandWorkers.forEach((expected, at) => {
      same(run(hyperband(at + 1, 9), { workers: 4 }), expected);
    });
    same(run(hyperband(7, 10, { objective: { ...objective, direction: 'min' } })), fixture.hyperbandLess);
    const few = hyperband(2, 10, { hyperparameters: small, hyperbandIterations: 2 });
    same(run(few, { workers: 3 }), fixture.hyperbandSmall);
    const score: Score = (id, values) => (Number(id) % 5 === 3 ? undefined : scoreOf(id, values));
    same(run(hyperband(6, 8, { factor: 2 }), { workers: 2, score }), fixture.hyperbandCrash);
  });

  it('grid search, with conditions and several workers', () => {
    const grid = (more = {}) => new GridSearchOracle({ objective, seed: 1, hyperparameters: small, ...more });
    same(run(grid()), fixture.grid);
    same(run(grid(), { workers: 3 }), fixture.gridWorkers);
    same(run(grid({ maxTrials: 5 })), fixture.gridFew);
  });
});
