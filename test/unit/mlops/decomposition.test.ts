/** Holds decompositions against scikit-learn's; test/parity/decomposition.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { normal, uniform } from '../../../src/mlops/datasets.ts';
import {
  type CsrMatrix,
  DecompositionError,
  type DecompositionErrorCode,
  NMF,
  type NMFOptions,
  PCA,
  TruncatedSVD,
} from '../../../src/mlops/decomposition.ts';
import { sparseOf } from '../../../src/mlops/estimators/samples.ts';
import { EstimatorsError, RobustScaler } from '../../../src/mlops/estimators.ts';

type List = readonly number[];
type Rows = readonly List[];
interface Spread {
  readonly name: string;
  readonly x: Rows;
  readonly components: Rows;
  readonly variance: List;
  readonly ratio: List;
  readonly singular: List;
  readonly scores: Rows;
}
interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly pca: readonly (Spread & {
    readonly options: { readonly n_components?: number; readonly whiten?: boolean };
    readonly mean: List;
    readonly noise: number;
    readonly back: Rows;
  })[];
  readonly svd: readonly (Spread & { readonly sparse: boolean })[];
  readonly nmf: readonly {
    readonly name: string;
    readonly x: Rows;
    readonly unseen: Rows;
    readonly components: number;
    readonly start: { readonly w: Rows; readonly h: Rows } | null;
    readonly options: { readonly max_iter: number; readonly tol?: number };
    readonly w: Rows;
    readonly h: Rows;
    readonly error: number;
    readonly rounds: number;
    readonly ofUnseen: Rows;
  }[];
  readonly robust: readonly {
    readonly name: string;
    readonly x: Rows;
    readonly options: { readonly quantile_range?: [number, number]; readonly with_scaling?: boolean };
    readonly center: List;
    readonly scale: List | null;
    readonly scaled: Rows;
  }[];
}
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/decomposition/scikit-learn.json', import.meta.url), 'utf8'),
);
const { versions } = fixture;
const beside = `beside scikit-learn ${versions['scikit-learn']}`;

/** Equal to so many parts of the largest number. */
function near(found: ArrayLike<number>, expected: ArrayLike<number>, part = 1e-9): void {
  assert.equal(found.length, expected.length);
  const largest = Math.max(1e-300, ...Array.from(expected, Math.abs));
  for (let i = 0; i < found.length; i++)
    assert.ok(Math.abs(found[i]! - expected[i]!) <= part * largest, `[${i}]: ${found[i]} is not ${expected[i]}`);
}
function nearRows(found: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[], part?: number): void {
  assert.equal(found.length, expected.length);
  found.forEach((row, i) => {
    near(row, expected[i]!, part);
  });
}
const refuses = (code: DecompositionErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof DecompositionError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
function assertOrthonormal(vectors: readonly ArrayLike<number>[]): void {
  vectors.forEach((a, i) => {
    vectors.forEach((b, j) => {
      assert.ok(Math.abs(dot(a, b) - (i === j ? 1 : 0)) < 1e-12, `${i}, ${j}: ${dot(a, b)}`);
    });
  });
}
/** Σ (a - b)², over all entries. */
const squares = (a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]) =>
  a.reduce((sum, row, i) => sum + Array.from(row).reduce((all, value, j) => all + (value - b[i]![j]!) ** 2, 0), 0);
function table(rows: number, columns: number, seed: number): Float64Array[] {
  const next = uniform(seed);
  return Array.from({ length: rows }, () => Float64Array.from({ length: columns }, (_, j) => normal(next) / (j + 1)));
}

