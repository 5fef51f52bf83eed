import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePdf } from '../../fixtures/pdf.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const course = `courses:
  - title: Own course
    weeks:
      - title: Own week
        objectives: [Tell drift from noise.]
        items:
          - { id: C1_W1_Slides, kind: slides, title: Monitoring, file: decks/monitoring.pdf }
          - { id: C1_W2_Slides, kind: slides, title: Serving, file: decks/serving.pdf }
          - { id: Own_Lab, kind: lab, title: Own lab, file: labs/own.lab.ts }
`;

const lab = `// ---
// id: Own_Lab
// title: Own lab
// ---

// %% [markdown]
// # Own lab
//
// Read [the third page](C1_W1_Slides.pdf#page=3&search=drift) first.

// %%
// mlops-lab:slides/C1_W2_Slides#page=2
const one = 1;
`;

describe('slides, labs and what leads from one to the other', () => {
  let folder: string;
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-links-'));
    await mkdir(join(folder, 'decks'));
    await mkdir(join(folder, 'labs'));
    await writeFile(join(folder, 'course.yaml'), course);
    await writeFile(join(folder, 'decks/monitoring.pdf'), makePdf(['Monitoring', 'Noise', 'Concept drift', 'Alerts']));
    await writeFile(join(folder, 'decks/serving.pdf'), makePdf(['Serving', 'Canary releases']));
    await writeFile(join(folder, 'labs/own.lab.ts'), lab);
    session = await Session.start({ workspace: folder });
    workbench = session.workbench;
    await workbench.openContainer('MLOps Lab');
    await workbench.row('Own course').waitFor();
  });
  after(async () => {
    await session?.end();
    await rm(folder, { recursive: true, force: true });
  });

  const quickRows = () => workbench.page.locator('.quick-input-list .monaco-list-row');
  const tab = (title: string) => workbench.page.locator('.tabs-container .tab', { hasText: title });

  it('searches all slides in one list, with the line, and opens the page that is chosen', async () => {
    await workbench.command('MLOps Lab: Search Slides…');
    await workbench.page.locator('.quick-input-title', { hasText: 'Search Slides' }).waitFor();
    await workbench.page.keyboard.type('canary');
    const row = quickRows().filter({ hasText: 'Page 2: Canary releases' });
    await row.waitFor();
    await row.filter({ hasText: 'Serving · Week 1: Own week' }).waitFor();
    await row
      .locator('.highlight', { hasText: /^canary$/i })
      .last()
      .waitFor();
    await workbench.screenshot('search-slides');
    await workbench.page.keyboard.press('Enter');
    await tab('Serving').waitFor();
    const viewer = await workbench.webviewWith('.mlops-lab-stage');
    await viewer.getByRole('region', { name: 'Page 2 of 2' }).getByText('Canary releases').waitFor();
    assert.equal(await viewer.locator('.mlops-lab-find input').first().inputValue(), 'Canary');
    await workbench.command('View: Close All Editors');
  });

  it('goes to a page that is picked', async () => {
    await workbench.command('MLOps Lab: Go to Slide…');
    await quickRows().filter({ hasText: 'Monitoring' }).click();
    await quickRows().filter({ hasText: 'Alerts' }).click();
    const viewer = await workbench.webviewWith('.mlops-lab-stage');
    await viewer.getByRole('region', { name: 'Page 4 of 4' }).getByText('Alerts').waitFor();
    await workbench.command('View: Close All Editors');
  });

  it('opens the deck that a lab’s Markdown links to beside it, at the page, and only once', async () => {
    await workbench.openFile('labs/own.lab.ts');
    const markdown = await workbench.webviewWith('a[href*="C1_W1_Slides.pdf"], a[data-href*="C1_W1_Slides.pdf"]');
    await markdown.getByText('the third page').click();
    const viewer = await workbench.webviewWith('.mlops-lab-stage');
    await viewer.getByRole('region', { name: 'Page 3 of 4' }).getByText('Concept drift').waitFor();
    assert.equal(await tab('Monitoring').count(), 1);
    await tab('C1_W1_Slides').waitFor({ state: 'detached' });
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);
    assert.equal(await workbench.page.locator('.editor-group-container').count(), 2);
    await workbench.screenshot('slides-beside-lab');
  });

  it('names the slides of a cell in its status bar, and opens them in the same place', async () => {
    await workbench.page
      .locator('.cell-statusbar-container', { hasText: 'Slides, page 2' })
      .getByText('Slides, page 2')
      .click();
    await tab('Serving').waitFor();
    assert.equal(await workbench.page.locator('.editor-group-container').count(), 2);
  });

  it('links from the lab’s text', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.openLabAsText('labs/own.lab.ts');
    const link = workbench.page.locator('.monaco-editor .detected-link', { hasText: 'C1_W2_Slides' });
    // Lenses move the lines down when they come, away from under a click.
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run Cell' }).first().waitFor();
    await link.click({ modifiers: ['Control'] });
    await tab('Serving').waitFor();
  });
});
