// A flood of output in the real VS Code: how long the window stands still, and whether every line arrives.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../test/ui/session.ts';
import { print } from './rows.mjs';

const lines = 20_000;
const lab = `// ---
// id: Flood
// title: A flood
// ---
// %%
for (let i = 1; i <= ${lines}; i++) console.log('line ' + i);
`;

const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-flood-'));
let session;
try {
  mkdirSync(join(folder, 'labs'));
  writeFileSync(join(folder, 'labs', 'Flood.lab.ts'), lab);
  session = await Session.start({ workspace: folder });
  const { workbench, server } = session;
  await workbench.openFile('labs/Flood.lab.ts');
  await workbench.command('MLOps Lab: Open as Notebook');
  const cell = workbench.page.locator('.notebookOverlay .code-cell-row').first();
  await cell.waitFor();
  await workbench.page.evaluate(watchFrames);
  const started = performance.now();
  await workbench.page.getByRole('button', { name: 'Run All', exact: true }).click();
  await cell.locator('.codicon-notebook-state-success').waitFor({ timeout: 60_000 });
  const shown = performance.now() - started;
  const longest = await workbench.page.evaluate(() => globalThis.longestFrame);
  const arrived = await linesKept(join(server.workspace, '.mlops-lab', 'outputs', 'labs', 'Flood.lab.ts.json'));
  print(`${lines.toLocaleString('en')} lines in a notebook cell, VS Code in Chromium`, [
    { what: 'click to the cell’s tick', measured: shown, unit: 'ms' },
    { what: 'longest time without a frame', measured: longest, unit: 'ms' },
    { what: 'lines that arrived', measured: arrived, unit: '' },
  ]);
} finally {
  await session?.end();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs in the window. */
function watchFrames() {
  globalThis.longestFrame = 0;
  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    globalThis.longestFrame = Math.max(globalThis.longestFrame, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** The outputs are written a moment after the run. */
async function linesKept(file) {
  for (let wait = 0; wait < 100; wait++) {
    try {
      return readFileSync(file, 'utf8').match(/line \d+/g).length;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return 0;
}
