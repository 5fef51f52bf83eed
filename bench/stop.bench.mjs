// How long a stop takes, from the request to the cell's end, for each kind of work that a cell can be stuck in.
import { cell, withKernel } from './kernels.mjs';
import { median, percentile } from './rows.mjs';

const rounds = 20;

const setUp = `import * as tf from '@tensorflow/tfjs-node';
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [64], units: 256 }), tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
const x = tf.randomNormal([4096, 64]), y = tf.randomNormal([4096, 1]), weights = tf.randomNormal([64, 64]);`;

const cases = {
  'infinite loop': 'for (;;);',
  'microtask loop': 'for (;;) await null;',
  'timer loop':
    'await new Promise(() => setInterval(() => { for (const end = Date.now() + 2; Date.now() < end; ); }, 1));',
  'chain of tensor ops': 'for (;;) tf.tidy(() => tf.matMul(weights, weights).mul(0.01));',
  'model.fit': 'await model.fit(x, y, { epochs: 10000, batchSize: 64, verbose: 0 });',
  'awaiting for ever': 'await new Promise(() => {});',
};

const rows = [];
await withKernel(async (kernel) => {
  await cell(kernel, setUp);
  for (const [what, source] of Object.entries(cases)) {
    const times = [];
    const stages = new Set();
    for (let round = 0; round < rounds; round++) {
      let ended = 0;
      const running = cell(kernel, source)
        .catch(() => {})
        .then(() => {
          ended = performance.now();
        });
      await new Promise((resolve) => setTimeout(resolve, 60 + round * 7));
      const asked = performance.now();
      const { stage } = await kernel.interrupt();
      await running;
      stages.add(stage);
      times.push(ended - asked);
    }
    rows.push({
      what: `${what} (${[...stages].join(', ')})`,
      unit: 'ms',
      values: [median(times), percentile(times, 95)],
    });
  }
});
// The one that takes the kernel with it.
const blocked = [];
for (let round = 0; round < 3; round++) {
  await withKernel(async (kernel) => {
    const running = cell(kernel, "import { execSync } from 'node:child_process'; execSync('sleep 60')").catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = performance.now();
    await kernel.interrupt();
    await running;
    blocked.push(performance.now() - asked);
  });
}
rows.push({ what: 'blocking native call (killed)', unit: 'ms', values: [median(blocked), percentile(blocked, 95)] });
console.log(`\nStop, from the request to the cell's end; ${rounds} rounds each\n`);
console.log('| a cell in | median ms | 95th percentile ms |\n| --- | ---: | ---: |');
for (const { what, values } of rows)
  console.log(`| ${what} | ${values.map((value) => value.toFixed(1)).join(' | ')} |`);
