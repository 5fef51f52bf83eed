import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { launchKernel } from '../../src/kernel/launch.ts';
import type { Output } from '../../src/kernel/protocol/outputs.ts';
import { silentLog } from '../../src/platform/log.ts';
import { dist, run } from '../unit/kernels.ts';
import { native, needNative } from './nativeInstallation.ts';

/** What the cells below stand on; the same weights and data on every backend. */
const prepare = `import * as tf from '@tensorflow/tfjs-node';
const values = (shape, seed) => {
  const at = (i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453;
  return tf.tensor(Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => 2 * (at(i) - Math.floor(at(i))) - 1), shape);
};
const sameWeights = (model) => {
  tf.tidy(() => model.setWeights(model.getWeights().map((w, i) => values(w.shape, i + 20).mul(0.5))));
  return model;
};
/** What a cell computes with nothing left over: what the numbers of tensors were, before and after. */
const counted = async (work) => {
  const before = tf.memory();
  const found = await work();
  const after = tf.memory();
  if (after.numTensors !== before.numTensors) throw new Error('tensors: ' + before.numTensors + ', then ' + after.numTensors);
  if (after.numDataBuffers !== before.numDataBuffers) throw new Error('buffers: ' + before.numDataBuffers + ', then ' + after.numDataBuffers);
  return JSON.stringify(found);
};
const layers = tf.layers;
const x = values([48, 5], 1); const y = tf.tidy(() => x.sum(1, true));`;

const train = (optimizer: string) => `await counted(async () => {
  const model = sameWeights(tf.sequential({ layers: [
    layers.dense({ units: 8, activation: 'tanh', inputShape: [5] }), layers.dense({ units: 1 }) ] }));
  const optimizer = tf.train.${optimizer};
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const { history } = await model.fit(x, y, { epochs: 6, batchSize: 16, shuffle: false, verbose: 0 });
  const out = tf.tidy(() => [...model.predict(x).dataSync()]);
  // TensorFlow.js forgets one scalar of the momentum optimizer.
  model.dispose(); optimizer.dispose(); optimizer.c?.dispose?.();
  return [...history.loss, ...out];
})`;

/** The gradients of each weight of a network, one list. */
const gradients = (
  inputShape: string,
  net: string,
  input = `values([4, ...${inputShape}], 3)`,
) => `await counted(() => {
  const model = sameWeights(tf.sequential({ layers: [layers.inputLayer({ inputShape: ${inputShape} }), ${net}] }));
  const found = tf.tidy(() => {
    const data = ${input};
    const { grads } = tf.variableGrads(() => {
      const out = model.apply(data, { training: true });
      return tf.sum(tf.mul(out, tf.reshape(tf.range(1, out.size + 1), out.shape))).div(out.size);
    });
    return Object.values(grads).flatMap((gradient) => [...gradient.dataSync()]);
  });
  model.dispose();
  return found;
})`;

const alike: Record<string, string> = {
  'training with sgd': train('sgd(0.1)'),
  'training with momentum': train('momentum(0.05, 0.9)'),
  'training with Nesterov’s momentum': train('momentum(0.05, 0.9, true)'),
  'training with adagrad': train('adagrad(0.1)'),
  'training with adadelta': train('adadelta(0.5)'),
  'training with adam': train('adam(0.02)'),
  'training with adamax': train('adamax(0.02)'),
  'training with rmsprop': train('rmsprop(0.01, 0.9, 0.5)'),
  'the gradients of a convolution': gradients(
    '[8, 7, 2]',
    `layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', strides: 2 }), layers.conv2d({ filters: 4, kernelSize: 2 })`,
  ),
  'the gradients of a dilated convolution': gradients(
    '[8, 7, 2]',
    `layers.conv2d({ filters: 3, kernelSize: 3, dilationRate: 2, activation: 'relu' })`,
  ),
  'the gradients of a depthwise and a separable convolution': gradients(
    '[8, 7, 2]',
    `layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', depthMultiplier: 2 }),
     layers.separableConv2d({ filters: 3, kernelSize: 2, strides: 2 })`,
  ),
  'the gradients of pooling': gradients(
    '[8, 7, 2]',
    `layers.conv2d({ filters: 3, kernelSize: 2 }), layers.maxPooling2d({ poolSize: 2 }),
     layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same' })`,
  ),
  'the gradients of an embedding': gradients(
    '[6]',
    'layers.embedding({ inputDim: 9, outputDim: 4 }), layers.dense({ units: 3 })',
    `tf.tensor2d([0, 1, 8, 8, 3, 2, 4, 4, 4, 0, 7, 1], [2, 6])`,
  ),
  'the gradients of an LSTM': gradients('[5, 3]', 'layers.lstm({ units: 4, recurrentActivation: "sigmoid" })'),
  'the gradients of a GRU': gradients('[5, 3]', 'layers.gru({ units: 4, recurrentActivation: "sigmoid" })'),
  'the gradients of batch and layer normalization': gradients(
    '[6]',
    'layers.dense({ units: 4 }), layers.batchNormalization(), layers.layerNormalization()',
  ),
  'the Fourier transform and einsum': `await counted(() => tf.tidy(() => [
    ...tf.abs(tf.spectral.rfft(values([3, 12], 5))).dataSync(), ...tf.einsum('bte,eh->bth', values([2, 3, 4], 6), values([4, 2], 7)).dataSync() ]))`,
  'an image, encoded and decoded': `await counted(async () => {
    const image = tf.tidy(() => values([6, 5, 3], 8).add(1).mul(127).toInt());
    const png = tf.node.decodeImage(await tf.node.encodePng(image));
    const found = [...image.dataSync(), ...png.dataSync(), ...png.shape];
    tf.dispose([image, png]);
    return found;
  })`,
  'a model, saved and loaded': `await counted(async () => {
    const model = sameWeights(tf.sequential({ layers: [layers.dense({ units: 3, inputShape: [5] })] }));
    const folder = 'file://' + process.cwd() + '/model-' + tf.getBackend();
    await model.save(folder);
    const loaded = await tf.loadLayersModel(folder + '/model.json');
    const found = tf.tidy(() => [...loaded.predict(x).dataSync()]);
    model.dispose(); loaded.dispose();
    return found;
  })`,
  // The native package keeps the writer's resource as tensors.
  'a summary, written': `(() => {
    const folder = process.cwd() + '/logs-' + tf.getBackend();
    const writer = tf.node.summaryFileWriter(folder);
    for (let step = 0; step < 3; step++) writer.scalar('loss', 1 / (step + 1), step);
    writer.flush();
    const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs');
    const [file] = readdirSync(folder);
    return JSON.stringify([readFileSync(folder + '/' + file).toString('latin1').split('loss').length - 1]);
  })()`,
};

