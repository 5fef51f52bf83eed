// ---
// id: gallery
// title: Gallery of outputs
// minutes: 10
// data: generated
// ---

// %% [markdown]
// # Gallery of outputs
//
// Everything a cell can show, each with a few lines that you can copy into a lab of your own. Run all cells, then
// scroll. What looks like a picture can be used: sort a table, point at a curve, save a chart, turn the pages of a
// tensor.

// %%
import * as tf from '@tensorflow/tfjs-node';
import { html, image, images, json, liveChart, markdown, progress, svg, table } from 'mlops-lab/lab';
import {
  bar,
  box,
  calibration,
  confusionMatrix,
  density,
  heatMap,
  histogram,
  line,
  parallelCoordinates,
  precisionRecallCurve,
  residuals,
  rocCurve,
  scatter,
  smallMultiples,
  vegaLite,
} from 'mlops-lab/plot';

/** Numbers between 0 and 1 that look random and are the same each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = generator(42);
/** A draw from the standard normal distribution (Box and Muller). */
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

// %% [markdown]
// ## Text
//
// What a program prints stands as it is, in the colours that it asks for. Errors lead to their line.

// %%
const colour = (code: number, text: string) => `\u001b[${code}m${text}\u001b[0m`;
console.log(`${colour(32, 'passed')}  schema   12 features`);
console.log(`${colour(33, 'warning')} drift    ${colour(1, 'payment_type')} has moved by 0.08`);
console.log(`${colour(31, 'failed')}  skew     ${colour(4, 'trip_miles')} differs in serving`);
console.error(new RangeError('trip_miles is -3; a distance is not below zero'));

// %% [markdown]
// ## Markdown and mathematics

// %%
markdown(String.raw`
The **cross entropy** of a prediction $\hat y$ against the label $y$ is what a classifier learns to make small:

$$ H(y, \hat y) = -\frac{1}{N} \sum_{i=1}^{N} y_i \log \hat y_i + (1 - y_i) \log (1 - \hat y_i) $$

| prediction | label | loss |
|---:|---:|---:|
| 0.9 | 1 | 0.105 |
| 0.9 | 0 | 2.303 |
`);

// %% [markdown]
// ## HTML
//
// Sanitized: what would run or leave the page is taken away.

// %%
html(`<dl><dt><b>Model card</b></dt><dd>Two moons, a network of 2 layers</dd>
<dt><b>Intended use</b></dt><dd>Learning, <i>not</i> flying to them</dd></dl>`);

// %% [markdown]
// ## JSON

// %%
json({
  pipeline: 'taxi',
  steps: ['ingest', 'validate', 'transform', 'train', 'evaluate', 'serve'],
  train: { epochs: 20, batchSize: 32, optimizer: { name: 'adam', learningRate: 0.01 } },
  evaluated: { accuracy: 0.953, auc: 0.991, slices: { morning: 0.961, night: 0.934 } },
});

// %% [markdown]
// ## A table
//
// Sort by a column, see what is in it, copy, save.

// %%
const sites = ['harbour', 'valley', 'hill'];
const pumps = times(400, (index) => {
  const site = sites[Math.floor(random() * 3)]!;
  const temperature = 65 + 9 * normal();
  const vibration = 2 * Math.exp(0.6 * normal());
  const age = Math.round(Math.max(0, 48 + 20 * normal()));
  const risk = (temperature - 65) / 9 + vibration / 3 + age / 40 - 2.5 + (site === 'harbour' ? 1 : -0.5);
  return { pump: index + 1, site, temperature, vibration: index % 40 === 7 ? null : vibration, age, failed: risk > 0 };
});
table(pumps, { caption: 'Pumps of a workshop' });

// %% [markdown]
// A million rows are no other matter: only what you look at leaves the lab's process.

// %%
const rows = 1_000_000;
table(
  {
    row: Float64Array.from({ length: rows }, (_, row) => row),
    signal: Float32Array.from({ length: rows }, (_, row) => Math.sin(row / 5000) + 0.2 * normal()),
    sensor: Array.from({ length: rows }, (_, row) => `s${row % 7}`),
  },
  { caption: 'A million readings' },
);

// %% [markdown]
// ## A tensor
//
// Its numbers, their distribution, and the values themselves, slice by slice.

// %%
tf.randomNormal([4, 32, 32], 0, 0.5, 'float32', 7);

// %% [markdown]
// ## Images
//
// Circles, squares and crosses, drawn with noise; a small network is to tell them apart.

// %%
const shapes = ['circle', 'square', 'cross'];
const side = 16;

/** The light of a pixel, from 0 to 1, before the noise. */
function light(shape: string, x: number, y: number, radius: number): number {
  const [dx, dy] = [Math.abs(x - 7.5), Math.abs(y - 7.5)];
  const distance = {
    circle: Math.hypot(dx, dy),
    square: Math.max(dx, dy),
    cross: Math.max(dx, dy) > radius ? 99 : Math.min(dx, dy) + radius - 1,
  }[shape]!;
  return Math.abs(distance - radius) < 1.1 ? 1 : 0;
}

