// Training and prediction of two small nets: on WASM, on native TensorFlow where it is installed, and in Keras.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../src/platform/errors.ts';
import { capture, root } from '../tools/process.mjs';
import { cell, withKernel } from './kernels.mjs';
import { keras } from './peers.mjs';
import { compare, median } from './rows.mjs';

const rounds = 3;
const source = readFileSync(join(root, 'bench/models.mts'), 'utf8');
const python = keras();

const runners = {
  WASM: () => withKernel((kernel) => cell(kernel, source), { backend: 'wasm' }),
  native: () => withKernel((kernel) => cell(kernel, source), { backend: 'tensorflow' }),
  ...(python && { Keras: () => capture(python, [join(root, 'bench/keras_models.py')]) }),
};

const results = {};
for (let round = 0; round < rounds; round++) {
  for (const [name, measure] of Object.entries(runners)) {
    try {
      const lines = (await measure()).trim().split('\n');
      const printed = lines.find((line) => line.startsWith('{'));
      results[name] = [...(results[name] ?? []), JSON.parse(printed)];
    } catch (error) {
      if (name !== 'native') throw error;
      console.log(`native is not measured: ${messageOf(error)}`);
      delete runners.native;
    }
  }
}

const names = Object.keys(results);
const row = (what, pick) => ({ what, unit: 'ms', values: names.map((name) => median(results[name].map(pick))) });
compare(`Training and prediction, medians of ${rounds} processes, interleaved`, names, [
  row('MLP 64-32-2, epoch of 5,120 rows in batches of 128', ({ mlp }) => mlp.epoch),
  row('MLP, predict 1', ({ mlp }) => mlp.predict1),
  row('MLP, predict 256', ({ mlp }) => mlp.predict256),
  row('CNN 8-16, epoch of 2,000 images 28 × 28 in batches of 64', ({ cnn }) => cnn.epoch),
  row('CNN, predict 1', ({ cnn }) => cnn.predict1),
  row('CNN, predict 256', ({ cnn }) => cnn.predict256),
]);
