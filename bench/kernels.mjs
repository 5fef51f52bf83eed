/** Our own kernel as the benches drive it: from a temporary folder, with nothing recorded. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchKernel } from '../src/kernel/launch.ts';
import { silentLog } from '../src/platform/log.ts';
import { root } from '../tools/process.mjs';

const dist = join(root, 'dist');

/** Gives `use` a running kernel and ends it afterwards, whatever happens. */
export async function withKernel(use, { backend = 'wasm' } = {}) {
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-bench-'));
  const options = { labPath: join(workspace, 'bench.lab.ts'), workspace, backend, recording: false };
  const kernel = await launchKernel(options, { nodePath: '', dist, native: join(root, '.native'), log: silentLog });
  try {
    return await use(kernel);
  } finally {
    await kernel.kill();
    rmSync(workspace, { recursive: true, force: true });
  }
}

let nextCell = 1;

/** Runs a cell; its text, or an error when the cell failed. */
export async function cell(kernel, source) {
  let text = '';
  const output = (shown) => {
    if (shown.kind === 'stream') text += shown.text;
    else if (shown.kind === 'display') text += String(shown.data['text/plain'] ?? '');
  };
  const outcome = await kernel.execute({ cellId: `bench-${nextCell++}`, source, line: 1 }, { output });
  if (outcome.error) throw new Error(outcome.error.stack);
  return text;
}

export async function timed(action) {
  const started = performance.now();
  await action();
  return performance.now() - started;
}
