import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { parseSpeakerNotes } from '../../../src/slides/speakerNotes.ts';
import { root } from '../../../tools/process.mjs';
import { makePdf } from '../../fixtures/pdf.ts';
import { Session } from '../session.ts';
import { waitUntil } from '../viewer.ts';
import type { Workbench } from '../workbench.ts';

/** What of the slide viewer only VS Code can show: tabs, restarts, files that change, its window. */
describe('slides in a window of VS Code', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-slides-window');
  });

  const field = (deck: Frame) => deck.getByRole('textbox', { name: /^Page/ });
  const at = async (deck: Frame, page: string) =>
    waitUntil(async () => (await field(deck).inputValue()) === page, `page ${page}`);
  const tab = (title: string) => workbench.page.locator('.tab.active', { hasText: title });

  it('name the tab by the item, and are at the same page after the window was loaded anew', async () => {
    await workbench.openContainer('MLOps Lab');
    // The course has the room of the side bar: a week opened halfway down the tree shows what is in it.
    await workbench.row('Week 2: Feature Engineering').click();
    await workbench.row(/^Feature Engineering, Transformation/).click();
    await tab('Feature Engineering, Transformation').waitFor();
    const deck = await workbench.webviewWith('canvas');
    await deck.getByRole('button', { name: 'Next Page' }).click();
    await at(deck, '2');
    const spoken = parseSpeakerNotes(await readFile(join(root, 'course', 'C2', 'W2', 'deck.notes.json')))!;
    const notes = deck.getByRole('complementary', { name: 'Speaker Notes' });
    const read = async () => ((await notes.textContent()) ?? '').includes(spoken[2]!.slice(0, 40));
    await waitUntil(read, "what is said on page 2, from the deck's own file");
    await workbench.screenshot('slides-notes');
    // VS Code itself writes down which editors are open only every few seconds.
    await workbench.page.waitForTimeout(6000);
    await workbench.page.reload();
    await tab('Feature Engineering, Transformation').waitFor({ timeout: 60_000 });
    await at(await workbench.webviewWith('canvas'), '2');
    await workbench.screenshot('slides-restored');
  });

  it('are at the same page when the tab was closed and is opened again', async () => {
    await workbench.command('View: Close Editor');
    await tab('Feature Engineering, Transformation').waitFor({ state: 'detached' });
    await workbench.row('Week 2: Feature Engineering').click();
    await workbench.row(/^Feature Engineering, Transformation/).click();
    await at(await workbench.webviewWith('canvas'), '2');
  });

  it('present on the whole window, and give it back', async () => {
    const deck = await workbench.webviewWith('canvas');
    await deck.locator('.mlops-lab-stage').focus();
    await workbench.page.keyboard.press('p');
    await deck.locator('.mlops-lab-present-place').waitFor();
    await waitUntil(async () => (await deck.evaluate(() => innerWidth)) > 1300, 'the whole window');
    await workbench.page.waitForTimeout(500);
    await workbench.page.keyboard.press('n');
    await deck.getByRole('complementary', { name: 'Speaker Notes' }).waitFor();
    await waitUntil(
      async () => ((await deck.locator('.mlops-lab-speaker-notes').textContent()) ?? '').length > 100,
      'its words',
    );
    await workbench.screenshot('slides-presented');
    await workbench.page.keyboard.press('ArrowLeft');
    await deck.locator('.mlops-lab-present-place', { hasText: /^1 / }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.row('Week 2: Feature Engineering').waitFor();
    await at(deck, '1');
  });

  it('leave F5 and Ctrl+F to the viewer', async () => {
    const deck = await workbench.webviewWith('canvas');
    await deck.locator('.mlops-lab-stage').focus();
    await workbench.page.keyboard.press('Control+g');
    assert.ok(await field(deck).evaluate((element) => element === document.activeElement));
    await workbench.page.waitForTimeout(300);
    assert.equal(await workbench.page.locator('.quick-input-widget:visible').count(), 0, 'VS Code asks for no line');
  });

  it('follow their file: a new version keeps the page, one that is gone or half written changes nothing', async () => {
    const file = join(session.server.workspace, 'notes.pdf');
    await writeFile(file, makePdf(['One', 'Two', 'Three', 'Four']));
    await workbench.openFile('notes.pdf');
    const deck = await workbench.webviewWith('.mlops-lab-page[aria-label="Page 1 of 4"] canvas');
    await deck.locator('.mlops-lab-stage').focus();
    await workbench.page.keyboard.press('ArrowRight');
    await workbench.page.keyboard.press('ArrowRight');
    await at(deck, '3');
    await rm(file);
    await workbench.page.waitForTimeout(1000);
    await at(deck, '3');
    await writeFile(file, '%PDF-1.7 half');
    await deck.getByRole('status').getByText('notes.pdf is damaged').waitFor({ timeout: 15_000 });
    await at(deck, '3');
    await writeFile(file, makePdf(['One', 'Two', 'A new third', 'Four', 'Five']));
    await deck.getByText('A new third').waitFor({ timeout: 15_000 });
    await at(deck, '3');
    assert.equal(await deck.locator('.mlops-lab-notice').count(), 0);
  });
});
