import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

/** A learner's copy of a bundled lab, cut down to one of its exercises. */
const lab = `// ---
// id: C2_W2_Lab_1
// title: One exercise
// ---

// %% exercise="z_score" kind="build"
// typed by hand
`;

describe('an exercise in the notebook', () => {
  let session: Session;
  let workbench: Workbench;
  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
    await writeFile(join(session.server.workspace, 'labs', 'one.lab.ts'), lab);
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-exercises');
  });

  it('begins anew from its status bar, and Undo brings back what was typed', async () => {
    const { page } = workbench;
    await workbench.openFile('one.lab.ts');
    const typed = page.locator('.notebookOverlay .view-line', { hasText: 'typed by hand' }).first();
    await typed.waitFor();
    await workbench.screenshot('exercises-1-status-bar');
    await page.locator('.cell-statusbar-container .cell-status-item', { hasText: 'Reset Cell' }).first().click();
    await typed.waitFor({ state: 'detached' });
    await workbench.screenshot('exercises-2-reset');
    await page.locator('.notebookOverlay .view-line', { hasText: 'zScore' }).first().click();
    await page.keyboard.press('Control+z');
    await typed.waitFor();
    await workbench.screenshot('exercises-3-undone');
  });
});
