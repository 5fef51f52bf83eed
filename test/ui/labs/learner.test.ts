import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLab } from '../../../src/labs/file.ts';
import { root } from '../../../tools/process.mjs';
import { Session } from '../session.ts';
import type { Theme, Workbench } from '../workbench.ts';
import { goToCell, runAll, textsIn, until, verdictOn } from './cells.ts';

const file = parseLab(readFileSync(join(root, 'course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts'), 'utf8'));

/** What a learner types to solve the exercise. */
const answer =
  'const zScore = (x: Feature<number>, tft: Tft) => tft.div(tft.sub(x, tft.mean(x)), tft.sqrt(tft.add(tft.variance(x), 1e-9)));';

/** The name of its check. */
const zScore = /^It counts standard deviations/;

/** The main job, on the packaged extension, as a person does it: from the tree to the recorded run. */
for (const theme of ['dark', 'light'] satisfies Theme[]) {
  describe(`a learner, ${theme}`, () => {
    let session: Session;
    let workbench: Workbench;

    before(async () => {
      session = await Session.start({}, theme);
      workbench = session.workbench;
    });
    after(() => session?.end());
    afterEach(async function () {
      if (this.currentTest?.isFailed())
        await workbench?.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
    });

    it('finds the week in the course', async () => {
      await workbench.openContainer('MLOps Lab');
      await workbench.row('Week 2: Feature Engineering').click();
      await workbench.row('Simple Feature Engineering').waitFor();
      await workbench.screenshot('1-course');
    });

    it('looks at the deck, and turns to its second page', async () => {
      await workbench.row(/^Feature Engineering, Transformation/).click();
      const deck = await workbench.webviewWith('canvas');
      await deck.getByRole('button', { name: 'Next Page' }).click();
      await deck.locator('.textLayer', { hasText: 'Four readings become six numbers' }).waitFor();
      assert.equal(await deck.getByRole('textbox', { name: /^Page/ }).inputValue(), '2');
      await workbench.page.waitForTimeout(300);
      await workbench.screenshot('2-deck');
    });

    it('opens the lab with the starter and runs all: the exercise’s check is red, with the mistake and a hint', async () => {
      await workbench.row('Simple Feature Engineering').click();
      await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
      await workbench.screenshot('3-lab');
      await runAll(workbench);
      const toast = workbench.page.locator('.notification-toast', { hasText: /\d of \d+ checks passed/ });
      // It comes when the last cell has ended.
      await toast.waitFor({ timeout: 90_000 });
      await toast.getByRole('button', { name: 'Go to the Failed Check' }).click();
      const shown = workbench.page.locator('.notebookOverlay .monaco-list-row.focused');
      await shown.getByText(/close/).first().waitFor();
      await goToCell(workbench, file, 'check="z_score"');
      await until(async () => (await verdictOn(workbench, zScore)) === 'Failed');
      const failed = await textsIn(workbench, '.mlops-lab-check.failed', 'p');
      assert.ok(failed.some(([, whole]) => /only centers.*Hint.*unit/.test(whole)));
      await workbench.screenshot('4-red');
    });

    it('types the answer, and its check turns green', async () => {
      await goToCell(workbench, file, 'exercise="z_score"');
      // View lines hold no-break spaces.
      const line = workbench.page.locator('.notebookOverlay .view-line', { hasText: /^const\szScore\s=/ });
      await line.click();
      await workbench.page.keyboard.press('Home');
      await workbench.page.keyboard.press('Shift+End');
      await workbench.page.keyboard.type(answer);
      const typed = async () => ((await line.textContent()) ?? '').replaceAll('\u00a0', ' ') === answer;
      await until(typed);
      await workbench.screenshot('5-answer');
      await runAll(workbench);
      await goToCell(workbench, file, 'check="z_score"');
      await until(async () => (await verdictOn(workbench, zScore)) === 'Passed');
      await goToCell(workbench, file, "title: 'Training loss'");
      await until(async () => (await textsIn(workbench, 'svg.marks', 'text')).length > 0);
      await workbench.screenshot('6-green');
    });

    it('finds the run, and its metric history on the run’s page', async () => {
      // The lab's own: trainings of its claims are runs below it, with a number behind their names.
      const run = workbench.page.locator('.sidebar .monaco-list-row', { hasText: /-\d+\s?C2_W2_Lab_1/ }).first();
      await run.waitFor();
      await workbench.screenshot('7-runs');
      await run.click();
      const page = await workbench.webviewWith('text=base_rate');
      const loss = page.locator('figure', { hasText: /^loss/ });
      await loss.locator('svg').first().waitFor();
      const table = loss.locator('details');
      await table.locator('summary').click();
      await table.locator('tbody tr').first().waitFor();
      assert.equal(await table.locator('tbody tr').count(), 5, 'one point an epoch');
      await workbench.screenshot('8-run');
    });
  });
}