function draw(shape: string): number[] {
  const radius = 4 + 2 * random();
  return times(side * side, (i) =>
    Math.min(1, Math.max(0, light(shape, i % side, Math.floor(i / side), radius) * 0.8 + 0.35 * random())),
  );
}

const labels = times(300, () => Math.floor(random() * 3));
const pictures = tf.tensor4d(
  labels.flatMap((label) => draw(shapes[label]!)),
  [300, side, side, 1],
);
images(pictures.slice([0, 0, 0, 0], [24, side, side, 1]), {
  labels: labels.slice(0, 24),
  classNames: shapes,
  title: 'What the network sees',
});

// %% [markdown]
// ## A picture of your own

// %%
svg(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 90" width="340" role="img" aria-label="Data, model, service">
  <g fill="none" stroke="currentColor" stroke-width="1.5"><rect x="5" y="25" width="80" height="40" rx="6"/><rect x="130" y="25" width="80" height="40" rx="6"/><rect x="255" y="25" width="80" height="40" rx="6"/><path d="M85 45h45M210 45h45"/></g>
  <g fill="currentColor" font-family="sans-serif" font-size="13" text-anchor="middle"><text x="45" y="50">data</text><text x="170" y="50">model</text><text x="295" y="50">service</text></g>
</svg>`);

// %%
const enlarged = tf.tidy(() =>
  pictures
    .slice([0, 0, 0, 0], [1, side, side, 1])
    .squeeze<tf.Tensor3D>([0])
    .mul<tf.Tensor3D>(255)
    .resizeNearestNeighbor<tf.Tensor3D>([128, 128])
    .toInt(),
);
image(await tf.node.encodePng(enlarged), { alt: 'The first shape, eight times as large' });

// %% [markdown]
// ## A model

// %%
const seeded = (seed: number) => tf.initializers.heNormal({ seed });
const model = tf.sequential({
  name: 'shapes',
  layers: [
    tf.layers.conv2d({
      inputShape: [side, side, 1],
      filters: 6,
      kernelSize: 3,
      activation: 'relu',
      kernelInitializer: seeded(1),
    }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 24, activation: 'relu', kernelInitializer: seeded(2) }),
    tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: seeded(3) }),
  ],
});
model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
model;

// %% [markdown]
// ## Training, live
//
// One chart a `fit`: it grows while the model learns.

// %%
const oneHot = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), 3));
const { history } = await model.fit(pictures, oneHot, {
  epochs: 12,
  batchSize: 25,
  validationSplit: 0.3,
  shuffle: false,
});
console.log(`accuracy ${Number(history.val_acc!.at(-1)).toFixed(3)} on what it has not seen`);

// %% [markdown]
// What it takes the unseen ones for:

// %%
const unseen = { pictures: pictures.slice([210, 0, 0, 0], [90, side, side, 1]), labels: labels.slice(210) };
const scores = tf.tidy(() => model.predict(unseen.pictures) as tf.Tensor2D);
const few = {
  pictures: unseen.pictures.slice([0, 0, 0, 0], [18, side, side, 1]),
  scores: scores.slice([0, 0], [18, 3]),
};
images(few.pictures, { labels: unseen.labels.slice(0, 18), predictions: few.scores, classNames: shapes });

// %%
const predicted = tf.tidy(() => Array.from(scores.argMax(1).dataSync(), (index) => shapes[index]!));
confusionMatrix({
  title: 'Shapes',
  yTrue: unseen.labels.map((label) => shapes[label]!),
  yPred: predicted,
  labels: shapes,
});

// %% [markdown]
// ## Loops of your own
//
// A bar for what takes long, a chart for what changes.

// %%
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
for (const batch of progress(
  times(40, (index) => index),
  { title: 'Reading shards', unit: 'shard' },
))
  await pause(batch % 3);

// %%
const chart = liveChart({ title: 'Bandit', unit: 'round', total: 120 });
let reward = 0;
for (let round = 1; round <= 120; round++) {
  reward += 0.05 * (1 - reward) + 0.03 * normal();
  chart.log({ reward, regret: 1 - reward });
  if (round % 10 === 0) await pause(5);
}
chart.end();

// %% [markdown]
// ## Charts
//
// Coloured for every eye, with dashes and shapes where colour is not enough. Each tells what it shows in words, has
// its data as a table, and can be saved.

// %%
line({
  title: 'Learning curves',
  xLabel: 'epoch',
  yLabel: 'loss',
  y: { loss: history.loss as number[], val_loss: history.val_loss as number[] },
});

// %%
bar({
  title: 'Failures by site',
  xLabel: 'site',
  yLabel: 'pumps',
  y: Object.fromEntries(sites.map((site) => [site, pumps.filter((pump) => pump.site === site && pump.failed).length])),
});

// %%
histogram({ title: 'Temperature', xLabel: 'temperature (°C)', values: pumps.map(({ temperature }) => temperature) });

// %%
const byOutcome = (failed: boolean) => pumps.filter((pump) => pump.failed === failed);
density({
  title: 'Temperature of pumps',
  xLabel: 'temperature (°C)',
  values: {
    'still running': byOutcome(false).map(({ temperature }) => temperature),
    failed: byOutcome(true).map(({ temperature }) => temperature),
  },
});

// %%
box({
  title: 'Age by site',
  xLabel: 'site',
  yLabel: 'age (months)',
  values: Object.fromEntries(
    sites.map((site) => [site, pumps.filter((pump) => pump.site === site).map(({ age }) => age)]),
  ),
});

// %%
scatter({
  title: 'Which pumps fail',
  xLabel: 'temperature (°C)',
  yLabel: 'age (months)',
  x: pumps.map(({ temperature }) => temperature),
  y: pumps.map(({ age }) => age),
  group: pumps.map(({ failed }) => (failed ? 'failed' : 'running')),
});

// %% [markdown]
// A million points are drawn as what an eye can take in, and the chart says so.

// %%
const points = Float64Array.from(
  { length: 1_000_000 },
  (_, i) => Math.sin(i / 40_000) + 0.15 * Math.sin(i / 3000) + 0.05 * normal(),
);
line({ title: 'A million points', xLabel: 'sample', yLabel: 'signal', y: points });

// %%
const features = ['temperature', 'vibration', 'age', 'failed'] as const;
const column = (name: (typeof features)[number]) => pumps.map((pump) => Number(pump[name] ?? 2.4));
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - ma) * (b[i]! - mb)));
  return covariance / Math.sqrt(mean(a.map((value) => (value - ma) ** 2)) * mean(b.map((value) => (value - mb) ** 2)));
}
heatMap({
  title: 'Correlations',
  xLabel: '',
  yLabel: '',
  values: features.map((a) => features.map((b) => correlation(column(a), column(b)))),
  rows: features,
  columns: features,
  center: 0,
  label: 'correlation',
});

// %% [markdown]
// ## Charts of a model's answers
//
// A score for each pump, from a careful model and a careless one.

// %%
const failed = pumps.map((pump) => (pump.failed ? 1 : 0));
const score = (noise: number) =>
  pumps.map(
    (pump) =>
      1 /
      (1 +
        Math.exp(
          -((pump.temperature - 65) / 9 + (pump.vibration ?? 2.4) / 3 + pump.age / 40 - 2.5 + noise * normal()),
        )),
  );
const yScore = { careful: score(0.5), careless: score(3) };
rocCurve({ yTrue: failed, yScore });

// %%
precisionRecallCurve({ yTrue: failed, yScore });

// %%
calibration({ yTrue: failed, yProb: yScore });

// %%
const years = pumps.map(({ age }) => age / 12);
residuals({
  title: 'Age, guessed from vibration',
  yTrue: years,
  yPred: years.map((year) => 4 + 0.8 * (year - 4) + 0.6 * normal()),
});

// %%
const trials = times(60, () => {
  const [rate, units] = [10 ** (-4 + 3 * random()), 8 * Math.ceil(8 * random())];
  return {
    rate: Math.log10(rate),
    units,
    dropout: 0.5 * random(),
    accuracy: 0.95 - 0.06 * Math.abs(Math.log10(rate) + 2.3) + units / 1500 + 0.01 * normal(),
  };
});
const trial = (name: keyof (typeof trials)[number]) => trials.map((each) => each[name]);
parallelCoordinates({
  title: 'A search of 60 trials',
  values: {
    'log10 rate': trial('rate'),
    units: trial('units'),
    dropout: trial('dropout'),
    accuracy: trial('accuracy'),
  },
  color: 'accuracy',
});

// %%
smallMultiples({
  title: 'Features of the pumps',
  plots: (['temperature', 'vibration', 'age'] as const).map((name) =>
    histogram({ title: name, xLabel: name, values: column(name) }),
  ),
});

// %%
vegaLite({
  title: 'Anything that Vega-Lite can draw',
  description: 'A strip of ticks for each site: how old its pumps are.',
  data: { values: pumps.map(({ site, age }) => ({ site, age })) },
  mark: 'tick',
  encoding: {
    x: { field: 'age', type: 'quantitative', title: 'age (months)' },
    y: { field: 'site', type: 'nominal', title: null },
  },
});

// %% [markdown]
// ## A flood
//
// Twenty thousand lines in a moment. The cell shows where they begin and end; *Show Full Output* opens them all.

// %%
for (let step = 1; step <= 20_000; step++) console.log(`step ${step}: loss ${(1 / Math.sqrt(step)).toFixed(4)}`);

// %% [markdown]
// ## A check

// %% check="shapes"
import { check, ok } from 'mlops-lab/lab';

await check('The network tells the shapes apart', () => {
  const right = predicted.filter((shape, i) => shape === shapes[unseen.labels[i]!]).length;
  ok(right / predicted.length > 0.8, 'more than 80 % of the unseen shapes');
});
