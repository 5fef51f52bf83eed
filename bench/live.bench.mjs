// A live chart: frames a second while the person scrolls past one that grows, and what 1,000 updates leave in memory.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { smoothness, watchFrames } from '../test/ui/frames.ts';
import { Session } from '../test/ui/session.ts';
import { interruptButton, openNotebook, runAll } from './labWindow.mjs';
import { print } from './rows.mjs';

const live = '.mlops-lab-live';
/** The memory is measured after so many updates. */
const marks = [100, 600, 1100];
const total = marks.at(-1);

const text = "console.log('page\\n'.repeat(20));";

/** Epochs of a network so small that an epoch is nothing but its updates. */
const training = `
import * as tf from '@tensorflow/tfjs-node';
const x = tf.randomNormal([256, 8], 0, 1, 'float32', 1);
const y = x.sum(1);
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [8], units: 8 }), tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
await model.fit(x, y, { epochs: 800, batchSize: 16 });`;

/** Slower than ten a second, so that each is drawn by itself; a pause at each mark, in which the memory is measured. */
const updates = `
import { liveChart } from 'mlops-lab/lab';
const chart = liveChart({ title: 'Updates', total: ${total} });
for (let step = 1; step <= ${total}; step++) {
  chart.log({ loss: 1 / step });
  await new Promise((resolve) => setTimeout(resolve, [${marks}].includes(step) ? 10_000 : 110));
}
chart.end();`;

await withLab([...Array(10).fill(text), training], async ({ workbench, page, ended }) => {
  await page.mouse.move(700, 500);
  const drawing = await scrollTo(workbench, live);
  await countUpdates(drawing);
  await watchFrames(page);
  await watchFrames(drawing);
  // Up, until the chart has left the window, and down again.
  for (let turn = 0; !(await ended()); turn++) {
    await page.mouse.wheel(0, turn % 20 < 10 ? -120 : 120);
    await page.waitForTimeout(50);
  }
  const [around, inside] = [await smoothness(page), await smoothness(drawing)];
  print(`A training draws while the person scrolls, VS Code in Chromium; ${load()}`, [
    { what: 'frames of the window', measured: around.rate, unit: '/s' },
    { what: 'frames of the page of outputs in it', measured: inside.rate, unit: '/s' },
    { what: 'longest time without a frame: window', measured: around.longestGap, unit: 'ms' },
    { what: 'longest time without a frame: outputs', measured: inside.longestGap, unit: 'ms' },
    { what: 'updates of the chart that were drawn', measured: await updatesOf(drawing), unit: '' },
  ]);
});

await withLab([updates], async ({ workbench, page }) => {
  const drawing = await scrollTo(workbench, live);
  await countUpdates(drawing);
  const places = await heapsOf(page, drawing);
  const rows = [];
  for (const mark of marks) {
    await drawing.waitForFunction(shows, [live, mark], { timeout: 180_000, polling: 200 });
    const drawn = await updatesOf(drawing);
    for (const { name, use } of places) {
      const { megabytes, nodes } = await use();
      rows.push({ what: `after ${mark} updates: ${name}`, measured: megabytes, unit: 'MB' });
      rows.push({ what: `after ${mark} updates: nodes, ${name}`, measured: nodes, unit: '' });
    }
    rows.push({ what: `of ${mark} updates, drawn one by one since the first was seen`, measured: drawn, unit: '' });
  }
  print(`JavaScript heap and document nodes under a live chart, after garbage collection; ${load()}`, rows);
});

/**
 * What can be asked for its memory: the window, and the page of outputs. Where the browser keeps both in one process
 * they share one heap, and there is one to ask: its name says so.
 */
async function heapsOf(page, frame) {
  const context = page.context();
  const own = await context.newCDPSession(frame).catch((error) => {
    if (/does not have a separate CDP session/.test(error.message)) return undefined;
    throw error;
  });
  const window = await context.newCDPSession(page);
  if (!own) return [{ name: 'window and outputs, one heap', use: () => useOf(window) }];
  return [
    { name: 'window', use: () => useOf(window) },
    { name: 'outputs', use: () => useOf(own) },
  ];
}

/** Megabytes of JavaScript objects and the count of document nodes that are left once what is of no use is collected. */
async function useOf(session) {
  // What one collection lets go of may hold more.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  return { megabytes: usedSize / 1e6, nodes };
}

/** Scrolls down until it is in view: a notebook draws nothing before. Gives the page that it stands in. */
async function scrollTo(workbench, selector) {
  const { page } = workbench;
  await page.mouse.move(700, 500);
  const found = workbench.webviewWith(selector);
  let isFound = false;
  const over = () => {
    isFound = true;
  };
  found.then(over, over);
  while (!isFound) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(100);
  }
  return found;
}

/** Counts, in the page, how often the chart shows another count of steps or epochs. */
async function countUpdates(frame) {
  await frame.evaluate((live) => {
    const shown = () => document.querySelector(`${live} dd`)?.textContent;
    let last = shown();
    globalThis.benchUpdates = 0;
    new MutationObserver(() => {
      if (shown() === last) return;
      last = shown();
      globalThis.benchUpdates++;
    }).observe(document, { childList: true, characterData: true, subtree: true });
  }, live);
}

function updatesOf(frame) {
  return frame.evaluate(() => globalThis.benchUpdates);
}

/** In the page: whether the chart has come to this step. */
function shows([live, step]) {
  const text = document.querySelector(`${live} dd`)?.textContent ?? '';
  return Number.parseInt(text.replaceAll(',', ''), 10) >= step;
}

function load() {
  return `load ${loadavg()[0].toFixed(1)}`;
}

/** Opens a lab of these cells, runs it, and hands over its window and a way to know whether it has ended. */
async function withLab(cells, measure) {
  const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-live-'));
  let session;
  try {
    mkdirSync(join(folder, 'labs'));
    const source = cells.map((cell) => `// %%\n${cell.trim()}\n`).join('\n');
    writeFileSync(join(folder, 'labs', 'Live.lab.ts'), `// ---\n// id: Live\n// title: Live\n// ---\n${source}`);
    session = await Session.start({ workspace: folder });
    const { workbench } = session;
    const { page } = workbench;
    await openNotebook(workbench, 'labs/Live.lab.ts');
    await runAll(page);
    await measure({ workbench, page, ended: async () => (await interruptButton(page).count()) === 0 });
  } finally {
    await session?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
