/** What of transform the parity with TensorFlow Transform does not show: parts, rows, streams, files, and refusals. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { highwayHours } from '../../../src/mlops/datasets.ts';
import {
  Analysis,
  analyzeAndTransform,
  type Feature,
  inferSchema,
  type Tft,
  TransformError,
  type TransformErrorCode,
  TransformGraph,
} from '../../../src/mlops/transform.ts';

interface Inputs {
  readonly temp: Feature<number>;
  readonly rain_1h: Feature<number>;
  readonly clouds_all: Feature<number>;
  readonly weather_main: Feature<string>;
  readonly weather_description: Feature<string>;
}

/** An analyzer of each kind, one of them in a second phase. */
function everything(inputs: Inputs, tft: Tft) {
  const words = tft.split(inputs.weather_description);
  const ids = tft.computeAndApplyVocabulary(words, { topK: 20 });
  const columns = [inputs.temp, inputs.clouds_all];
  const [first] = tft.matmul(columns, tft.pca(columns, 1), 1);
  return {
    temp: tft.scaleToZScore(inputs.temp),
    clouds: tft.scaleTo01(inputs.clouds_all),
    rain: tft.bucketize(inputs.rain_1h, 4),
    share: tft.div(inputs.rain_1h, tft.sum(inputs.rain_1h)),
    perWeather: tft.scaleToZScorePerKey(inputs.temp, inputs.weather_main),
    bucketPerWeather: tft.bucketizePerKey(inputs.temp, inputs.weather_main, 3),
    rangePerWeather: tft.scaleTo01PerKey(inputs.temp, inputs.weather_main),
    main: tft.computeAndApplyVocabulary(inputs.weather_main, { numOovBuckets: 3 }),
    hash: tft.hashStrings(inputs.weather_main, 7),
    weights: tft.tfidf(ids, 21).weights,
    second: tft.bucketize(tft.scaleToZScore(inputs.temp), 2),
    first: first!,
  };
}

const rows = highwayHours({ seed: 3, hours: 3000 }).map(({ holiday, ...row }) => row);
const throws = (code: TransformErrorCode, act: () => unknown, words: RegExp) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof TransformError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, words);
    return true;
  });

