import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { makePdf } from '../../fixtures/pdf.ts';
import { seriousFaults } from '../axe.ts';
import { Session } from '../session.ts';
import { waitUntil } from '../viewer.ts';
import type { Theme, Workbench } from '../workbench.ts';

const course = `courses:
  - title: Own course
    weeks:
      - title: Watching models
        objectives: [Tell drift from noise.]
        items:
          - { id: C1_W1_Slides, kind: slides, title: Why models drift, file: decks/monitoring.pdf }
          - { id: Own_Lab, kind: lab, title: Drift by hand, file: labs/own.lab.ts }
`;

const lab = `// ---
// id: Own_Lab
// title: Drift by hand
// ---

// %%
const distance = Math.hypot(3, 4);

// %% [markdown]
// See [the slide on drift](C1_W1_Slides.pdf#page=2).

// %%
const threshold = 5;
`;

const noted = `# Why models drift

## [Page 2](mlops-lab:slides/C1_W1_Slides#page=2)

Ask about **alerts**.

> Data drift is not concept drift
`;

for (const theme of ['dark', 'light', 'high-contrast'] satisfies Theme[]) {
  describe(`notes on slides, ${theme}`, function () {
    this.timeout(240_000);
    let folder: string;
    let session: Session;
    let workbench: Workbench;
    let deck: Frame;

    const notesPath = () => join(session.server.workspace, '.mlops-lab/notes/C1_W1_Slides.md');
    const notes = () => readFile(notesPath(), 'utf8').catch(() => '');
    const place = () => deck.getByRole('textbox', { name: /^Page/ }).inputValue();
    const field = (page: number) => deck.getByRole('textbox', { name: `Note on Page ${page}` });
    const stage = () => deck.locator('.mlops-lab-stage');

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mlops-lab-notes-'));
      await mkdir(join(folder, 'decks'));
      await mkdir(join(folder, 'labs'));
      await writeFile(join(folder, 'course.yaml'), course);
      const pages = ['Monitoring', 'Data drift is not concept drift', 'Alerts'];
      await writeFile(join(folder, 'decks/monitoring.pdf'), makePdf(pages));
      await writeFile(join(folder, 'labs/own.lab.ts'), lab);
      const settings = { 'workbench.editorAssociations': { '**/decks/*.pdf': 'mlopsLab.deck' } };
      session = await Session.start({ workspace: folder, settings }, theme);
      workbench = session.workbench;
      await workbench.openContainer('MLOps Lab');
      await workbench
        .row('Own course')
        .waitFor()
        .catch(async (error: unknown) => {
          await workbench.screenshot('failed-notes-start');
          throw error;
        });
      await openDeck();
    });
    after(async () => {
      await session?.end();
      await rm(folder, { recursive: true, force: true });
    });
    afterEach(async function () {
      if (this.currentTest?.isFailed())
        await workbench?.screenshot(`failed-notes-${this.currentTest.title.replace(/\W+/g, '-')}`);
    });

    async function openDeck(): Promise<void> {
      await workbench.openFile('monitoring.pdf');
      deck = await workbench.webviewWith('.mlops-lab-page canvas');
    }

    it('are written by N as Markdown under the page that is in view', async () => {
      await stage().focus();
      await workbench.page.keyboard.press('n');
      await field(1).and(deck.locator(':focus')).waitFor();
      await workbench.page.keyboard.type('What counts as a model?');
      await waitUntil(async () => (await notes()).includes('What counts'), 'the note in its file');
      assert.equal(
        await notes(),
        '# Why models drift\n\n## [Page 1](mlops-lab:slides/C1_W1_Slides#page=1)\n\nWhat counts as a model?\n',
      );
      await workbench.page.keyboard.press('Escape');
      await deck.locator('.mlops-lab-page[data-page="1"]').getByRole('button', { name: 'Note on This Page' }).waitFor();
    });

    it('show live what others write, and the words that they quote as highlights', async () => {
      await writeFile(notesPath(), noted);
      await deck.locator('.mlops-lab-note-text strong', { hasText: 'alerts' }).waitFor();
      await deck.locator('.mlops-lab-page[data-page="2"] .mlops-lab-highlight').first().waitFor({ state: 'attached' });
      await deck.locator('.mlops-lab-page[data-page="1"] .mlops-lab-note-mark').waitFor({ state: 'detached' });
    });

    it('are highlighted by H, and no more by the toolbar at the selection', async () => {
      await deck.locator('.mlops-lab-page[data-page="1"] .textLayer [role=presentation]').first().dblclick();
      await deck.getByRole('toolbar', { name: 'Selected Words' }).waitFor();
      await workbench.screenshot('slides-notes-selection');
      await workbench.page.keyboard.press('h');
      await waitUntil(async () => (await notes()).includes('> Monitoring'), 'the quotation');
      const mark = deck.locator('.mlops-lab-page[data-page="1"] .mlops-lab-highlight');
      await mark.first().waitFor({ state: 'attached' });
      await workbench.screenshot('slides-notes');
      assert.deepEqual(await seriousFaults(deck), []);
      await deck.locator('.mlops-lab-page[data-page="1"] .textLayer [role=presentation]').first().dblclick();
      await deck
        .getByRole('toolbar', { name: 'Selected Words' })
        .getByRole('button', { name: 'Remove the Highlight' })
        .click();
      await waitUntil(async () => (await notes()) === noted, 'the file without the highlight');
      await mark.first().waitFor({ state: 'detached' });
    });

    it('stand in a tree, from which they are opened, deleted and brought back', async () => {
      await workbench.page.locator('.sidebar .pane-header', { hasText: 'Notes' }).click();
      const row = workbench.row('Ask about');
      await row.click();
      await waitUntil(async () => (await place()) === '2', 'the page of the note');
      await workbench.screenshot('slides-notes-tree');
      await row.hover();
      await row.getByRole('button', { name: 'Delete Note' }).click();
      await waitUntil(async () => !(await notes()).includes('Ask about'), 'the file without the note');
      await workbench.page.locator('.notification-list-item').getByRole('button', { name: 'Undo' }).click();
      await waitUntil(async () => (await notes()).includes('> Data drift is not concept drift'), 'the note again');
    });

    it('are there when the deck is closed and opened again', async () => {
      await workbench.command('View: Close All Editors');
      await openDeck();
      await deck.locator('.mlops-lab-page[data-page="2"] .mlops-lab-note-mark').waitFor({ state: 'attached' });
    });

    it('are told by which cell of which lab each page is used, and lead there and back', async () => {
      await workbench.openFile('own.lab.ts');
      await workbench.page.locator('.monaco-editor, .notebook-editor').first().waitFor();
      await workbench.command('View: Close All Editors');
      await openDeck();
      const used = deck.locator('.mlops-lab-page[data-page="2"] .mlops-lab-used-in');
      await used.getByRole('button', { name: 'Drift by hand, cell 2' }).click();
      await workbench.page.locator('.tab', { hasText: 'own.lab.ts' }).waitFor();
      const cells = await workbench.webviewWith('a:has-text("the slide on drift")');
      await workbench.screenshot('slides-used-in');
      await stage().focus();
      await workbench.page.keyboard.press('End');
      await waitUntil(async () => (await place()) === '3', 'the last page');
      await cells.locator('a', { hasText: 'the slide on drift' }).first().click();
      await waitUntil(async () => (await place()) === '2', 'the page that the cell links to');
    });
  });
}
