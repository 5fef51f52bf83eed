/** The cell that measures the engine: one epoch of each of six nets, the best of two after one to warm up, as JSON. */
import * as tf from '@tensorflow/tfjs-node';

const { layers } = tf;
const classes = (units: number) => layers.dense({ units, activation: 'softmax' });
const conv = (filters: number, inputShape?: number[]) =>
  layers.conv2d({ filters, kernelSize: 3, activation: 'relu', ...(inputShape && { inputShape }) });
const dense = (units: number, inputShape?: number[]) =>
  layers.dense({ units, activation: 'relu', ...(inputShape && { inputShape }) });
const pool = () => layers.maxPooling2d({ poolSize: 2 });

/** A depthwise and a pointwise convolution, each normalized, as in MobileNet. */
const block = () => [
  layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false }),
  layers.batchNormalization(),
  layers.reLU(),
  layers.conv2d({ filters: 32, kernelSize: 1, useBias: false }),
  layers.batchNormalization(),
  layers.reLU(),
];

interface Net {
  readonly rows: number;
  readonly shape: number[];
  readonly batchSize: number;
  readonly layers: tf.layers.Layer[];
}

const nets: Record<string, Net> = {
  'MLP 20-64-32-2, 40 batches of 128': {
    rows: 5120,
    shape: [20],
    batchSize: 128,
    layers: [dense(64, [20]), dense(32), classes(2)],
  },
  'CNN 8-16, 32 batches of 64': {
    rows: 2000,
    shape: [28, 28, 1],
    batchSize: 64,
    layers: [conv(8, [28, 28, 1]), pool(), conv(16), layers.flatten(), classes(10)],
  },
  'CNN 32-64, 10 batches of 64': {
    rows: 640,
    shape: [28, 28, 1],
    batchSize: 64,
    layers: [conv(32, [28, 28, 1]), pool(), conv(64), pool(), layers.flatten(), classes(10)],
  },
  'dense 784-512-512-10, 20 batches of 128': {
    rows: 2560,
    shape: [784],
    batchSize: 128,
    layers: [dense(512, [784]), dense(512), classes(10)],
  },
  'LSTM of 32 units, 10 batches of 64': {
    rows: 640,
    shape: [32, 8],
    batchSize: 64,
    layers: [layers.lstm({ inputShape: [32, 8], units: 32 }), classes(10)],
  },
  'MobileNet-like, 4 blocks, 2 batches of 32': {
    rows: 64,
    shape: [64, 64, 3],
    batchSize: 32,
    layers: [
      layers.conv2d({
        inputShape: [64, 64, 3],
        filters: 16,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        activation: 'relu',
      }),
      ...Array.from({ length: 4 }, block).flat(),
      layers.globalAveragePooling2d({}),
      classes(10),
    ],
  },
};

const times: Record<string, number> = {};
for (const [name, { rows, shape, batchSize, layers: stack }] of Object.entries(nets)) {
  const model = tf.sequential({ layers: stack });
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  const x = tf.randomNormal([rows, ...shape]);
  const y = tf.floor(tf.randomUniform([rows], 0, 2));
  for (let epoch = 0; epoch < 3; epoch++) {
    const started = performance.now();
    await model.fit(x, y, { epochs: 1, batchSize, verbose: 0 });
    const time = performance.now() - started;
    if (epoch > 0) times[name] = Math.min(times[name] ?? time, time);
  }
  model.dispose();
  tf.dispose([x, y]);
}
console.log(JSON.stringify(times));
