// Training on the WASM backend: without the engine (the kernels as commit 5dc5801 had them, which the engine's stand
// before) and with each of its binaries, by turns. Six nets; milliseconds of one epoch.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/process.mjs';
import { cell, withKernel } from './kernels.mjs';
import { compare, median } from './rows.mjs';

const rounds = 3;
const source = readFileSync(join(root, 'bench/engineModels.mts'), 'utf8');
/** Names of columns, by what `MLOPS_LAB_ENGINE` asks for. */
const columns = { relaxed: 'engine, relaxed SIMD', simd: 'engine, SIMD', off: 'before' };

const results = Object.fromEntries(Object.keys(columns).map((name) => [name, []]));
for (let round = 0; round < rounds; round++)
  for (const name of Object.keys(columns)) {
    process.env.MLOPS_LAB_ENGINE = name;
    const printed = (await withKernel((kernel) => cell(kernel, source)))
      .split('\n')
      .find((line) => line.startsWith('{'));
    results[name].push(JSON.parse(printed));
  }

const rows = Object.keys(results.off[0]).map((what) => ({
  what,
  unit: 'ms',
  values: Object.values(results).map((all) => median(all.map((one) => one[what]))),
}));
compare(`Epochs, medians of ${rounds} processes by turns, of the best of 2 epochs each`, Object.values(columns), rows);
