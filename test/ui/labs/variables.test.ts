import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seriousFaults } from '../axe.ts';
import { Session } from '../session.ts';
import type { Theme, Workbench } from '../workbench.ts';

const lab = `// ---
// id: Variables
// title: Variables
// ---

// %%
import * as tf from '@tensorflow/tfjs-node';
const cities = [{ city: 'Bern', people: 133_883 }, { city: 'Basel', people: 173_552 }];
const loss = Array.from({ length: 40 }, (_, i) => 1 / (i + 1));
const weights = tf.tensor2d([[1, 2], [3, 4]]);
const model = tf.sequential({ layers: [tf.layers.dense({ units: 8, inputShape: [2] }), tf.layers.dense({ units: 1 })] });
const settings = { rate: 0.01, layers: new Map([['hidden', 8]]), name: 'a first net' };
let runs = 3;
function standardize(x: tf.Tensor) { return x.sub(x.mean()); }

// %%
for (let i = 0; i < 37; i++) weights.add(i);
const long = Float32Array.from({ length: 25_000 }, (_, i) => Math.sin(i / 800) + Math.sin(i * i) / 3);
`;

for (const theme of ['dark', 'light', 'high-contrast'] satisfies Theme[]) {
  describe(`the Variables view, ${theme}`, function () {
    this.timeout(120_000);
    let session: Session;
    let workbench: Workbench;

    before(async () => {
      session = await Session.start({ settings: { 'files.autoSave': 'off' } }, theme);
      workbench = session.workbench;
      await mkdir(join(session.server.workspace, 'labs'));
      await writeFile(join(session.server.workspace, 'labs', 'variables.lab.ts'), lab);
    });
    after(() => session?.end());
    afterEach(async function () {
      if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-variables');
    });

    it('says why it is empty, and lists the variables after a run', async () => {
      const { page } = workbench;
      await workbench.openContainer('MLOps Lab');
      // The course has the room until variables are wanted.
      for (const view of ['Course', 'Runs', 'Variables'])
        await page.locator('.sidebar .pane-header', { hasText: view }).click();
      await workbench.openFile('labs/variables.lab.ts');
      const welcome = page.locator('.sidebar .welcome-view-content', { hasText: 'kernel is not running' });
      await page.locator('.notebookOverlay .code-cell-row').first().waitFor();
      await welcome.waitFor();
      await page.getByRole('button', { name: 'Run All Cells', exact: true }).click();
      await workbench.row(/^cities/).waitFor({ timeout: 30_000 });
      await workbench.row(/^long/).waitFor();
      assert.match((await workbench.row(/^weights/).textContent()) ?? '', /Tensor float32 \[2, 2\] +\[1, 2, 3, 4\]/);
      assert.match((await workbench.row(/^model/).textContent()) ?? '', /Sequential +Dense → Dense/);
      assert.match((await workbench.row(/^runs/).getAttribute('aria-label')) ?? '', /^runs, number, 3/);
      await workbench.row(/^Functions, classes and modules/).waitFor();
    });

    it('shows in the cell what it leaked, and how to mend it', async () => {
      const { page } = workbench;
      const leak = page.locator('.cell-statusbar-container', { hasText: '37 tensors leaked (592 B)' });
      await leak.waitFor();
      assert.match((await leak.textContent()) ?? '', /\d+ ms · WASM/);
      const facts = page.locator('.cell-statusbar-container', { hasText: 'WASM' });
      assert.doesNotMatch((await facts.first().textContent()) ?? '', /leaked/);
      await workbench.screenshot('variables');
      await leak.getByText('37 tensors leaked').click();
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.waitFor();
      assert.match((await dialog.textContent()) ?? '', /Add \(37\).*tf\.tidy/);
      await workbench.screenshot('variables-leak');
      await page.keyboard.press('Escape');
    });

    it('opens what a variable holds, in place', async () => {
      await workbench.row(/^settings/).click();
      await workbench.row(/^layers/).click();
      assert.match((await workbench.row(/'hidden'/).textContent()) ?? '', /8/);
      // The list shows what has room.
      await workbench.row(/^settings/).click();
      await workbench.row(/^long/).click();
      await workbench.row(/^\[10000 … 19999\]/).waitFor();
      await workbench.row(/^long/).click();
    });

    it('opens a table, a tensor card and a chart in an editor beside', async () => {
      const { page } = workbench;
      const open = async (name: RegExp, form: string, shows: string) => {
        await workbench.row(name).hover();
        await workbench.row(name).getByRole('button', { name: form }).click();
        const value = await workbench.webviewWith(shows);
        assert.deepEqual(await seriousFaults(value), []);
        await workbench.screenshot(`variables-${name.source.slice(1)}`);
        return value;
      };
      const table = await open(/^cities/, 'Open as Table', 'text=Basel');
      assert.match((await table.locator('body').textContent()) ?? '', /city.*people.*Bern.*Basel/s);
      const tensor = await open(/^weights/, 'Open as Tensor Card', 'text=float32');
      assert.match((await tensor.locator('body').textContent()) ?? '', /float32 \[2, 2\].*Mean2\.5/s);
      await open(/^long/, 'Open as Chart', 'svg.marks, canvas.marks');
      await open(/^loss/, 'Open as Chart', '[aria-label*="loss: 40 points"]');
      // The lab stays listed while its chart is in front.
      await page.locator('.tab.active', { hasText: 'loss' }).click();
      await workbench.row(/^cities/).waitFor();
    });

    it('sorts by name, and empties when the kernel ends', async () => {
      const { page } = workbench;
      await workbench.row(/^cities/).hover();
      await page.getByRole('button', { name: 'Sort by Name' }).click();
      await workbench.row(/^long/).waitFor();
      await page.locator('.tab', { hasText: 'variables.lab.ts' }).click();
      await workbench.command('MLOps Lab: Restart Kernel');
      await page.locator('.sidebar .welcome-view-content', { hasText: 'kernel is not running' }).waitFor();
    });
  });
}
