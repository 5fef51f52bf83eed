import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { binPoints, m4 } from '../../../src/mlops/plot/sampling.ts';
import {
  calibrationBins,
  confusionCounts,
  normalized,
  precisionRecallCurveOf,
  rocCurveOf,
} from '../../../src/mlops/plot/statistics/classification.ts';
import { bandwidthOf, densityAt } from '../../../src/mlops/plot/statistics/density.ts';
import { binEdges, countInBins } from '../../../src/mlops/plot/statistics/histogram.ts';
import { boxOf, sorted } from '../../../src/mlops/plot/statistics/order.ts';
import { normal, uniform } from '../../fixtures/charts.ts';

/** Made by test/parity/plot.py. */
interface Fixture {
  readonly binary: readonly {
    readonly yTrue: readonly number[];
    readonly yScore: readonly number[];
    readonly roc: {
      readonly fpr: number[];
      readonly tpr: number[];
      readonly thresholds: (number | null)[];
      readonly auc: number;
    };
    readonly rocAll: { readonly fpr: number[]; readonly tpr: number[] };
    readonly pr: Readonly<Record<'precision' | 'recall' | 'thresholds', number[]>> & {
      readonly averagePrecision: number;
    };
    readonly calibration: Readonly<Record<'uniform' | 'quantile', readonly [observed: number[], predicted: number[]]>>;
  }[];
  readonly samples: readonly {
    readonly values: readonly number[];
    readonly kde: Readonly<
      Record<'scott' | 'silverman', { bandwidth: number; from: number; to: number; density: number[] }>
    >;
    readonly histograms: Readonly<Record<string, { counts: number[]; edges: number[] }>>;
    readonly box: Readonly<Record<'q1' | 'median' | 'q3' | 'low' | 'high', number>>;
    readonly outliers: readonly number[];
  }[];
  readonly classes: {
    readonly yTrue: readonly string[];
    readonly yPred: readonly string[];
    readonly labels: readonly string[];
    readonly matrices: Readonly<Record<string, number[][]>>;
  };
}
const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/plot/scikit-learn.json'), 'utf8'),
) as Fixture;

function close(actual: ArrayLike<number>, expected: readonly (number | null)[], tolerance = 1e-9): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    const same = value === null ? !Number.isFinite(actual[i]) : Math.abs(actual[i]! - value) <= tolerance;
    assert.ok(same, `${i}: ${actual[i]} is not ${value}`);
  });
}

describe('plot: the numbers of classifiers are those of scikit-learn', () => {
  fixture.binary.forEach(({ yTrue, yScore, roc, rocAll, pr, calibration }, index) => {
    const positive = yTrue.map((label) => label === 1);
    const scores = Float64Array.from(yScore);

    it(`ROC curve and its area, ${index + 1}`, () => {
      const ours = rocCurveOf(positive, scores, true);
      close(ours.fpr, roc.fpr);
      close(ours.tpr, roc.tpr);
      close(ours.thresholds, roc.thresholds);
      close([ours.auc], [roc.auc]);
      const all = rocCurveOf(positive, scores, false);
      close(all.fpr, rocAll.fpr);
      close(all.tpr, rocAll.tpr);
    });

    it(`precision, recall and average precision, ${index + 1}`, () => {
      const ours = precisionRecallCurveOf(positive, scores);
      // scikit-learn's curve ends where all positives are found, ours at the lowest score.
      close(ours.precision.subarray(0, pr.precision.length), pr.precision);
      close(ours.recall.subarray(0, pr.recall.length), pr.recall);
      close(ours.thresholds.subarray(0, pr.thresholds.length), pr.thresholds);
      close([ours.averagePrecision], [pr.averagePrecision]);
    });

    for (const strategy of ['uniform', 'quantile'] as const) {
      it(`calibration in ${strategy} bins, ${index + 1}`, () => {
        const bins = calibrationBins(positive, scores, 6, strategy);
        close(
          bins.map(({ observed }) => observed),
          calibration[strategy][0],
        );
        close(
          bins.map(({ predicted }) => predicted),
          calibration[strategy][1],
        );
      });
    }
  });

  it('confusion matrices, counted and normalized', () => {
    const { yTrue, yPred, labels, matrices } = fixture.classes;
    const counts = confusionCounts(yTrue, yPred, labels);
    assert.deepEqual(counts, matrices.None);
    for (const by of ['true', 'pred', 'all'] as const) close(normalized(counts, by).flat(), matrices[by]!.flat());
  });
});

