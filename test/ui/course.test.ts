import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { vsix } from '../../tools/build.mjs';
import { courseRepository } from '../unit/courseFolder.ts';
import { launchBrowser } from './browser.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

/** What the Course view shows for folders that bring a README of their own. */
describe('the course of a folder', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  /** Opens VS Code on a copy of the folder, for the length of a test. */
  async function inFolder(workspace: string, test: (workbench: Workbench) => Promise<void>): Promise<void> {
    const server = await Server.start({ vsix: await vsix(), workspace });
    try {
      const workbench = await Workbench.open(server, browser);
      await workbench.openContainer('MLOps Lab');
      await test(workbench);
    } finally {
      await server.stop();
    }
  }

  it('is the clone’s own, and says of each link that leads nowhere or elsewhere what is wrong', async () => {
    const folder = await courseRepository();
    try {
      await inFolder(folder, async (workbench) => {
        await workbench.row('Course 1: Machine Learning in Production').waitFor();
        await workbench.row('Week 2: Selecting').click();
        await workbench.row(/Data Labeling.*not here yet/).waitFor();
        await workbench.screenshot('course-clone');
        const missing = workbench.row('Data Labeling');
        await missing.click();
        const toast = workbench.page.locator('.notification-toast', { hasText: 'This folder has no file' });
        await toast.waitFor();
        await workbench.screenshot('course-missing');
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is empty with a welcome and buttons when the README has another shape; one click shows the bundled one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mlops-lab-other-'));
    await writeFile(join(folder, 'README.md'), '# My project\n\nNothing about courses.\n');
    try {
      await inFolder(folder, async (workbench) => {
        const button = workbench.page.locator('.sidebar .welcome-view-content a', {
          hasText: 'Show the Bundled Course',
        });
        await button.waitFor();
        assert.equal(await workbench.page.locator('.sidebar .monaco-list-row').count(), 0);
        await workbench.screenshot('course-other');
        await button.click();
        await workbench.row('Course 1: Introduction').waitFor();
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
