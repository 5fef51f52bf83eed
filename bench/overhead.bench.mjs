// What a training pays for being watched: the hooks that look for leaked tensors, all hooks (with those that let Stop end
// it at any op), and the live chart. In one process, trainings with and without in turn. The chart
// is told of ten changes a second by the clock: on a machine that others keep busy, these fall upon fewer batches.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../tools/process.mjs';
import { cell, withKernel } from './kernels.mjs';
import { median, print } from './rows.mjs';

const rounds = 3;
const source = readFileSync(join(root, 'bench/overhead.mts'), 'utf8');

const results = [];
for (let round = 0; round < rounds; round++) {
  const printed = (await withKernel((kernel) => cell(kernel, source))).trim().split('\n');
  results.push(JSON.parse(printed.find((line) => line.startsWith('{'))));
}

const of = (pick) => median(results.map(pick));
const share = (name) => of(({ [name]: { more, off } }) => (more / off) * 100);
const perBatch = (name) => of(({ [name]: { more, batches } }) => (more / batches) * 1000);
print(
  `Watching a training: MLP 64-32-2 in batches of 32, medians of ${rounds} processes, load ${loadavg()[0].toFixed(1)}`,
  [
    {
      what: 'a batch without, processor time',
      measured: of(({ leaks: { off, batches } }) => (off / batches) * 1000),
      unit: 'µs',
    },
    { what: 'hooks that look for leaks', measured: share('leaks'), budget: 2, unit: '% of an epoch' },
    { what: 'all hooks, with those for Stop', measured: share('all'), unit: '% of an epoch' },
    { what: 'live chart', measured: perBatch('chart'), budget: 20, unit: 'µs a batch' },
  ],
);
