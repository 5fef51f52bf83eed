/** Holds the models against what scikit-learn's learned; test/parity/estimators.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  EstimatorsError,
  type EstimatorsErrorCode,
  GaussianNB,
  type GaussianNBOptions,
  MultinomialNB,
  type MultinomialNBOptions,
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
interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly multinomial: readonly (Bayes & { feature_log_prob_: Rows; class_log_prior_: readonly number[] })[];
  readonly gaussian: readonly (Bayes & { theta_: Rows; var_: Rows })[];
}
const { versions, multinomial, gaussian }: Fixture = JSON.parse(
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
