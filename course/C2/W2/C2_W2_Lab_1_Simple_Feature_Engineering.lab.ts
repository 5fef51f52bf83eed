// ---
// id: C2_W2_Lab_1
// title: Simple Feature Engineering
// minutes: 35
// data: generated
// ---

// %% [markdown]
// # Simple Feature Engineering
//
// Welcome! Models are fussy eaters: they want small, well-scaled numbers, and real data is anything but. In this
// lab you turn raw rows into features, and you do it in a way that cannot go wrong later, when the model is live.
//
// You will
// 1. tell **analyzers** (look at all the data once) from **mappers** (look at one row at a time),
// 2. build a **transform graph** from both, and write one feature yourself,
// 3. serve a new row with the very same graph, and save it to a file,
// 4. train a small network on what the graph makes of 1,000 rows.
//
// Run the cells from top to bottom. Nothing here can break: change things and run them again.

// %% [markdown]
// ## Three rows
//
// Small data first, so that you can check every number in your head: two numbers and a word in each row.

// %%
import { check, close, display, equal, ok, table } from 'mlops-lab/lab';

const rows = [
  { x: 1, y: 1, s: 'hello' },
  { x: 2, y: 2, s: 'world' },
  { x: 3, y: 3, s: 'hello' },
];
display(table(rows, { caption: 'Raw data' }));

// %% [markdown]
// ## The schema: what the data promises
//
// Before we change data we say what it is. A **schema** names each column, its type, and whether every row must have
// a value. Here it is read off the rows; in production it is agreed once and then guarded, because a column that
// quietly changes its type is one of the most common ways for a model to fail.

// %%
import { inferSchema } from 'mlops-lab/transform';

display(inferSchema(rows));

// %% [markdown]
// ## Analyzers and mappers
//
// To centre `x` we subtract its mean. That takes two very different steps:
//
// | step | looks at | runs | example |
// |---|---|---|---|
// | **analyzer** | all training rows | once, before training | `tft.mean`, `tft.max`, `tft.vocabulary` |
// | **mapper** | one row | for every row, in training *and* serving | `tft.sub`, `tft.mul` |
//
// Some words do both: `tft.scaleTo01` finds the minimum and the maximum, then scales each row with them.
//
// A **preprocessing function** puts them together. It is called once and computes nothing itself: it describes a
// graph. The analyzers then run over the data, and each answer is frozen into the graph as a constant.

// %%
import { analyzeAndTransform } from 'mlops-lab/transform';

const { data, graph } = analyzeAndTransform(rows, (inputs, tft) => {
  const x_centered = tft.sub(inputs.x, tft.mean(inputs.x));
  const y_normalized = tft.scaleTo01(inputs.y);
  const s_integerized = tft.computeAndApplyVocabulary(inputs.s);
  return { x_centered, y_normalized, s_integerized, product: tft.mul(x_centered, y_normalized) };
});
display(table(data, { caption: 'Transformed data' }));

// %% [markdown]
// Read the table column by column.
//
// - `x_centered`: the mean of 1, 2, 3 is 2.
// - `y_normalized`: 1 becomes 0, 3 becomes 1, and 2 lies half way.
// - `s_integerized`: the most frequent word gets number 0, the next one 1.
// - `product`: a mapper may use what other mappers made. (The `-0` is no mistake: floating-point numbers keep the
//   sign of `-1 * 0`, and it is equal to 0.)

// %% check="analyzed"
await check('The four features have the values worked out above', () => {
  equal(data, {
    x_centered: [-1, 0, 1],
    y_normalized: [0, 0.5, 1],
    s_integerized: [0, 1, 0],
    product: [0, 0, 1],
  });
});

// %% [markdown]
// ## Your turn: a z-score from its parts
//
// A **z-score** says how many standard deviations a value lies from the mean: `(x - mean) / sqrt(variance)`.
// `tft.scaleToZScore` is the ready-made word for it, but you understand it best once you have built it.
//
// The function below only centres `x`. Finish it with `tft.div`, `tft.sqrt` and `tft.variance`, run the cell, then
// run the check under it.

// %% exercise="z_score" kind="build"
import type { Feature, Tft } from 'mlops-lab/transform';

// #region starter
// const zScore = (x: Feature<number>, tft: Tft) => tft.sub(x, tft.mean(x));
// #endregion
// #region solution
const zScore = (x: Feature<number>, tft: Tft) => tft.div(tft.sub(x, tft.mean(x)), tft.sqrt(tft.variance(x)));
// #endregion

