/**
 * The cell that measures training: a small dense and a small convolution net. `keras_models.py` holds the same two.
 * Prints one JSON object: milliseconds of one epoch, and of one `predict` of 1 and of 256 rows; medians.
 */
import * as tf from '@tensorflow/tfjs-node';

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const mlp = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [20], units: 64, activation: 'relu' }),
    tf.layers.dense({ units: 32, activation: 'relu' }),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ],
});
const cnn = tf.sequential({
  layers: [
    tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 10, activation: 'softmax' }),
  ],
});

async function measure(model: tf.Sequential, rows: number, shape: number[], classes: number, batchSize: number) {
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const x = tf.randomNormal([rows, ...shape]);
  const y = tf.oneHot(tf.randomUniform([rows], 0, classes, 'int32'), classes);
  const epochs: number[] = [];
  for (let round = 0; round < 8; round++) {
    const started = performance.now();
    await model.fit(x, y, { epochs: 1, batchSize, verbose: 0 });
    // The first one or two compile and allocate, in Keras as well.
    if (round >= 2) epochs.push(performance.now() - started);
  }
  const predict = (count: number) => {
    const input = x.slice(0, count);
    const times: number[] = [];
    for (let round = 0; round < 60; round++) {
      const started = performance.now();
      // One batch, as in Keras: by default `predict` makes eight of 256 rows.
      const output = model.predict(input, { batchSize: count }) as tf.Tensor;
      output.dataSync();
      output.dispose();
      if (round >= 10) times.push(performance.now() - started);
    }
    return median(times);
  };
  return { epoch: median(epochs), predict1: predict(1), predict256: predict(256) };
}

console.log(
  JSON.stringify({
    mlp: await measure(mlp, 5120, [20], 2, 128),
    cnn: await measure(cnn, 2000, [28, 28, 1], 10, 64),
  }),
);