describe('plot: the numbers of samples are those of NumPy and SciPy', () => {
  fixture.samples.forEach(({ values, kde, histograms, box, outliers }, index) => {
    const sample = Float64Array.from(values);
    const ordered = sorted(sample);

    it(`histograms, ${index + 1}`, () => {
      for (const [rule, { counts, edges }] of Object.entries(histograms)) {
        const bins = rule === '7' ? 7 : (rule as 'auto' | 'fd' | 'sturges');
        const ours = countInBins(ordered, binEdges(ordered, bins));
        close(ours.edges, edges);
        assert.deepEqual(ours.counts, counts, rule);
      }
    });

    it(`kernel density, ${index + 1}`, () => {
      for (const [rule, { bandwidth, from, to, density }] of Object.entries(kde)) {
        const ours = bandwidthOf(sample, rule as 'scott' | 'silverman');
        close([ours], [bandwidth]);
        // The kernel is cut off where it is 4e-6 of its top.
        close(
          densityAt(sample, ours, [from, to], 9).map((point) => point.density),
          density,
          1e-5,
        );
      }
    });

    it(`box and outliers, ${index + 1}`, () => {
      const ours = boxOf(sorted(sample), 1.5)!;
      for (const name of ['q1', 'median', 'q3', 'low', 'high'] as const) close([ours[name]], [box[name]]);
      close(ours.outliers, outliers);
    });
  });

  it('a binned density differs from the exact one by less than 0.1 % of its top', () => {
    const gauss = normal(uniform());
    const sample = Float64Array.from({ length: 20_000 }, gauss);
    const bandwidth = bandwidthOf(sample, 'scott');
    const range = [-5, 5] as const;
    const binned = densityAt(sample, bandwidth, range, 50);
    const norm = 1 / (sample.length * bandwidth * Math.sqrt(2 * Math.PI));
    const exact = binned.map(
      ({ x }) => norm * sample.reduce((sum, v) => sum + Math.exp(-0.5 * ((x - v) / bandwidth) ** 2), 0),
    );
    const top = Math.max(...exact);
    exact.forEach((value, i) => {
      assert.ok(Math.abs(binned[i]!.density - value) < 1e-3 * top, `${binned[i]!.density} is not ${value}`);
    });
  });

  it('every finite value is in one bin', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const ordered = sorted(Float64Array.from(values));
        const { counts, edges } = countInBins(ordered, binEdges(ordered, 'auto'));
        assert.equal(
          counts.reduce((sum, value) => sum + value, 0),
          values.length,
        );
        assert.equal(edges.length, counts.length + 1);
      }),
    );
  });
});

describe('plot: fewer points that draw the same', () => {
  it('keeps the first, lowest, highest and last of each stretch, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 9, maxLength: 300 }), (ys) => {
        const xs = ys.map((_, i) => i);
        const kept = [...m4(xs, ys, 8)];
        assert.ok(kept.length <= 8);
        assert.deepEqual(
          kept,
          [...new Set(kept)].sort((a, b) => a - b),
        );
        assert.equal(kept[0], 0);
        assert.equal(kept.at(-1), ys.length - 1);
        const of = (places: readonly number[]) => places.map((place) => ys[place]!);
        assert.equal(Math.max(...of(kept)), Math.max(...ys));
        assert.equal(Math.min(...of(kept)), Math.min(...ys));
      }),
    );
  });

  it('keeps gaps, and no more points than asked for where x stands still or falls', () => {
    const ys = Float64Array.from({ length: 4000 }, (_, i) => (i >= 1000 && i < 2000 ? Number.NaN : i % 7));
    const xs = ys.map((_, i) => i);
    const kept = m4(xs, ys, 40);
    assert.ok(
      [...kept].some((place) => Number.isNaN(ys[place])),
      'the gap is there',
    );
    for (const x of [xs.map(() => 1), xs.toReversed(), xs.map(() => Number.NaN)]) assert.ok(m4(x, ys, 40).length <= 40);
  });

  it('counts each point of a plane once', () => {
    const [x, y] = [Float64Array.of(0, 1, 2, Number.NaN, 4), Float64Array.of(0, 1, 2, 3, 4)];
    const { counts } = binPoints(x, y, { x: [0, 4], y: [0, 4] }, 2, 2);
    assert.deepEqual([...counts], [2, 0, 0, 2]);
  });
});