describe('transform in parts', () => {
  const whole = analyzeAndTransform(rows, (inputs, tft) => everything(inputs as unknown as Inputs, tft));
  const data: Readonly<Record<string, readonly unknown[]>> = whole.data;
  const near = (a: unknown, b: unknown): boolean => {
    if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => near(each, b[i]));
    return typeof a === 'number' && typeof b === 'number'
      ? Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b))
      : a === b;
  };

  it('gives the same features from one part as from many, whatever their sizes', () => {
    for (const cuts of [[], [1], [1000, 1001], [0, 7, 512, 2999]]) {
      const analysis = new Analysis(everything, inferSchema(rows));
      const parts = [0, ...cuts].map((from, i) => rows.slice(from, cuts[i] ?? rows.length));
      let phases = 0;
      for (; !analysis.isDone; phases++)
        analysis.merge(parts.map((part) => structuredClone(analysis.accumulate(part))));
      assert.equal(phases, 2);
      const again: Readonly<Record<string, readonly unknown[]>> = analysis.graph.transform(rows);
      for (const [name, values] of Object.entries(data)) {
        const at = values.findIndex((value, i) => !near(again[name]![i], value));
        assert.equal(at, -1, `${name}, row ${at}, cuts ${cuts}: ${again[name]![at]} for ${values[at]}`);
      }
    }
  });

  it('refuses parts that do not belong to the phase, and a graph before its constants', () => {
    const analysis = new Analysis(everything, inferSchema(rows));
    throws('bad-argument', () => analysis.graph, /Phase 0 is not merged/);
    throws('bad-argument', () => analysis.merge([]), /There is no part/);
    const old = analysis.accumulate(rows.slice(0, 100));
    analysis.merge([old]);
    throws('bad-argument', () => analysis.merge([old]), /another phase/);
  });

  it('maps a row, columns and a stream as it maps all rows', async () => {
    const { graph } = whole;
    const rowOf = (i: number) => Object.fromEntries(Object.entries(data).map(([name, values]) => [name, values[i]]));
    assert.deepEqual(graph.transformRow(rows[5]!), rowOf(5));
    const columns = Object.fromEntries(
      Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'temp'])]),
    );
    assert.deepEqual(graph.transform(columns as never), data);
    let count = 0;
    async function* arriving() {
      yield* rows;
    }
    for await (const row of graph.transformStream(arriving())) assert.deepEqual(row, rowOf(count++));
    assert.equal(count, rows.length);
    const late = graph.transformStream([...rows, { ...rows[0]!, temp: 'warm' }] as never);
    await assert.rejects(
      async () => {
        for await (const row of late) assert.ok(row);
      },
      (error) => error instanceof TransformError && error.row === rows.length && error.column === 'temp',
    );
  });

  it('is saved beside a model, and read again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mlops-lab-transform-'));
    try {
      const path = await whole.graph.save(join(folder, 'model'));
      assert.equal(path, join(folder, 'model', 'transform_graph.json'));
      const loaded = await TransformGraph.load(join(folder, 'model'));
      assert.deepEqual(loaded.transform(rows), data);
      await assert.rejects(TransformGraph.load(folder), { code: 'no-file' });
      await writeFile(path, (await readFile(path, 'utf8')).slice(0, -9));
      await assert.rejects(TransformGraph.load(join(folder, 'model')), { code: 'bad-graph' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('never reads a saved graph of which something was changed but as a graph or with a typed error', () => {
    const text = JSON.stringify(whole.graph);
    const numbers = [...text.matchAll(/\d+/g)].map(({ index }) => index);
    for (let i = 0; i < 400; i++) {
      const at = numbers[Math.floor((i * numbers.length) / 400)]!;
      const changed = `${text.slice(0, at)}${['', '9', '-', '"', ']', 'null,'][i % 6]}${text.slice(at + 1)}`;
      try {
        TransformGraph.fromJSON(changed).transform(rows.slice(0, 3));
      } catch (error) {
        assert.ok(error instanceof TransformError, String(error));
      }
    }
  });
});

describe('transform refuses', () => {
  const refuses = (words: RegExp, build: (inputs: Inputs, tft: Tft) => unknown) =>
    throws('bad-argument', () => new Analysis(build as never, inferSchema(rows)), words);

  it('what does not fit together, with a sentence', () => {
    refuses(/“ngrams” takes lists of words/, ({ weather_main }, tft) => ({
      x: tft.ngrams(weather_main as never, { range: [1, 2] }),
    }));
    refuses(/longest length must be a whole number, 3 or more/, ({ weather_main }, tft) => ({
      x: tft.ngrams(tft.split(weather_main), { range: [3, 2] }),
    }));
    refuses(/“hashStrings” takes a feature of texts/, ({ temp }, tft) => ({ x: tft.hashStrings(temp as never, 3) }));
    refuses(/hashBuckets must be/, ({ weather_main }, tft) => ({ x: tft.hashStrings(weather_main, 0) }));
    refuses(/“tfidf” takes lists of numbers/, ({ temp }, tft) => ({ x: tft.tfidf(temp as never, 3).weights }));
    refuses(/at most 10000000 words/, ({ weather_main }, tft) => ({
      x: tft.tfidf(tft.computeAndApplyVocabulary(tft.split(weather_main)), 1e9).weights,
    }));
    refuses(/outputDim is 2, and there are 1/, ({ temp }, tft) => ({
      x: tft.matmul([temp], tft.pca([temp], 2), 1)[0],
    }));
    refuses(/does not fit 1 features/, ({ temp, rain_1h }, tft) => ({
      x: tft.matmul([temp], tft.pca([temp, rain_1h], 1), 1)[0],
    }));
    refuses(/borders of buckets must rise, and 1 stands at place 1/, ({ temp }, tft) => ({
      x: tft.applyBuckets(temp, [2, 1]),
    }));
    refuses(/“minMax” takes a feature of numbers and one of keys/, ({ weather_main, temp }, tft) => ({
      x: tft.scaleTo01PerKey(weather_main as never, temp),
    }));
    refuses(/not a feature/, ({ temp, rain_1h }, tft) => ({ x: tft.covariance([temp, rain_1h]) }));
  });

  it('nothing of missing values, and of no rows at all', () => {
    const some = [
      { x: 1, k: 'a', s: 'one two' },
      { x: null, k: 'a', s: null },
      { x: 3, k: null, s: '' },
    ];
    const { data } = analyzeAndTransform(some, ({ x, k, s }, tft) => ({
      z: tft.scaleToZScorePerKey(x, k),
      words: tft.split(s),
      count: tft.wordCount(tft.split(s)),
      missing: tft.isMissing(x),
      hash: tft.hashStrings(s, 5),
      covariance: tft.matmul([x], tft.covariance([x]), 1)[0]!,
    }));
    assert.deepEqual(data.z, [0, null, null]);
    assert.deepEqual(data.words, [['one', 'two'], null, []]);
    assert.deepEqual(
      [data.count, data.missing],
      [
        [2, 0, 0],
        [0, 1, 0],
      ],
    );
    assert.equal(data.hash[1], null);
    assert.deepEqual(data.covariance, [1, null, 3]);
    const empty = new Analysis(
      (inputs: { x: Feature<number> }, tft: Tft) => ({ b: tft.bucketize(inputs.x, 3), z: tft.scaleTo01(inputs.x) }),
      { x: { type: 'number', required: true } },
    );
    empty.merge([empty.accumulate([])]);
    assert.deepEqual(empty.graph.transform([{ x: 0 }]), { b: [0], z: [0.5] });
  });
});
