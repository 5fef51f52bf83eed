import assert from 'node:assert/strict';
import type { Browser, Frame } from 'playwright-core';
import { vsix } from '../../tools/build.mjs';
import { launchBrowser } from './browser.ts';
import { Server } from './server.ts';
import { type Theme, themeNames, Workbench } from './workbench.ts';

/** What a learner types to solve the exercise. */
const answer = 'const zScore = (x: Feature<number>, tft: Tft) => tft.div(tft.sub(x, tft.mean(x)), tft.sqrt(tft.variance(x)));';

/** The main job, on the packaged extension, as a person does it: from the tree to the recorded run. */
for (const theme of ['dark', 'light'] satisfies Theme[]) {
  describe(`a learner, ${theme}`, () => {
    let server: Server;
    let browser: Browser;
    let workbench: Workbench;

    before(async () => {
      server = await Server.start({ vsix: await vsix(), settings: { 'workbench.colorTheme': themeNames[theme] } });
      browser = await launchBrowser();
      workbench = await Workbench.open(server, browser, theme);
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });
    afterEach(async function () {
      if (this.currentTest?.isFailed()) await workbench?.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
    });

    it('finds the week in the course', async () => {
      await workbench.openContainer('MLOps Lab');
      await workbench.row('Week 2: Feature Engineering').click();
      await workbench.row('Simple Feature Engineering').waitFor();
      await workbench.screenshot('1-course');
    });

    it('looks at the deck, and turns to its second page', async () => {
      await workbench.row('Feature Engineering, Transformation and Selection').click();
      const deck = await workbench.webviewWith('canvas');
      await deck.getByRole('button', { name: 'Next Page' }).click();
      await deck.locator('.textLayer', { hasText: /analyzer/i }).waitFor();
      await workbench.page.waitForTimeout(300);
      await workbench.screenshot('2-deck');
    });

    it('opens the lab with the starter and runs all: exactly the exercise’s check is red, with its hint', async () => {
      await workbench.row('Simple Feature Engineering').click();
      await workbench.page.locator('.notebookOverlay .cell-list-container .code-cell-row').first().waitFor();
      await workbench.screenshot('3-lab');
      await runAll(workbench);
      const outputs = await workbench.webviewWith('.mlops-lab-check');
      await outputs.locator('.mlops-lab-check').nth(3).waitFor();
      assert.deepEqual(await verdicts(outputs), ['Passed', 'Failed', 'Passed', 'Passed']);
      await scrollTo(workbench, outputs.locator('.mlops-lab-check.failed'));
      assert.match((await outputs.locator('.mlops-lab-check.failed').textContent()) ?? '', /tft\.div/);
      await workbench.screenshot('4-red');
    });

    it('types the answer, and all checks turn green', async () => {
      const line = workbench.page.locator('.notebookOverlay .view-line', { hasText: /^const zScore =/ });
      await line.click();
      await workbench.page.keyboard.press('Home');
      await workbench.page.keyboard.press('Shift+End');
      await workbench.page.keyboard.type(answer);
      await workbench.screenshot('5-answer');
      await runAll(workbench);
      const outputs = await workbench.webviewWith('.mlops-lab-check');
      await until(async () => (await verdicts(outputs)).join() === 'Passed,Passed,Passed,Passed');
      await workbench.screenshot('6-green');
    });

    it('finds the run, and its metric history on the run’s page', async () => {
      const row = workbench.row(/C2_W2_Lab_1.*loss|loss.*C2_W2_Lab_1|C2_W2_Lab_1/);
      await row.click();
      await workbench.screenshot('7-runs');
      await workbench.command('MLOps Lab: Open Run…');
      await workbench.page.keyboard.press('Enter');
      const page = await workbench.webviewWith('text=test_accuracy');
      await page.locator('svg').nth(1).waitFor();
      await workbench.page.waitForTimeout(500);
      await workbench.screenshot('8-run');
    });
  });
}

/** Presses the notebook's own button. */
async function runAll(workbench: Workbench): Promise<void> {
  await workbench.page.locator('.notebook-toolbar-container .action-label', { hasText: 'Run All' }).click();
  // The button becomes “Interrupt” while cells run.
  await workbench.page.locator('.notebook-toolbar-container .action-label', { hasText: 'Run All' }).waitFor();
}

/** What the checks say, in words, in the order of the lab. */
async function verdicts(outputs: Frame): Promise<string[]> {
  return outputs.locator('.mlops-lab-check strong').allTextContents();
}

/** The outputs' webview moves with the notebook's list: scroll until the element is inside the window. */
async function scrollTo(workbench: Workbench, element: ReturnType<Frame['locator']>): Promise<void> {
  const list = workbench.page.locator('.notebookOverlay .monaco-list').first();
  await list.hover({ position: { x: 5, y: 200 } });
  await until(async () => {
    const box = await element.boundingBox();
    if (box && box.y > 150 && box.y < 700) return true;
    await workbench.page.mouse.wheel(0, box && box.y < 150 ? -200 : 300);
    return false;
  });
}

async function until(probe: () => Promise<boolean>, timeout = 30_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (await probe()) return;
  }
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
