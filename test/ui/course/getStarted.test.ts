import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf, remove } from '../../unit/courseFolder.ts';
import { Session } from '../session.ts';
import type { Theme, Workbench } from '../workbench.ts';

const steps = [
  'Open the course',
  'Read the first slides',
  'Run your first cell',
  'See what cells can show',
  'Look at a run you recorded',
  'Continue where you left off',
];

for (const theme of ['dark', 'light', 'high-contrast'] satisfies Theme[]) {
  describe(`getting started, ${theme}`, () => {
    let session: Session;
    let workbench: Workbench;
    before(async () => {
      session = await Session.start({}, theme);
      workbench = session.workbench;
    });
    after(() => session?.end());
    afterEach(async function () {
      if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-get-started');
    });

    const step = (title: string) => workbench.page.locator('.getting-started-step', { hasText: title });

    const done = (title: string) => step(title).locator('.codicon-getting-started-step-checked');

    it('is a walkthrough whose steps have pictures', async () => {
      await workbench.openContainer('MLOps Lab');
      await workbench.row('Course 1').waitFor();
      await workbench.command('MLOps Lab: Get Started');
      // Ticking it off draws the page anew.
      await done('Open the course').waitFor();
      await step('Open the course').click();
      for (const [index, title] of steps.entries()) {
        if (index > 0) await step(title).click();
        await step(title).and(workbench.page.locator('.expanded')).waitFor();
        // The one of the step before goes while this one comes.
        await workbench.page.waitForTimeout(500);
        await workbench.webviewWith('svg path');
        await workbench.screenshot(`get-started-${index + 1}`);
      }
    });

    if (theme !== 'dark') return;

    it('ticks off a step when it has happened, and not before', async () => {
      await step('See what cells can show').click();
      await done('See what cells can show').waitFor({ state: 'hidden' });
      await workbench.page.getByRole('button', { name: 'Open the Gallery' }).click();
      await workbench.page.locator('.tab.active', { hasText: 'gallery.lab.ts' }).waitFor();
      await workbench.command('MLOps Lab: Get Started');
      await done('See what cells can show').waitFor();
    });
  });
}

describe('an empty view says what to do next', () => {
  const link = (workbench: Workbench, name: string) =>
    workbench.page.locator('.sidebar .welcome-view-content a', { hasText: name }).first();

  it('in a folder whose course cannot be read', async () => {
    const seed = await folderOf({ 'course.yaml': 'courses: 5\n' });
    const session = await Session.start({ workspace: seed });
    await remove(seed);
    try {
      const { workbench, server } = session;
      await workbench.openContainer('MLOps Lab');
      await link(workbench, 'Read the Folder Again').waitFor();
      await workbench.screenshot('welcome-failed');
      await link(workbench, 'Show the Bundled Course').click();
      await workbench.row('Course 1: Introduction').waitFor();
      // No database: SQLite says so, and the view does not say that there are no runs.
      await writeFile(
        join(server.workspace, 'mlflow.db'),
        'not a database, but long enough to look like one'.repeat(50),
      );
      await link(workbench, 'Try Again').waitFor({ timeout: 10_000 });
    } finally {
      await session.end();
    }
  });

  it('in Restricted Mode', async () => {
    const session = await Session.start({ trusted: false });
    try {
      await session.workbench.openContainer('MLOps Lab');
      const buttons = session.workbench.page.locator('.sidebar .welcome-view-content a', {
        hasText: 'Manage Workspace Trust',
      });
      await buttons.first().waitFor();
      await session.workbench.page.locator('.sidebar .pane-header', { hasText: 'Variables' }).click();
      await buttons.nth(1).waitFor();
      await session.workbench.screenshot('welcome-restricted');
    } finally {
      await session.end();
    }
  });
});
