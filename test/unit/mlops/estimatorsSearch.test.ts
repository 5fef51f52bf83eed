/** Regressions, neighbors and search beside scikit-learn; test/parity/estimators.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  crossValScore,
  ElasticNet,
  EstimatorsError,
  type EstimatorsErrorCode,
  GaussianNB,
  gridSearch,
  KNeighborsClassifier,
  type KNeighborsOptions,
  Lasso,
  Ridge,
} from '../../../src/mlops/estimators.ts';

type List = readonly number[];
type Rows = readonly List[];
interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly regressions: readonly { name: string; x: Rows; y: List; coef: List; intercept: number }[];
  readonly neighbors: readonly { name: string; x: Rows; y: List; unseen: Rows; probabilities: Rows }[];
  readonly searched: {
    readonly x: Rows;
    readonly y: List;
    readonly scores: List;
    readonly means: List;
    readonly best: { readonly n_neighbors: number; readonly weights: string };
  };
}
const { versions, regressions, neighbors, searched }: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/estimators/scikit-learn.json', import.meta.url), 'utf8'),
);
function near(found: ArrayLike<number>, expected: List, within = 1e-6): void {
  assert.equal(found.length, expected.length);
  expected.forEach((known, i) => {
    assert.ok(
      Math.abs(found[i]! - known) <= within * Math.max(1, Math.abs(known)),
      `[${i}]: ${found[i]} is not ${known}`,
    );
  });
}
const refuses = (code: EstimatorsErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof EstimatorsError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });

describe(`regressions, beside scikit-learn ${versions['scikit-learn']}`, () => {
  const models: Readonly<Record<string, () => Ridge | ElasticNet>> = {
    ridge: () => new Ridge(),
    'ridge, strong': () => new Ridge({ alpha: 50 }),
    lasso: () => new Lasso({ alpha: 0.1 }),
    'elastic net': () => new ElasticNet({ alpha: 0.2, l1Ratio: 0.3 }),
  };
  for (const { name, x, y, coef, intercept } of regressions)
    it(name, () => {
      const model = models[name]!().fit(x, y);
      near(model.coef, coef);
      near([model.intercept], [intercept]);
      near(
        model.predict(x),
        x.map((row) => row.reduce((sum, value, j) => sum + value * coef[j]!, intercept)),
      );
      assert.deepEqual(
        [...model.coef].map((weight) => weight === 0),
        coef.map((weight) => weight === 0),
      );
    });

  it('try what the script tries, and the lasso leaves a column out', () => {
    assert.deepEqual(
      regressions.map(({ name }) => name),
      Object.keys(models),
    );
    assert.ok(regressions[2]!.coef.includes(0));
  });

  it('refuse targets that are none', () => {
    refuses('unequal-lengths', /2 rows and 1 targets/, () => new Ridge().fit([[1], [2]], [1]));
    refuses('bad-value', /y\[1\] is NaN/, () => new Ridge().fit([[1], [2]], [1, Number.NaN]));
    refuses('bad-argument', /alpha.*-1/, () => new Ridge({ alpha: -1 }));
    refuses('bad-argument', /l1Ratio.*2/, () => new ElasticNet({ l1Ratio: 2 }));
    refuses('not-fitted', /Lasso/, () => new Lasso().predict([[1]]));
  });
});

describe(`neighbors and search, beside scikit-learn ${versions['scikit-learn']}`, () => {
  const options: Readonly<Record<string, KNeighborsOptions>> = {
    five: {},
    'by distance': { nNeighbors: 7, weights: 'distance' },
  };
  for (const { name, x, y, unseen, probabilities } of neighbors)
    it(`neighbors: ${name}`, () => {
      const model = new KNeighborsClassifier<number>(options[name]).fit(x, y);
      model.predictProba(unseen).forEach((row, i) => {
        near(row, probabilities[i]!, 1e-9);
      });
    });

  const { x, y } = searched;
  it('scores folds', () =>
    near(
      crossValScore(() => new GaussianNB(), x, y),
      searched.scores,
      1e-12,
    ));

  it('searches a grid on the same folds', () => {
    const grid = { nNeighbors: [1, 5, 15], weights: ['uniform', 'distance'] as ('uniform' | 'distance')[] };
    const { best, results } = gridSearch((settings) => new KNeighborsClassifier(settings), grid, x, y);
    near(
      results.map(({ mean }) => mean),
      searched.means,
      1e-12,
    );
    assert.deepEqual(best.settings, { nNeighbors: searched.best.n_neighbors, weights: searched.best.weights });
  });

  it('gives each fold a model of its own', () => {
    let made = 0;
    crossValScore(
      () => {
        made++;
        return new GaussianNB();
      },
      ...([x, y, { nSplits: 3 }] as const),
    );
    assert.equal(made, 3);
  });

  it('refuses what cannot be tried', () => {
    refuses('bad-argument', /3 rows, fewer than 5/, () => new KNeighborsClassifier().fit([[1], [2], [3]], [0, 1, 1]));
    refuses('bad-argument', /nNeighbors.*0/, () => new KNeighborsClassifier({ nNeighbors: 0 }));
    refuses('unequal-lengths', /1 classes/, () => crossValScore(() => new GaussianNB(), [[1], [2]], [1]));
    refuses('bad-argument', /“nNeighbors”/, () =>
      gridSearch((settings) => new KNeighborsClassifier(settings), { nNeighbors: [] }, x, y),
    );
  });
});