// %% check="z_score"
const scaled = (values: number[]) => {
  const columns = values.map((x) => ({ x }));
  return analyzeAndTransform(columns, (inputs, tft) => ({ x: zScore(inputs.x, tft) })).data.x;
};
const gives = (...wanted: number[]) => scaled([10, 30, 50, 70]).every((z, at) => Math.abs(z - wanted[at]!) < 1e-4);
await check(
  'zScore divides the centred values by their standard deviation',
  () => {
    close(scaled([1, 2, 3]), [-1.224745, 0, 1.224745]);
    close(scaled([10, 30, 50, 70]), [-1.341641, -0.447214, 0.447214, 1.341641]);
  },
  {
    hint: 'Keep the centred part and divide it: tft.div(tft.sub(x, tft.mean(x)), ...). What goes below the line?',
    mistakes: [
      { when: () => gives(-0.06, -0.02, 0.02, 0.06), say: 'You divided by the variance: the unit is now 1/x.' },
      { when: () => gives(0.447214, 1.341641, 2.236068, 3.130495), say: 'You did not centre: no value is below 0.' },
      { when: () => gives(9.797958, 34.292854, 58.78775, 83.282646), say: 'You typed the constants of three rows in.' },
    ],
  },
);

// %% [markdown]
// ## Serving: the same graph, a new row
//
// Months later a row arrives that nobody has seen. Which mean do we subtract now? **The one of the training data**:
// the model learned what `x_centered = 1` means, and that must not change under it. When training and serving
// compute a feature differently, predictions go wrong without any error. This is **training-serving skew**.
//
// The graph rules it out. It carries its constants with it, and serving runs no analyzer at all.

// %%
display(table(graph.transform([{ x: 5, y: 5, s: 'new' }]), { caption: 'A new row, transformed' }));

// %% [markdown]
// 5 lies beyond the training data, so `y_normalized` leaves the range of 0 to 1: a mapper does not clip. The word
// `new` is not in the vocabulary and gets -1. Both are worth watching once a model is live.
//
// ## Save it, load it
//
// The graph is plain data, so it is saved beside the model and loaded where the model serves. Below are its nodes:
// each one takes the results of earlier nodes as its `inputs`, counted from 0. Look for what the analyzers found:
// the mean of `x`, the range of `y`, the words of `s`.

// %%
import { TransformGraph } from 'mlops-lab/transform';

const saved = JSON.stringify(graph);
const loaded = TransformGraph.fromJSON(saved);
display(table(JSON.parse(saved).nodes, { caption: `The nodes of the graph, ${saved.length} characters when saved` }));

// %% check="served"
await check('The loaded graph serves a new row with the constants of the training data', () => {
  const served = loaded.transform([{ x: 5, y: 5, s: 'new' }]);
  equal(served, { x_centered: [3], y_normalized: [2], s_integerized: [-1], product: [6] });
});

// %% [markdown]
// ## From features to a model
//
// Now with a task. A workshop keeps records of its pumps: temperature (in degrees Celsius), vibration (mm/s), age
// (months), and the site where each one stands. Which pumps will fail this month? We generate 1,000 records from
// a fixed seed, so that everybody gets the same ones. Note how different the scales of the columns are.

// %%
import * as tf from '@tensorflow/tfjs-node';

type Draws = [heat: number, shake: number, wear: number, place: number, luck: number];
const draws = tf.tidy(() => tf.randomNormal([1000, 5], 0, 1, 'float32', 42).arraySync() as Draws[]);

const pumps = draws.map(([heat, shake, wear, place, luck]) => {
  const site = place < 0 ? 'harbour' : place < 0.8 ? 'valley' : 'hill';
  const risk = heat + 1.5 * shake + wear + (site === 'harbour' ? 1 : -1) + 0.5 * luck;
  return {
    temperature: 65 + 9 * heat,
    vibration: 2 * Math.exp(0.6 * shake),
    age: Math.max(0, 48 + 20 * wear),
    site,
    failed: risk > 0 ? 1 : 0,
  };
});
display(table(pumps.slice(0, 5), { caption: 'The first of 1,000 pumps' }));

// %% [markdown]
// We analyse the first 800 rows alone. The other 200 play the part of tomorrow's data, so no analyzer may see them:
// they go through the finished graph, as a live request would.
//
// Vibration is skewed: a few pumps shake violently. Its logarithm is well-behaved, and that is what we scale.

// %%
const train = pumps.slice(0, 800);
const test = pumps.slice(800);

const pumpFeatures = analyzeAndTransform(train, (inputs, tft) => ({
  temperature: tft.scaleToZScore(inputs.temperature),
  vibration: tft.scaleToZScore(tft.log(inputs.vibration)),
  age: tft.scaleTo01(inputs.age),
  site: tft.computeAndApplyVocabulary(inputs.site),
}));
const testFeatures = pumpFeatures.graph.transform(test);
display(table(pumpFeatures.data, { caption: 'What the network will see' }));

