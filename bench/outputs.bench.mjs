// What crosses from the kernel to its parent, and what a kernel costs while it does nothing.
import { readFileSync } from 'node:fs';
import { cell, timed, withKernel } from './kernels.mjs';
import { median, print } from './rows.mjs';

const rounds = 5;
const lines = 20_000;
/** 10 MB of float32. */
const floats = 2_500_000;

const logs = [];
const waits = [];
const tensors = [];
const idle = { empty: [], tensor: [] };
for (let round = 0; round < rounds; round++) {
  await withKernel(async (kernel) => {
    idle.empty.push(residentMegabytes(kernel.pid));
    let text = '';
    // How long the parent's own loop is held up, which in VS Code is the editor's extensions'.
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    logs.push(
      await timed(async () => {
        text = await cell(kernel, `for (let i = 0; i < ${lines}; i++) console.log('line ' + i);`);
      }),
    );
    clearInterval(beat);
    waits.push(longest);
    const received = text.split('\n').length - 1;
    if (received !== lines) throw new Error(`${received} of ${lines} lines arrived.`);
    await cell(kernel, "import { display } from 'mlops-lab/lab'; const data = new Float32Array(2_500_000).fill(1);");
    tensors.push(
      await timed(() => cell(kernel, "display({ toMimeBundle: () => ({ 'application/octet-stream': data }) })")),
    );
    await cell(kernel, "import * as tf from '@tensorflow/tfjs-node'; tf.scalar(1).add(1).dataSync()");
    idle.tensor.push(residentMegabytes(kernel.pid));
  });
}

print(`Outputs and memory, medians of ${rounds} kernels`, [
  { what: `${lines.toLocaleString('en')} log lines, none lost`, measured: median(logs), unit: 'ms' },
  { what: 'longest time the parent was held up by them', measured: median(waits), budget: 50, unit: 'ms' },
  { what: `a tensor of ${(floats * 4) / 1e6} MB to the parent`, measured: median(tensors), unit: 'ms' },
  ...(idle.empty[0] === undefined
    ? []
    : [
        { what: 'idle kernel', measured: median(idle.empty), unit: 'MB' },
        { what: 'idle kernel with TensorFlow.js', measured: median(idle.tensor), unit: 'MB' },
      ]),
]);

/** Linux tells; elsewhere it is left out. */
function residentMegabytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1000;
  } catch {
    return undefined;
  }
}
