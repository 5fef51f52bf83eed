/**
 * Files that TFMA reads. `test/fixtures/analysis/ours` holds what was written, and `ours.json` what TFMA read from it
 * (test/parity/analysis_files.py): so long as the same files are written, TFMA reads the same.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  analyze,
  parseEvalConfigText,
  readValidationOk,
  validate,
  writeEvaluation,
} from '../../../src/mlops/analysis.ts';

interface Read {
  readonly doubleValue?: number;
  readonly boundedValue?: { readonly lowerBound: number; readonly upperBound: number; readonly value: number };
}
const fixture = (name: string) => new URL(`../../fixtures/analysis/${name}`, import.meta.url);
const json = (name: string) => JSON.parse(readFileSync(fixture(name), 'utf8'));
const { columns, runs } = json('tfma.json');
const { version, config, models, plots, validation } = json('ours.json');

describe(`files that TFMA ${version} has read`, () => {
  const asked = parseEvalConfigText(runs['two models'].text);
  const plot = { metrics: [{ className: 'CalibrationPlot', config: '"num_buckets": 7' }] };
  const result = analyze(columns, {
    ...asked,
    metricsSpecs: [...asked.metricsSpecs!, plot],
    options: { ...asked.options, computeConfidenceIntervals: true },
  });
  const found = validate(result);

  it('are written to the byte', () => {
    const folder = mkdtempSync(join(tmpdir(), 'analysis-files-'));
    try {
      writeEvaluation(folder, result, found);
      for (const name of readdirSync(folder))
        assert.deepEqual(readFileSync(join(folder, name)), readFileSync(fixture(`ours/${name}`)), name);
      assert.equal(readValidationOk(folder), found.validationOk);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('say the config, and each metric with its interval', () => {
    assert.deepEqual(config, result.config);
    for (const [model, slices] of Object.entries(models as Record<string, Record<string, Record<string, Read>>>)) {
      const shown = result.slices.filter(({ error }) => !error);
      assert.deepEqual(Object.keys(slices).sort(), shown.map(({ name }) => name).sort());
      for (const { name, models: own } of shown)
        for (const [metric, { value, interval }] of Object.entries(own[model]!)) {
          const { doubleValue, boundedValue } = slices[name]![metric]!;
          assert.equal(boundedValue?.value ?? doubleValue, value, `${name} ${metric}`);
          assert.deepEqual(
            boundedValue && [boundedValue.lowerBound, boundedValue.upperBound],
            interval && [interval.low, interval.high],
          );
        }
    }
  });

  it('hold the buckets of the calibration plot', () => {
    type Buckets = readonly Readonly<Record<string, number>>[];
    for (const [model, slices] of Object.entries(plots as Record<string, Record<string, Buckets>>)) {
      const shown = result.slices.filter(({ error }) => !error);
      assert.deepEqual(Object.keys(slices).sort(), shown.map(({ name }) => name).sort());
      for (const { name, calibration } of shown)
        assert.deepEqual(
          slices[name]!.map((bucket) => [bucket.numWeightedExamples, bucket.totalWeightedLabel]),
          calibration![model]!.map(({ rows, labels }) => [rows, labels]),
        );
    }
  });

  it('say what failed', () => {
    assert.equal(validation.validationOk ?? false, found.validationOk);
    const failures = validation.metricValidationsPerSlice.flatMap(
      ({ failures: list }: { readonly failures: readonly { readonly metricThreshold: object }[] }) => list,
    );
    assert.deepEqual(
      failures.map(({ metricThreshold }: { readonly metricThreshold: object }) => metricThreshold),
      found.failures.map(({ threshold }) => threshold),
    );
    assert.deepEqual(validation.missingSlices, found.missingSlices);
    assert.deepEqual(validation.validationDetails.slicingDetails, found.checked);
  });
});
