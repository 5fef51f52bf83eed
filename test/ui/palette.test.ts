import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { getRun, listRuns } from '../../src/experiments/reader.ts';
import { vsix } from '../../tools/build.mjs';
import { launchBrowser } from './browser.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

/** A run kept by hand, from the command palette, with no lab open. */
describe('the palette', () => {
  let server: Server;
  let browser: Browser;
  let workbench: Workbench;

  before(async () => {
    server = await Server.start({ vsix: await vsix() });
    browser = await launchBrowser();
    workbench = await Workbench.open(server, browser);
    await workbench.openContainer('MLOps Lab');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function answerMetric(name: string, value: string, step: string): Promise<void> {
    await workbench.answer('Name', name);
    await workbench.answer('Value', value);
    await workbench.answer('Step', step);
  }

  it('says what to do first when no run is open', async () => {
    await workbench.command('MLOps Lab: Log Metric…');
    await answerMetric('loss', '1', '0');
    await workbench.page.locator('.notification-toast', { hasText: 'No run is open. Start one' }).waitFor();
    assert.deepEqual(listRuns(server.workspace), []);
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('starts a run, logs metrics into it, and ends it', async () => {
    await workbench.command('MLOps Lab: Start Run…');
    await workbench.answer('Experiment', 'palette');
    await workbench.answer('Name', 'by-hand');
    const row = workbench.row('by-hand');
    await row.waitFor();
    assert.equal(listRuns(server.workspace)[0]?.status, 'RUNNING');
    for (const [step, value] of ['0.5', '0.25'].entries()) {
      await workbench.command('MLOps Lab: Log Metric…');
      await answerMetric('loss', value, String(step));
    }
    await row.filter({ hasText: '0.25' }).waitFor();
    await workbench.screenshot('palette-running');
    await workbench.command('MLOps Lab: End Run');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Finished' }).click();
    for (const end = Date.now() + 10_000; listRuns(server.workspace)[0]?.status !== 'FINISHED'; ) {
      assert.ok(Date.now() < end, 'the run is finished within 10 s');
      await workbench.page.waitForTimeout(100);
    }
    const [run] = listRuns(server.workspace);
    assert.deepEqual(
      getRun(server.workspace, run!.id)?.history.loss?.map(({ step, value }) => [step, value]),
      [
        [0, 0.5],
        [1, 0.25],
      ],
    );
    await workbench.screenshot('palette-finished');
  });

  it('opens the run’s page, which is whole again after it was moved', async () => {
    await workbench.row('by-hand').click();
    await (await workbench.webviewWith('figure svg')).getByRole('heading', { name: 'Metrics' }).waitFor();
    await workbench.command('View: Move Editor into Next Group');
    await workbench.page.waitForTimeout(500);
    await (await workbench.webviewWith('figure svg')).getByRole('heading', { name: 'Metrics' }).waitFor();
    await workbench.screenshot('palette-page');
  });
});
