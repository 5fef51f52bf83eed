/** Holds boosted trees against xgboost; test/parity/boosting.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { normal, uniform } from '../../../src/mlops/datasets.ts';
import {
  EstimatorsError,
  type EstimatorsErrorCode,
  XGBClassifier,
  XGBRegressor,
} from '../../../src/mlops/estimators.ts';
import { ExactExplainer, TreeExplainer } from '../../../src/mlops/explain.ts';

type List = readonly number[];
type Rows = readonly List[];
interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly read: readonly (Readonly<Record<'margins' | 'answers' | 'importances', List>> & {
    readonly name: string;
    readonly model: string;
    readonly rows: Rows;
    readonly contributions: Rows;
  })[];
  readonly trained: readonly {
    readonly name: string;
    readonly x: Rows;
    readonly y: List;
    readonly options: Readonly<Record<string, number>>;
    readonly margins: List;
  }[];
  readonly ours: {
    readonly x: Rows;
    readonly y: List;
    readonly options: object;
    readonly model: string;
    readonly answers: List;
  };
}
const { versions, read, trained, ours }: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/estimators/xgboost.json', import.meta.url), 'utf8'),
);

/** xgboost adds up in 32 bits. */
function near(found: ArrayLike<number>, expected: ArrayLike<number>, off = 1e-6): void {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++) {
    const most = off * Math.max(1, Math.abs(expected[i]!));
    assert.ok(Math.abs(found[i]! - expected[i]!) <= most, `[${i}]: ${found[i]} is not ${expected[i]}`);
  }
}
const refuses = (code: EstimatorsErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof EstimatorsError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
const logit = (p: number) => Math.log(p / (1 - p));
const modelOf = (name: string, text: string) =>
  name === 'a regressor' ? XGBRegressor.fromXgboost(text) : XGBClassifier.fromXgboost(text, [0, 1]);
const answersOf = (model: XGBClassifier<number> | XGBRegressor, rows: Rows) =>
  model instanceof XGBRegressor ? model.predict(rows) : model.predictProba(rows).map(([, yes]) => yes!);
const camel = (options: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  );

describe(`boosted trees, beside xgboost ${versions.xgboost}`, () => {
  for (const { name, model: text, rows, margins, answers, contributions, importances } of read)
    it(`reads ${name} and answers as it does, with the same parts and importances`, () => {
      const model = modelOf(name, text);
      near(answersOf(model, rows), answers);
      near(model.featureImportances, importances);
      const { values, baseValue } = new TreeExplainer(model).explain(rows);
      values.forEach((row, i) => void near([...row, baseValue], contributions[i]!));
      values.forEach((row, i) => void near([row.reduce((sum, part) => sum + part, baseValue)], [margins[i]!]));
      const written = modelOf(name, model.toXgboost());
      assert.deepEqual([...answersOf(written, rows)], [...answersOf(model, rows)]);
    });

  for (const { name, x, y, options, margins } of trained)
    it(`learns the same trees: ${name}`, () => {
      const model =
        name === 'classes'
          ? new XGBClassifier<number>(camel(options)).fit(x, y)
          : new XGBRegressor(camel(options)).fit(x, y);
      const found =
        model instanceof XGBRegressor ? model.predict(x) : model.predictProba(x).map(([, yes]) => logit(yes!));
      // Where two splits gain the same, 32 bits decide there on the column, and both answer the same on these rows.
      near(found, margins, 2e-5);
    });

  it('writes a model that xgboost reads, and that answers the same there', () => {
    const model = new XGBClassifier<number>(ours.options).fit(ours.x, ours.y);
    assert.equal(model.toXgboost(), ours.model);
    near(answersOf(model, ours.x), ours.answers);
  });
});

describe('boosted trees', () => {
  const next = uniform(3);
  const drawn = (rows: number) =>
    Array.from({ length: rows }, () => Float64Array.from({ length: 3 }, () => normal(next)));
  const [x, held] = [drawn(300), drawn(200)];
  const label = ([a = 0, b = 0]: Float64Array) => (a * b + 0.5 * normal(next) > 0 ? 'yes' : 'no');
  const [y, heldY] = [x.map(label), held.map(label)];

  it('stop early, and then ask the trees up to the best round', () => {
    const model = new XGBClassifier<string>({ nEstimators: 200, earlyStoppingRounds: 8, seed: 1 });
    model.fit(x, y, { evalSet: { x: held, y: heldY } });
    const { bestIteration, trees } = model.booster;
    const losses = model.evalResults;
    assert.equal(losses[bestIteration!], Math.min(...losses));
    assert.equal(trees.length, bestIteration! + 9);
    const shares = model.predictProba(held);
    const loss = shares.reduce((sum, [no, yes], i) => sum - Math.log(heldY[i] === 'yes' ? yes! : no!), 0) / held.length;
    near([loss], [losses[bestIteration!]!], 1e-9);
    const right = model.predict(held).filter((told, i) => told === heldY[i]).length;
    assert.ok(right > 130, `${right} of 200, where one class has about half`);
    assert.deepEqual(model.classes, ['no', 'yes']);
    assert.equal(XGBClassifier.fromXgboost(model.toXgboost(), ['no', 'yes']).booster.bestIteration, bestIteration);
  });

  it('learn many different values by quantiles, and from a share of the rows', () => {
    const target = x.map(([a = 0]) => a ** 2);
    const model = new XGBRegressor({ maxBin: 16, subsample: 0.7, seed: 4 }).fit(x, target);
    const errors = model.predict(x).map((told, i) => (told - target[i]!) ** 2);
    assert.ok(Math.sqrt(errors.reduce((sum, each) => sum + each, 0) / x.length) < 0.25);
    const again = new XGBRegressor({ maxBin: 16, subsample: 0.7, seed: 4 }).fit(x, target);
    assert.equal(again.toXgboost(), model.toXgboost());
    assert.notEqual(
      new XGBRegressor({ maxBin: 16, subsample: 0.7, seed: 5 }).fit(x, target).toXgboost(),
      model.toXgboost(),
    );
    // Beyond the rows that were seen, a tree answers as at their edge.
    assert.equal(model.predict([[50, 0, 0]])[0], model.predict([[500, 0, 0]])[0]);
  });

  it('are taken apart exactly against a background', () => {
    const model = new XGBRegressor({ nEstimators: 20, maxDepth: 4 }).fit(
      x,
      x.map(([a = 0, b = 0]) => a * b),
    );
    const [crowd, rows] = [x.slice(0, 15), held.slice(0, 4)];
    const exact = new ExactExplainer((asked) => model.predict(asked), crowd).explain(rows);
    const trees = new TreeExplainer(model, { background: crowd }).explain(rows);
    near([trees.baseValue], [exact.baseValue], 1e-12);
    exact.values.forEach((row, i) => void near(trees.values[i]!, row, 1e-12));
  });

  it('refuse what they cannot learn, and files that they cannot read', () => {
    refuses('one-class', /There is one class/, () => new XGBClassifier<string>().fit([[1], [2]], ['a', 'a']));
    refuses('bad-argument', /There are 3 classes/, () =>
      new XGBClassifier<string>().fit([[1], [2], [3]], ['a', 'b', 'c']),
    );
    refuses('bad-label', /class “d”, which is not in y/, () =>
      new XGBClassifier<string>().fit([[1], [2]], ['a', 'b'], { evalSet: { x: [[1]], y: ['d'] } }),
    );
    refuses('bad-argument', /needs an evalSet/, () => new XGBRegressor({ earlyStoppingRounds: 3 }).fit([[1]], [1]));
    refuses('bad-argument', /maxDepth must be a whole number from 1/, () => new XGBRegressor({ maxDepth: 0 }));
    refuses('bad-argument', /subsample must be a share/, () => new XGBRegressor({ subsample: 0 }));
    refuses('bad-argument', /gamma must be a number from 0/, () => new XGBRegressor({ gamma: -1 }));
    refuses('bad-value', /y\[1\] is NaN/, () => new XGBRegressor().fit([[1], [2]], [1, Number.NaN]));
    refuses('unequal-lengths', /2 rows and 1 targets/, () => new XGBRegressor().fit([[1], [2]], [1]));
    refuses('not-fitted', /XGBRegressor has learned nothing/, () => new XGBRegressor().predict([[1]]));
    const text = new XGBRegressor({ nEstimators: 1, minChildWeight: 0 }).fit([[1], [2]], [1, 2]).toXgboost();
    refuses('bad-model-file', /no JSON/, () => XGBRegressor.fromXgboost('{'));
    refuses('bad-model-file', /learner/, () => XGBRegressor.fromXgboost('{}'));
    refuses('bad-model-file', /objective is “reg:squarederror”/, () => XGBClassifier.fromXgboost(text, [0, 1]));
    refuses('bad-model-file', /Tree 0 is broken at node 0/, () =>
      XGBRegressor.fromXgboost(text.replace('"left_children":[1', '"left_children":[7')),
    );
    refuses('bad-model-file', /“dart”, and only gbtree/, () =>
      XGBRegressor.fromXgboost(text.replace('gbtree"}', 'dart"}')),
    );
  });
});
