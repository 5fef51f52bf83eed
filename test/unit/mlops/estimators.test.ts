/** Holds the models against what scikit-learn's learned; test/parity/estimators.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  DecisionTreeClassifier,
  type DecisionTreeOptions,
  EstimatorsError,
  type EstimatorsErrorCode,
  GaussianNB,
  type GaussianNBOptions,
  LinearSVC,
  type LinearSVCOptions,
  LogisticRegression,
  type LogisticRegressionOptions,
  MultinomialNB,
  type MultinomialNBOptions,
  RandomForestClassifier,
  type RandomForestOptions,
  StandardScaler,
  stratifiedKFold,
} from '../../../src/mlops/estimators.ts';
import { CountVectorizer } from '../../../src/mlops/text.ts';

type Rows = readonly (readonly number[])[];
interface Bayes {
  readonly name: string;
  readonly x: Rows;
  readonly y: readonly number[];
  readonly unseen: Rows;
  readonly weights: readonly number[] | null;
  readonly joint: Rows;
  readonly logs: Rows;
  readonly probabilities: Rows;
  readonly predicted: readonly number[];
}
interface Linear {
  readonly name: string;
  readonly x: Rows;
  readonly y: readonly number[];
  readonly coef: Rows;
  readonly intercept: readonly number[];
  readonly predicted: readonly number[];
  readonly probabilities: Rows | null;
}
interface Grown {
  readonly name: string;
  readonly x: Rows;
  readonly y: readonly number[];
  readonly unseen: Rows;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly impurity: readonly number[];
  readonly importances: readonly number[];
  readonly probabilities: Rows;
}
/** Mean and standard deviation over 20 forests of scikit-learn. */
type Spread<V = number> = readonly [mean: V, deviation: V];
interface Forest {
  readonly name: string;
  readonly x: Rows;
  readonly y: readonly number[];
  readonly rows: number;
  readonly accuracy: Spread;
  readonly logLoss: Spread;
  readonly importances: Spread<readonly number[]>;
}
interface Fixture {
  readonly scaler: {
    readonly x: Rows;
    readonly mean: readonly number[];
    readonly scale: readonly number[];
    readonly z: Rows;
  };
  readonly logistic: readonly Linear[];
  readonly svm: readonly Linear[];
  readonly trees: readonly Grown[];
  readonly forests: readonly Forest[];
  readonly folds: readonly { name: string; y: readonly (string | number)[]; splits: number; tests: Rows }[];
  readonly versions: Readonly<Record<string, string>>;
  readonly multinomial: readonly (Bayes & { feature_log_prob_: Rows; class_log_prior_: readonly number[] })[];
  readonly gaussian: readonly (Bayes & { theta_: Rows; var_: Rows })[];
}
const { versions, multinomial, gaussian, scaler, logistic, svm, trees, forests, folds }: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/estimators/scikit-learn.json', import.meta.url), 'utf8'),
);

