// Activation time as VS Code itself reports it (Developer: Startup Performance), in the real VS Code of the tests.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, ToolError } from '../tools/process.mjs';
import { print } from './rows.mjs';

const rounds = 3;
const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-bench-'));
const file = join(folder, 'activation');
try {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const env = { ...process.env, MLOPS_LAB_ACTIVATION: file, MLOPS_LAB_SUITE: 'activation' };
    const code = await run(process.execPath, ['test/vscode/run.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (code !== 0) throw new ToolError('The activation suite failed: `npm test` says why.');
    times.push(Number(readFileSync(file, 'utf8')));
  }
  const median = times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
  print('Activation', [
    { what: `load and activate, median of ${rounds} fresh starts`, measured: median, budget: 50, unit: 'ms' },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
