import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { makePdf } from '../../fixtures/pdf.ts';
import { linkedDeck } from '../linkedDeck.ts';
import { Session } from '../session.ts';
import { waitUntil } from '../viewer.ts';
import type { Workbench } from '../workbench.ts';

describe('links of a deck in VS Code', function () {
  this.timeout(240_000);
  let session: Session;
  let workbench: Workbench;
  let deck: Frame;

  before(async () => {
    session = await Session.start({ settings: { 'workbench.editorAssociations': { '*.pdf': 'mlopsLab.deck' } } });
    workbench = session.workbench;
    const folder = join(session.server.workspace, 'decks');
    await mkdir(folder);
    await writeFile(join(folder, 'linked.pdf'), linkedDeck);
    await writeFile(join(folder, 'other.pdf'), makePdf(['One', 'Two', 'Three']));
    await openLinked();
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-slide-links');
  });

  async function openLinked(): Promise<void> {
    await workbench.openFile('linked.pdf');
    deck = await workbench.webviewWith('.mlops-lab-link');
  }

  const link = (name: string) => deck.getByRole('link', { name });
  const place = () => deck.getByRole('textbox', { name: /^Page/ }).inputValue();
  /** VS Code hears of the way back a moment after the page has turned; until then the key is its own. */
  const pressUntil = (key: string, page: string) =>
    waitUntil(async () => {
      await workbench.page.keyboard.press(key);
      await workbench.page.waitForTimeout(500);
      return (await place()) === page;
    }, `page ${page} by ${key}`);
  const notice = (text: string) => workbench.page.locator('.notification-list-item', { hasText: text });
  const dialog = () => workbench.page.locator('.monaco-dialog-box');

  it('to the web are left to VS Code’s question, which shows the whole address', async () => {
    await deck.getByTitle('https://www.tensorflow.org/tfx/serving').first().click();
    await dialog().getByText('https://www.tensorflow.org/tfx/serving').waitFor();
    await workbench.screenshot('slides-link-asked');
    await workbench.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('to people ask by a message of ours', async () => {
    await link('a letter').click();
    await notice('a letter to teacher@example.org').getByRole('button', { name: 'Copy' }).click();
    const clipboard = () => workbench.page.evaluate(() => navigator.clipboard.readText());
    await waitUntil(async () => (await clipboard()) === 'mailto:teacher@example.org', 'the address on the clipboard');
  });

  it('into the disk are refused with a sentence', async () => {
    await link('what is refused').click();
    await notice('Links that begin with “file:” are not opened').waitFor();
    await workbench.screenshot('slides-link-refused');
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('within the deck lead there, and Alt+Left and Alt+Right lead back and on', async () => {
    await link('page on skew').click();
    await waitUntil(async () => (await place()) === '1', 'the page of the link');
    await pressUntil('Alt+ArrowLeft', 'i');
    await pressUntil('Alt+ArrowRight', '1');
    await pressUntil('Alt+ArrowLeft', 'i');
  });

  it('to another deck beside it open that at its page', async () => {
    await link('another deck').click();
    await workbench.page.locator('.tab.active', { hasText: 'other.pdf' }).waitFor();
    const other = await workbench.webviewWith('.mlops-lab-page[aria-label="Page 2 of 3"]');
    await waitUntil(async () => (await other.getByRole('textbox', { name: /^Page/ }).inputValue()) === '2', 'page 2');
    await openLinked();
  });

  it('to a lab of the course open it beside the deck', async () => {
    await link('the lab').click();
    await workbench.page.locator('.tab.active', { hasText: 'C2_W2_Lab_1' }).waitFor();
    await workbench.page.locator('.tab.active', { hasText: 'linked.pdf' }).waitFor();
    await workbench.command('View: Close All Editors');
    await openLinked();
  });

  it('leave the deck to be saved as a copy by Ctrl+S', async () => {
    await deck.locator('.mlops-lab-stage').focus();
    await workbench.page.keyboard.press('Control+s');
    const name = workbench.page.locator('.quick-input-widget:visible input[type=text]').first();
    // Until then the dialog fills in the folder, and would type over what is typed.
    await waitUntil(async () => (await name.inputValue()).endsWith('linked.pdf'), 'the name that is proposed');
    await workbench.screenshot('slides-save-copy');
    const copy = join(session.server.workspace, 'copy.pdf');
    await name.fill(copy);
    await workbench.page.keyboard.press('Enter');
    await waitUntil(
      async () => (await readFile(copy).catch(() => undefined))?.equals(Buffer.from(linkedDeck)) === true,
      'the copy',
    );
  });

  it('and the words on it to be copied with a link to their page', async () => {
    await deck
      .locator('.textLayer [role=presentation]', { hasText: 'Preface' })
      .first()
      .dblclick({ position: { x: 3, y: 5 } });
    await workbench.command('MLOps Lab: Copy with Link to the Slide');
    const clipboard = () => workbench.page.evaluate(() => navigator.clipboard.readText());
    await waitUntil(
      async () => (await clipboard()).endsWith('> [linked.pdf, 1](linked.pdf#page=1)\n'),
      'the quotation',
    );
    assert.match(await clipboard(), /^> Preface\n>\n/);
  });
});
