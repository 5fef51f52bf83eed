import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { starterText } from '../../../src/labs/exercise.ts';
import { type LabFile, parseLab } from '../../../src/labs/file.ts';
import { root } from '../../../tools/process.mjs';
import { seriousFaults } from '../axe.ts';
import { pictureInEveryTheme } from '../everyTheme.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';
import { cellNumber, goToCell, until, verdictOn } from './cells.ts';

const path = 'course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts';

/** What a learner types at first: it divides by the square of the unit. */
const mistaken = 'const zScore = (x: Feature<number>, tft: Tft) => tft.div(tft.sub(x, tft.mean(x)), tft.variance(x));';

/** Two places wrong: °F is not that good. */
const predicted = "const myOrder = ['frozen', 'fahrenheit', 'batches', 'renumbered', 'request'];";

/** The names of its two checks. */
const [counts, constant] = [/^It counts standard deviations/, /^A column that never varies/];

/** One learner, one lab, one window: what happens in each test stands for the next. */
describe('an exercise teaches', function () {
  this.timeout(180_000);
  let session: Session;
  let workbench: Workbench;
  /** The lab as the learner's copy begins. */
  let file: LabFile;
  let outputs: Frame;

  before(async () => {
    file = parseLab(starterText(await readFile(join(root, path), 'utf8')));
    session = await Session.start();
    workbench = session.workbench;
    await workbench.openContainer('MLOps Lab');
    await workbench.row('Week 2: Feature Engineering').click();
    await workbench.row('Simple Feature Engineering').click();
    await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await workbench?.screenshot(`failed-teaching-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 60)}`);
  });

  const go = (words: string) => goToCell(workbench, file, words);
  const item = (text: string | RegExp) =>
    workbench.page.locator('.cell-list-container .focused .cell-status-item', { hasText: text }).first();
  const line = (text: string | RegExp) =>
    workbench.page.locator('.notebookOverlay .view-line', { hasText: text }).first();
  const toast = (text: string | RegExp) =>
    workbench.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).last();
  const verdict = (name: RegExp, wanted: string) => until(async () => (await verdictOn(workbench, name)) === wanted);

  /** Types another text in the place of a line. */
  async function retype(old: string | RegExp, text: string): Promise<void> {
    await line(old).click();
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('Shift+End');
    await workbench.page.keyboard.insertText(text);
    await workbench.page.keyboard.press('Escape');
  }

  it('gives nothing away: the code of truths and checks is folded', async () => {
    await go('truth="five-ways"');
    const { page } = workbench;
    await page.locator('.cell-list-container .focused .input-collapse-container', { hasText: 'import' }).waitFor();
    await go('check="z_score"');
    await page.locator('.cell-list-container .focused .input-collapse-container', { hasText: 'import' }).waitFor();
    assert.equal(await line(/Say\saloud\swhat\sthe\sunit/).count(), 0);
  });

  it('commits the learner to a prediction, and says how far off it was and what thought leads there', async () => {
    await go('exercise="four-ways"');
    await retype(/^const\smyOrder\s/, predicted);
    await go('exercise="four-ways"');
    await item('Check Cell').click();
    await workbench.webviewWith('text=You predict frozen, fahrenheit');
    await go('truth="five-ways"');
    await workbench.page.keyboard.press('Control+Enter');
    outputs = await workbench.webviewWith('text=drowns the other five inputs');
    await outputs.locator('text=You had 2 of 5 in their place').first().waitFor();
    await pictureInEveryTheme(session, 'teaching-1-predicted');
    assert.deepEqual(await seriousFaults(outputs, ['.output_container']), []);
  });

  it('names the mistake of an answer that is wrong', async () => {
    await go('exercise="z_score"');
    await retype(/^const\szScore\s=/, mistaken);
    await go('exercise="z_score"');
    await item('Check Cell').click();
    await go('check="z_score"');
    await verdict(counts, 'Failed');
    await outputs.locator('text=Divided by the variance').first().waitFor();
    await go('exercise="z_score"');
    await item('2 of 2 checks failed').waitFor();
    await pictureInEveryTheme(session, 'teaching-2-mistake');
    assert.deepEqual(await seriousFaults(outputs, ['.output_container']), []);
  });

  it('climbs the ladder of hints, rung by rung', async () => {
    await go('exercise="z_score"');
    await item('Show Hint 2 of 3').click();
    // One that is pointed at stays, however long the pictures take.
    await toast('Hint 2 of 3: Divide by something').hover();
    await item('Show Hint 3 of 3').waitFor();
    await pictureInEveryTheme(session, 'teaching-3-hint');
    await toast('Hint 2 of 3').getByRole('button', { name: 'Next Hint' }).click();
    await toast('Hint 3 of 3: tft.div(').hover();
    assert.equal(await workbench.page.locator('.notification-list-item', { hasText: 'Hint 2 of 3' }).count(), 0);
  });

  it('shows a solution beside what was typed, and applies it when asked', async () => {
    await toast('Hint 3 of 3').getByRole('button', { name: 'Show Solution' }).click();
    await toast('Left is yours').hover();
    const diff = workbench.page.locator('.diffEditorWidgetHost, .monaco-diff-editor').first();
    await diff.locator('.modified .view-line', { hasText: /1e-9/ }).first().waitFor();
    await diff
      .locator('.original .view-line', { hasText: /tft\.variance\(x\)\);/ })
      .first()
      .waitFor();
    await pictureInEveryTheme(session, 'teaching-4-solution');
    await toast('Left is yours').getByRole('button', { name: 'Apply' }).click();
    await diff.waitFor({ state: 'detached' });
    await go('exercise="z_score"');
    await line(/1e-9/).waitFor();
    await item('Check Cell').click();
    await go('check="z_score"');
    await verdict(counts, 'Passed');
    await verdict(constant, 'Passed');
    await pictureInEveryTheme(session, 'teaching-5-applied');
  });

  it('begins one cell anew, and the rest stays', async () => {
    await go('exercise="z_score"');
    await item('Reset Cell').click();
    await line(/^const\szScore\s=.*tft\.sub\(x,\stft\.mean\(x\)\);$/).waitFor();
    await go('exercise="four-ways"');
    await line(/^const\smyOrder\s=\s\['frozen',\s'fahrenheit'/).waitFor();
  });

  it('begins the whole lab anew after asking, and keeps what was there', async () => {
    await workbench.command('MLOps Lab: Reset Lab…');
    const question = workbench.page.locator('.monaco-dialog-box', { hasText: 'Reset “Simple Feature Engineering”?' });
    await question.waitFor();
    await pictureInEveryTheme(session, 'teaching-6-reset-lab');
    await question.getByRole('button', { name: 'Reset Lab' }).click();
    await go('exercise="four-ways"');
    await line(/^const\smyOrder\s=\sundefined;/).waitFor();
    const kept = join(session.server.workspace, '.mlops-lab', 'backups');
    const texts = await Promise.all((await readdir(kept)).map((name) => readFile(join(kept, name), 'utf8')));
    assert.ok(texts.some((text) => text.includes(predicted)));
    assert.ok(texts.some((text) => text.includes('tft.variance(x));')));
  });

  it('is checked from the Test Explorer, which names the mistake and leads to the check', async () => {
    const { page } = workbench;
    await page.keyboard.press('Escape');
    await workbench.openContainer('Testing');
    const rows = page.locator('.test-explorer .monaco-list-row');
    const row = (text: string | RegExp) => rows.filter({ hasText: text }).first();
    for (const name of ['Week 2: Feature Engineering', 'Simple Feature Engineering', 'z_score']) {
      await row(name).waitFor();
      await row(name).click();
      if ((await row(name).getAttribute('aria-expanded')) === 'false') await page.keyboard.press('ArrowRight');
    }
    await row(counts).waitFor();
    await row('z_score').hover();
    await row('z_score').locator('.action-label[aria-label^="Run Test"]').click();
    await row(counts).and(page.locator('[aria-label*="(Failed)"]')).waitFor();
    await pictureInEveryTheme(session, 'teaching-7-explorer');
    await row(constant).hover();
    await row(constant).locator('.action-label[aria-label^="Go to Check"]').click();
    await page.locator('.statusbar-item', { hasText: `Cell ${cellNumber(file, 'check="z_score"')} of` }).waitFor();
  });
});
