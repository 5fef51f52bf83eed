/** Holds analyses against TFMA's; test/parity/analysis.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bootstrapInterval, type Interval, jackknifeInterval } from '../../../src/mlops/analysis/intervals.ts';
import {
  analyze,
  type EvalConfig,
  evalConfigToJson,
  evalConfigToText,
  parseEvalConfigJson,
  parseEvalConfigText,
  validate,
} from '../../../src/mlops/analysis.ts';

interface TfmaFailure {
  readonly metricKey: { readonly name: string; readonly modelName?: string; readonly isDiff?: boolean };
  readonly metricThreshold: object;
  readonly metricValue?: { readonly doubleValue: number };
}
interface Written {
  readonly text: string;
  readonly canonical: string;
  readonly json: EvalConfig;
}
interface Run extends Written {
  readonly slices: readonly {
    readonly model: string;
    readonly key: readonly (readonly [string, string | number])[];
    readonly name: string;
    readonly metrics: Readonly<Record<string, number | string>>;
  }[];
  readonly validation: {
    readonly validationOk?: boolean;
    readonly missingThresholds?: boolean;
    readonly metricValidationsPerSlice?: readonly {
      readonly sliceKey: {
        readonly singleSliceKeys?: readonly { column: string; bytesValue?: string; int64Value?: string }[];
      };
      readonly failures: readonly TfmaFailure[];
    }[];
    readonly missingSlices?: readonly object[];
    readonly validationDetails?: {
      readonly slicingDetails: readonly { slicingSpec: object; numMatchingSlices: number }[];
    };
  };
}
type IntervalCase = { readonly value: number; readonly samples: readonly number[] } & Readonly<
  Record<'jackknife' | 'bootstrap', Interval>
>;
interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, readonly (string | number)[]>>;
  readonly text: Written;
  readonly runs: Readonly<Record<string, Run>>;
  readonly intervals: readonly IntervalCase[];
  readonly plots: {
    readonly calibration: {
      readonly text: string;
      readonly slices: readonly {
        readonly name: string;
        readonly buckets: readonly Readonly<Record<string, number>>[];
      }[];
    };
  };
  readonly errors: Readonly<
    Record<string, { readonly text: string; readonly halfWidths: Readonly<Record<string, readonly (number | null)[]>> }>
  >;
}
const {
  versions,
  columns,
  text: onlyText,
  runs,
  intervals,
  plots,
  errors,
}: Fixture = JSON.parse(readFileSync(new URL('../../fixtures/analysis/tfma.json', import.meta.url), 'utf8'));

function near(found: number, expected: number, place: string, tolerance = 1e-9): void {
  const same = Number.isNaN(expected) ? Number.isNaN(found) : Math.abs(found - expected) <= tolerance;
  assert.ok(same, `${place}: ${found} is not ${expected}`);
}
/** JSON has no NaN: as a number that is none it is a text there. */
const numberIn = (value: unknown) => (value === 'NaN' ? Number.NaN : Number(value));

