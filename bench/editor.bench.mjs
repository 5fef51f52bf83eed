// A flood of output in the real VS Code: how long the window stands still, and whether every line arrives.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smoothness, watchFrames } from '../test/ui/frames.ts';
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
  await watchFrames(workbench.page);
  const started = performance.now();
  await workbench.page.getByRole('button', { name: 'Run All', exact: true }).click();
  await cell.locator('.codicon-notebook-state-success').waitFor({ timeout: 60_000 });
  const shown = performance.now() - started;
  const { longestGap } = await smoothness(workbench.page);
  const arrived = await linesKept(join(server.workspace, '.mlops-lab', 'outputs', 'labs', 'Flood.lab.ts.logs'));
  print(`${lines.toLocaleString('en')} lines in a notebook cell, VS Code in Chromium`, [
    { what: 'click to the cell’s tick', measured: shown, unit: 'ms' },
    { what: 'longest time without a frame', measured: longestGap, unit: 'ms' },
    { what: 'lines that arrived', measured: arrived, unit: '' },
  ]);
} finally {
  await session?.end();
  rmSync(folder, { recursive: true, force: true });
}

/** The cell shows a part; its log, of which there is one, is written while it runs. */
async function linesKept(folder) {
  let kept = 0;
  for (let wait = 0; wait < 100 && kept < lines; wait++) {
    const [log] = existsSync(folder) ? readdirSync(folder) : [];
    kept = log === undefined ? 0 : (readFileSync(join(folder, log), 'utf8').match(/line \d+/g)?.length ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return kept;
}