function near(found: Iterable<ArrayLike<number>>, expected: Rows, within = 1e-9): void {
  const rows = [...found];
  assert.equal(rows.length, expected.length);
  rows.forEach((row, i) => {
    assert.equal(row.length, expected[i]!.length);
    Array.from(row).forEach((value, j) => {
      const known = expected[i]![j]!;
      const isNear = value === known || Math.abs(value - known) <= within * Math.max(1, Math.abs(known));
      assert.ok(isNear, `[${i}][${j}]: ${value} is not ${known}`);
    });
  });
}
const refuses = (code: EstimatorsErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof EstimatorsError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
const weightsOf = ({ weights }: Bayes) => (weights ? { sampleWeight: weights } : {});

describe(`naive Bayes, beside scikit-learn ${versions['scikit-learn']}`, () => {
  const multinomialOptions: Readonly<Record<string, MultinomialNBOptions>> = {
    usual: {},
    'alpha 0.01': { alpha: 0.01 },
    'classes alike': { fitPrior: false },
    'given prior': { classPrior: [0.2, 0.3, 0.5] },
    weighted: {},
  };
  for (const one of multinomial)
    it(`multinomial: ${one.name}`, () => {
      const model = new MultinomialNB<number>(multinomialOptions[one.name]).fit(one.x, one.y, weightsOf(one));
      near(model.featureLogProb, one.feature_log_prob_);
      near([model.classLogPrior], [one.class_log_prior_]);
      near(model.predictJointLogProba(one.unseen), one.joint);
      near(model.predictLogProba(one.unseen), one.logs);
      near(model.predictProba(one.unseen), one.probabilities);
      assert.deepEqual(model.predict(one.unseen), one.predicted);
    });

  const gaussianOptions: Readonly<Record<string, GaussianNBOptions>> = {
    usual: {},
    'given priors': { priors: [0.2, 0.3, 0.5] },
    smoother: { varSmoothing: 1e-2 },
    weighted: {},
  };
  for (const one of gaussian)
    it(`gaussian: ${one.name}`, () => {
      const model = new GaussianNB<number>(gaussianOptions[one.name]).fit(one.x, one.y, weightsOf(one));
      near(model.theta, one.theta_);
      near(model.variance, one.var_);
      near(model.predictJointLogProba(one.unseen), one.joint);
      near(model.predictLogProba(one.unseen), one.logs);
      near(model.predictProba(one.unseen), one.probabilities);
      assert.deepEqual(model.predict(one.unseen), one.predicted);
    });

  it('tries what the script tries', () => {
    assert.deepEqual(
      multinomial.map(({ name }) => name),
      Object.keys(multinomialOptions),
    );
    assert.deepEqual(
      gaussian.map(({ name }) => name),
      Object.keys(gaussianOptions),
    );
  });

  it('reads what a vectorizer gives, and classes by name', () => {
    const vectorizer = new CountVectorizer();
    const counts = vectorizer.fitTransform(['warm roll', 'cold ring', 'warm warm roll', 'ring']);
    const model = new MultinomialNB<string>().fit(counts, ['roll', 'ring', 'roll', 'ring']);
    assert.deepEqual(model.classes, ['ring', 'roll']);
    assert.deepEqual(model.predict(vectorizer.transform(['a warm one', 'cold'])), ['roll', 'ring']);
  });

  it('refuses what it cannot learn from, and says where', () => {
    const model = () => new MultinomialNB<number>();
    refuses('bad-value', /Row 1, column 0 holds -1/, () => model().fit([[1], [-1]], [0, 1]));
    refuses('bad-value', /Row 0, column 1 holds NaN/, () => model().fit([[1, Number.NaN]], [0]));
    refuses('unequal-lengths', /Row 1 has 1 columns/, () => model().fit([[1, 2], [1]], [0, 1]));
    refuses('unequal-lengths', /2 rows and 1 classes/, () => model().fit([[1], [2]], [0]));
    refuses('unequal-lengths', /2 columns.*fitted on 1/, () =>
      model()
        .fit([[1], [2]], [0, 1])
        .predict([[1, 2]]),
    );
    refuses('unequal-lengths', /1 weights/, () => model().fit([[1], [2]], [0, 1], { sampleWeight: [1] }));
    refuses('bad-value', /sampleWeight\[1\] is -1/, () => model().fit([[1], [2]], [0, 1], { sampleWeight: [1, -1] }));
    refuses('bad-label', /y\[1\] is NaN/, () => model().fit([[1], [2]], [0, Number.NaN]));
    refuses('no-samples', /no rows/, () => model().fit([], []));
    refuses('not-fitted', /MultinomialNB.*fit/, () => model().predict([[1]]));
    refuses('bad-argument', /alpha.*-1/, () => new MultinomialNB({ alpha: -1 }));
    refuses('bad-argument', /1 probabilities for 2/, () =>
      new MultinomialNB({ classPrior: [1] }).fit([[1], [2]], [0, 1]),
    );
    refuses('bad-argument', /add up to 1/, () => new GaussianNB({ priors: [1, 1] }).fit([[1], [2]], [0, 1]));
    refuses('not-fitted', /GaussianNB/, () => new GaussianNB().predict([[1]]));
  });
});

describe(`linear models, beside scikit-learn ${versions['scikit-learn']}`, () => {
  const logisticOptions: Readonly<Record<string, LogisticRegressionOptions>> = {
    'two classes': {},
    'held small': { C: 0.01 },
    'three classes': { C: 10 },
  };
  for (const one of logistic)
    it(`logistic regression: ${one.name}`, () => {
      const model = new LogisticRegression<number>(logisticOptions[one.name]).fit(one.x, one.y);
      near(model.coef, one.coef, 1e-6);
      near([model.intercept], [one.intercept], 1e-6);
      near(model.predictProba(one.x), one.probabilities!, 1e-6);
      assert.deepEqual(model.predict(one.x), one.predicted);
    });

  const svmOptions: Readonly<Record<string, LinearSVCOptions>> = {
    l2: {},
    l1: { penalty: 'l1' },
    'l1, few weights': { penalty: 'l1', C: 0.02 },
    'three classes, l1': { penalty: 'l1', C: 0.1 },
  };
  for (const one of svm)
    it(`support vectors: ${one.name}`, () => {
      const model = new LinearSVC<number>({ ...svmOptions[one.name], tol: 1e-12 }).fit(one.x, one.y);
      near(model.coef, one.coef, 1e-6);
      near([model.intercept], [one.intercept], 1e-6);
      assert.deepEqual(model.predict(one.x), one.predicted);
      // What is 0 there is 0 here, and not only small.
      const zeros = (weights: Iterable<ArrayLike<number>>) =>
        [...weights].flatMap((row) => Array.from(row, (w) => w === 0));
      assert.deepEqual(zeros(model.coef), zeros(one.coef));
    });

  it('tries what the script tries', () => {
    assert.deepEqual(
      [...logistic, ...svm].map(({ name }) => name),
      [...Object.keys(logisticOptions), ...Object.keys(svmOptions)],
    );
    assert.ok(svm.some(({ coef }) => coef[0]!.includes(0)));
  });

  it('scales columns, and only centers one that never varies', () => {
    const own = new StandardScaler().fit(scaler.x);
    near([own.mean], [scaler.mean]);
    near([own.scale], [scaler.scale]);
    near(own.transform(scaler.x), scaler.z);
  });

  it('refuses what it cannot learn from', () => {
    refuses('one-class', /two classes.*“1”/, () => new LogisticRegression<number>().fit([[1], [2]], [1, 1]));
    refuses('one-class', /LinearSVC/, () => new LinearSVC<number>().fit([[1], [2]], [1, 1]));
    refuses('bad-argument', /C must be.*0/, () => new LinearSVC({ C: 0 }));
    refuses('not-fitted', /LogisticRegression/, () => new LogisticRegression().predict([[1]]));
    refuses('not-fitted', /StandardScaler/, () => new StandardScaler().transform([[1]]));
  });
});

describe(`trees, beside scikit-learn ${versions['scikit-learn']}`, () => {
  const treeOptions: Readonly<Record<string, DecisionTreeOptions>> = {
    'gini, depth 3': { maxDepth: 3 },
    'entropy, depth 3': { maxDepth: 3, criterion: 'entropy' },
    'leaves of 8': { minSamplesLeaf: 8, maxDepth: 5 },
  };
  for (const one of trees)
    it(`splits where it does: ${one.name}`, () => {
      const model = new DecisionTreeClassifier<number>({ ...treeOptions[one.name], seed: 3 }).fit(one.x, one.y);
      const { tree } = model;
      assert.deepEqual([tree.left, tree.right, tree.feature], [one.left, one.right, one.feature]);
      near([tree.threshold], [one.threshold], 1e-12);
      near([tree.impurity], [one.impurity], 1e-12);
      near([model.featureImportances], [one.importances]);
      near(model.predictProba(one.unseen), one.probabilities, 1e-12);
    });

  const forestOptions: Readonly<Record<string, RandomForestOptions>> = {
    entropy: { criterion: 'entropy', nEstimators: 50 },
    'three classes': { nEstimators: 50 },
  };
  for (const one of forests)
    it(`forests are as good, and count on the same columns: ${one.name}`, () => {
      const [x, y] = [one.x.slice(0, one.rows), one.y.slice(0, one.rows)];
      const [newX, newY] = [one.x.slice(one.rows), one.y.slice(one.rows)];
      const models = Array.from({ length: 8 }, (_, seed) =>
        new RandomForestClassifier<number>({ ...forestOptions[one.name], seed }).fit(x, y),
      );
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      // Means of 8 and of 20 forests: three standard errors, of scikit-learn's spread.
      const within = ([known, deviation]: Spread, found: number, what: string) =>
        assert.ok(
          Math.abs(found - known) < 3 * deviation * Math.sqrt(1 / 8 + 1 / 20) + 1e-12,
          `${what}: ${found}, ${known}`,
        );
      within(
        one.accuracy,
        mean(models.map((model) => mean(model.predict(newX).map((label, i) => Number(label === newY[i]))))),
        'accuracy',
      );
      const loss = (model: RandomForestClassifier<number>) =>
        mean(model.predictProba(newX).map((shares, i) => -Math.log(Math.max(0.005, shares[newY[i]!]!))));
      within(one.logLoss, mean(models.map(loss)), 'log loss');
      one.importances[0].forEach((known, j) => {
        within(
          [known, one.importances[1][j]!],
          mean(models.map((model) => model.featureImportances[j]!)),
          `column ${j}`,
        );
      });
    });

  it('gives the same forest for a seed, and learns its rows by heart without bootstrap', () => {
    const { x, y } = trees[0]!;
    const forest = (seed: number) =>
      new RandomForestClassifier<number>({ nEstimators: 5, seed, bootstrap: false }).fit(x, y);
    assert.deepEqual(forest(4).predictProba(x), forest(4).predictProba(x));
    assert.notDeepEqual(forest(4).featureImportances, forest(5).featureImportances);
    assert.deepEqual(forest(4).predict(x), y);
  });

  it('is one leaf where nothing can be parted', () => {
    const model = new DecisionTreeClassifier<string>().fit([[1], [1], [1]], ['a', 'b', 'b']);
    assert.deepEqual(model.predict([[5]]), ['b']);
    assert.deepEqual([...model.featureImportances], [0]);
  });

  it('refuses settings that are none', () => {
    refuses('bad-argument', /maxDepth.*0/, () => new DecisionTreeClassifier({ maxDepth: 0 }));
    refuses('bad-argument', /minSamplesSplit.*1/, () => new DecisionTreeClassifier({ minSamplesSplit: 1 }));
    refuses('bad-argument', /nEstimators.*0/, () => new RandomForestClassifier({ nEstimators: 0 }));
    refuses('not-fitted', /RandomForestClassifier/, () => new RandomForestClassifier().predict([[1]]));
  });
});

describe(`folds, beside scikit-learn ${versions['scikit-learn']}`, () => {
  for (const { name, y, splits, tests } of folds)
    it(name, () => {
      const found = stratifiedKFold(y, { nSplits: splits });
      assert.deepEqual(
        found.map(({ test }) => test),
        tests,
      );
      for (const { train, test } of found)
        assert.deepEqual(
          [...train, ...test].sort((a, b) => a - b),
          y.map((_, row) => row),
        );
    });

  it('shuffles by a seed, and keeps the shares of the classes', () => {
    const y = Array.from({ length: 100 }, (_, i) => (i < 60 ? 'a' : 'b'));
    const [first, again, other] = [1, 1, 2].map((seed) => stratifiedKFold(y, { seed }));
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
    for (const { test } of other!) assert.equal(test.filter((row) => y[row] === 'a').length, 12);
  });

  it('refuses a class with fewer rows than folds', () =>
    refuses('bad-argument', /“b” has 2 rows, fewer than 5/, () =>
      stratifiedKFold(['a', 'a', 'a', 'a', 'a', 'b', 'b']),
    ));
});
