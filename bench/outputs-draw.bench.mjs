// Large outputs: what the library takes to make them, and the renderer to show them, to sort and to scroll.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setHost } from '../src/mlops/host.ts';
import { table } from '../src/mlops/lab/table.ts';
import { valueBundle } from '../src/mlops/lab/valueBundle.ts';
import { mime } from '../src/mlops/payloads/mime.ts';
import { scatter } from '../src/mlops/plot.ts';
import { Pages } from '../test/ui/pages.ts';
import { root } from '../tools/process.mjs';
import { timed } from './kernels.mjs';
import { median, percentile, print } from './rows.mjs';

const rounds = 3;
const many = 1_000_000;
const scrollSteps = 150;

const sources = [];
setHost({ display() {}, checked() {}, serve: (source) => String(sources.push(source) - 1) });
const pages = await Pages.start(join(root, 'dist', 'webview'));
const { page } = await pages.open({ script: 'renderer.js', style: 'viewer.css', worker: true, theme: 'dark' });
try {
  await page.exposeFunction('askSource', async (source, query) =>
    JSON.parse(JSON.stringify(await sources[Number(source)].answer(query))),
  );
  await page.evaluate(startRenderer);
  const people = tableData();
  const x = people.value;
  const y = x.map((n, i) => Math.sin(i / 50_000) + n / many);
  const rows = [
    ...(await measure('table of 1,000,000 rows', mime.table, '[role=gridcell]', () => table(people).toMimeBundle())),
    ...(await measureTable()),
    ...(await measure('scatter of 1,000,000 points', mime.vegaLite, 'svg.marks, canvas', () =>
      scatter({ title: 'Cloud', xLabel: 'x', yLabel: 'y', x, y }).toMimeBundle(),
    )),
    ...(await measureTensor(10)),
    ...(await measureTensor(400)),
  ];
  print(`Large outputs, medians of ${rounds}; load ${loadavg()[0].toFixed(1)}`, rows);
} finally {
  await pages.stop();
}

function measureTensor(megabytes) {
  const values = Float32Array.from({ length: (megabytes * 1e6) / 4 }, (_, i) => Math.sin(i));
  return measure(`tensor card of ${megabytes} MB`, mime.tensor, '.mlops-lab-tensor td', () => valueBundle(values));
}

/** The library's time, and from its payload to pixels in the page. */
async function measure(what, type, selector, make) {
  const made = [];
  const drawn = [];
  for (let round = 0; round < rounds; round++) {
    let bundle;
    made.push(await timed(async () => (bundle = make())));
    const payload = JSON.parse(JSON.stringify(bundle[type]));
    drawn.push(await page.evaluate(drawAndWait, [type, payload, selector]));
  }
  return [
    { what: `${what}: made`, measured: median(made), unit: 'ms' },
    { what: `${what}: to pixels`, measured: median(drawn), budget: 500, unit: 'ms' },
  ];
}

async function measureTable() {
  const numbers = [];
  const texts = [];
  for (let round = 0; round < rounds; round++) {
    // A new source each round: one keeps the orders that it was asked for.
    const payload = JSON.parse(JSON.stringify(table(tableData()).toMimeBundle()[mime.table]));
    await page.evaluate(drawAndWait, [mime.table, payload, '[role=gridcell]']);
    numbers.push(await page.evaluate(sortAndWait, ['value', '0']));
    texts.push(await page.evaluate(sortAndWait, ['name', 'person 0']));
  }
  const steps = await page.evaluate(scroll, scrollSteps);
  return [
    { what: 'the table sorted by numbers', measured: median(numbers), unit: 'ms' },
    { what: 'the table sorted by texts', measured: median(texts), unit: 'ms' },
    { what: 'a scroll step, median', measured: median(steps), budget: 17, unit: 'ms' },
    { what: 'a scroll step, 95th percentile', measured: percentile(steps, 95), budget: 34, unit: 'ms' },
  ];
}

function tableData() {
  const value = Float64Array.from({ length: many }, (_, i) => ((i + 1) * 7919) % many);
  // In another order, so that a sort by texts does not find its first row where numbers have put it.
  return { value, name: Array.from(value, (_, i) => `person ${(i * 104_729) % many}`) };
}

// What follows runs in the page.

async function startRenderer() {
  const { activate } = await import(new URL('/renderer.js', location.href).href);
  let listen;
  window.renderer = activate({
    async postMessage({ type, requestId, source, query }) {
      if (type === 'query') listen({ type: 'reply', requestId, value: await window.askSource(source, query) });
    },
    onDidReceiveMessage: (listener) => {
      listen = listener;
    },
  });
}

async function drawAndWait([type, data, selector]) {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const element = document.getElementById('root');
  window.renderer.disposeOutputItem();
  await nextFrame();
  element.replaceChildren();
  const begin = performance.now();
  await window.renderer.renderOutputItem({ id: String(begin), mime: type, json: () => data }, element);
  while (!element.querySelector(selector)) await nextFrame();
  await nextFrame();
  await nextFrame();
  return performance.now() - begin;
}

async function sortAndWait([column, first]) {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const begin = performance.now();
  [...document.querySelectorAll('[role=columnheader]')].find((head) => head.title.startsWith(column)).click();
  const isSorted = () =>
    [...document.querySelectorAll('[aria-rowindex="2"] [role=gridcell]')].some((cell) => cell.textContent === first);
  while (!isSorted()) await nextFrame();
  return performance.now() - begin;
}

async function scroll(count) {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const grid = document.querySelector('[role=grid]');
  const times = [];
  await nextFrame();
  for (let step = 0; step < count; step++) {
    const begin = performance.now();
    grid.scrollTop += 120;
    await nextFrame();
    times.push(performance.now() - begin);
  }
  return times;
}
