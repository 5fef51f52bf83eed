// The pumps of the week's first lab, its features and its network, served in five ways.
import * as tf from '@tensorflow/tfjs';
import { deviation, mean, shuffled, uniform } from './chance.ts';

export interface Pump {
  /** Degrees Celsius. */
  readonly temperature: number;
  /** mm/s. */
  readonly vibration: number;
  /** Months. */
  readonly age: number;
  readonly site: string;
  readonly failed: 0 | 1;
}

type Draws = [heat: number, shake: number, wear: number, place: number, luck: number];

/** 1,000 pumps, as `C2_W2_Lab_1` draws them. The first 800 are for training, the others for the test. */
export function drawPumps(): Pump[] {
  const draws = tf.tidy(() => tf.randomNormal([1000, 5], 0, 1, 'float32', 42).arraySync() as Draws[]);
  return draws.map(([heat, shake, wear, place, luck]) => {
    const site = place < 0 ? 'harbor' : place < 0.8 ? 'valley' : 'hill';
    const risk = heat + 1.5 * shake + wear + (site === 'harbor' ? 1 : -1) + 0.5 * luck;
    return {
      temperature: 65 + 9 * heat,
      vibration: 2 * Math.exp(0.6 * shake),
      age: Math.max(0, 48 + 20 * wear),
      site,
      failed: risk > 0 ? 1 : 0,
    };
  });
}

/** What the analyzers find in rows: `[mean, deviation]`, `[least, greatest]`, and words by falling frequency. */
export interface Constants {
  readonly temperature: readonly [number, number];
  readonly logVibration: readonly [number, number];
  readonly age: readonly [number, number];
  readonly sites: readonly string[];
}

const spread = (values: readonly number[]): [number, number] => [mean(values), deviation(values)];

export function analyze(rows: readonly Pump[]): Constants {
  const counts = new Map<string, number>();
  for (const { site } of rows) counts.set(site, (counts.get(site) ?? 0) + 1);
  const ages = rows.map(({ age }) => age);
  return {
    temperature: spread(rows.map(({ temperature }) => temperature)),
    logVibration: spread(rows.map(({ vibration }) => Math.log(vibration))),
    age: [Math.min(...ages), Math.max(...ages)],
    // Words of the same frequency stand in reverse order, as in TensorFlow Transform.
    sites: [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? 1 : -1)).map(([site]) => site),
  };
}

// A column without spread: a z-score becomes 0, a scaling to 0..1 a sigmoid, as in TensorFlow Transform.
const zScore = (value: number, [center, by]: readonly [number, number]) => (by > 0 ? (value - center) / by : 0);
const scaled = (value: number, [low, high]: readonly [number, number]) =>
  high > low ? (value - low) / (high - low) : 1 / (1 + Math.exp(-value));

/** The six inputs of the network for each row. A site that is no word of the vocabulary sets none of its columns. */
export const transform = (rows: readonly Pump[], constants: Constants): number[][] =>
  rows.map((row) => [
    zScore(row.temperature, constants.temperature),
    zScore(Math.log(row.vibration), constants.logVibration),
    scaled(row.age, constants.age),
    ...[0, 1, 2].map((index) => (constants.sites[index] === row.site ? 1 : 0)),
  ]);

/** Trains the lab's network. @returns which rows of inputs it calls failing. */
export async function trainNetwork(rows: readonly Pump[], constants: Constants) {
  const seeded = (seed: number) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [6], units: 16, activation: 'relu', kernelInitializer: seeded(1) }),
      tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: seeded(2) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'binaryCrossentropy' });
  const x = tf.tensor2d(transform(rows, constants));
  const y = tf.tensor1d(rows.map(({ failed }) => failed));
  await model.fit(x, y, { epochs: 5, batchSize: 16, shuffle: false, verbose: 0 });
  tf.dispose([x, y]);
  return (inputs: number[][]): boolean[] =>
    tf.tidy(() => [...(model.predict(tf.tensor2d(inputs)) as tf.Tensor).dataSync()].map((p) => p > 0.5));
}

const fahrenheit = (pump: Pump): Pump => ({ ...pump, temperature: pump.temperature * 1.8 + 32 });
const warmer =
  (degrees: number) =>
  (pump: Pump): Pump => ({ ...pump, temperature: pump.temperature + degrees });

/** Batch sizes of the curve. */
const sizes = [1, 2, 3, 4, 5, 8, 10, 20, 40, 50, 100, 200];
/** Orders of the test pumps over which the curve is a mean. */
const orders = 40;

/** How many of the 200 test pumps each way to serve gets right, and what else the pages tell of them. */
export async function servePumps() {
  await tf.setBackend('cpu');
  const pumps = drawPumps();
  const [train, test] = [pumps.slice(0, 800), pumps.slice(800)];
  const frozen = analyze(train);
  const failing = await trainNetwork(train, frozen);

  const right = (inputs: number[][], rows = test) => {
    const told = failing(inputs);
    return rows.filter(({ failed }, i) => told[i] === (failed === 1)).length;
  };
  const batches = (size: number, rows: readonly Pump[]) =>
    Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size)).flatMap(
      (batch) => transform(batch, analyze(batch)),
    );
  const next = uniform(7);
  const orderings = Array.from({ length: orders }, () => shuffled(test, next));
  const byBatch = sizes.map((size) => {
    const shares = orderings.map((rows) => right(batches(size, rows), rows) / rows.length);
    return [size, mean(shares), Math.min(...shares), Math.max(...shares)] as const;
  });

  const [first, second, ...others] = frozen.sites;
  const renumbered = { ...frozen, sites: [second!, first!, ...others] };
  const inFahrenheit = test.map(fahrenheit);
  const away = (rows: readonly Pump[]) => rows.map((row) => Math.abs(zScore(row.temperature, frozen.temperature)));
  const refused = (rows: readonly Pump[]) => away(rows).filter((z) => z > 4).length;
  const moved = (degrees: number) => test.map(warmer(degrees));
  return {
    tests: test.length,
    failing: test.filter(({ failed }) => failed).length,
    constants: frozen,
    counts: frozen.sites.map((site) => train.filter((pump) => pump.site === site).length),
    first: { row: test[0]!, inputs: transform(test.slice(0, 1), frozen)[0]! },
    right: {
      frozen: right(transform(test, frozen)),
      batches: right(batches(20, test)),
      renumbered: right(transform(test, renumbered)),
      fahrenheit: right(transform(inFahrenheit, frozen)),
      request: right(batches(1, test)),
    },
    fahrenheitAlarms: failing(transform(inFahrenheit, frozen)).filter(Boolean).length,
    requestAlarms: failing(batches(1, test)).filter(Boolean).length,
    byBatch,
    guard: { fahrenheit: refused(inFahrenheit), good: refused(test), plus3: refused(moved(3)) },
    plus3: right(transform(moved(3), frozen)),
    august: right(transform(moved(8), frozen)),
    augustReanalyzed: right(transform(moved(8), analyze(moved(8)))),
    train,
    test,
    inFahrenheit,
  };
}