describe(`analyses, beside TFMA ${versions['tensorflow-model-analysis']}`, () => {
  for (const [name, run] of Object.entries(runs)) {
    it(`${name}: metrics of each slice`, () => {
      const result = analyze(columns, parseEvalConfigText(run.text));
      const seen = new Set<string>();
      for (const slice of run.slices) {
        const own = result.slice(Object.fromEntries(slice.key));
        assert.equal(own.name, slice.name);
        seen.add(own.name);
        const metrics = own.models[slice.model]!;
        assert.deepEqual(Object.keys(metrics).sort(), Object.keys(slice.metrics).sort());
        for (const [metric, value] of Object.entries(slice.metrics))
          near(metrics[metric]!.value, numberIn(value), `${slice.name} ${slice.model} ${metric}`);
      }
      // A loaded result leaves out what is hidden as too small; its failures below do not.
      const shown = result.slices.filter(({ error }) => !error);
      assert.deepEqual([...seen].sort(), shown.map((slice) => slice.name).sort());
    });

    it(`${name}: whom it lets pass`, () => {
      const found = validate(analyze(columns, parseEvalConfigText(run.text)));
      const { validation } = run;
      assert.equal(found.validationOk, validation.validationOk ?? false);
      assert.equal(found.missingThresholds, validation.missingThresholds ?? false);
      const own = found.failures.map((failure) => [
        failure.sliceName,
        failure.metric,
        failure.model,
        failure.isDiff,
        failure.threshold,
        failure.value?.toFixed(9) ?? failure.message === undefined,
      ]);
      const theirs = (validation.metricValidationsPerSlice ?? []).flatMap(({ sliceKey, failures }) =>
        failures.map(({ metricKey, metricThreshold, metricValue }) => [
          nameOf(sliceKey),
          metricKey.name,
          metricKey.modelName ?? '',
          metricKey.isDiff ?? false,
          metricThreshold,
          metricValue?.doubleValue.toFixed(9) ?? false,
        ]),
      );
      const sorted = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).sort();
      assert.deepEqual(sorted(own), sorted(theirs));
      assert.deepEqual(sorted(found.missingSlices), sorted(validation.missingSlices ?? []));
      const details = (validation.validationDetails?.slicingDetails ?? []).map(
        ({ slicingSpec, numMatchingSlices }) => ({
          slicingSpec,
          numMatchingSlices,
        }),
      );
      assert.deepEqual(sorted(found.checked), sorted(details));
    });
  }

  for (const [name, { text, canonical, json }] of Object.entries({ ...runs, 'all fields': onlyText }))
    it(`${name}: the config as text and as JSON`, () => {
      const config = parseEvalConfigText(text);
      assert.deepEqual(config, json);
      assert.deepEqual(parseEvalConfigText(canonical), json);
      assert.equal(evalConfigToText(config), canonical);
      assert.deepEqual(parseEvalConfigJson(evalConfigToJson(config)), config);
      assert.deepEqual(JSON.parse(evalConfigToJson(config)), json);
    });

  it('buckets of the calibration plot', () => {
    const result = analyze(columns, parseEvalConfigText(plots.calibration.text));
    assert.equal(plots.calibration.slices.length, result.slices.length);
    for (const { name, buckets } of plots.calibration.slices) {
      const own = result.slices.find((slice) => slice.name === name)!.calibration!['']!;
      assert.equal(own.length, buckets.length);
      own.forEach(({ from, to, rows, labels, predictions }, i) => {
        // Edges of 0 are left out in JSON.
        const { lowerThresholdInclusive = 0, upperThresholdExclusive = 0, ...sums } = buckets[i]!;
        assert.deepEqual([from, to], [Number(lowerThresholdInclusive), Number(upperThresholdExclusive)]);
        near(rows, sums.numWeightedExamples!, `${name} ${from} rows`);
        near(labels, sums.totalWeightedLabel!, `${name} ${from} labels`);
        near(predictions, sums.totalWeightedRefinedPrediction!, `${name} ${from} predictions`);
      });
    }
  });

  it('intervals of given samples', () => {
    for (const { value, samples, jackknife, bootstrap } of intervals)
      for (const [name, found, expected] of [
        ['jackknife', jackknifeInterval(value, samples), jackknife],
        ['bootstrap', bootstrapInterval(samples), bootstrap],
      ] as const)
        for (const key of Object.keys(expected) as (keyof Interval)[])
          near(found[key], expected[key], `${name} ${key}`);
  });

  for (const [method, { text, halfWidths }] of Object.entries(errors))
    it(`widths of intervals by ${method}, within the chance of both`, () => {
      const config = parseEvalConfigText(text);
      const widths = Array.from({ length: 40 }, (_, seed) => {
        const metrics = analyze({ ...columns, copy: columns.label!.map(() => 0) }, config, { seed: seed + 1 }).slice({
          copy: 0,
        }).models.candidate!;
        return Object.fromEntries(
          Object.entries(metrics).map(([name, { interval }]) => [name, interval && (interval.high - interval.low) / 2]),
        );
      });
      for (const [metric, theirs] of Object.entries(halfWidths)) {
        if (theirs[0] === null) {
          assert.equal(widths[0]![metric], undefined, metric);
          continue;
        }
        const own = summary(widths.map((each) => each[metric]!));
        const other = summary(theirs as number[]);
        if (other.mean === 0) {
          assert.equal(own.mean, 0, metric);
          continue;
        }
        const error = Math.hypot(own.error, other.error);
        assert.ok(Math.abs(own.mean - other.mean) < 4 * error, `${metric}: ${own.mean} and ${other.mean}, ±${error}`);
        // The test can fail: a width of half or double is far out of it.
        assert.ok(4 * error < other.mean / 2, `${metric}: ±${error} says too little`);
      }
    });
});

function nameOf({ singleSliceKeys = [] }: { readonly singleSliceKeys?: readonly Record<string, string>[] }): string {
  if (singleSliceKeys.length === 0) return 'Overall';
  const values = singleSliceKeys.map(
    ({ bytesValue, int64Value }) => int64Value ?? Buffer.from(bytesValue!, 'base64').toString('utf8'),
  );
  return `${singleSliceKeys.map(({ column }) => column).join('_X_')}:${values.join('_X_')}`;
}

/** The mean of some numbers, and its standard error. */
function summary(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}