describe(`PCA, ${beside}`, () => {
  for (const { name, x, options, ...is } of fixture.pca)
    it(name, () => {
      const { n_components: nComponents, whiten = false } = options;
      const pca = new PCA({ ...(nComponents === undefined ? {} : { nComponents }), whiten }).fit(x);
      near(pca.mean, is.mean);
      nearRows(pca.components, is.components, 1e-8);
      near(pca.explainedVariance, is.variance);
      near(pca.explainedVarianceRatio, is.ratio);
      near(pca.singularValues, is.singular);
      const off = Math.abs(pca.noiseVariance - is.noise);
      assert.ok(off <= 1e-8 * is.noise + 1e-15 * is.variance[0]!, `${pca.noiseVariance}, ${is.noise}`);
      const scores = pca.transform(x);
      nearRows(scores, is.scores, 1e-8);
      nearRows(pca.inverseTransform(scores), is.back);
      assertOrthonormal(pca.components);
    });

  it('loses as much as the variance that it leaves out', () => {
    const rows = table(60, 8, 3);
    const pca = new PCA({ nComponents: 3 }).fit(rows);
    const lost = squares(rows, pca.inverseTransform(pca.transform(rows)));
    const whole = new PCA().fit(rows).explainedVariance;
    near([lost / 59], [whole.slice(3).reduce((sum, value) => sum + value, 0)]);
  });

  it('finds the same by random directions', () => {
    const rows = table(80, 60, 5);
    const exact = new PCA({ nComponents: 4 }).fit(rows);
    const random = new PCA({ nComponents: 4, svdSolver: 'randomized', seed: 9 }).fit(rows);
    near(random.explainedVarianceRatio, exact.explainedVarianceRatio, 1e-4);
    near([random.noiseVariance], [exact.noiseVariance], 1e-4);
    nearRows(random.components, exact.components, 0.05);
  });

  it('gives orthonormal components for columns that say the same, and for constant ones', () => {
    const rows = table(20, 3, 1).map((row) => [...row, row[0]! + row[1]!, 7, 7, row[2]!]);
    const pca = new PCA().fit(rows);
    assertOrthonormal(pca.components);
    assert.ok(pca.explainedVariance.slice(3).every((value) => value < 1e-25));
    assertOrthonormal(new PCA().fit(rows.slice(0, 4)).components);
    const none = new PCA({ whiten: true }).fit([
      [1, 2],
      [1, 2],
    ]);
    assert.deepEqual([...none.explainedVarianceRatio], [0, 0]);
    assert.deepEqual(
      none.transform([[1, 2]]).map((row) => row.map(Math.abs)),
      [Float64Array.of(0, 0)],
    );
  });

  it('refuses what has no such components, and says why', () => {
    const rows = table(5, 3, 1);
    const three = () => new PCA({ nComponents: 3 });
    refuses('bad-argument', /1 to 3, .*not 4/, () => new PCA({ nComponents: 4 }).fit(rows));
    refuses('bad-argument', /above 0, and not 0/, () => new PCA({ nComponents: 0 }));
    refuses('bad-argument', /not 1\.5/, () => new PCA({ nComponents: 1.5 }).fit(rows));
    refuses('bad-argument', /randomized/, () => new PCA({ nComponents: 0.9, svdSolver: 'randomized' }));
    refuses('too-few-rows', /two at least/, () => three().fit([[1, 2, 3]]));
    refuses('not-fitted', /fit first/, () => three().components);
    refuses('unequal-lengths', /2 columns.*3/, () =>
      three()
        .fit(rows)
        .transform([[1, 2]]),
    );
    refuses('unequal-lengths', /2 components.*3/, () =>
      three()
        .fit(rows)
        .inverseTransform([[1, 2]]),
    );
    assert.throws(() => three().fit([[1, Number.NaN, 2]]), EstimatorsError);
  });
});

describe(`truncated SVD, ${beside}`, () => {
  for (const { name, x, sparse, ...is } of fixture.svd)
    it(name, () => {
      const given = sparse ? sparseOf(x) : x;
      const model = new TruncatedSVD({ nComponents: is.components.length, nIter: 20 });
      const scores = model.fitTransform(given);
      near(model.singularValues, is.singular, 1e-7);
      nearRows(model.components, is.components, 1e-5);
      near(model.explainedVariance, is.variance, 1e-6);
      near(model.explainedVarianceRatio, is.ratio, 1e-6);
      nearRows(scores, is.scores, 1e-5);
      assertOrthonormal(model.components);
    });

  it('is exact where all directions are taken, sparse or not', () => {
    const rows = table(30, 6, 8).map((row) => row.map((value) => Math.max(value, 0)));
    const [dense, sparse] = [rows, sparseOf(rows)].map((x) => new TruncatedSVD({ nComponents: 6, nIter: 0 }).fit(x));
    nearRows(dense!.components, sparse!.components, 1e-12);
    near(dense!.explainedVarianceRatio, sparse!.explainedVarianceRatio, 1e-12);
    nearRows(dense!.inverseTransform(dense!.transform(rows)), rows, 1e-12);
    // The squares of all singular values are the squares of all entries.
    near(
      [dot(dense!.singularValues, dense!.singularValues)],
      [
        squares(
          rows,
          rows.map(() => new Float64Array(6)),
        ),
      ],
    );
  });

  it('keeps the digits of a variance far from zero', () => {
    const rows = table(50, 3, 4).map((row) => row.map((value) => value + 1e6));
    const model = new TruncatedSVD({ nComponents: 3 }).fit(rows);
    near([model.explainedVarianceRatio.reduce((sum, value) => sum + value, 0)], [1], 1e-6);
  });

  it('refuses more components than there are, and sparse entries that are no numbers', () => {
    const rows = table(5, 3, 1);
    refuses('bad-argument', /1 to 3.*not 4/, () => new TruncatedSVD({ nComponents: 4 }).fit(rows));
    refuses('bad-argument', /nIter.*-1/, () => new TruncatedSVD({ nIter: -1 }));
    const holed: CsrMatrix = { ...sparseOf(rows), data: new Float64Array(15).fill(Number.NaN) };
    refuses('bad-value', /Entry 0 .* NaN/, () => new TruncatedSVD().fit(holed));
    refuses('not-fitted', /TruncatedSVD/, () => new TruncatedSVD().transform(rows));
    refuses('unequal-lengths', /2 columns/, () => new TruncatedSVD().fit(rows).transform([[1, 2]]));
  });
});

