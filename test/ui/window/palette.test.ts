import assert from 'node:assert/strict';
import { getRun, listRuns } from '../../../src/runs/reader.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

/** A run kept by hand, from the command palette, with no lab open. */
describe('the palette', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await workbench.openContainer('MLOps Lab');
  });
  after(() => session?.end());

  async function answerMetric(name: string, value: string, step: string): Promise<void> {
    await workbench.answer('Name', name);
    await workbench.answer('Value', value);
    await workbench.answer('Step', step);
  }

  it('says what to do first when no run is open', async () => {
    await workbench.command('MLOps Lab: Log Metric…');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'No run is open to log to. Start one?' });
    await toast.getByRole('button', { name: 'Start Run' }).waitFor();
    assert.equal(await workbench.page.locator('.quick-input-widget:visible').count(), 0, 'nothing was asked before');
    assert.deepEqual(listRuns(session.server.workspace), []);
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('starts a run, logs metrics into it, and ends it', async () => {
    await workbench.command('MLOps Lab: Start Run…');
    await workbench.answer('Experiment', 'palette');
    await workbench.answer('Name', 'by-hand');
    const row = workbench.row('by-hand');
    await row.waitFor();
    assert.equal(listRuns(session.server.workspace)[0]?.status, 'RUNNING');
    for (const [step, value] of ['0.5', '0.25'].entries()) {
      await workbench.command('MLOps Lab: Log Metric…');
      await answerMetric('loss', value, String(step));
      // Before the next question: a palette that opens takes the place of one that is still answered.
      await row.filter({ hasText: value }).waitFor();
    }
    await workbench.screenshot('palette-running');
    await workbench.command('MLOps Lab: End Run');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Finished' }).click();
    for (const end = Date.now() + 10_000; listRuns(session.server.workspace)[0]?.status !== 'FINISHED'; ) {
      assert.ok(Date.now() < end, 'the run is finished within 10 s');
      await workbench.page.waitForTimeout(100);
    }
    const [run] = listRuns(session.server.workspace);
    assert.deepEqual(
      getRun(session.server.workspace, run!.id)?.history.loss?.map(({ step, value }) => [step, value]),
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
