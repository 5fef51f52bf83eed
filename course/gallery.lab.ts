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
import { check, markdown, ok, table } from 'mlops-lab/lab';
import { line } from 'mlops-lab/plot';

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
// ## A tensor
//
// Its numbers, their distribution, and the values themselves, slice by slice.

// %%
tf.randomNormal([4, 32, 32], 0, 0.5, 'float32', 7);

// %% [markdown]
// ## Training
//
// Will a pump fail? A network of two layers learns it from four hundred of them.

// %%
const inputs = pumps.map((pump) => [(pump.temperature - 65) / 9, pump.vibration ?? 2.4, pump.age / 40]);
const x = tf.tensor2d(inputs);
const y = tf.tensor1d(pumps.map((pump) => (pump.failed ? 1 : 0)));
const model = tf.sequential({
  layers: [
    tf.layers.dense({
      inputShape: [3],
      units: 12,
      activation: 'relu',
      kernelInitializer: tf.initializers.heNormal({ seed: 1 }),
    }),
    tf.layers.dense({
      units: 1,
      activation: 'sigmoid',
      kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
    }),
  ],
});
model.compile({ optimizer: tf.train.adam(0.02), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
const { history } = await model.fit(x, y, {
  epochs: 15,
  batchSize: 20,
  validationSplit: 0.25,
  shuffle: false,
  verbose: 0,
});

// %% [markdown]
// ## Charts
//
// Coloured for every eye, with dashes where colour is not enough.

// %%
line({
  title: 'Learning curves',
  xLabel: 'epoch',
  yLabel: 'loss',
  y: { loss: history.loss as number[], val_loss: history.val_loss as number[] },
});

// %% [markdown]
// ## A check

// %% check="learned"
await check('The network learned: its loss fell', () => {
  ok(Number(history.loss!.at(-1)) < Number(history.loss![0]), 'a last loss below the first');
});

// %% [markdown]
// ## A flood
//
// Twenty thousand lines in a moment. The cell shows where they begin and end; *Show Full Output* opens them all.

// %%
for (let step = 1; step <= 20_000; step++) console.log(`step ${step}: loss ${(1 / Math.sqrt(step)).toFixed(4)}`);
