/** Holds scores and selectors against scikit-learn's; test/parity/feature_selection.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chi2Survival, digamma, fSurvival } from '../../../src/mlops/data/specialFunctions.ts';
import { LinearSVC, LogisticRegression, RandomForestClassifier } from '../../../src/mlops/estimators.ts';
import {
  chi2,
  correlationMatrix,
  FeatureSelectionError,
  type FeatureSelectionErrorCode,
  fClassif,
  mutualInfoClassif,
  RFE,
  SelectFromModel,
  SelectKBest,
  VarianceThreshold,
} from '../../../src/mlops/feature-selection.ts';

type List = readonly number[];
type Rows = readonly List[];
interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly scored: readonly {
    readonly name: string;
    readonly x: Rows;
    readonly y: List;
    readonly f: Rows;
    readonly counts: Rows;
    readonly chi2: Rows;
    readonly kinds: Rows;
    readonly ofKinds: List;
    readonly ofMeasures: List;
    readonly fiveNeighbors: List;
    readonly correlation: Rows;
    readonly best3: List;
  }[];
  readonly chosen: { readonly x: Rows; readonly y: List } & Readonly<
    Record<'ranking' | 'rankingByTwo' | 'mean' | 'median' | 'l1' | 'varying' | 'varyingMore', List>
  >;
  readonly tails: { readonly f: Rows; readonly chi2: Rows };
}
const { versions, scored, chosen, tails }: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/feature-selection/scikit-learn.json', import.meta.url), 'utf8'),
);

function near(found: ArrayLike<number>, expected: ArrayLike<number>, relative = 1e-8, absolute = 1e-12): void {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++) {
    const off = Math.abs(found[i]! - expected[i]!);
    assert.ok(off <= absolute + relative * Math.abs(expected[i]!), `[${i}]: ${found[i]} is not ${expected[i]}`);
  }
}
const refuses = (code: FeatureSelectionErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof FeatureSelectionError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });

describe(`scores of columns, beside scikit-learn ${versions['scikit-learn']}`, () => {
  for (const one of scored)
    it(one.name, () => {
      const f = fClassif(one.x, one.y);
      near(f.scores, one.f[0]!);
      near(f.pValues, one.f[1]!, 1e-8, 0);
      const c = chi2(one.counts, one.y);
      near(c.scores, one.chi2[0]!);
      near(c.pValues, one.chi2[1]!, 1e-8, 0);
      const all = one.kinds[0]!.map((_, j) => j);
      near(mutualInfoClassif(one.kinds, one.y, { discreteFeatures: all }).scores, one.ofKinds);
      // scikit-learn adds noise of 1e-10 to part equal measures.
      near(mutualInfoClassif(one.x, one.y).scores, one.ofMeasures, 1e-6, 1e-6);
      near(mutualInfoClassif(one.x, one.y, { nNeighbors: 5 }).scores, one.fiveNeighbors, 1e-6, 1e-6);
      correlationMatrix(one.x).forEach((row, i) => {
        near(row, one.correlation[i]!, 1e-9);
      });
      const best = new SelectKBest({ scoreFunction: fClassif, k: 3 }).fit(one.x, one.y);
      assert.deepEqual(best.support, one.best3);
      near(best.scores, one.f[0]!);
      assert.deepEqual(
        best.transform(one.x).map((row) => [...row]),
        one.x.map((row) => one.best3.map((j) => row[j])),
      );
    });

  it('keeps the digits of small probabilities', () => {
    for (const [f, d1, d2, p] of tails.f as [number, number, number, number][])
      near([fSurvival(f, d1, d2)], [p], 1e-8, 0);
    for (const [x, degrees, p] of tails.chi2 as [number, number, number][])
      near([chi2Survival(x, degrees)], [p], 1e-8, 0);
    near([digamma(1), digamma(0.5)], [-0.5772156649015329, -1.9635100260214235], 1e-12);
    near([digamma(7)], [-0.5772156649015329 + 1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6], 1e-12);
  });

  it('puts a column without spread last', () => {
    const x = [
      [1, 7],
      [2, 7],
      [3, 7],
      [5, 7],
    ];
    assert.ok(Number.isNaN(fClassif(x, [0, 0, 1, 1]).scores[1]));
    assert.deepEqual(new SelectKBest({ scoreFunction: fClassif, k: 1 }).fit(x, [0, 0, 1, 1]).support, [0]);
  });
});

describe(`selectors, beside scikit-learn ${versions['scikit-learn']}`, () => {
  const { x, y } = chosen;
  const logistic = () => new LogisticRegression<number>();

  it('drops one column after the other', () => {
    const rfe = new RFE({ estimator: logistic, nFeaturesToSelect: 4 }).fit(x, y);
    assert.deepEqual(rfe.ranking, chosen.ranking);
    assert.deepEqual(
      rfe.support,
      chosen.ranking.flatMap((rank, j) => (rank === 1 ? [j] : [])),
    );
    assert.deepEqual(
      new RFE({ estimator: logistic, nFeaturesToSelect: 3, step: 2 }).fit(x, y).ranking,
      chosen.rankingByTwo,
    );
  });

  it('keeps what a model counts on', () => {
    assert.deepEqual(new SelectFromModel({ estimator: logistic }).fit(x, y).support, chosen.mean);
    assert.deepEqual(
      new SelectFromModel({ estimator: logistic, threshold: 'median' }).fit(x, y).support,
      chosen.median,
    );
    const l1 = () => new LinearSVC<number>({ penalty: 'l1', C: 0.05, tol: 1e-10 });
    assert.deepEqual(new SelectFromModel({ estimator: l1, threshold: 1e-5 }).fit(x, y).support, chosen.l1);
    const forest = () => new RandomForestClassifier<number>({ nEstimators: 30 });
    // The first two columns go together, so either may be counted on; those of noise are not.
    const counted = new SelectFromModel({ estimator: forest }).fit(x, y).support;
    assert.ok(counted.length > 0 && counted.every((j) => j < 5), counted.join());
  });

  it('keeps what varies', () => {
    const rows = x.map((row) => [row[0]!, row[1]!, 0.1]);
    assert.deepEqual(new VarianceThreshold().fit(rows).support, chosen.varying);
    assert.deepEqual(new VarianceThreshold({ threshold: 1.1 }).fit(rows).support, chosen.varyingMore);
  });

  it('refuses what cannot be chosen from, and says why', () => {
    const best = (k: number) => new SelectKBest({ scoreFunction: fClassif, k });
    refuses('bad-argument', /all 10 columns.*11/, () => best(11).fit(x, y));
    refuses('bad-argument', /not 0/, () => new RFE({ estimator: logistic, nFeaturesToSelect: 0 }).fit(x, y));
    refuses('bad-argument', /step.*0/, () => new RFE({ estimator: logistic, step: 0 }).fit(x, y));
    refuses('not-fitted', /fit/, () => best(2).support);
    refuses('not-fitted', /fit/, () => best(2).transform(x));
    refuses('unequal-lengths', /2 columns.*10/, () =>
      best(2)
        .fit(x, y)
        .transform([[1, 2]]),
    );
    refuses('one-class', /“1”/, () => fClassif([[1], [2]], [1, 1]));
    refuses('bad-value', /Row 1, column 0 holds -2/, () => chi2([[1], [-2]], [0, 1]));
    refuses('bad-argument', /nNeighbors/, () => mutualInfoClassif(x, y, { nNeighbors: 0 }));
    refuses('no-importance', /coef/, () =>
      new SelectFromModel({ estimator: () => ({ fit: () => undefined }) }).fit(x, y),
    );
  });
});
