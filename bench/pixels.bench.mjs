// From the key that runs a cell to the pixels of its output, against JupyterLab in the same browser.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Session } from '../test/ui/session.ts';
import { root } from '../tools/process.mjs';
import { startJupyterLab, writeNotebook } from './jupyterLab.mjs';
import { jupyterLab } from './peers.mjs';
import { kinds, setup } from './pixelCells.mjs';
import { compare, median } from './rows.mjs';

const rounds = 7;
/** So tall that every cell is in view: a notebook draws no other. */
const viewport = { width: 1400, height: 4000 };

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
  compare(`From the key to the pixels, medians of ${rounds - 1}`, ['MLOps Lab', 'JupyterLab'], rows);
} finally {
  for (const close of held.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
}

function sides({ lab, jupyter }, value) {
  return [value(lab), jupyter.length > 0 ? value(jupyter) : undefined];
}

async function openLab(measured) {
  const cells = [setup.lab, ...measured.map(({ lab }) => lab)].map((source) => `// %%\n${source.trim()}\n`);
  mkdirSync(join(folder, 'workspace'));
  copyFileSync(join(folder, 'picture.png'), join(folder, 'workspace', 'picture.png'));
  writeFileSync(
    join(folder, 'workspace', 'pixels.lab.ts'),
    `// ---\n// id: pixels\n// title: Pixels\n// ---\n${cells.join('\n')}`,
  );
  const session = await Session.start({ workspace: join(folder, 'workspace') });
  held.push(() => session.end());
  const { workbench } = session;
  const { page } = workbench;
  await workbench.openFile('pixels.lab.ts');
  await workbench.command('MLOps Lab: Open as Notebook');
  const cell = (index) => page.locator(`.notebookOverlay .monaco-list-row[data-index="${index}"]`);
  await cell(0).waitFor();
  await page.keyboard.press('Control+b');
  await page.setViewportSize(viewport);
  await page.getByRole('button', { name: 'Run All', exact: true }).click();
  await cell(measured.length).locator('.codicon-notebook-state-success').waitFor({ timeout: 60_000 });
  return {
    page,
    frame: await workbench.webviewWith('.output_container'),
    focus: (index) => cell(index).locator('.view-line').first().click(),
  };
}

/** Nothing, with a printed reason, where it cannot be installed. */
async function openJupyterLab(browser, measured) {
  const python = jupyterLab();
  if (!python) return undefined;
  const home = join(folder, 'jupyter');
  mkdirSync(home);
  copyFileSync(join(folder, 'picture.png'), join(home, 'picture.png'));
  writeNotebook(
    join(home, 'pixels.ipynb'),
    [setup.jupyter, ...measured.map(({ jupyter }) => jupyter)].map((s) => s.trim()),
  );
  const server = await startJupyterLab(python, home);
  held.push(() => server.stop());
  // Windows of their own: in one, each page would lose the focus to the other, and with it keys.
  const page = await (await browser.newContext({ viewport })).newPage();
  await page.goto(server.url('pixels.ipynb'));
  const cell = (index) => page.locator('.jp-Notebook .jp-CodeCell').nth(index);
  const focus = (index) => cell(index).locator('.cm-content').click();
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor({ timeout: 60_000 });
  for (let index = 0; index <= measured.length; index++) await runCell(page, () => focus(index), cell(index));
  return { page, frame: page.mainFrame(), focus };
}

/** Runs a cell of JupyterLab to its end. It drops keys while it still loads: then they are sent again. */
async function runCell(page, focus, cell) {
  const prompt = (text) => cell.locator('.jp-InputPrompt', { hasText: text });
  const started = prompt(/\[(\d+|\*)\]/);
  for (let attempt = 0; attempt < 5 && (await started.count()) === 0; attempt++) {
    await focus();
    await page.keyboard.press('Control+Enter');
    await started.waitFor({ timeout: 5000 }).catch(() => undefined);
  }
  await prompt(/\[\d+\]/).waitFor({ timeout: 60_000 });
}

/** Milliseconds from the key to the frame after the one in which the new output stands. */
async function timeToPixels({ page, frame, focus }, index, selector) {
  await focus(index);
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter') globalThis.benchKey = performance.timeOrigin + event.timeStamp;
      },
      { capture: true, once: false },
    );
  });
  const painted = frame.evaluate(async (selector) => {
    const seen = new Set(document.querySelectorAll(selector));
    // An output may be drawn anew in the element of the one before it.
    const changed = new Set();
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) if (addedNodes.length > 0) changed.add(target);
    });
    observer.observe(document, { childList: true, subtree: true });
    const isNew = (element) => !seen.has(element) || [...changed].some((target) => element.contains(target));
    const isDrawn = (element) =>
      isNew(element) && element.getBoundingClientRect().height > 5 && (element.tagName !== 'IMG' || element.complete);
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (const end = performance.now() + 20_000; performance.now() < end; ) {
      await nextFrame();
      if (![...document.querySelectorAll(selector)].some(isDrawn)) continue;
      await nextFrame();
      return performance.timeOrigin + performance.now();
    }
    throw new Error(`Nothing new stands at ${selector}.`);
  }, selector);
  await page.keyboard.press('Control+Enter');
  const end = await painted;
  return end - (await page.evaluate(() => globalThis.benchKey));
}
