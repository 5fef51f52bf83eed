import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { assertClose, floats, noise, type Op, runOn, startBackends, type Values } from '../../wasmBackends.ts';

/** The gradients of the sum of y · (1, 2, 3, …) with respect to each input. */
const gradientsOf =
  (op: (...inputs: tf.Tensor[]) => tf.Tensor): Op =>
  (...inputs) =>
    tf.grads((...xs: tf.Tensor[]) => {
      const y = op(...xs);
      return tf.sum(tf.mul(y, tf.reshape(tf.range(1, y.size + 1), y.shape)));
    })(inputs);

const layers = tf.layers;
const [relu, same] = [{ activation: 'relu' }, { padding: 'same' }] as const;

/** A network, and how large a sample of it is. */
interface Net {
  readonly layers: () => tf.layers.Layer[];
  readonly inputShape: number[];
  /** The input are words, numbered below this. */
  readonly words?: number;
}

const nets: Record<string, Net> = {
  'a CNN': {
    inputShape: [8, 8, 2],
    layers: () => [
      layers.conv2d({ filters: 4, kernelSize: 3, ...relu }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 3, kernelSize: 2, strides: 2, ...same }),
      layers.batchNormalization(),
      layers.flatten(),
    ],
  },
  'depthwise and separable convolutions': {
    inputShape: [8, 8, 2],
    layers: () => [
      layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, ...same, ...relu }),
      layers.depthwiseConv2d({ kernelSize: 3, ...same, ...relu }),
      layers.conv2d({ filters: 6, kernelSize: 1, ...relu }),
      layers.depthwiseConv2d({ kernelSize: 3, strides: 2, depthMultiplier: 2, ...same }),
      layers.separableConv2d({ filters: 4, kernelSize: 2, ...same }),
      layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
    ],
  },
  'a dilated convolution': {
    inputShape: [8, 8, 2],
    layers: () => [layers.conv2d({ filters: 3, kernelSize: 3, dilationRate: 2, ...relu }), layers.flatten()],
  },
  'conv1d and pooling': {
    inputShape: [12, 3],
    layers: () => [
      layers.conv1d({ filters: 4, kernelSize: 3, ...relu }),
      layers.maxPooling1d({ poolSize: 2 }),
      layers.averagePooling1d({ poolSize: 2 }),
      layers.flatten(),
    ],
  },
  conv3d: {
    inputShape: [4, 4, 4, 2],
    layers: () => [
      layers.conv3d({ filters: 3, kernelSize: 2, activation: 'tanh' }),
      layers.conv3d({ filters: 2, kernelSize: 2, strides: 2, ...same }),
      layers.maxPooling3d({ poolSize: 2, ...same }),
      layers.flatten(),
    ],
  },
  conv2dTranspose: {
    inputShape: [3, 3, 2],
    layers: () => [
      layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, ...same, ...relu }),
      layers.conv2d({ filters: 2, kernelSize: 3 }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.flatten(),
    ],
  },
  'an embedding': {
    inputShape: [6],
    words: 20,
    layers: () => [layers.embedding({ inputDim: 20, outputDim: 5 }), layers.globalAveragePooling1d({})],
  },
  'an LSTM': { inputShape: [5, 3], layers: () => [layers.lstm({ units: 4 })] },
  'a bidirectional GRU': {
    inputShape: [5, 3],
    layers: () => [layers.bidirectional({ layer: layers.gru({ units: 4 }), mergeMode: 'concat' })],
  },
  'layer normalization and PReLU': {
    inputShape: [6],
    layers: () => [layers.dense({ units: 8 }), layers.layerNormalization(), layers.prelu()],
  },
};

const [samples, classes] = [4, 3];

