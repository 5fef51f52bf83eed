import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLab } from '../../../src/labs/file.ts';
import { root } from '../../../tools/process.mjs';
import { Session } from '../session.ts';
import type { Theme, Workbench } from '../workbench.ts';

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
      await toast.getByRole('button', { name: 'Go to the Failed Check' }).click();
      const shown = workbench.page.locator('.notebookOverlay .monaco-list-row.focused');
      await shown
        .getByText(/Check failed|predict\(/)
        .first()
        .waitFor();
      await goToCell(workbench, 'check="z_score"');
      await until(async () => (await verdictOn(workbench, zScore)) === 'Failed');
      const failed = await textsIn(workbench, '.mlops-lab-check.failed', 'p');
      assert.ok(failed.some(([, whole]) => /only centers.*Hint.*unit/.test(whole)));
      await workbench.screenshot('4-red');
    });

    it('types the answer, and its check turns green', async () => {
      await goToCell(workbench, 'exercise="z_score"');
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
      await goToCell(workbench, 'check="z_score"');
      await until(async () => (await verdictOn(workbench, zScore)) === 'Passed');
      await goToCell(workbench, "title: 'Training loss'");
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

/** Presses the notebook's own button until cells run: VS Code's toolbar moves while it fills, and a click may hit none. */
async function runAll(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  for (let attempt = 0; attempt < 4; attempt++) {
    await page.getByRole('button', { name: 'Run All', exact: true }).click();
    const runs = page.getByRole('button', { name: 'Interrupt', exact: true });
    const began = await runs.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (began) return;
  }
  throw new Error('Run All started nothing.');
}

/** The verdict of the check of that name, in words, where it is drawn. */
async function verdictOn(workbench: Workbench, name: RegExp): Promise<string | undefined> {
  const texts = await textsIn(workbench, '.mlops-lab-check p', 'strong');
  return texts.find(([verdict, whole]) => name.test(whole.replace(verdict, '').trim()))?.[0];
}

const file = parseLab(readFileSync(join(root, 'course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts'), 'utf8'));

/** Brings the first cell with these words into view, by the keyboard, as VS Code does not draw those far from it. */
async function goToCell(workbench: Workbench, words: string): Promise<void> {
  const { keyboard } = workbench.page;
  const number = 1 + file.cells.findIndex(({ origin, source }) => `${origin?.marker}${source}`.includes(words));
  const cells = workbench.page.locator('.notebookOverlay .cell-list-container .monaco-list').first();
  const place = workbench.page.locator('.statusbar-item', { hasText: /^Cell \d+ of \d+$/ });
  const here = async () => Number(/\d+/.exec((await place.textContent().catch(() => '')) ?? '')?.[0]);
  await workbench.page.locator('.tab.active').click();
  await cells.focus();
  await until(async () => {
    const at = await here();
    if (at === number) return true;
    await keyboard.press(at > number ? 'ArrowUp' : 'ArrowDown');
    // Outputs that are being drawn may take the focus for themselves.
    if ((await here()) === at) await cells.focus();
    return false;
  });
}

/** Of each element in any frame, the text of a part and of the whole, read at one moment: outputs come and go. */
async function textsIn(workbench: Workbench, selector: string, part: string): Promise<[string, string][]> {
  const read = (elements: Element[], inner: string): [string, string][] =>
    elements.map((element) => [element.querySelector(inner)?.textContent ?? '', element.textContent ?? '']);
  const frames = workbench.page.frames().filter((frame) => !frame.isDetached());
  const texts = frames.map((frame) =>
    frame
      .locator(selector)
      .evaluateAll(read, part)
      .catch(() => []),
  );
  return (await Promise.all(texts)).flat();
}

async function until(probe: () => Promise<boolean>, timeout = 60_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (await probe()) return;
  }
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
