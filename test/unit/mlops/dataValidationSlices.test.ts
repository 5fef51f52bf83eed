/** Holds our slices against TensorFlow Data Validation; test/parity/data_validation_slices.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DatasetStatistics, FeatureStatistics } from '../../../src/mlops/data-validation.ts';
import { sliced, slices } from '../../fixtures/data-validation/sliceCases.ts';

type Known = Readonly<
  Record<string, Readonly<Record<string, { readonly numExamples: number; readonly features: readonly object[] }>>>
>;
const known: { versions: Readonly<Record<string, string>>; slices: Known } = JSON.parse(
  readFileSync(new URL('../../fixtures/data-validation/slices.json', import.meta.url), 'utf8'),
);

function written({ name, numStats, stringStats }: FeatureStatistics): Record<string, unknown> {
  const { numNonMissing, numMissing } = (numStats ?? stringStats!).commonStats;
  if (!numStats) {
    const ranks = stringStats!.rankHistogram.buckets.map(({ label, sampleCount }) => [label, sampleCount]);
    return { name, numNonMissing, numMissing, ranks };
  }
  const { mean, stdDev, min, max } = numStats;
  return { name, numNonMissing, numMissing, mean, stdDev, min, max };
}

/** To 1e-6, numbers in lists and objects included. */
function agree(actual: unknown, expected: unknown, where: string): void {
  if (typeof actual === 'number' && typeof expected === 'number')
    assert.ok(
      Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)),
      `${where}: ${actual}, ${expected}`,
    );
  else if (typeof expected === 'object' && expected !== null) {
    assert.deepEqual(Object.keys(actual as object), Object.keys(expected), where);
    for (const [key, value] of Object.entries(expected))
      agree((actual as Record<string, unknown>)[key], value, `${where}, ${key}`);
  } else assert.equal(actual, expected, where);
}

const byName = <T extends { readonly name: string }>(all: readonly T[]) =>
  all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
const datasetWritten = ({ numExamples, features }: DatasetStatistics) => ({
  numExamples,
  features: byName(features.map((each) => written(each) as { name: string })),
});

describe(`slices as TFDV ${known.versions['tensorflow-data-validation']} gives them`, () => {
  for (const name of Object.keys(slices)) {
    it(`by ${name}`, () => {
      const datasets = byName(sliced(name).datasets);
      assert.deepEqual(
        datasets.map((each) => each.name),
        Object.keys(known.slices[name]!),
      );
      for (const each of datasets) agree(datasetWritten(each), known.slices[name]![each.name], `${name}, ${each.name}`);
    });
  }

  it('and several of them hold a part of the rows', () => {
    const sizes = Object.values(known.slices).flatMap((each) =>
      Object.values(each).map(({ numExamples }) => numExamples),
    );
    assert.ok(sizes.filter((size) => size > 0 && size < 800).length >= 20, String(sizes));
  });
});