/** The losses of a few steps, from weights that are the same on every backend. */
async function losses(backend: 'cpu' | 'wasm', net: Net): Promise<number[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const all = net.layers();
  const first = layers.inputLayer({ inputShape: net.inputShape });
  const model = tf.sequential({ layers: [first, ...all, layers.dense({ units: classes, activation: 'softmax' })] });
  tf.tidy(() => model.setWeights(model.getWeights().map((w, i) => tf.tensor(initial(w.shape, i), w.shape))));
  // Not Adam: its first step is as long for a gradient of 1e-9 as for one of 1, and so shows rounding errors.
  const optimizer = tf.train.sgd(0.1);
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const shape = [samples, ...net.inputShape];
  const values = noise(tf.util.sizeFromShape(shape), 7);
  const { words } = net;
  const x = words
    ? tf.tensor(
        values.map((v) => Math.floor(((v + 2) / 4) * words)),
        shape,
        'int32',
      )
    : tf.tensor(values, shape);
  const y = tf.oneHot([0, 1, 2, 1], classes);
  const found: number[] = [];
  for (let step = 0; step < 4; step++) found.push((await model.trainOnBatch(x, y)) as number);
  tf.dispose([x, y]);
  model.dispose();
  optimizer.dispose();
  assert.equal(tf.memory().numTensors, before, `a leak on ${backend}`);
  return found;
}

/** Small weights of both signs; a variance must be positive, so vectors are. */
const initial = (shape: number[], i: number) =>
  noise(tf.util.sizeFromShape(shape), 30 + i).map((v) => (shape.length > 1 ? v / 4 : 0.5 + Math.abs(v) / 4));

function assertTrainsAlike(wasm: readonly number[], cpu: readonly number[]): void {
  assert.ok(cpu.at(-1)! < cpu[0]!, `does not learn: ${cpu}`);
  for (const [i, loss] of cpu.entries())
    assert.ok(Math.abs(wasm[i]! - loss) < 1e-4 * Math.max(1, loss), `${wasm}; ${cpu}`);
}

