import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
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
      assert.equal(await verdictOn(workbench, zScore), 'Failed');
      const failed = await walkTo(workbench, '.mlops-lab-check.failed', zScore);
      assert.match((await failed.textContent()) ?? '', /only centers.*Hint.*unit/);
      await workbench.screenshot('4-red');
    });

    it('types the answer, and its check turns green', async () => {
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
      await until(async () => (await verdictOn(workbench, zScore)) === 'Passed');
      await walkTo(workbench, 'svg.marks');
      await workbench.screenshot('6-green');
    });

    it('finds the run, and its metric history on the run’s page', async () => {
      await workbench.page.locator('.sidebar .monaco-list-row', { hasText: 'C2_W2_Lab_1' }).nth(1).waitFor();
      await workbench.screenshot('7-runs');
      await workbench.row('C2_W2_Lab_1').click();
      const page = await workbench.webviewWith('text=base_rate');
      for (const metric of ['accuracy', 'loss']) {
        await page.locator('figure', { hasText: metric }).locator('svg').first().waitFor();
      }
      const table = page.locator('figure', { hasText: 'loss' }).locator('details');
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

/** The verdict of the check of that name, in words, looked for while walking through the lab from top to bottom. */
async function verdictOn(workbench: Workbench, name: RegExp): Promise<string | undefined> {
  let found: string | undefined;
  await walk(workbench, async () => {
    for (const [verdict, whole] of await textsIn(workbench, '.mlops-lab-check p', 'strong')) {
      if (name.test(whole.replace(verdict, '').trim())) found = verdict;
    }
    return found !== undefined;
  });
  return found;
}

/** Walks to the cell with an output of this kind, and with these words. */
async function walkTo(workbench: Workbench, selector: string, words = /(?:)/): Promise<Locator> {
  let found: Locator | undefined;
  await walk(workbench, async () => {
    for (const element of await allIn(workbench, selector)) {
      const text = await element.textContent({ timeout: 1000 }).catch(() => null);
      if (!text || !words.test(text.replace(/^(Passed|Failed)/, '').trim())) continue;
      const box = await element.boundingBox({ timeout: 1000 }).catch(() => null);
      if (box && box.y > 150 && box.y + box.height < 850) found = element;
    }
    return found !== undefined;
  });
  if (!found) throw new Error(`The notebook shows no ${selector}.`);
  return found;
}

/**
 * Goes from cell to cell by the keyboard, which brings each into view; outputs are drawn when they come near. A busy
 * machine draws them later, so who has found nothing goes again and waits longer at each cell.
 */
async function walk(workbench: Workbench, isDone: () => Promise<boolean>): Promise<void> {
  const { keyboard } = workbench.page;
  const cells = workbench.page.locator('.notebookOverlay .cell-list-container .monaco-list').first();
  const place = workbench.page.locator('.statusbar-item', { hasText: /^Cell \d+ of \d+$/ });
  await workbench.page.locator('.tab.active').click();
  for (const pause of [200, 400, 800]) {
    await cells.focus();
    await keyboard.press('Control+Home');
    for (let step = 0; step < 40; step++) {
      if (await isDone()) return;
      const here = await place.textContent();
      await keyboard.press('ArrowDown');
      await workbench.page.waitForTimeout(pause);
      // Outputs that are being drawn may take the focus for themselves.
      if ((await place.textContent()) === here) await cells.focus();
    }
  }
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

async function allIn(workbench: Workbench, selector: string): Promise<Locator[]> {
  const frames = workbench.page.frames().filter((frame) => !frame.isDetached());
  const found = await Promise.all(
    frames.map((frame) =>
      frame
        .locator(selector)
        .all()
        .catch(() => []),
    ),
  );
  return found.flat();
}

async function until(probe: () => Promise<boolean>, timeout = 60_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (await probe()) return;
  }
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