// %% claim="skew > 0.5" seed="42"
/** How far z-scores lie apart, on average, when each request is scaled by its own mean and not by the training's. */
export const skew = (seed: number) => {
  const drawn = tf.tidy(() => tf.randomNormal([200], 65, 9, 'float32', seed).arraySync() as number[]);
  const scale = (rows: { x: number }[]) => analyzeAndTransform(rows, ({ x }, tft) => ({ x: tft.scaleToZScore(x) }));
  const rows = drawn.map((x) => ({ x }));
  const alone = rows.flatMap((row) => scale([row]).data.x);
  return scale(rows).data.x.reduce((sum, z, at) => sum + Math.abs(z - alone[at]!), 0) / rows.length;
};
display(`Scaled alone, a temperature is ${skew(42).toFixed(2)} standard deviations off.`);

// %% [markdown]
// ## The network
//
// The columns become one tensor. The site is a name, not a quantity, so its index becomes three columns of 0 and 1
// (one-hot). `tf.tidy` frees every tensor made on the way, which is a good habit to have.
//
// Two layers are enough. The seeds make the start the same each time.

// %%
function toTensor({ temperature, vibration, age, site }: typeof testFeatures): tf.Tensor2D {
  return tf.tidy(() => {
    const numbers = tf.stack([temperature, vibration, age], 1) as tf.Tensor2D;
    return tf.concat([numbers, tf.oneHot(tf.tensor1d(site, 'int32'), 3).toFloat()], 1) as tf.Tensor2D;
  });
}

const seeded = (seed: number) => tf.initializers.glorotUniform({ seed });
const model = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [6], units: 16, activation: 'relu', kernelInitializer: seeded(1) }),
    tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: seeded(2) }),
  ],
});
const learningRate = 0.01;
model.compile({ optimizer: tf.train.adam(learningRate), loss: 'binaryCrossentropy', metrics: ['accuracy'] });

// %% [markdown]
// ## Training, on the record
//
// Each epoch's loss and accuracy go into the run's record, together with the settings and the transform graph, so
// that weeks from now you can tell how this model came to be. Find the run in the *Runs* view afterwards.

// %%
import { logDict, logMetrics, logParams } from 'mlops-lab/tracking';

const settings = { epochs: 5, batchSize: 16 };
logParams({ ...settings, learningRate });
logDict('transform_graph.json', pumpFeatures.graph.toJSON());

// %%
const losses: number[] = [];
const x = toTensor(pumpFeatures.data);
const y = tf.tensor1d(train.map((pump) => pump.failed));
await model.fit(x, y, {
  ...settings,
  shuffle: false, // the rows are in random order already, and this keeps every run the same
  verbose: 0,
  callbacks: {
    onEpochEnd(epoch, logs) {
      const { loss, acc } = logs as { loss: number; acc: number };
      losses.push(loss);
      logMetrics({ loss, accuracy: acc }, epoch);
      console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(3)}, accuracy ${acc.toFixed(3)}`);
    },
  },
});
tf.dispose([x, y]);

// %%
import { line } from 'mlops-lab/plot';

display(line({ title: 'Training loss', xLabel: 'epoch', yLabel: 'loss', y: losses }));

// %% [markdown]
// The loss falls: the network learns. The honest question is how it does on the 200 pumps it has never seen.

// %%
const testLabels = test.map((pump) => pump.failed);
const testAccuracy = tf.tidy(() => {
  const [, accuracy] = model.evaluate(toTensor(testFeatures), tf.tensor1d(testLabels)) as tf.Scalar[];
  return accuracy!.dataSync()[0]!;
});
logMetrics({ test_accuracy: testAccuracy });
display(`Accuracy on 200 unseen pumps: ${(100 * testAccuracy).toFixed(1)} %`);

// %% check="learned"
await check(
  'The network learned: its loss fell, and it is right on more than 85 % of unseen pumps',
  () => {
    ok(losses.at(-1)! < losses[0]!, 'a last loss below the first');
    ok(testAccuracy > 0.85, 'an accuracy above 0.85');
  },
  { hint: 'Run all cells from the top. If you changed the network, try more units or more epochs.' },
);

// %% [markdown]
// ## What to take along
//
// - An **analyzer** sees all training rows once; a **mapper** sees one row, always.
// - The **transform graph** freezes what the analyzers found. Training and serving share it, so there is no skew.
// - Analyse the training rows alone: what the test rows know must not leak into the features.
//
// Things to try: swap `scaleToZScore` for the raw temperature and watch the loss; add a site that the training rows
// do not have; give `computeAndApplyVocabulary` the options `{ numOovBuckets: 2 }`.
//
// Next comes *Feature Engineering Pipeline*, where the same ideas run as the steps of a pipeline.
