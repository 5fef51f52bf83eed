/** What `mlops-lab/explain` gives and refuses; its numbers are held against shap's in explainParity.test.ts. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { normal, uniform } from '../../../src/mlops/datasets.ts';
import { DecisionTreeClassifier, RandomForestClassifier } from '../../../src/mlops/estimators.ts';
import {
  beeswarm,
  dependence,
  ExactExplainer,
  ExplainError,
  type ExplainErrorCode,
  GradientExplainer,
  KernelExplainer,
  PermutationExplainer,
  partialDependence,
  permutationImportance,
  shapleyValues,
  TreeExplainer,
  waterfall,
} from '../../../src/mlops/explain.ts';

const refuses = (code: ExplainErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof ExplainError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
const near = (found: number, expected: number, off = 1e-12) =>
  assert.ok(Math.abs(found - expected) <= off, `${found} is not ${expected}`);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

const next = uniform(7);
const drawn = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Float64Array.from({ length: columns }, () => normal(next)));
const weights = [2, -1, 0.5, 0];
const linear = (rows: readonly Float64Array[]) =>
  rows.map((row) => weights.reduce((total, weight, j) => total + weight * row[j]!, 3));
const together = (rows: readonly Float64Array[]) => rows.map(([a = 0, b = 0, c = 0]) => a * b * c);
const [background, rows] = [drawn(30, 4), drawn(5, 4)];

describe('Shapley values', () => {
  it('of a game are the mean over all orders', () => {
    // Nobody, income, a plan, both.
    assert.deepEqual([...shapleyValues([0, 4, 0, 12], 2)], [8, 4]);
    refuses('unequal-lengths', /2 players have 4 coalitions, and 3 are given/, () => shapleyValues([0, 4, 0], 2));
  });

  it('of a linear model are weights times the distance to the mean, and a column without weight has none', () => {
    const { values, baseValue } = new ExactExplainer(linear, background).explain(rows);
    const means = weights.map((_, j) => sum(background.map((row) => row[j]!)) / background.length);
    rows.forEach((row, i) => {
      weights.forEach((weight, j) => void near(values[i]![j]!, weight * (row[j]! - means[j]!)));
      near(baseValue + sum(values[i]!), linear([row])[0]!);
      assert.equal(values[i]![3], 0);
    });
  });

  it('are the same by every explainer that is exact, and add up by those that draw', () => {
    const exact = new ExactExplainer(together, background).explain(rows);
    const kernel = new KernelExplainer(together, background).explain(rows);
    const orders = new PermutationExplainer(together, background, { seed: 2 }).explain(rows);
    rows.forEach((row, i) => {
      exact.values[i]!.forEach((value, j) => void near(kernel.values[i]![j]!, value, 1e-9));
      near(orders.baseValue + sum(orders.values[i]!), together([row])[0]!, 1e-9);
    });
    const again = new PermutationExplainer(together, background, { seed: 2 }).explain(rows);
    assert.deepEqual(again, orders);
  });

  it('of one column that varies is the whole, and of none is nothing', () => {
    const crowd = [[1, 2, 3]];
    const two = new KernelExplainer(together, crowd).explain([
      [1, 5, 3],
      [1, 2, 3],
    ]);
    assert.deepEqual(
      two.values.map((row) => [...row]),
      [
        [0, 9, 0],
        [0, 0, 0],
      ],
    );
  });

  it('of a forest against a background are exact', () => {
    const x = drawn(120, 4);
    const y = x.map(([a = 0, b = 0]) => (a * b > 0 ? 'yes' : 'no'));
    for (const model of [
      new RandomForestClassifier<string>({ nEstimators: 6, seed: 3 }).fit(x, y),
      new DecisionTreeClassifier<string>({ seed: 3 }).fit(x, y),
    ]) {
      const share = (asked: Float64Array[]) => model.predictProba(asked).map(([no]) => no!);
      const exact = new ExactExplainer(share, background).explain(rows);
      const trees = new TreeExplainer(model, { background, output: 'no' }).explain(rows);
      near(trees.baseValue, exact.baseValue);
      exact.values.forEach((row, i) => void row.forEach((value, j) => void near(trees.values[i]![j]!, value)));
      const path = new TreeExplainer(model, { output: 'no' }).explain(rows);
      rows.forEach((row, i) => void near(path.baseValue + sum(path.values[i]!), share([row])[0]!));
    }
  });

  it('by expected gradients are exact for a line but for the draws, and tell their error', () => {
    const w = tf.tensor2d([[1], [-2], [0]]);
    const [crowd, asked] = [tf.tensor2d(drawn(20, 3).map((row) => [...row])), tf.tensor2d([[1, 1, 1]])];
    const model = (x: tf.Tensor) => tf.matMul(x as tf.Tensor2D, w);
    const before = tf.memory().numTensors;
    const { values, standardErrors, baseValue } = new GradientExplainer(tf, model, crowd, { nSamples: 4000 }).explain(
      asked,
    );
    assert.equal(tf.memory().numTensors, before);
    const means = crowd.mean(0).dataSync();
    [1, -2, 0].forEach((weight, j) => {
      const exact = weight * (1 - means[j]!);
      assert.ok(
        Math.abs(values[0]![j]! - exact) <= 4 * standardErrors[0]![j]! + 1e-6,
        `${values[0]![j]} is not ${exact}`,
      );
    });
    assert.ok(standardErrors[0]![0]! > 0 && standardErrors[0]![2] === 0);
    near(baseValue, means[0]! - 2 * means[1]!, 1e-5);
    refuses('unequal-lengths', /Rows of shape \[2\] do not fit/, () =>
      new GradientExplainer(tf, model, crowd).explain(tf.tensor2d([[1, 1]])),
    );
    refuses('bad-model', /of several outputs, pick one/, () =>
      new GradientExplainer(tf, (x) => x, crowd).explain(asked),
    );
    refuses('empty-background', /has no rows/, () => new GradientExplainer(tf, model, tf.zeros([0, 3])));
  });

  it('refuse what cannot be explained', () => {
    refuses('empty-background', /The background has no rows/, () => new ExactExplainer(linear, []));
    refuses('too-many-columns', /17 columns have 2\^17 coalitions/, () => new ExactExplainer(linear, drawn(1, 17)));
    refuses('unequal-lengths', /“x” has 3 columns, and the background has 4/, () =>
      new ExactExplainer(linear, background).explain([[1, 2, 3]]),
    );
    refuses('no-samples', /no rows in “x”/, () => new ExactExplainer(linear, background).explain([]));
    refuses('bad-value', /Row 0, column 1 of “x” holds NaN/, () =>
      new KernelExplainer(linear, background).explain([[1, Number.NaN, 3, 4]]),
    );
    refuses('bad-model', /480 rows and answered 960 numbers/, () =>
      new ExactExplainer((asked) => [...linear(asked), ...linear(asked)], background).explain(rows),
    );
    refuses('bad-model', /answers NaN for the row/, () =>
      new ExactExplainer((asked) => asked.map(() => Number.NaN), background).explain(rows),
    );
    refuses(
      'unequal-lengths',
      /2 names and 4 columns/,
      () => new ExactExplainer(linear, background, { featureNames: ['a', 'b'] }),
    );
    refuses(
      'bad-argument',
      /nSamples must be a whole number from 2/,
      () => new KernelExplainer(linear, background, { nSamples: 1 }),
    );
    const model = new DecisionTreeClassifier<string>({ seed: 1 }).fit([[1], [2]], ['a', 'b']);
    refuses('bad-argument', /has no class “c”, only a, b/, () => new TreeExplainer(model, { output: 'c' }));
  });
});

describe('Permutation importance', () => {
  const y = rows.map((_, i) => i % 2);
  const model = { predict: (asked: Float64Array[]) => asked.map(([a = 0, b = 0]) => (a + b > 0 ? 1 : 0)) };
  const x = drawn(200, 3);
  const truth = model.predict(x);

  it('is 0 for a column that is not read, and the same for the same seed', () => {
    const found = permutationImportance<number>(model, x, truth, { seed: 4, nRepeats: 8 });
    assert.deepEqual([...found[2]!.importances], new Array(8).fill(0));
    assert.ok(found[0]!.mean > 0.1 && found[1]!.mean > 0.1);
    assert.deepEqual(permutationImportance<number>(model, x, truth, { seed: 4, nRepeats: 8 }), found);
    const [low, high] = found[0]!.interval;
    // t of 7 degrees, 95 %: 2.364624.
    near((high - low) / 2, (2.364624 * found[0]!.std) / Math.sqrt(7), 1e-6);
  });

  it('shuffles the columns of a group by one order, and scores as it is told to', () => {
    const copied = x.map(([a = 0, b = 0]) => Float64Array.of(a, a, b));
    const either = { predict: (asked: Float64Array[]) => asked.map(([a, b]) => (a === b ? 1 : 0)) };
    const found = permutationImportance<number>(
      either,
      copied,
      copied.map(() => 1),
      {
        groups: { copies: [0, 1], one: [0] },
      },
    );
    assert.deepEqual(
      found.map(({ name, columns }) => [name, columns]),
      [
        ['copies', [0, 1]],
        ['one', [0]],
      ],
    );
    // Torn apart, the copies would no longer be equal.
    assert.equal(found[0]!.mean, 0);
    assert.ok(found[1]!.mean > 0.9);
    const negative = permutationImportance<number>(model, x, truth, { scoring: () => -1 });
    assert.deepEqual(
      negative.map(({ mean }) => mean),
      [0, 0, 0],
    );
  });

  it('refuses what it cannot score', () => {
    refuses('unequal-lengths', /5 rows and 4 true answers/, () =>
      permutationImportance<number>(model, rows, y.slice(1)),
    );
    refuses('bad-argument', /nRepeats must be a whole number from 1/, () =>
      permutationImportance<number>(model, rows, y, { nRepeats: 0 }),
    );
    refuses('bad-argument', /“g” names column 7/, () =>
      permutationImportance<number>(model, rows, y, { groups: { g: [7] } }),
    );
    refuses('bad-argument', /“g” has no columns/, () =>
      permutationImportance<number>(model, rows, y, { groups: { g: [] } }),
    );
    refuses('bad-argument', /confidence must lie/, () =>
      permutationImportance<number>(model, rows, y, { confidence: 1 }),
    );
    refuses('bad-model', /The score is NaN/, () =>
      permutationImportance<number>(model, rows, y, { scoring: () => Number.NaN }),
    );
    refuses('bad-model', /answered 0 times/, () => permutationImportance<number>({ predict: () => [] }, rows, y));
  });
});

describe('Partial dependence', () => {
  it('of a line is a line, for every row', () => {
    const { average, individual, grid } = partialDependence(linear, background, 0, { grid: [-1, 0, 2] });
    assert.deepEqual([...grid], [-1, 0, 2]);
    near(average[2]! - average[0]!, 6);
    for (const curve of individual) near(curve[1]! - curve[0]!, 2);
  });

  it('refuses a grid that is none', () => {
    refuses('bad-argument', /There is no column 4/, () => partialDependence(linear, background, 4));
    refuses('bad-argument', /The grid has no values/, () => partialDependence(linear, background, 0, { grid: [] }));
    refuses('bad-argument', /grid\[1\] is NaN/, () =>
      partialDependence(linear, background, 0, { grid: [1, Number.NaN] }),
    );
    refuses('bad-argument', /percentiles must rise/, () =>
      partialDependence(linear, background, 0, { percentiles: [0.9, 0.1] }),
    );
    const same = Array.from({ length: 50 }, (_, i) => [i < 5 || i > 44 ? i : 20 + i * 1e-12, 0, 0, 0]);
    refuses('bad-argument', /Both quantiles are 20/, () =>
      partialDependence(linear, same, 0, { gridResolution: 3, percentiles: [0.3, 0.7] }),
    );
  });
});

describe('Plots of explanations', () => {
  const featureNames = ['age', 'debt', 'late', 'name'];
  const explanation = new ExactExplainer(linear, background, { featureNames }).explain(rows);
  const valuesOf = (spec: object) => (spec as { data: { values: Record<string, unknown>[] } }).data.values;

  it('a waterfall begins at the base, ends at the prediction, and sums up small parts', () => {
    const lines = valuesOf(waterfall(explanation, { title: 'Why', xLabel: 'points', row: 2 }).spec);
    assert.equal(lines.length, 6);
    near(lines[0]!.from as number, explanation.baseValue);
    near(lines.at(-1)!.to as number, linear([rows[2]!])[0]!);
    const { spec } = waterfall(explanation, { title: 'Why', xLabel: 'points', maxDisplay: 2 });
    assert.equal(valuesOf(spec)[2]!.line, '3 others');
    const { y } = (spec as { encoding: { y: { sort: string[] } } }).encoding;
    assert.deepEqual(
      y.sort,
      valuesOf(spec).map(({ line }) => line),
    );
    near(valuesOf(spec).at(-1)!.to as number, linear([rows[0]!])[0]!);
    assert.match(String(spec.description), /^Waterfall of points, from .*, the mean of the background, to/);
    refuses('bad-argument', /There is no row 9/, () => waterfall(explanation, { title: '', xLabel: '', row: 9 }));
  });

  it('a beeswarm has a point for each row and column, the largest column first', () => {
    const points = valuesOf(beeswarm(explanation, { title: 'All', xLabel: 'points' }).spec);
    assert.equal(points.length, rows.length * 4);
    assert.equal(points[0]!.column, 'age');
    const ranks = points.filter(({ column }) => column === 'age').map(({ rank }) => rank as number);
    assert.deepEqual([Math.min(...ranks), Math.max(...ranks)], [0, 1]);
    assert.equal(valuesOf(beeswarm(explanation, { title: '', xLabel: '', maxDisplay: 1 }).spec).length, rows.length);
  });

  it('a dependence plot shows a column against its parts', () => {
    const plain = valuesOf(dependence(explanation, { title: 'Age', column: 'age', yLabel: 'points' }).spec);
    assert.deepEqual(
      plain.map(({ x }) => x),
      rows.map((row) => row[0]),
    );
    const { spec } = dependence(explanation, { title: 'Age', column: 'age', yLabel: 'points', color: 'debt' });
    assert.equal(valuesOf(spec)[0]!.other, rows[0]![1]);
    assert.match(String(spec.description), /Colored by debt\.$/);
    refuses('bad-argument', /no column “income”/, () =>
      dependence(explanation, { title: '', column: 'income', yLabel: '' }),
    );
  });
});
