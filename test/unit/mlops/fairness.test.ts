/** Holds rates, intervals and weights against fairlearn, statsmodels and AIF360; test/parity/fairness.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AnalysisError } from '../../../src/mlops/analysis.ts';
import {
  FairnessError,
  type FairnessErrorCode,
  fairnessIndicators,
  newcombe,
  type RateName,
  rateNames,
  reweigh,
  thresholdsByGroup,
  wilson,
} from '../../../src/mlops/fairness.ts';

interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly columns: { readonly group: string[]; readonly label: number[]; readonly prediction: number[] };
  readonly rates: readonly {
    readonly threshold: number;
    readonly byGroup: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly largestGap: Readonly<Record<string, number>>;
  }[];
  readonly intervals: {
    readonly wilson: readonly (readonly [number, number, number, number])[];
    readonly newcombe: readonly (readonly [number, number, number, number, number, number])[];
  };
  readonly reweighing: { readonly group: number[]; readonly label: number[]; readonly weights: number[] };
}
const { versions, columns, rates, intervals, reweighing }: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/fairness/peers.json', import.meta.url), 'utf8'),
);

function near(found: number, expected: number, place: string): void {
  assert.ok(Math.abs(found - expected) < 1e-9, `${place}: ${found} is not ${expected}`);
}
const refuses = (code: FairnessErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof FairnessError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });

describe('fairness, beside its peers', () => {
  const result = fairnessIndicators(columns, { group: 'group', thresholds: rates.map(({ threshold }) => threshold) });

  it(`rates by group, as fairlearn ${versions.fairlearn}`, () => {
    for (const { threshold, byGroup, largestGap } of rates) {
      for (const [group, own] of Object.entries(byGroup))
        for (const [name, value] of Object.entries(own)) {
          const found = result.rate(name as RateName, group, threshold);
          // fairlearn takes 0 where nobody can be counted.
          near(found.of === 0 ? 0 : found.value, value, `${group} ${name}@${threshold}`);
        }
      for (const name of ['false_positive_rate', 'accuracy'] as const) {
        const values = Object.keys(byGroup).map((group) => result.rate(name, group, threshold).value);
        near(Math.max(...values) - Math.min(...values), largestGap[name]!, `${name}@${threshold}`);
      }
    }
  });

  it(`intervals, as statsmodels ${versions.statsmodels}`, () => {
    for (const [k, n, low, high] of intervals.wilson) {
      const found = wilson(k, n);
      near(found.low, low, `${k} of ${n}`);
      near(found.high, high, `${k} of ${n}`);
    }
    for (const [k1, n1, k2, n2, low, high] of intervals.newcombe) {
      const found = newcombe(k1, n1, k2, n2);
      near(found.low, low, `${k1} of ${n1} and ${k2} of ${n2}`);
      near(found.high, high, `${k1} of ${n1} and ${k2} of ${n2}`);
    }
  });

  it(`weights, as AIF360 ${versions.aif360}`, () => {
    const found = reweigh(reweighing.group, reweighing.label);
    found.forEach((weight, row) => {
      near(weight, reweighing.weights[row]!, `row ${row}`);
    });
  });
});

describe('fairnessIndicators', () => {
  const rows = [
    { place: 'town', label: 1, prediction: 0.9 },
    { place: 'town', label: 0, prediction: 0.6 },
    { place: 'town', label: 0, prediction: 0.2 },
    { place: 'country', label: 1, prediction: 0.4 },
    { place: 'country', label: 1, prediction: 0.7 },
  ];
  const result = fairnessIndicators(rows, { group: 'place', thresholds: [0.3, 0.5] });

  it('counts of whom a rate is a share', () => {
    assert.deepEqual(result.counts('town', 0.5), { tp: 1, tn: 1, fp: 1, fn: 0 });
    const { value, of } = result.rate('false_positive_rate', 'town', 0.5);
    assert.deepEqual([value, of], [0.5, 2]);
    assert.deepEqual(result.groups, [
      { name: 'country', rows: 2 },
      { name: 'town', rows: 3 },
    ]);
  });

  it('knows nothing of a group without negatives, and says so', () => {
    const none = result.rate('false_positive_rate', 'country', 0.5);
    assert.ok(Number.isNaN(none.value));
    assert.deepEqual([none.of, none.low, none.high], [0, 0, 1]);
    assert.ok(Number.isNaN(result.gaps('false_positive_rate', 'town')[0]!.value));
    assert.ok(Number.isNaN(result.metrics('country')['fairness_indicators_metrics/false_positive_rate@0.5']!));
  });

  it('rates and their complements add up to 1; false positives do not grow with the threshold', () => {
    const all = fairnessIndicators(columns, { group: 'group' });
    for (const { name } of all.groups) {
      let before = 1;
      for (const threshold of all.thresholds) {
        const of = (rate: RateName) => all.rate(rate, name, threshold).value;
        near(of('false_positive_rate') + of('true_negative_rate'), 1, `${name}@${threshold}`);
        near(of('false_negative_rate') + of('true_positive_rate'), 1, `${name}@${threshold}`);
        assert.ok(of('false_positive_rate') <= before);
        before = of('false_positive_rate');
      }
      assert.equal(Object.keys(all.metrics(name)).length, rateNames.length * 9);
    }
  });

  it('compares each group with the baseline', () => {
    const gaps = fairnessIndicators(columns, { group: 'group', thresholds: [0.5] }).gaps('false_positive_rate', 'a');
    assert.deepEqual(
      gaps.map(({ group }) => group),
      ['b', 'c'],
    );
    for (const { value, low, high } of gaps) assert.ok(low < value && value < high);
  });

  it('refuses what cannot be compared', () => {
    refuses('no-rows', /no rows/, () => fairnessIndicators([], { group: 'place' }));
    refuses('bad-argument', /thresholds must be numbers/, () =>
      fairnessIndicators(rows, { group: 'place', thresholds: [] }),
    );
    refuses('bad-argument', /Row 0 has the label 0.5/, () =>
      fairnessIndicators([{ place: 'town', label: 0.5, prediction: 1 }], { group: 'place' }),
    );
    refuses('unknown-group', /no group “moon”.*country, town/, () => result.rate('recall', 'moon', 0.5));
    refuses('unknown-rate', /0.4 is none of the thresholds/, () => result.rate('recall', 'town', 0.4));
    refuses('unknown-rate', /“fpr” is no rate/, () => result.rate('fpr' as RateName, 'town', 0.5));
    assert.throws(() => fairnessIndicators(rows, { group: 'region' }), AnalysisError);
  });
});

describe('mitigation', () => {
  it('gives groups a threshold each, so that a rate is as high as it may be', () => {
    for (const rate of ['false_positive_rate', 'true_positive_rate', 'positive_rate'] as const)
      for (const target of [0, 0.1, 0.5, 1]) {
        const thresholds = thresholdsByGroup(columns, { group: 'group', rate, target });
        for (const [group, threshold] of thresholds) {
          const own = columns.prediction.flatMap((prediction, row) =>
            columns.group[row] === group && (rate === 'positive_rate' || columns.label[row] === Number(rate[0] === 't'))
              ? [prediction]
              : [],
          );
          const above = (limit: number) => own.filter((prediction) => prediction > limit).length / own.length;
          assert.ok(above(threshold) <= target + 1e-12, `${rate} of ${group}`);
          const lower = Math.max(...own.filter((prediction) => prediction < threshold), Number.NEGATIVE_INFINITY);
          if (Number.isFinite(threshold)) assert.ok(above(lower) > target, `${rate} of ${group} could be higher`);
        }
      }
  });

  it('makes group and label independent by weights', () => {
    const weights = reweigh(columns.group, columns.label);
    const shares = ['a', 'b', 'c'].map((group) => {
      const of = (wanted?: number) =>
        weights.reduce(
          (sum, weight, row) =>
            columns.group[row] === group && (wanted === undefined || columns.label[row] === wanted)
              ? sum + weight
              : sum,
          0,
        );
      return of(1) / of();
    });
    for (const share of shares) near(share, shares[0]!, 'share of positives');
  });

  it('refuses what it cannot do', () => {
    refuses('bad-argument', /2 groups and 1 labels/, () => reweigh(['a', 'b'], [1]));
    refuses('no-rows', /no rows/, () => reweigh([], []));
    const one = [{ place: 'town', label: 1, prediction: 0.9 }];
    refuses('one-class', /“town” has no row/, () =>
      thresholdsByGroup(one, { group: 'place', rate: 'false_positive_rate', target: 0.1 }),
    );
    refuses('bad-argument', /from 0 to 1, and not 10/, () =>
      thresholdsByGroup(one, { group: 'place', rate: 'positive_rate', target: 10 }),
    );
  });
});
