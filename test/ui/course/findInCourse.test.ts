import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePdf } from '../../fixtures/pdf.ts';
import { Session } from '../session.ts';
import type { Theme, Workbench } from '../workbench.ts';

const course = `courses:
  - title: Own course
    weeks:
      - title: Watching models
        objectives: [Tell drift from noise., Plan an alert.]
        items:
          - { id: Own_Slides, kind: slides, title: Why models drift, file: decks/monitoring.pdf }
          - { id: Own_Lab, kind: lab, title: Drift by hand, file: labs/own.lab.ts }
          - { id: Gone_Lab, kind: lab, title: Drift later, file: labs/gone.lab.ts }
`;

const lab = `// ---
// id: Own_Lab
// title: Drift by hand
// ---

// %% [markdown]
// # Drift by hand
//
// Watch how the data of May drift away from those of April.

// %%
const distance = Math.hypot(3, 4);

// %%
const threshold = monitor.populationStability(distance);
`;

for (const theme of ['dark', 'light', 'high-contrast'] satisfies Theme[]) {
  describe(`Find in Course, ${theme}`, () => {
    let folder: string;
    let session: Session;
    let workbench: Workbench;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mlops-lab-find-'));
      await mkdir(join(folder, 'decks'));
      await mkdir(join(folder, 'labs'));
      await writeFile(join(folder, 'course.yaml'), course);
      const pages = ['Monitoring', 'Data drift is not concept drift', 'Alerts'];
      await writeFile(join(folder, 'decks/monitoring.pdf'), makePdf(pages));
      await writeFile(join(folder, 'labs/own.lab.ts'), lab);
      session = await Session.start({ workspace: folder }, theme);
      workbench = session.workbench;
      await workbench.openContainer('MLOps Lab');
      await workbench.row('Own course').waitFor();
    });
    after(async () => {
      await session?.end();
      await rm(folder, { recursive: true, force: true });
    });
    afterEach(async function () {
      if (this.currentTest?.isFailed())
        await workbench?.screenshot(`failed-find-${this.currentTest.title.replace(/\W+/g, '-')}`);
      await workbench.page.keyboard.press('Escape');
    });

    const rows = () => workbench.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
    /** Enter takes the row that is marked, which in a list that still fills need not be the one wanted. */
    const accept = async (text: string) => {
      await rows().filter({ hasText: text }).and(workbench.page.locator('.focused')).waitFor();
      await workbench.page.keyboard.press('Enter');
    };
    const find = async (words: string) => {
      // The icons of a view show while the mouse is over it.
      await workbench.row('Own course').hover();
      await workbench.page.locator('.sidebar .pane').first().getByLabel('Find in Course…').click();
      await workbench.page.locator('.quick-input-title', { hasText: 'Find in Course' }).waitFor();
      await workbench.page.keyboard.type(words);
    };

    it('lists items, objectives, cells and pages in groups, best first, with the line', async () => {
      await find('drift');
      await rows().filter({ hasText: 'Page 2: Data drift is not concept drift' }).waitFor();
      const groups = workbench.page.locator('.quick-input-list-separator:visible');
      assert.deepEqual((await groups.allTextContents()).map((name) => name.trim()).filter(Boolean), [
        'Items',
        'Objectives',
        'Labs',
        'Slides',
      ]);
      const labels = await rows().locator('.quick-input-list-row:first-child .label-name').allTextContents();
      assert.deepEqual(labels, [
        'Drift by hand',
        'Drift later',
        'Why models drift',
        'Tell drift from noise.',
        'Cell 1: Drift by hand',
        'Page 2: Data drift is not concept drift',
      ]);
      await rows().filter({ hasText: 'Drift later' }).filter({ hasText: 'not here yet' }).waitFor();
      await workbench.screenshot('find-in-course');
      const spoken = await rows().filter({ hasText: 'Page 2' }).getAttribute('aria-label');
      assert.match(spoken ?? '', /^Page 2: Data drift is not concept drift, Why models drift.*Data drift/);
    });

    it('marks words, whatever their order', async () => {
      await find('may april');
      await rows()
        .locator('.highlight', { hasText: /^April$/ })
        .waitFor();
      await workbench.page.keyboard.press('Escape');
      await find('april may');
      const row = rows().filter({ hasText: 'Cell 1' });
      await row.filter({ hasText: 'Watch how the data of ‹May› drift away from those of ‹April›.' }).waitFor();
      await workbench.screenshot('find-in-course-marks');
    });

    if (theme !== 'dark') return;

    it('opens the page, with the words found on it', async () => {
      await find('concept');
      await accept('Page 2');
      const viewer = await workbench.webviewWith('.mlops-lab-stage');
      await viewer.getByRole('region', { name: 'Page 2 of 3' }).getByText('Data drift').waitFor();
      assert.equal(await viewer.locator('.mlops-lab-find input').first().inputValue(), 'concept');
      await workbench.command('View: Close All Editors');
    });

    it('opens the cell, found by a name within a name', async () => {
      await find('stability');
      await accept('Cell 3: Drift by hand');
      const focused = workbench.page.locator('.notebookOverlay .monaco-list-row.focused');
      await focused.filter({ hasText: 'populationStability' }).waitFor();
    });

    it('knows what a lab says since it was saved', async () => {
      const path = join(session.server.workspace, 'labs/own.lab.ts');
      await writeFile(path, (await readFile(path, 'utf8')).replace('hypot(3, 4)', 'hypot(5, 12); // wasserstein'));
      await find('wasserstein');
      await rows().filter({ hasText: 'Cell 2: Drift by hand' }).waitFor();
      await workbench.command('View: Close All Editors');
    });

    it('shows an objective in the course, also one that the filter had left out', async () => {
      await workbench.command('MLOps Lab: Filter Course…');
      await workbench.page.getByRole('option', { name: 'Labs', exact: true }).click();
      await workbench.page.locator('.tree-explorer-viewlet-tree-view .message', { hasText: 'Shown' }).waitFor();
      await find('alert plan');
      await accept('Plan an alert.');
      await workbench.row('Plan an alert.').and(workbench.page.locator('.focused.selected')).waitFor();
    });

    it('says that nothing was found, and leaves what was typed', async () => {
      await find('xylophone');
      await workbench.page.locator('.quick-input-title', { hasText: 'nothing found' }).waitFor();
      await workbench.page.keyboard.press('Enter');
      await workbench.page.locator('.quick-input-title', { hasText: 'nothing found' }).waitFor();
    });
  });
}
