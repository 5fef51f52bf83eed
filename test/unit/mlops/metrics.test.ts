/** Holds our metrics against what scikit-learn answered; test/parity/metrics.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  accuracyScore,
  balancedAccuracyScore,
  classScores,
  cohenKappaScore,
  confusionMatrix,
  f1Score,
  type Label,
  MetricsError,
  type MetricsErrorCode,
  precisionScore,
  recallScore,
  type ScoreOptions,
} from '../../../src/mlops/metrics.ts';

/** What is not finite stands as text. */
type Known = number | 'NaN' | 'Infinity' | '-Infinity';
interface Case {
  readonly name: string;
  readonly yTrue: readonly Label[];
  readonly yPred: readonly Label[];
  readonly labels: readonly Label[] | null;
  readonly posLabel: Label | null;
  readonly confusion: readonly (readonly number[])[];
  readonly normalized: Readonly<Record<'true' | 'pred' | 'all', readonly (readonly number[])[]>>;
  readonly accuracy: Known;
  readonly balanced: Known;
  readonly adjusted: Known;
  readonly kappa: Readonly<Record<'None' | 'linear' | 'quadratic', Known>>;
  /** Precision, recall, F1, support, each by class; `classesOne` with 1 where nothing can be divided. */
  readonly classes: readonly (readonly number[])[];
  readonly classesOne: readonly (readonly number[])[];
  /** By score, average and what stands where nothing can be divided. */
  readonly scores: Readonly<Record<string, Known>>;
}

const { cases, versions }: { cases: Case[]; versions: Record<string, string> } = JSON.parse(
  readFileSync(new URL('../../fixtures/metrics/scikit-learn.json', import.meta.url), 'utf8'),
);
const scores: Record<string, typeof f1Score> = { precision: precisionScore, recall: recallScore, f1: f1Score };

describe(`metrics, beside scikit-learn ${versions['scikit-learn']}`, () => {
  for (const one of cases) {
    const { yTrue, yPred } = one;
    const asked = one.labels ? { labels: one.labels } : {};

    it(one.name, () => {
      assert.deepEqual(confusionMatrix(yTrue, yPred, asked).matrix, one.confusion);
      for (const normalize of ['true', 'pred', 'all'] as const) {
        const { matrix } = confusionMatrix(yTrue, yPred, { ...asked, normalize });
        for (const [i, row] of matrix.entries())
          for (const [j, value] of row.entries()) same(value, one.normalized[normalize][i]![j]!, normalize);
      }
      same(accuracyScore(yTrue, yPred), one.accuracy, 'accuracy');
      same(balancedAccuracyScore(yTrue, yPred), one.balanced, 'balanced accuracy');
      same(balancedAccuracyScore(yTrue, yPred, { adjusted: true }), one.adjusted, 'adjusted');
      same(cohenKappaScore(yTrue, yPred, asked), one.kappa.None, 'kappa');
      for (const weights of ['linear', 'quadratic'] as const)
        same(cohenKappaScore(yTrue, yPred, { ...asked, weights }), one.kappa[weights], `kappa ${weights}`);
      for (const [zeroDivision, expected] of [one.classes, one.classesOne].entries()) {
        const found = classScores(yTrue, yPred, { ...asked, zeroDivision });
        for (const [k, { precision, recall, f1, support }] of found.entries())
          for (const [part, value] of [precision, recall, f1, support].entries())
            same(value, expected[part]![k]!, `class ${k}, part ${part}, ${zeroDivision}`);
      }
      for (const [key, expected] of Object.entries(one.scores)) {
        const [score, average, zero] = key.split(' ') as [string, NonNullable<ScoreOptions['average']>, string];
        const positive = one.posLabel === null ? {} : { posLabel: one.posLabel };
        const options = { ...asked, ...positive, average, zeroDivision: Number(zero) };
        same(scores[score]!(yTrue, yPred, options), expected, key);
      }
    });
  }

  function same(found: number, known: Known, what: string): void {
    const isSame = Object.is(found, Number(known)) || Math.abs(found - Number(known)) <= 1e-9;
    assert.ok(isSame, `${what}: ${found} is not ${known}`);
  }
});

describe('metrics of what cannot be judged', () => {
  const refused: [string, () => unknown, MetricsErrorCode, RegExp][] = [
    ['lists that differ in length', () => accuracyScore([1, 2], [1]), 'unequal-lengths', /2 true classes and 1 pred/],
    ['no rows', () => balancedAccuracyScore([], []), 'no-samples', /no rows/],
    ['a class that is missing', () => f1Score([1, 0], [1, undefined as never]), 'bad-label', /yPred\[1\] is undefined/],
    ['NaN as a class', () => cohenKappaScore([1, Number.NaN], [1, 1]), 'bad-label', /yTrue\[1\] is NaN/],
    ['an object as a class', () => confusionMatrix([{} as never], ['a']), 'bad-label', /yTrue\[0\]/],
    ['a class asked for twice', () => confusionMatrix([1], [1], { labels: [1, 1] }), 'bad-argument', /twice/],
    ['no class asked for', () => classScores([1], [1], { labels: [] }), 'bad-argument', /at least one class/],
    ['classes that no row has', () => confusionMatrix([1], [2], { labels: [2, 3] }), 'bad-argument', /No row is of/],
    ['three classes as two', () => recallScore(['a', 'b', 'c'], ['a', 'b', 'c']), 'unclear-class', /3 classes/],
    ['two names without a positive one', () => precisionScore(['a', 'b'], ['a', 'b']), 'unclear-class', /posLabel/],
  ];
  for (const [name, judge, code, message] of refused) {
    it(`refuses ${name}`, () =>
      assert.throws(
        judge,
        (error) => error instanceof MetricsError && error.code === code && message.test(error.message),
      ));
  }

  it('names the row', () => {
    assert.throws(() => accuracyScore(['a', 'b', null as never], ['a', 'b', 'c']), { name: 'MetricsError', row: 2 });
  });
});
