// The kernel against Jupyter's Python kernel, tslab and Deno: start, first cell, `1+1`; and the first tensor against
// Python's TensorFlow. Each round measures all of them in turn, so that a slow moment of the machine hits each alike.
import { join } from 'node:path';
import { capture, root } from '../tools/process.mjs';
import { cell, timed, withKernel } from './kernels.mjs';
import { jupyter, jupyterKernels, keras } from './peers.mjs';
import { compare, median, percentile } from './rows.mjs';

const rounds = 5;
const cells = 100;

const python = jupyter();
const kernels = python
  ? { ipykernel: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'], ...(await jupyterKernels()) }
  : {};
const tensorflow = keras();

async function ours() {
  const started = performance.now();
  return withKernel(async (kernel) => {
    const ready = performance.now() - started;
    const first = await timed(() => cell(kernel, '1+1'));
    const times = [];
    for (let index = 0; index < cells; index++) times.push(await timed(() => cell(kernel, '1+1')));
    return { ready, first, times };
  });
}

async function theirs(argv) {
  return JSON.parse(await capture(python, [join(root, 'bench/jupyter.py'), String(cells), ...argv]));
}

const firstOp = "import * as tf from '@tensorflow/tfjs-node'; tf.scalar(1).add(1).dataSync()";

async function firstTensor() {
  const started = performance.now();
  return withKernel(async (kernel) => {
    await cell(kernel, firstOp);
    return performance.now() - started;
  });
}

const results = { 'MLOps Lab': [], ...Object.fromEntries(Object.keys(kernels).map((name) => [name, []])) };
const tensors = { ours: [], python: [] };
for (let round = 0; round < rounds; round++) {
  results['MLOps Lab'].push(await ours());
  for (const [name, argv] of Object.entries(kernels)) results[name].push(await theirs(argv));
  tensors.ours.push(await firstTensor());
  if (tensorflow) {
    tensors.python.push(await timed(() => capture(tensorflow, [join(root, 'bench/keras_models.py'), 'tensor'])));
  }
}

const names = Object.keys(results);
const column = (pick) => names.map((name) => pick(results[name]));
compare(`Kernels, medians of ${rounds} starts with ${cells} cells each (peers through Jupyter's own client)`, names, [
  { what: 'start to ready', unit: 'ms', values: column((all) => median(all.map(({ ready }) => ready))) },
  { what: 'first cell', unit: 'ms', values: column((all) => median(all.map(({ first }) => first))) },
  { what: '`1+1`, median', unit: 'ms', values: column((all) => median(all.flatMap(({ times }) => times))) },
  {
    what: '`1+1`, 95th percentile',
    unit: 'ms',
    values: column((all) =>
      percentile(
        all.flatMap(({ times }) => times),
        95,
      ),
    ),
  },
]);
compare(
  'Cold start to the first tensor',
  ['MLOps Lab (WASM)', 'Python TensorFlow'],
  [{ what: 'process start to the value of 1 + 1', unit: 'ms', values: [median(tensors.ours), median(tensors.python)] }],
);
