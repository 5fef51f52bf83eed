import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const lab = `// ---
// id: Endless
// title: What never ends
// ---
// %%
const kept = 41;

// %%
for (;;);

// %%
kept + 1

// %%
import * as tf from '@tensorflow/tfjs-node';
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [8], units: 1 })] });
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
console.log('process', process.pid);
await model.fit(tf.randomNormal([512, 8]), tf.randomNormal([512, 1]), { epochs: 1_000_000, verbose: 0 });

// %%
'alive again'
`;

/**
 * What never ends is stopped, and what dies says so: by the mouse, in the packaged extension. In one theme, as what is
 * ours to be seen is drawn in each by gallery.test.ts and standard.test.ts.
 */
describe('a kernel in trouble', () => {
  let folder: string;
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-endless-'));
    await mkdir(join(folder, 'labs'));
    await writeFile(join(folder, 'labs', 'Endless.lab.ts'), lab);
    session = await Session.start({ workspace: folder });
    workbench = session.workbench;
    await workbench.openFile('labs/Endless.lab.ts');
    await cell(0).waitFor();
  });
  after(async () => {
    await session?.end();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await workbench?.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  it('stops an endless loop by the mouse, and runs the next cell with the variables still there', async () => {
    await run(0);
    await succeeded(0);
    await run(1);
    await stopButton(1).waitFor();
    await workbench.page.waitForTimeout(300);
    await stopButton(1).click();
    await failed(1);
    await outputWith('Interrupted');
    await run(2);
    await succeeded(2);
    await outputWith('42');
    await workbench.screenshot('stopped');
  });

  it('says why a kernel died in the middle of training, and starts again', async () => {
    await run(3);
    const text = await outputWith('process ');
    const pid = Number(/process (\d+)/.exec(text)?.[1]);
    process.kill(pid, 'SIGKILL');
    await failed(3);
    await outputWith('SIGKILL');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'Endless' });
    const restart = toast.getByRole('button', { name: 'Restart', exact: true });
    await restart.waitFor();
    await workbench.screenshot('died');
    await restart.click();
    await run(4);
    await succeeded(4);
    await outputWith('alive again');
  });

  function cell(index: number): Locator {
    return workbench.page.locator('.notebookOverlay .code-cell-row').nth(index);
  }

  async function run(index: number): Promise<void> {
    await cell(index).click();
    await cell(index).hover();
    await cell(index).locator('.run-button-container .codicon-notebook-execute').click();
  }

  function stopButton(index: number): Locator {
    return cell(index).locator('.run-button-container .codicon-notebook-stop');
  }

  function succeeded(index: number): Promise<void> {
    return cell(index).locator('.codicon-notebook-state-success').waitFor();
  }

  function failed(index: number): Promise<void> {
    return cell(index).locator('.codicon-notebook-state-error').waitFor();
  }

  /** The text of the first output that holds these words; outputs live in a frame of their own. */
  async function outputWith(words: string): Promise<string> {
    for (const end = Date.now() + 20_000; Date.now() < end; await workbench.page.waitForTimeout(100)) {
      for (const frame of workbench.page.frames()) {
        const output = frame.locator('.output_container', { hasText: words }).first();
        const text = await output.textContent({ timeout: 200 }).catch(() => null);
        if (text !== null) return text;
      }
    }
    assert.fail(`No output says “${words}”.`);
  }
});
