/** Holds `mlops-lab/explain` against shap and scikit-learn; test/parity/explain.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  ExactExplainer,
  type Explanation,
  KernelExplainer,
  PermutationExplainer,
  partialDependence,
  permutationImportance,
  TreeExplainer,
  type TreeModel,
} from '../../../src/mlops/explain.ts';

type List = readonly number[];
type Rows = readonly List[];
interface Nodes extends Readonly<Record<'left' | 'right' | 'feature' | 'threshold' | 'samples', number[]>> {
  readonly shares: number[][];
}
interface Curve {
  readonly grid: List;
  readonly average: List;
  readonly individual: Rows;
}
interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly agnostic: Readonly<Record<'background' | 'rows' | 'exact' | 'kernel', Rows>> & {
    readonly baseValue: number;
    readonly wide: { readonly background: Rows; readonly row: List; readonly exact: List };
  };
  readonly trees: readonly (Readonly<Record<'background' | 'rows' | 'path' | 'interventional', Rows>> & {
    readonly name: string;
    readonly trees: readonly Nodes[];
    readonly columns: number;
    readonly classes: List;
    readonly output: number;
    readonly pathBase: number;
    readonly interventionalBase: number;
  })[];
  readonly permuted: Readonly<Record<'y' | 'coef' | 'mean' | 'std', List>> & {
    readonly rows: Rows;
    readonly intercept: number;
    readonly accuracy: number;
  };
  readonly dependence: Readonly<Record<'many' | 'narrow' | 'few', Curve>> & {
    readonly rows: Rows;
    readonly coef: List;
    readonly intercept: number;
  };
}
const fixture: Fixture = JSON.parse(readFileSync(new URL('../../fixtures/explain/shap.json', import.meta.url), 'utf8'));

function near(found: ArrayLike<number>, expected: ArrayLike<number>, off = 1e-9): void {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++)
    assert.ok(Math.abs(found[i]! - expected[i]!) <= off, `[${i}]: ${found[i]} is not ${expected[i]}`);
}
const nearRows = (found: readonly ArrayLike<number>[], expected: Rows, off?: number) => {
  assert.equal(found.length, expected.length);
  found.forEach((row, i) => void near(row, expected[i]!, off));
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

/** The models of the script. */
const curved = (rows: readonly Float64Array[]) =>
  rows.map(([a = 0, b = 0, c = 0, d = 0, e = 0]) => a * b * c + Math.sin(d) * b + 0.5 * e);
const product = (rows: readonly Float64Array[]) => {
  const rest = curved(rows);
  return rows.map((row, i) => rest[i]! + row[5]! * row[6]! * row[7]!);
};