describe('parity: cells on native TensorFlow, by those on WASM', function () {
  this.timeout(120_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-native-cells-'));
  const kernels = new Map<'tensorflow' | 'wasm', Kernel>();

  beforeEach(async function () {
    await needNative(this);
    if (kernels.size) return;
    // By a symbolic link: Node names the modules in it by where they really lie.
    const link = join(workspace, 'native');
    symlinkSync(native, link, 'junction');
    for (const backend of ['tensorflow', 'wasm'] as const) {
      const options = { labPath: join(workspace, 'x.lab.ts'), workspace, backend, recording: false };
      const kernel = await launchKernel(options, { nodePath: '', dist, native: link, log: silentLog });
      kernels.set(backend, kernel);
      assert.equal(await show(backend, prepare), '');
      assert.equal(kernel.backend, backend);
    }
  });
  after(async () => {
    await Promise.all([...kernels.values()].map((kernel) => kernel.kill()));
    rmSync(workspace, { recursive: true, force: true });
  });

  async function show(backend: 'tensorflow' | 'wasm', source: string): Promise<string> {
    const { status, text, error } = await run(kernels.get(backend)!, source);
    assert.equal(status, 'succeeded', `${backend}: ${error?.stack}`);
    return text.trim();
  }
  const numbers = async (backend: 'tensorflow' | 'wasm', cell: string) =>
    JSON.parse((await show(backend, cell)).replaceAll("'", '')) as number[];

  for (const [name, cell] of Object.entries(alike)) {
    it(`${name}: the same numbers`, async () => {
      const [theirs, ours] = [await numbers('tensorflow', cell), await numbers('wasm', cell)];
      assert.ok(theirs.length > 0 && theirs.every(Number.isFinite), `${theirs}`);
      assert.equal(ours.length, theirs.length);
      for (const [i, value] of theirs.entries()) {
        assert.ok(Math.abs(ours[i]! - value) < 1e-4 * Math.max(1, Math.abs(value)), `${i}: ${ours[i]} and ${value}`);
      }
    });
  }

  for (const [name, cell] of Object.entries({
    'model.fit': `await model.fit(x, y, { epochs: 1e6, batchSize: 16, verbose: 0, callbacks: { onEpochEnd: () => console.log('go') } })`,
    'a loop of tensor ops': `console.log('go'); for (;;) tf.tidy(() => tf.matMul(x, x, false, true))`,
  })) {
    it(`${name} is stopped at an op, and trains again`, async () => {
      await show(
        'tensorflow',
        `let model = tf.sequential({ layers: [layers.dense({ units: 1, inputShape: [5] })] });
        model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });`,
      );
      const kernel = kernels.get('tensorflow')!;
      let stopping: Promise<unknown> | undefined;
      const output = (_: Output) => {
        stopping ??= kernel.interrupt();
      };
      const outcome = await kernel.execute({ cellId: 'endless', source: cell, line: 10 }, { output });
      await stopping;
      assert.deepEqual([outcome.status, outcome.stage], ['interrupted', 'cooperative'], outcome.error?.stack);
      const fits = `const { history } = await model.fit(x, y, { epochs: 3, verbose: 0 });
        [history.loss.length, history.loss.every(Number.isFinite)].join()`;
      assert.equal(await show('tensorflow', fits), "'3,true'");
    });
  }
});
