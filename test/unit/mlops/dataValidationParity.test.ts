/** Holds ours against TensorFlow Data Validation; test/parity/data_validation.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  type Anomalies,
  type CommonStatistics,
  type FeatureStatistics,
  type Histogram,
  inferSchema,
  parseSchemaText,
  schemaToText,
  updateSchema,
  validateStatistics,
} from '../../../src/mlops/data-validation.ts';
import { typeOfText } from '../../../src/mlops/tabular/types.ts';
import { checks, ours, updates, words } from '../../fixtures/data-validation/cases.ts';
import type { DatasetName } from '../../fixtures/data-validation/datasets.ts';

interface Known {
  readonly versions: Readonly<Record<string, string>>;
  readonly statistics: Readonly<Record<DatasetName, { numExamples: number; features: readonly { name: string }[] }>>;
  readonly inferred: Readonly<Record<DatasetName, readonly [withShape: string, without: string]>>;
  readonly checks: Readonly<Record<string, { readonly anomalyInfo: object }>>;
  readonly updates: Readonly<Record<string, string>>;
  readonly schemas: readonly string[];
  readonly words: readonly string[];
}
const known: Known = JSON.parse(
  readFileSync(new URL('../../fixtures/data-validation/tfdv.json', import.meta.url), 'utf8'),
);

/** Numbers that are not finite stand as text. */
const plain = (value: number) => (Number.isFinite(value) ? value : String(value));
const histogram = ({ type, numNan, buckets }: Histogram) => ({
  type,
  numNan,
  buckets: buckets.map(({ lowValue, highValue, sampleCount }) => [lowValue, highValue, sampleCount].map(plain)),
});
const common = ({ numValuesHistogram, ...rest }: CommonStatistics) => ({
  ...rest,
  numValuesHistogram: numValuesHistogram ? histogram(numValuesHistogram) : null,
});

/** Our statistics in the form of the fixture. */
function written({ name, type, numStats, stringStats }: FeatureStatistics): object {
  if (numStats) {
    const { commonStats, histograms, ...numbers } = numStats;
    const plainNumbers = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, plain(value)]));
    return {
      name,
      type,
      numStats: { commonStats: common(commonStats), ...plainNumbers, histograms: histograms.map(histogram) },
    };
  }
  const { commonStats, unique, topValues, avgLength, rankHistogram } = stringStats!;
  return {
    name,
    type,
    stringStats: {
      commonStats: common(commonStats),
      unique,
      topValues: topValues.map(({ value, frequency }) => [value, frequency]),
      avgLength,
      ranks: rankHistogram.buckets.map(({ label, sampleCount }) => [label, sampleCount]),
    },
  };
}

/** Where ours is nearer: NumPy adds 1e308 to 1e308 before -1e308 comes, and rounds the mean of whole numbers near 2^53. */
const differs = /^odd, (huge, numStats, (mean|stdDev)|large whole, numStats, stdDev)$/;

/** Equal, with numbers to 1e-6 of the larger of them and 1. */
function agree(actual: unknown, expected: unknown, where: string): void {
  if (differs.test(where)) return;
  if (typeof actual === 'number' && typeof expected === 'number') {
    const size = Math.max(1, Math.abs(actual), Math.abs(expected));
    assert.ok(Math.abs(actual - expected) <= 1e-6 * size, `${where}: ${actual}, TFDV says ${expected}`);
  } else if (typeof expected === 'object' && expected !== null) {
    assert.deepEqual(Object.keys(actual as object).sort(), Object.keys(expected).sort(), where);
    for (const [key, value] of Object.entries(expected))
      agree((actual as Record<string, unknown>)[key], value, `${where}, ${key}`);
  } else assert.equal(actual, expected, where);
}

const byWord = (types: readonly string[]) => Object.fromEntries(words.map((word, i) => [word, types[i]]));
const sorted = <T>(record: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const asWritten = ({ anomalyInfo, datasetAnomalyInfo, driftSkewInfo, dataMissing }: Anomalies) => ({
  anomalyInfo: sorted(anomalyInfo),
  datasetAnomalyInfo: datasetAnomalyInfo ?? null,
  driftSkewInfo: driftSkewInfo.toSorted((a, b) => (a.feature < b.feature ? -1 : 1)),
  dataMissing: dataMissing ?? false,
});

describe(`data-validation as TFDV ${known.versions['tensorflow-data-validation']} gives it`, function () {
  this.timeout('60s');

  for (const [name, { numExamples, features }] of Object.entries(known.statistics)) {
    it(`statistics of ${name}, to 1e-6`, () => {
      const [dataset] = ours(name as DatasetName).datasets;
      assert.equal(dataset!.numExamples, numExamples);
      if (numExamples === 0) return;
      assert.deepEqual(
        dataset!.features.map((feature) => feature.name),
        features.map((feature) => feature.name),
      );
      for (const [i, feature] of features.entries())
        agree(written(dataset!.features[i]!), feature, `${name}, ${feature.name}`);
    });
  }

  for (const [name, texts] of Object.entries(known.inferred)) {
    if (name === 'nothing') continue;
    it(`the schema inferred of ${name}, to the letter`, () => {
      const statistics = ours(name as DatasetName);
      assert.equal(schemaToText(inferSchema(statistics)), texts[0]);
      assert.equal(schemaToText(inferSchema(statistics, { inferFeatureShape: false })), texts[1]);
    });
  }

  for (const [name, { data, schema, environment, previous, serving }] of Object.entries(checks)) {
    it(`anomalies: ${name}`, () => {
      const found = validateStatistics(ours(data), parseSchemaText(schema), {
        ...(environment && { environment }),
        ...(previous && { previousStatistics: ours(previous) }),
        ...(serving && { servingStatistics: ours(serving) }),
      });
      agree(asWritten(found), known.checks[name], name);
    });
  }

  for (const [name, { data, schema }] of Object.entries(updates)) {
    it(`the schema updated for ${name}, to the letter`, () => {
      const before = parseSchemaText(schema);
      assert.equal(schemaToText(updateSchema(before, ours(data))), known.updates[name]);
      assert.equal(schemaToText(before), schemaToText(parseSchemaText(schema)), 'the schema that was given');
    });
  }

  it('schemas that we write are read by TensorFlow Metadata, and written by it as by us', () => {
    const texts = [...new Set(Object.values(checks).map(({ schema }) => schemaToText(parseSchemaText(schema))))];
    assert.deepEqual(texts, known.schemas);
  });

  it('types of words in CSV', () => {
    assert.deepEqual(Object.fromEntries(words.map((word) => [word, typeOfText(word)])), byWord(known.words));
  });

  it('something was compared', () => {
    const faults = Object.values(known.checks).filter(({ anomalyInfo }) => Object.keys(anomalyInfo).length > 0);
    assert.ok(faults.length >= 15, `${faults.length} of ${Object.keys(checks).length} checks find something`);
  });
});
