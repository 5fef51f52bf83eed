/** Holds our transforms against what TensorFlow Transform answered; test/parity/transform.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  Analysis,
  analyzeAndTransform,
  type Feature,
  type FeatureValue,
  inferSchema,
  type Tft,
  TransformGraph,
} from '../../../src/mlops/transform.ts';

type Value = FeatureValue;
interface Case {
  readonly function: keyof typeof functions;
  readonly rows: readonly Record<string, Value>[];
  readonly data: Readonly<Record<string, readonly Value[]>>;
  readonly serve: readonly Record<string, Value>[];
  readonly served: Readonly<Record<string, readonly Value[]>>;
}

type Inputs = {
  readonly x: Feature<number>;
  readonly y: Feature<number>;
  readonly s: Feature<string>;
  readonly n: Feature<number>;
  readonly temp: Feature<number>;
  readonly snow: Feature<number>;
  readonly clouds: Feature<number>;
  readonly rain: Feature<number>;
  readonly volume: Feature<number>;
  readonly holiday: Feature<string>;
  readonly weather: Feature<string>;
};

const scaling = ({ x }: Inputs, tft: Tft) => ({
  scale_to_0_1: tft.scaleTo01(x),
  scale_by_min_max: tft.scaleByMinMax(x, -1, 3),
  scale_to_z_score: tft.scaleToZScore(x),
});

/** The preprocessing functions of transform.py, under the same names. */
const functions = {
  course({ x, y, s }: Inputs, tft: Tft) {
    const x_centered = tft.sub(x, tft.mean(x));
    const y_normalized = tft.scaleTo01(y);
    const product = tft.mul(x_centered, y_normalized);
    return { x_centered, y_normalized, s_integerized: tft.computeAndApplyVocabulary(s), product };
  },
  statistics({ x }: Inputs, tft: Tft) {
    const zeros = tft.mul(x, 0);
    return {
      mean: tft.add(zeros, tft.mean(x)),
      min: tft.add(zeros, tft.min(x)),
      max: tft.add(zeros, tft.max(x)),
      variance: tft.add(zeros, tft.variance(x)),
      size: tft.add(zeros, tft.size(x)),
    };
  },
  arithmetic: ({ x, y }: Inputs, tft: Tft) => ({
    add: tft.add(x, y),
    sub: tft.sub(x, y),
    mul: tft.mul(x, y),
    div: tft.div(x, y),
    sqrt: tft.sqrt(x),
    log: tft.log(y),
  }),
  scaling,
  signs: ({ x }: Inputs, tft: Tft) => ({ product: tft.mul(x, tft.min(x)) }),
  sparse: (inputs: Inputs, tft: Tft) => ({ ...scaling(inputs, tft), s: tft.computeAndApplyVocabulary(inputs.s) }),
  two_phases({ x, y }: Inputs, tft: Tft) {
    const scaled = tft.scaleTo01(x);
    return { centered: tft.sub(scaled, tft.mean(scaled)), z: tft.scaleToZScore(tft.mul(scaled, y)) };
  },
  vocabularies: ({ s }: Inputs, tft: Tft) => ({
    plain: tft.computeAndApplyVocabulary(s),
    top_3: tft.computeAndApplyVocabulary(s, { topK: 3 }),
    at_least_2: tft.computeAndApplyVocabulary(s, { frequencyThreshold: 2, defaultValue: -2 }),
    oov: tft.computeAndApplyVocabulary(s, { topK: 2, numOovBuckets: 1000 }),
  }),
  buckets: ({ x }: Inputs, tft: Tft) => ({
    of_2: tft.bucketize(x, 2),
    of_3: tft.bucketize(x, 3),
    of_4: tft.bucketize(x, 4),
    of_10: tft.bucketize(x, 10),
  }),
  sparse_buckets: ({ x }: Inputs, tft: Tft) => ({ of_2: tft.bucketize(x, 2) }),
  sums: ({ x }: Inputs, tft: Tft) => ({ sum: tft.add(tft.mul(x, 0), tft.sum(x)) }),
  comparisons({ x, y }: Inputs, tft: Tft) {
    const mean = tft.mean(x);
    return {
      minimum: tft.minimum(x, mean),
      maximum: tft.maximum(x, 50),
      greater: tft.greater(x, mean),
      pair: tft.greater(y, tft.div(x, 10)),
    };
  },
  by_key: ({ x, s }: Inputs, tft: Tft) => ({
    scale_to_0_1: tft.scaleTo01PerKey(x, s),
    scale_by_min_max: tft.scaleByMinMaxPerKey(x, s, -1, 3),
    scale_to_z_score: tft.scaleToZScorePerKey(x, s),
    of_3: tft.bucketizePerKey(x, s, 3),
  }),
  words({ s }: Inputs, tft: Tft) {
    const tokens = tft.split(s);
    return {
      bigrams: tft.ngrams(tokens, { range: [1, 2] }),
      longer: tft.ngrams(tokens, { range: [2, 3], separator: '_' }),
      bag: tft.bagOfWords(tokens, { range: [1, 2] }),
      count: tft.wordCount(tokens),
      ids: tft.computeAndApplyVocabulary(tokens, { topK: 3, numOovBuckets: 2 }),
      commas: tft.split(s, ','),
    };
  },
  weights({ s }: Inputs, tft: Tft) {
    const ids = tft.computeAndApplyVocabulary(tft.split(s), { topK: 4 });
    return { ...tft.tfidf(ids, 5), rough: tft.tfidf(ids, 5, false).weights };
  },
  hashes: ({ s }: Inputs, tft: Tft) => ({
    of_1: tft.hashStrings(s, 1),
    of_10: tft.hashStrings(s, 10),
    of_1000003: tft.hashStrings(s, 1000003),
  }),
  spread({ x, y }: Inputs, tft: Tft) {
    const list = [x, y, tft.mul(x, y)];
    const by = tft.matmul(list, tft.covariance(list), 3);
    const along = tft.matmul(list, tft.pca(list, 2), 2);
    return { by_0: by[0]!, by_1: by[1]!, by_2: by[2]!, along_0: along[0]!, along_1: along[1]! };
  },
  interpolation({ x }: Inputs, tft: Tft) {
    const of = (n: number) => tft.applyBucketsWithInterpolation(x, tft.quantiles(x, n));
    return { of_2: of(2), of_4: of(4), of_10: of(10) };
  },
  traffic(inputs: Inputs, tft: Tft) {
    const vocabulary = (x: Feature<string>) => tft.computeAndApplyVocabulary(x, { topK: 1000, numOovBuckets: 10 });
    return {
      temp: tft.scaleToZScore(inputs.temp),
      snow: tft.scaleToZScore(inputs.snow),
      clouds: tft.scaleTo01(inputs.clouds),
      holiday: vocabulary(inputs.holiday),
      weather: vocabulary(inputs.weather),
      rain: tft.bucketize(inputs.rain, 3),
      label: tft.greater(inputs.volume, tft.mean(inputs.volume)),
    };
  },
  integers: ({ n }: Inputs, tft: Tft) => ({ n: tft.computeAndApplyVocabulary(n), z: tft.scaleToZScore(n) }),
};

