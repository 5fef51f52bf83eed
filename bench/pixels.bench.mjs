/*
 * From the key that runs a cell to the pixels of its output, against JupyterLab in the same browser, kind by kind and in
 * turn. What is timed is the same on both sides: it begins with the browser's own time of the keydown event of
 * Shift+Enter, pressed in the cell's editor, and ends with the start of the second animation frame after the new output
 * stands in the page, is laid out, and has its picture loaded; the first is the one that paints it. The server, the
 * kernel and the language's work lie in between. Both windows are so tall that all cells are in view, both hold all
 * lines of a text, and both have run a cell with a text before. Not the same: JupyterLab makes all 1,000 rows of a table
 * and sends numbers of a tensor as text; ours makes the rows that are in view, and a card with statistics and histogram.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Session } from '../test/ui/session.ts';
import { root } from '../tools/process.mjs';
import { startJupyterLab, writeNotebook } from './jupyterLab.mjs';
import { openNotebook } from './labWindow.mjs';
import { jupyterLab } from './peers.mjs';
import { kinds, last, setup } from './pixelCells.mjs';
import { compare, median } from './rows.mjs';

const rounds = 7;
/** Runs a cell in both, on every system; Ctrl+Enter is not VS Code's key for it on all. */
const key = 'Shift+Enter';
/** So tall that every cell is in view: a notebook draws no other. */
const viewport = { width: 1400, height: 3400 };

const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-pixels-'));
const held = [];
try {
  const library = await import(pathToFileURL(join(root, 'dist/mlops/lab.mjs')).href);
  const missing = kinds.filter(({ needs = [] }) => !needs.every((name) => name in library));
  for (const { name, needs } of missing)
    console.log(`${name} is not measured: mlops-lab/lab has no ${needs.join(', ')}.`);
  const measured = kinds.filter((kind) => !missing.includes(kind));
  copyFileSync(join(root, 'media', 'icon.png'), join(folder, 'picture.png'));
  const lab = await openLab(measured);
  const peer = await openJupyterLab(lab.page.context().browser(), measured);
  const times = measured.map(() => ({ lab: [], jupyter: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, kind] of measured.entries()) {
      times[index].lab.push(await timeToPixels(lab, index + 1, kind.drawn.lab));
      if (peer) times[index].jupyter.push(await timeToPixels(peer, index + 1, kind.drawn.jupyter));
    }
  }
  // The first of each kind loads what draws it.
  const rows = measured.flatMap(({ name }, index) => [
    { what: name, unit: 'ms', values: sides(times[index], (all) => median(all.slice(1))) },
    { what: `${name}: the first`, unit: 'ms', values: sides(times[index], ([first]) => first) },
  ]);
  compare(
    `From the key to the pixels, medians of ${rounds - 1}; load ${loadavg()[0].toFixed(1)}`,
    ['MLOps Lab', 'JupyterLab'],
    rows,
  );
} finally {
  for (const close of held.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
}

function sides({ lab, jupyter }, value) {
  return [value(lab), jupyter.length > 0 ? value(jupyter) : undefined];
}

async function openLab(measured) {
  const source = cellsOf('lab', measured).map((cell) => `// %%\n${cell}\n`);
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  copyFileSync(join(folder, 'picture.png'), join(workspace, 'picture.png'));
  writeFileSync(
    join(workspace, 'pixels.lab.ts'),
    `// ---\n// id: pixels\n// title: Pixels\n// ---\n${source.join('\n')}`,
  );
  const session = await Session.start({ workspace, settings: { 'notebook.output.scrolling': true } });
  held.push(() => session.end());
  const { workbench } = session;
  const { page } = workbench;
  await openNotebook(workbench, 'pixels.lab.ts');
  await page.keyboard.press('Control+b');
  await page.setViewportSize(viewport);
  const cell = (index) => page.locator(`.notebookOverlay .monaco-list-row[data-index="${index}"]`);
  const focus = (index) => cell(index).locator('.view-line').first().click();
  await runSetup(page, () => focus(0), cell(0).locator('.codicon-notebook-state-success'));
  return { page, frame: await workbench.webviewWith('.output_container'), focus };
}

function cellsOf(side, measured) {
  return [setup, ...measured, last].map((cell) => cell[side].trim());
}

/** Nothing, with a printed reason, where it cannot be installed. */
async function openJupyterLab(browser, measured) {
  const python = jupyterLab();
  if (!python) return undefined;
  const home = join(folder, 'jupyter');
  mkdirSync(home);
  copyFileSync(join(folder, 'picture.png'), join(home, 'picture.png'));
  writeNotebook(join(home, 'pixels.ipynb'), cellsOf('jupyter', measured));
  const server = await startJupyterLab(python, home);
  held.push(() => server.stop());
  // Windows of their own: in one, each page would lose the focus to the other, and with it keys.
  const page = await (await browser.newContext({ viewport })).newPage();
  await page.goto(server.url('pixels.ipynb'));
  const cell = (index) => page.locator('.jp-Notebook .jp-CodeCell').nth(index);
  const focus = (index) => cell(index).locator('.cm-content').click();
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor({ timeout: 60_000 });
  await runSetup(page, () => focus(0), cell(0).locator('.jp-InputPrompt', { hasText: /\[\d+\]/ }));
  return { page, frame: page.mainFrame(), focus };
}

/** Runs the first cell to its end, and has the page keep the time of each key. Keys are dropped while either loads. */
async function runSetup(page, focus, ended) {
  for (let attempt = 0; attempt < 5 && (await ended.count()) === 0; attempt++) {
    await focus();
    await page.keyboard.press(key);
    await ended.waitFor({ timeout: 15_000 }).catch(() => undefined);
  }
  await ended.waitFor();
  await page.evaluate(() => {
    const keep = ({ key, timeStamp }) => {
      if (key === 'Enter') globalThis.benchKey = performance.timeOrigin + timeStamp;
    };
    addEventListener('keydown', keep, { capture: true });
  });
}

/** Milliseconds, as the head of this file says. */
async function timeToPixels({ page, frame, focus }, index, selector) {
  await focus(index);
  // What the last output and the click have moved comes to rest.
  await page.waitForTimeout(500);
  const drawn = frame.evaluate(whenDrawn, [selector, 20_000]);
  await page.keyboard.press(key);
  const end = await drawn;
  if (end === undefined) throw new Error(`20 s after ${key} in cell ${index} nothing new stands at ${selector}.`);
  const began = await page.evaluate(() => globalThis.benchKey);
  if (!(began < end)) throw new Error(`What was new at ${selector} stood there before the key.`);
  return end - began;
}

/** In the page: the time at which something new is painted there; nothing after `patience` ms. */
async function whenDrawn([selector, patience]) {
  const seen = new Set(document.querySelectorAll(selector));
  // An output may be drawn anew in the element of the one before it.
  const changed = new Set();
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) if (addedNodes.length > 0) changed.add(target);
  });
  observer.observe(document, { childList: true, subtree: true });
  const isNew = (element) => !seen.has(element) || [...changed].some((target) => element.contains(target));
  const isLoaded = (element) => element.tagName !== 'IMG' || (element.complete && element.naturalWidth > 0);
  const isDrawn = (element) => isNew(element) && element.getBoundingClientRect().height > 5 && isLoaded(element);
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  try {
    for (const end = performance.now() + patience; performance.now() < end; ) {
      await nextFrame();
      if (![...document.querySelectorAll(selector)].some(isDrawn)) continue;
      await nextFrame();
      return performance.timeOrigin + performance.now();
    }
  } finally {
    observer.disconnect();
  }
}
