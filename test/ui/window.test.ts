import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { vsix } from '../../tools/build.mjs';
import { launchBrowser } from './browser.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

describe('the window', () => {
  let server: Server;
  let browser: Browser;
  let workbench: Workbench;

  before(async () => {
    server = await Server.start({ vsix: await vsix() });
    browser = await launchBrowser();
    workbench = await Workbench.open(server, browser);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

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