/** Results that float32 gives exactly; the others may differ in the last bits, since TFT sums in float32 batches. */
const exact = new Set(['course', 'signs', 'vocabularies', 'buckets', 'sparse_buckets', 'words', 'hashes', 'traffic']);

function assertSame(actual: readonly Value[], expected: readonly Value[], tolerance: number, where: string): void {
  assert.equal(actual.length, expected.length, where);
  for (const [row, value] of expected.entries()) {
    const got = actual[row]!;
    if (Array.isArray(value)) {
      assertSame(got as readonly Value[], value, tolerance, `${where}, row ${row}`);
      continue;
    }
    const close =
      typeof got === 'number' &&
      typeof value === 'number' &&
      Math.abs(got - value) <= tolerance * Math.max(1, Math.abs(value));
    assert.ok(Object.is(got, value) || (tolerance > 0 && close), `${where}, row ${row}: expected ${value}, got ${got}`);
  }
}

/** The same analysis by three workers, whose states were copied as a message would be. */
function analyzedInParts(rows: Case['rows'], name: Case['function']): Analysis['graph'] {
  const analysis = new Analysis(functions[name], inferSchema(rows));
  const third = Math.ceil(rows.length / 3);
  const parts = [rows.slice(0, third), rows.slice(third, 2 * third), rows.slice(2 * third)];
  while (!analysis.isDone) analysis.merge(parts.map((part) => structuredClone(analysis.accumulate(part))));
  return analysis.graph;
}

const special = (value: unknown) => (/^(NaN|-?Infinity)$/.test(String(value)) ? Number(value) : value);

describe('transform against TensorFlow Transform', () => {
  const path = new URL('../../fixtures/transform/tft.json', import.meta.url);
  const fixture: { made_by: string; cases: Case[] } = JSON.parse(readFileSync(path, 'utf8'), (_, value) =>
    special(value),
  );

  for (const { function: name, rows, data, serve, served } of fixture.cases) {
    it(`${name}: ${rows.length} rows and ${serve.length} to serve (${fixture.made_by})`, () => {
      const tolerance = exact.has(name) ? 0 : 2e-6;
      const result = analyzeAndTransform(rows, (inputs, tft) => functions[name](inputs as unknown as Inputs, tft));
      const loaded = TransformGraph.fromJSON(JSON.stringify(result.graph));
      const again = loaded.transform(serve);
      for (const [column, values] of Object.entries(data)) {
        assertSame(result.data[column as keyof typeof result.data], values, tolerance, column);
      }
      for (const [column, values] of Object.entries(served))
        assertSame(again[column]!, values, tolerance, `served ${column}`);
      const inParts = analyzedInParts(rows, name);
      const ofParts = inParts.transform(serve);
      for (const [column, values] of Object.entries(served))
        assertSame(ofParts[column]!, values, tolerance, `served by parts, ${column}`);
    });
  }
});
