import assert from 'node:assert/strict';
import { access, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { vsix } from '../../../tools/build.mjs';
import { courseRepository, folderOf, remove } from '../../unit/courseFolder.ts';
import { launchBrowser } from '../browser.ts';
import { Server } from '../server.ts';
import { Workbench } from '../workbench.ts';

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

  it('is the clone’s own with our labs in it, and says which dead links it has repaired', async () => {
    const folder = await courseRepository();
    const notebook = 'C2_W2_Lab_1_Simple_Feature_Engineering.ipynb';
    const week = join(folder, 'C2-Machine-learning-data-life-cycle-in-production', 'Week2');
    await writeFile(join(week, notebook), JSON.stringify(pythonNotebook));
    try {
      await inFolder(folder, async (workbench) => {
        const { page } = workbench;
        await workbench.row('Course 1: Machine Learning in Production').waitFor();
        await workbench.row('Week 2: Selecting').click();
        await workbench.row(/Data Labeling.*repaired/).waitFor();
        await workbench.screenshot('course-clone');
        await workbench.row('Week 2: Selecting').click();
        await workbench.row('Week 2: Feature').click();
        await workbench.row('Simple Feature Engineering').click();
        const lab = page.locator('.tab', { hasText: 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts' });
        await lab.waitFor({ timeout: 30_000 });
        await workbench.row('Simple Feature Engineering').hover();
        await workbench.row('Simple Feature Engineering').getByLabel('Open Python Notebook Beside').click();
        await page.locator('.tab.active', { hasText: notebook }).waitFor({ timeout: 30_000 });
        assert.ok(await lab.isVisible());
        await page.getByText('import tensorflow_transform').first().waitFor();
        await workbench.screenshot('course-notebook-beside');
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says of a link that leads nowhere what is wrong', async () => {
    const readme = '# Course 1: One\n## Week 1: First\n### Labs\n- [Here](a/here.ipynb)\n- [Gone](a/gone.ipynb)\n';
    const folder = await folderOf({ 'README.md': readme, 'a/here.ipynb': '' });
    try {
      await inFolder(folder, async (workbench) => {
        await workbench.row('Week 1: First').click();
        const missing = workbench.row(/Gone.*not here yet/);
        await missing.click();
        const toast = workbench.page.locator('.notification-toast', { hasText: 'This folder has no file' });
        await toast.waitFor();
        await workbench.screenshot('course-missing');
      });
    } finally {
      await remove(folder);
    }
  });

  it('shows by itself when a learner’s folder is opened for the first time', async () => {
    const folder = await folderOf({ '.mlops-lab/labs.json': '{ "schemaVersion": 1, "labs": {} }' });
    const server = await Server.start({ vsix: await vsix(), workspace: folder });
    try {
      const workbench = await Workbench.open(server, browser);
      await workbench.row('Course 1: Introduction').waitFor({ timeout: 30_000 });
    } finally {
      await server.stop();
      await remove(folder);
    }
  });

  it('does not get between the lab picked with no folder open and the window that opens for it', async () => {
    const home = await mkdtemp(join(tmpdir(), 'mlops-lab-home-'));
    // The learner's usual folder is a clone, which links another file by the same id.
    await rename(await courseRepository(), join(home, 'MLOps-Lab'));
    const server = await Server.start({ vsix: await vsix(), env: { HOME: home } });
    try {
      const workbench = await Workbench.open(server, browser, 'dark', server.origin);
      await workbench.openContainer('MLOps Lab');
      await workbench.row('Week 2: Feature Engineering').click();
      await workbench.row('Simple Feature Engineering').click();
      await workbench.page.getByRole('button', { name: 'Use ~/MLOps-Lab' }).click();
      const lab = 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';
      await workbench.page.locator('.tab.active', { hasText: lab }).waitFor({ timeout: 60_000 });
      await workbench.row('Course 1: Machine Learning in Production').waitFor();
      await access(join(home, 'MLOps-Lab', 'labs', lab));
      await workbench.screenshot('course-pending');
    } finally {
      await server.stop();
      await remove(home);
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

const pythonNotebook = {
  cells: [
    {
      cell_type: 'code',
      source: ['import tensorflow_transform as tft'],
      metadata: {},
      outputs: [],
      execution_count: null,
    },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 4,
};
