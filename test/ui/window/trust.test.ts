import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

/** In Restricted Mode the course is there to be read, and nothing runs. */
describe('a folder that is not trusted', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start({ trusted: false });
    workbench = session.workbench;
    await workbench.openContainer('MLOps Lab');
  });
  after(() => session?.end());

  it('shows slides and labs, and runs no cell without trust', async () => {
    await workbench.row('Week 2: Feature Engineering').click();
    await workbench.row(/^Feature Engineering, Transformation/).click();
    await workbench.webviewWith('canvas');
    await workbench.row('Simple Feature Engineering').click();
    await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
    await workbench.page.getByRole('button', { name: 'Run All', exact: true }).click();
    // VS Code itself asks before a cell runs.
    const question = workbench.page.locator('.monaco-dialog-box', { hasText: 'Executing a notebook cell' });
    await question.waitFor();
    await workbench.screenshot('restricted');
    await question.getByRole('button', { name: 'Cancel' }).click();
    assert.ok(!(await readdir(session.server.workspace)).includes('mlflow.db'));
  });

  it('starts no process for the palette either', async () => {
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('MLOps Lab: Start Run…');
    await workbench.answer('Experiment', 'palette');
    await workbench.answer('Name', 'by-hand');
    await workbench.page.locator('.notification-toast', { hasText: 'Nothing runs in Restricted Mode' }).waitFor();
    assert.ok(!(await readdir(session.server.workspace)).includes('mlflow.db'));
  });

  it('installs and tests nothing', async () => {
    for (const command of ['MLOps Lab: Install Native TensorFlow…', 'MLOps Lab: Self-Test']) {
      await workbench.command('Notifications: Clear All Notifications');
      await workbench.command(command);
      await workbench.page.locator('.notification-toast', { hasText: 'Nothing runs in Restricted Mode' }).waitFor();
    }
  });

  it('says so in each cell, and runs them once trust is granted there, without a new window', async () => {
    await workbench.command('Notifications: Clear All Notifications');
    const { page } = workbench;
    await page.locator('.tab', { hasText: 'C2_W2_Lab_1' }).click();
    const reason = page.locator('.cell-status-item', { hasText: 'Restricted Mode: cells do not run' });
    await reason.first().waitFor();
    await workbench.screenshot('restricted-cells');
    await reason.first().click();
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await page.locator('.monaco-modal-editor-block .codicon-close').last().click();
    await reason.first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run All', exact: true }).click();
    await workbench.webviewWith('text=Three rows, transformed');
  });
});
