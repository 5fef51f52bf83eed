import assert from 'node:assert/strict';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

describe('the window', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
  });
  after(() => session?.end());

  it('has the container in the activity bar, with the Course and Runs views', async () => {
    await workbench.openContainer('MLOps Lab');
    for (const view of ['Course', 'Runs']) {
      await workbench.page.locator('.sidebar .pane-header', { hasText: view }).waitFor();
    }
    await workbench.screenshot('window');
  });

  it('lists the installed extension, and says no word of an error', async () => {
    await workbench.command('Extensions: Show Installed Extensions');
    await workbench.row('MLOps Lab').waitFor();
    assert.equal(await workbench.page.locator('.notification-toast .codicon-error').count(), 0);
  });
});
