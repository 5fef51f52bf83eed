// A chart that grows while its cell runs: frames a second while the person scrolls, and what 1,000 updates leave in memory.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { smoothness, watchFrames } from '../test/ui/frames.ts';
import { Session } from '../test/ui/session.ts';
import { root } from '../tools/process.mjs';
import { print } from './rows.mjs';

/** Epochs of a network so small that an epoch is nothing but its updates. */
const training = `
import * as tf from '@tensorflow/tfjs-node';
const x = tf.randomNormal([256, 8], 0, 1, 'float32', 1);
const y = x.sum(1);
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [8], units: 8 }), tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
await model.fit(x, y, { epochs: 400, batchSize: 16, verbose: 0 });
console.log('trained');`;

/** Slower than ten a second, so that each is an update of its own. */
const updates = (count) => `
import { liveChart } from 'mlops-lab/lab';
const chart = liveChart({ title: 'Updates', total: ${count} });
for (let step = 1; step <= ${count}; step++) {
  chart.log({ loss: 1 / step });
  await new Promise((resolve) => setTimeout(resolve, 110));
}
chart.end();
console.log('updated');`;

const library = await import(pathToFileURL(join(root, 'dist/mlops/lab.mjs')).href);
await withLab(training, async ({ page }, ended) => {
  await watchFrames(page);
  await page.mouse.move(700, 500);
  for (let turn = 0; !(await ended()); turn++) {
    await page.mouse.wheel(0, turn % 20 < 10 ? 120 : -120);
    await page.waitForTimeout(50);
  }
  const { rate, longestGap } = await smoothness(page);
  print('A training draws while the person scrolls, VS Code in Chromium', [
    { what: 'frames', measured: rate, unit: '/s' },
    { what: 'longest time without a frame', measured: longestGap, unit: 'ms' },
  ]);
});

if ('liveChart' in library) {
  const rows = [];
  await withLab(updates(1100), async ({ page }, ended) => {
    const memory = await page.context().newCDPSession(page);
    const used = async () => {
      await memory.send('HeapProfiler.collectGarbage');
      return (await memory.send('Runtime.getHeapUsage')).usedSize / 1e6;
    };
    await page.waitForTimeout(11_000);
    const before = await used();
    while (!(await ended())) await page.waitForTimeout(1000);
    rows.push({ what: 'the window holds more after 1,000 updates', measured: (await used()) - before, unit: 'MB' });
  });
  print('A live chart of 1,100 updates, from the 100th to the last', rows);
} else {
  console.log('Memory after 1,000 updates is not measured: mlops-lab/lab has no liveChart.');
}

/** Opens a lab of one long page, runs it, and hands over its window and a way to know whether it has ended. */
async function withLab(source, measure) {
  const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-live-'));
  let session;
  try {
    mkdirSync(join(folder, 'labs'));
    const pages = Array.from({ length: 10 }, (_, i) => `// %%\nconsole.log('${'page\\n'.repeat(20)}${i}');\n`).join(
      '\n',
    );
    writeFileSync(
      join(folder, 'labs', 'Live.lab.ts'),
      `// ---\n// id: Live\n// title: Live\n// ---\n${pages}\n// %%${source}\n`,
    );
    session = await Session.start({ workspace: folder });
    const { workbench } = session;
    const { page } = workbench;
    await workbench.openFile('labs/Live.lab.ts');
    await workbench.command('MLOps Lab: Open as Notebook');
    await page.locator('.notebookOverlay .code-cell-row').first().waitFor();
    await page.getByRole('button', { name: 'Run All', exact: true }).click();
    const stop = page.getByRole('button', { name: 'Interrupt', exact: true });
    await stop.waitFor();
    await measure({ page }, async () => (await stop.count()) === 0);
  } finally {
    await session?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
