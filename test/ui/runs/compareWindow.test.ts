import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { Tracker } from '../../../src/mlops/tracking/tracker.ts';
import { getRun } from '../../../src/runs/reader.ts';
import { Session } from '../session.ts';

/** What only a real window shows of the comparison: the command, the messages, the writer, the diff editor. */
describe('comparing runs in VS Code', () => {
  let session: Session;
  let ids: string[];

  before(async () => {
    session = await Session.start();
    const tracker = new Tracker();
    tracker.configure({ workspace: session.server.workspace });
    ids = [0.1, 0.3].map((lr, n) => {
      const { id } = tracker.startRun({ experiment: 'sweep', name: `run-${n}`, params: { lr, net: 'small' } });
      for (let step = 0; step < 5; step++) tracker.logMetrics({ loss: Math.exp(-lr * step) }, step);
      tracker.logText('sweep.lab.ts.txt', `const lr = ${lr};\n`);
      tracker.endRun('FINISHED');
      return id;
    });
    tracker.close();
    await session.workbench.openContainer('MLOps Lab');
    await session.workbench.row('run-1').waitFor();
  });
  after(() => session?.end());

  const page = (): Promise<Frame> => session.workbench.webviewWith('.grid .row');

  it('shows the runs and their curves, and follows what is written', async () => {
    await session.workbench.command('MLOps Lab: Compare Runs');
    const frame = await page();
    await frame.locator('.count').getByText('2 runs, 2 of them drawn.').waitFor();
    await frame.locator('.drawing-place .marks').waitFor();
    const tracker = new Tracker();
    tracker.configure({ workspace: session.server.workspace });
    tracker.startRun({ experiment: 'sweep', name: 'run-2', params: { lr: 1, net: 'small' } });
    tracker.logMetrics({ loss: 0.5 }, 0);
    tracker.flush();
    await frame.locator('.count').getByText('3 runs').waitFor();
    tracker.logMetrics({ loss: 0.123 }, 1);
    tracker.flush();
    await frame.locator('.row .cell').getByText('0.123').waitFor();
    tracker.endRun('FINISHED');
    tracker.close();
    await session.workbench.screenshot('compare-window');
  });

  it('stars a run through its writer, and keeps how the runs are looked at', async () => {
    const frame = await page();
    await frame.getByRole('combobox', { name: 'Filter of runs' }).fill('params.lr = "0.3"');
    await frame.locator('.count').getByText('1 of 3 runs').waitFor();
    await frame.locator('.row .star').first().click();
    await frame.getByRole('img', { name: 'starred', exact: true }).waitFor();
    assert.equal(getRun(session.server.workspace, ids[1]!)?.tags['mlops-lab.starred'], 'true');
    await session.workbench.command('View: Close Editor');
    await session.workbench.command('MLOps Lab: Compare Runs');
    await (await page()).locator('.count').getByText('1 of 3 runs').waitFor();
  });

  it('compares the sources of two runs in the diff editor', async () => {
    const frame = await page();
    await frame.getByRole('combobox', { name: 'Filter of runs' }).fill('params.lr != "1"');
    await frame.locator('.count').getByText('2 of 3 runs, 2 of them drawn.').waitFor();
    await frame.getByRole('button', { name: 'Actions' }).click();
    await frame.getByRole('menuitem', { name: 'Diff Sources' }).click();
    await session.workbench.page.locator('.tab', { hasText: 'Sources: run-0 ↔ run-1' }).waitFor();
    for (const rate of ['0.1', '0.3']) {
      await session.workbench.page
        .locator('.monaco-diff-editor .view-line', { hasText: `const lr = ${rate};` })
        .waitFor();
    }
    await session.workbench.screenshot('compare-sources');
  });
});
