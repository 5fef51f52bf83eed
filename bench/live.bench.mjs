// A chart that grows while its cell runs: frames a second while the person scrolls, and what 1,000 updates leave in memory.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smoothness, watchFrames } from '../test/ui/frames.ts';
import { Session } from '../test/ui/session.ts';
import { print } from './rows.mjs';

/** Epochs of a network so small that an epoch is nothing but its updates. */
const training = `
import * as tf from '@tensorflow/tfjs-node';
const x = tf.randomNormal([256, 8], 0, 1, 'float32', 1);
const y = x.sum(1);
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [8], units: 8 }), tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
await model.fit(x, y, { epochs: 400, batchSize: 16 });
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

await withLab(updates(1100), async ({ workbench, page }, ended) => {
  const drawing = await workbench.webviewWith('.mlops-lab-live');
  const used = async () => (await heap(page)) + (await heap(drawing));
  await page.waitForTimeout(11_000);
  const before = await used();
  while (!(await ended())) await page.waitForTimeout(1000);
  print('A live chart of 1,100 updates, from the 100th to the last', [
    { what: 'the window and its outputs hold more', measured: (await used()) - before, unit: 'MB' },
  ]);
});

/** Megabytes of JavaScript objects of a page or frame, once what is of no use is collected; 0 for a frame of the page's own process. */
async function heap(place) {
  const context = 'context' in place ? place.context() : place.page().context();
  const memory = await context.newCDPSession(place).catch(() => undefined);
  if (!memory) return 0;
  await memory.send('HeapProfiler.collectGarbage');
  const { usedSize } = await memory.send('Runtime.getHeapUsage');
  await memory.detach();
  return usedSize / 1e6;
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
    await measure({ workbench, page }, async () => (await stop.count()) === 0);
  } finally {
    await session?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