describe(`NMF, ${beside}`, () => {
  for (const { name, x, unseen, components: nComponents, start, options, ...is } of fixture.nmf)
    it(name, () => {
      const init: NMFOptions['init'] = start ?? (name === 'nndsvd' ? name : 'nndsvda');
      const { max_iter: maxIter, tol = 1e-4 } = options;
      const model = new NMF({ nComponents, init, maxIter, tol });
      const w = model.fitTransform(x);
      assert.equal(model.nIter, is.rounds);
      near([model.reconstructionErr], [is.error], 1e-8);
      nearRows(w, is.w, 1e-6);
      nearRows(model.components, is.h, 1e-6);
      nearRows(model.transform(unseen), is.ofUnseen, 1e-6);
      const sparse = new NMF({ nComponents, init, maxIter, tol });
      nearRows(sparse.fitTransform(sparseOf(x)), w, 1e-6);
      near([sparse.reconstructionErr], [model.reconstructionErr], 1e-9);
    });

  it('never goes up, and has nothing below zero', () => {
    const x = table(30, 12, 6).map((row) => row.map(Math.abs));
    const errors = Array.from({ length: 12 }, (_, i) => {
      const model = new NMF({ nComponents: 3, init: 'random', seed: 5, maxIter: i + 1, tol: 0 });
      const w = model.fitTransform(x);
      assert.ok([...w, ...model.components].every((row) => row.every((value) => value >= 0)));
      near([squares(x, model.inverseTransform(w)) ** 0.5], [model.reconstructionErr]);
      return model.reconstructionErr;
    });
    for (let i = 1; i < errors.length; i++) assert.ok(errors[i]! <= errors[i - 1]! * (1 + 1e-12), errors.join());
    assert.ok(errors.at(-1)! < 0.9 * errors[0]!);
  });

  it('depends on the seed where it begins by chance', () => {
    const x = table(30, 12, 6).map((row) => row.map(Math.abs));
    const of = (seed: number) => new NMF({ nComponents: 3, init: 'random', seed }).fit(x).components;
    assert.deepEqual(of(1), of(1));
    assert.notDeepEqual(of(1), of(2));
    // More parts than columns can only begin by chance.
    assert.equal(new NMF({ nComponents: 14 }).fit(x).components.length, 14);
  });

  it('refuses what is below zero, and first guesses of another shape', () => {
    const two = (init?: NMFOptions['init']) => new NMF({ nComponents: 2, ...(init === undefined ? {} : { init }) });
    refuses('bad-value', /Row 1, column 0 holds -2/, () =>
      two().fit([
        [1, 1],
        [-2, 1],
      ]),
    );
    refuses('bad-argument', /h of 2 rows/, () => two({ w: [[1, 1]], h: [[1, 1]] }).fit([[1, 1]]));
    refuses('bad-argument', /random/, () => two('nndsvd').fit([[1, 1]]));
    refuses('bad-argument', /nComponents.*0/, () => new NMF({ nComponents: 0 }));
    refuses('bad-argument', /tol/, () => new NMF({ nComponents: 1, tol: -1 }));
    refuses('not-fitted', /NMF/, () => two().reconstructionErr);
    assert.equal(two('random').fit([[0, 0]]).reconstructionErr, 0);
  });
});

describe(`robust scaler, ${beside}`, () => {
  for (const { name, x, options, ...is } of fixture.robust)
    it(name, () => {
      const { quantile_range: quantileRange = [25, 75] as const, with_scaling: withScaling = true } = options;
      const scaler = new RobustScaler({ quantileRange, withScaling }).fit(x);
      near(scaler.center, is.center);
      near(scaler.scale, is.scale ?? is.center.map(() => 1));
      nearRows(scaler.transform(x), is.scaled);
      nearRows(scaler.inverseTransform(scaler.transform(x)), x);
    });

  it('leaves the wild value wild, and the others as they were', () => {
    const x = Array.from({ length: 101 }, (_, i) => [i]);
    const wild = x.map(([value]) => [value === 100 ? 1e9 : value!]);
    near(new RobustScaler().fit(wild).scale, new RobustScaler().fit(x).scale);
    assert.ok(new RobustScaler().fitTransform(wild).at(-1)![0]! > 1e7);
    assert.throws(() => new RobustScaler({ quantileRange: [75, 25] }), EstimatorsError);
    assert.throws(() => new RobustScaler().center, EstimatorsError);
  });
});