describe(`explain against shap ${fixture.versions.shap} and scikit-learn ${fixture.versions['scikit-learn']}`, () => {
  const { background, rows, exact, kernel, baseValue, wide } = fixture.agnostic;

  it('gives the exact values of six and of fourteen columns', () => {
    const found = new ExactExplainer(curved, background).explain(rows);
    nearRows(found.values, exact);
    near([found.baseValue], [baseValue]);
    near(new ExactExplainer(product, wide.background).explain([wide.row]).values[0]!, wide.exact);
  });

  it('gives Kernel SHAP’s values where all coalitions are asked for', () => {
    nearRows(new KernelExplainer(curved, background).explain(rows).values, kernel, 1e-8);
  });

  it('estimates by drawn coalitions within three standard errors, which twenty seeds tell', () => {
    const runs = Array.from(
      { length: 20 },
      (_, seed) =>
        new KernelExplainer(product, wide.background, { nSamples: 600, seed }).explain([wide.row]).values[0]!,
    );
    wide.exact.forEach((value, column) => {
      const told = runs.map((run) => run[column]!);
      const error = deviation(told) / Math.sqrt(told.length);
      assert.ok(
        Math.abs(mean(told) - value) <= 3 * error + 1e-9,
        `column ${column}: ${mean(told)} ± ${error}, ${value}`,
      );
    });
    assert.ok(
      runs.some((run) => Math.abs(run[5]! - wide.exact[5]!) > 1e-6),
      'it was drawn, and not all of them',
    );
  });

  it('estimates by drawn orders within the standard errors that it tells', () => {
    const { values, standardErrors } = new PermutationExplainer(product, wide.background, {
      maxEvals: 29 * 200,
      seed: 3,
    }).explain([wide.row]);
    wide.exact.forEach((value, column) => {
      const [found, error] = [values[0]![column]!, standardErrors![0]![column]!];
      assert.ok(Math.abs(found - value) <= 4 * error + 1e-9, `column ${column}: ${found} ± ${error}, ${value}`);
    });
    assert.ok(standardErrors![0]![5]! > 0, 'three columns together leave an error');
    assert.ok(standardErrors![0]![4]! < 1e-12, 'a column by itself leaves none');
  });

  for (const each of fixture.trees)
    it(`gives both kinds of TreeSHAP for ${each.name}`, () => {
      const model: TreeModel = {
        classes: each.classes,
        trees: each.trees.map((nodes) => ({
          ...{ ...nodes, shares: nodes.shares.map((shares) => Float64Array.from(shares)) },
          ...{ impurity: [], decreases: new Float64Array(each.columns) },
        })),
      };
      const output = each.classes[each.output]!;
      const same = (found: Explanation, values: Rows, base: number, off: number) => {
        nearRows(found.values, values, off);
        near([found.baseValue], [base], off);
      };
      same(new TreeExplainer(model, { output }).explain(each.rows), each.path, each.pathBase, 1e-9);
      const against = new TreeExplainer(model, { output, background: each.background }).explain(each.rows);
      // shap adds these up in 32 bits.
      same(against, each.interventional, each.interventionalBase, 1e-7);
    });

  it('permutes columns as scikit-learn does, within the standard errors of both', () => {
    const { rows: test, y, coef, intercept, accuracy, mean: means, std } = fixture.permuted;
    const answer = (row: ArrayLike<number>) => coef.reduce((sum, weight, j) => sum + weight * row[j]!, intercept);
    const model = { predict: (asked: Float64Array[]) => asked.map((row) => (answer(row) > 0 ? 1 : 0)) };
    assert.equal(test.filter((row, i) => (answer(row) > 0 ? 1 : 0) === y[i]).length / test.length, accuracy);
    const nRepeats = 200;
    permutationImportance<number>(model, test, y, { nRepeats, seed: 5 }).forEach((found, j) => {
      const error = Math.sqrt((found.std ** 2 + std[j]! ** 2) / nRepeats);
      assert.ok(Math.abs(found.mean - means[j]!) <= 4 * error, `column ${j}: ${found.mean}, ${means[j]} ± ${error}`);
      // A standard deviation of 200 draws is itself uncertain by its own size over the root of 400.
      assert.ok(Math.abs(found.std - std[j]!) <= (4 * Math.SQRT2 * std[j]!) / Math.sqrt(2 * nRepeats), `std of ${j}`);
    });
  });

  it('draws partial dependence on the same grid', () => {
    const { rows: crowd, coef, intercept, many, narrow, few } = fixture.dependence;
    const model = (asked: Float64Array[]) =>
      asked.map((row) => [...row, row[0]! * row[1]!].reduce((sum, value, j) => sum + coef[j]! * value, intercept));
    const same = (found: ReturnType<typeof partialDependence>, curve: Curve) => {
      near(found.grid, curve.grid);
      near(found.average, curve.average);
      nearRows(found.individual.slice(0, 5), curve.individual);
    };
    same(partialDependence(model, crowd, 0, { gridResolution: 20 }), many);
    same(partialDependence(model, crowd, 1, { gridResolution: 7, percentiles: [0.2, 0.7] }), narrow);
    same(partialDependence(model, crowd, 4, { gridResolution: 20 }), few);
  });
});