describe('Training on WASM goes as on the cpu backend', function () {
  this.timeout('60s');
  before(startBackends);

  for (const [name, net] of Object.entries(nets)) {
    it(name, async () => assertTrainsAlike(await losses('wasm', net), await losses('cpu', net)));
  }

  it('attention by einsum', async () => {
    const attend = async (backend: 'cpu' | 'wasm') => {
      await tf.setBackend(backend);
      const x = tf.tensor3d(noise(2 * 5 * 4, 1), [2, 5, 4]);
      const weights = [2, 3, 4].map((seed) => tf.variable(tf.tensor2d(noise(16, seed), [4, 4])));
      const optimizer = tf.train.sgd(0.05);
      const found = Array.from({ length: 4 }, () => {
        const cost = optimizer.minimize(() => {
          const [q, k, v] = weights.map((w) => tf.einsum('bte,eh->bth', x, w));
          const scores = tf.softmax(tf.div(tf.einsum('bth,bsh->bts', q!, k!), 2));
          return tf.mean(tf.square(tf.sub(tf.einsum('bts,bsh->bth', scores, v!), x))) as tf.Scalar;
        }, true);
        return cost!.dataSync()[0]!;
      });
      tf.dispose([x, weights]);
      return found;
    };
    assertTrainsAlike(await attend('wasm'), await attend('cpu'));
  });

  const gradients: Record<string, [(...xs: tf.Tensor[]) => tf.Tensor, ...Values[]]> = {
    gather: [
      (x) =>
        tf.gather(
          x!,
          tf.tensor2d(
            [
              [0, 1],
              [1, 4],
            ],
            [2, 2],
            'int32',
          ),
        ),
      floats([5, 3], 1),
    ],
    'gather along an axis': [(x) => tf.gather(x!, tf.tensor1d([0, 1, 1], 'int32'), 1), floats([3, 5, 2], 1)],
    'gather by batch': [
      (x) =>
        tf.gather(
          x!,
          tf.tensor2d(
            [
              [0, 1],
              [2, 2],
            ],
            [2, 2],
            'int32',
          ),
          1,
          1,
        ),
      floats([2, 3, 2], 1),
    ],
    prod: [(x) => tf.prod(x!, 1), floats([2, 3, 4], 2)],
    cumsum: [(x) => tf.cumsum(x!, 1, true, true), floats([2, 3, 4], 2)],
    resizeNearestNeighbor: [(x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [5, 7]), floats([2, 3, 4, 2], 3)],
    resizeBilinear: [(x) => tf.image.resizeBilinear(x as tf.Tensor4D, [5, 7], true), floats([2, 3, 4, 2], 3)],
    localResponseNormalization: [(x) => tf.localResponseNormalization(x as tf.Tensor4D), floats([2, 3, 3, 4], 1)],
    avgPool: [(x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same'), floats([2, 5, 4, 3], 4)],
    'avgPool without padding': [(x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'), floats([2, 5, 4, 3], 4)],
    avgPool3d: [(x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, 'same'), floats([2, 3, 4, 5, 2], 4)],
    maximum: [(a, b) => tf.maximum(a!, b!), floats([3, 1, 4], 1), floats([2, 4], 2)],
    minimum: [(a, b) => tf.minimum(a!, b!), floats([3, 1, 4], 1), floats([2, 4], 2)],
    squaredDifference: [(a, b) => tf.squaredDifference(a!, b!), floats([3, 1, 4], 1), floats([2, 4], 2)],
    'matMul of batches that are both repeated': [
      (a, b) => tf.matMul(a!, b!),
      floats([2, 1, 2, 3], 1),
      floats([1, 3, 3, 2], 2),
    ],
    'matMul of one batch by many': [(a, b) => tf.matMul(a!, b!), floats([1, 2, 3], 1), floats([4, 3, 2], 2)],
    maxPool: [(x) => tf.maxPool(x as tf.Tensor4D, 3, 1, 'same'), floats([2, 5, 4, 3], 4)],
    maxPool3d: [(x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, 'same'), floats([2, 3, 4, 5, 2], 4)],
    'depthwiseConv2d, dilated': [
      (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'same', 'NHWC', [2, 3]),
      floats([2, 7, 6, 2], 5),
      floats([3, 2, 2, 2], 6),
    ],
    dilation2d: [
      (x, f) => tf.dilation2d(x as tf.Tensor4D, f as tf.Tensor3D, 1, 'same'),
      floats([2, 4, 4, 2], 1),
      floats([2, 2, 2], 2),
    ],
  };
  for (const [name, [op, ...inputs]] of Object.entries(gradients)) {
    it(`the gradient of ${name}`, async () => {
      const gradient = gradientsOf(op);
      const found = await runOn('wasm', gradient, inputs);
      assertClose(found, await runOn('cpu', gradient, inputs));
      assertIsGradient(op, inputs, found);
    });
  }
});

/** By differences on the backend in use, in case both were wrong in the same way. */
function assertIsGradient(
  op: (...xs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly Values[],
  found: readonly Values[],
): void {
  const loss = (values: readonly Values[]) =>
    tf.tidy(() => {
      const y = op(...values.map((x) => tf.tensor([...x.values], [...x.shape])));
      return Array.from(y.dataSync()).reduce((sum, value, i) => sum + value * (i + 1), 0);
    });
  const step = 1e-2;
  for (const [k, input] of inputs.entries()) {
    const scale = Math.max(...found[k]!.values.map(Math.abs));
    // A few elements: where two values are nearly equal, a step changes which one is the greater.
    const misses = [0, 3, 5, input.values.length - 1].filter((i) => {
      const moved = (by: number) =>
        inputs.map((x, j) => (j === k ? { ...x, values: input.values.with(i, input.values[i]! + by) } : x));
      const slope = (loss(moved(step)) - loss(moved(-step))) / (2 * step);
      return Math.abs(slope - found[k]!.values[i]!) > 0.03 * scale;
    });
    assert.deepEqual(misses, [], `input ${k}`);
  }
}
