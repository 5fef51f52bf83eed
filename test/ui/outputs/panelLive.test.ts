import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

/** Trains for some seconds, slowly enough to be looked at. */
const lab = `// ---
// id: Training
// title: Training
// ---

// %%
import * as tf from '@tensorflow/tfjs-node';
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
const x = tf.randomNormal([64, 3], 0, 1, 'float32', 1);
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 100));
await model.fit(x, x.sum(1, true), { epochs: 150, callbacks: { onEpochEnd: pause } });
`;

/** On the packaged extension: a training beside the lab's text, and the lab handed on when it is over. */
describe('a training run from a lab’s text', () => {
  let session: Session;
  let workbench: Workbench;
  const path = (name: string) => join(session.server.workspace, name);

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(path('labs'));
    await writeFile(path('labs/training.lab.ts'), lab);
    await writeFile(path('plain.txt'), 'plain\n');
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await workbench?.screenshot(`failed-panel-${this.currentTest.title.slice(0, 20)}`);
  });

  const panel = () => workbench.webviewWith('main .mlops-lab-live');
  const epoch = async () => {
    const text = await (await panel()).locator('.mlops-lab-live').textContent();
    return Number(/Epoch\s*(\d+)/.exec(text ?? '')?.[1] ?? 0);
  };

  it('moves in the panel while it goes on', async () => {
    await workbench.openLabAsText('training.lab.ts');
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run All' }).first().waitFor();
    await workbench.page.locator('.editor-instance .view-line', { hasText: 'sequential' }).first().click();
    await workbench.page.keyboard.press('Shift+Enter');
    const seen = await epoch();
    await until(async () => (await epoch()) > seen + 3);
  });

  it('is where it is by now when the panel was hidden, and goes on from there', async () => {
    const before = await epoch();
    const frames = () => workbench.page.frames().length;
    const shown = frames();
    await workbench.openFile('plain.txt');
    // It then lies in front of the panel, of which VS Code drops the page.
    await workbench.command('View: Move Editor into Right Group');
    await until(async () => frames() < shown);
    await workbench.command('View: Close Editor');
    const back = await epoch();
    assert.ok(back > before, `epoch ${back} after ${before}`);
    await until(async () => (await epoch()) > back);
  });

  it('ends in the panel', async () => {
    await (await panel()).locator('.mlops-lab-live', { hasText: 'Finished' }).waitFor({ timeout: 60_000 });
    assert.equal(await epoch(), 150);
    await workbench.screenshot('panel-training');
  });

  it('is exported from the palette: a choice of format, a file, a page with the final picture', async () => {
    await workbench.page.locator('.editor-instance .view-line', { hasText: 'sequential' }).first().click();
    await workbench.command('MLOps Lab: Export Lab…');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'HTML page' }).click();
    const file = workbench.page.locator('.quick-input-widget:visible .quick-input-box input');
    await until(async () => /labs\/training\.html$/.test(await file.inputValue()));
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByText('training.html was written.').first().waitFor();
    const page = await readFile(path('labs/training.html'), 'utf8');
    assert.match(page, /<h1>Training<\/h1>/);
    assert.match(page, /"status":"finished"/);
  });
});

async function until(probe: () => Promise<boolean>, timeout = 30_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100)))
    if (await probe()) return;
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
