import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Quiz } from '../../../src/quizzes/model.ts';
import { readQuiz } from '../../../src/quizzes/quizFile.ts';
import { beginQuiz, currentQuestion } from '../../../src/quizzes/state.ts';
import { root } from '../../../tools/process.mjs';
import { sample } from '../../unit/quizzes/sample.ts';
import { seriousFaults } from '../axe.ts';
import { type Opened, Pages } from '../pages.ts';
import { themes } from '../themes.ts';
import { sortByKeys } from './sortByKeys.ts';

const pictures = join(root, 'test', 'ui', 'screenshots');
const objectives = { first: 'Do the first thing.', second: 'Do the second thing.', third: 'Do the third thing.' };

describe('the page of a quiz in a browser', () => {
  let pages: Pages;
  let quiz: Quiz;
  let opened: Opened;

  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
    quiz = await readQuiz(sample);
    await mkdir(pictures, { recursive: true });
  });
  after(() => pages?.stop());
  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, [], 'no error, no policy violation, no request that leaves');
  });

  interface Wanted {
    readonly theme?: keyof typeof themes;
    readonly width?: number;
    readonly quiz?: Quiz;
    readonly seed?: number;
  }

  async function open({ theme = 'dark', width = 1000, quiz: shown = quiz, seed = 1 }: Wanted = {}): Promise<Page> {
    opened = await pages.open({ script: 'quiz.js', style: 'quiz.css', theme, viewport: { width, height: 900 } });
    await opened.next(0);
    await opened.receive({ type: 'quiz', quiz: shown, objectives, seed, take: 0 });
    await opened.page.getByRole('heading', { level: 2 }).waitFor();
    return opened.page;
  }

  /** Answers the question on show by keys alone, from wherever the focus is. */
  async function answerByKeys(page: Page, at: number, seed: number, right: boolean, take = 0): Promise<void> {
    const begun = beginQuiz(quiz, seed, take);
    const { form, shown } = currentQuestion(quiz, { ...begun, at }) ?? assert.fail();
    const { keyboard } = page;
    const tabTo = async (selector: string) => {
      for (let i = 0; i < 40; i++) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
        await keyboard.press('Tab');
      }
      assert.fail(`${selector} cannot be reached by Tab`);
    };
    if (form.kind === 'number') {
      await tabTo('input[type=text]');
      await keyboard.press('ControlOrMeta+a');
      await keyboard.type(String(right ? form.answer : form.answer + 10 * form.tolerance));
      return keyboard.press('Enter');
    }
    if (form.kind === 'order') {
      // Bubble sort by the buttons, as a person would; for a wrong answer the first step goes down at the end.
      await sortByKeys(page, form.steps, async (step) => {
        const row = page.locator('.order > li', { hasText: step });
        await row.getByRole('button', { name: /^Move up/ }).focus();
        await keyboard.press('Enter');
      });
      if (!right) {
        await page
          .locator('.order > li')
          .first()
          .getByRole('button', { name: /^Move down/ })
          .focus();
        await keyboard.press('Space');
      }
    } else if (form.kind === 'match') {
      for (const [index, pair] of form.pairs.entries()) {
        const list = page.locator('select').nth(index);
        const chosen = () => list.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text ?? '');
        const wanted = right ? pair.right : 'Tweet';
        await list.focus();
        // Not by typing its letters, which a slow machine takes for several searches.
        for (let step = 0; step < 20 && !(await chosen()).startsWith(wanted); step++) await keyboard.press('ArrowDown');
      }
    } else {
      await tabTo('.option input');
      const wanted = shown.filter((place) => form.options[place]!.right === right);
      const inputs = await page.locator('.option input').count();
      if (form.kind === 'several') {
        for (let row = 0; row < inputs; row++) {
          const box = page.locator('.option input').nth(row);
          const should = wanted.includes(shown[row]!);
          if ((await box.isChecked()) !== should) {
            await box.focus();
            await keyboard.press('Space');
          }
        }
      } else {
        await page.locator('.option input').nth(shown.indexOf(wanted[0]!)).focus();
        await keyboard.press('Space');
      }
    }
    await tabTo('button[type=submit]');
    await keyboard.press('Enter');
  }

  it('is taken by keys alone: a wrong answer is nudged, the why comes, and the result by objective', async () => {
    const page = await open({ seed: 3 });
    for (let at = 0; at < 5; at++) {
      await page.getByRole('heading', { name: `Question ${at + 1} of 5` }).waitFor();
      if (at === 1) {
        await answerByKeys(page, at, 3, false);
        await page.getByText('Not yet.').waitFor();
        assert.equal(await page.locator('.told').count(), 0, 'nothing is told before the second try');
        await answerByKeys(page, at, 3, false);
        await page.getByRole('heading', { name: 'Not right' }).waitFor();
      } else {
        await answerByKeys(page, at, 3, true);
        await page.getByRole('heading', { name: 'Right', exact: true }).waitFor();
      }
      const focused = await page.evaluate(() => document.activeElement?.id);
      assert.equal(focused, 'told', 'what is said of the answer has the focus');
      await page.keyboard.press('Tab');
      await page.locator('button[type=submit]').focus();
      await page.keyboard.press('Enter');
    }
    await page.getByRole('heading', { name: '4 of 5 right' }).waitFor();
    await page.getByRole('heading', { name: 'See again' }).waitFor();
    const sent = (await opened.sent()).slice(1) as unknown as readonly Record<string, unknown>[];
    assert.equal(sent.length, 5);
    assert.deepEqual(
      sent.map(({ right, tries }) => [right, tries]),
      [
        [true, 1],
        [false, 2],
        [true, 1],
        [true, 1],
        [true, 1],
      ],
    );
    assert.deepEqual(await seriousFaults(page), []);
    await page.screenshot({ path: join(pictures, 'quiz-result.png'), fullPage: true });
  });

  it('asks the second forms when it is taken again', async () => {
    const page = await open({ seed: 3 });
    for (let at = 0; at < 5; at++) {
      await page.getByRole('heading', { name: `Question ${at + 1} of 5` }).waitFor();
      await answerByKeys(page, at, 3, true);
      await page.locator('.told').waitFor();
      await page.locator('button[type=submit]').press('Enter');
    }
    await page.getByRole('button', { name: 'Take It Again' }).press('Enter');
    await page.getByRole('heading', { name: 'Question 1 of 5' }).waitFor();
    const { state } = (await opened.kept()) as { state: { take: number; order: readonly number[] } };
    assert.equal(state.take, 1);
    // The sample's first question has another form; the page asks it when its turn comes.
    for (let at = 0; at < state.order.indexOf(0); at++) {
      await page.getByRole('heading', { name: `Question ${at + 1} of 5` }).waitFor();
      await page.locator('button[type=submit]').waitFor();
      await answerAny(page);
    }
    await page.getByText('How many percent of 40 are 10?').waitFor();
  });

  /** Gets past a question, whatever it is. */
  async function answerAny(page: Page): Promise<void> {
    for (const select of await page.locator('select').all()) await select.selectOption({ index: 1 });
    if ((await page.locator('.option input').count()) > 0) await page.locator('.option input').first().check();
    await page.locator('button[type=submit]').click();
    const tell = page.getByRole('button', { name: 'Show the Answer' });
    await page.locator('.told').or(tell).first().waitFor();
    if (await tell.isVisible()) await tell.click();
    await page.locator('.told').waitFor();
    await page.locator('button[type=submit]').click();
  }

  it('tells what is missing, and takes no answer until it is there', async () => {
    const page = await open();
    await page.locator('button[type=submit]').press('Enter');
    await page.locator('.missing').waitFor();
    assert.equal((await opened.sent()).length, 1);
  });

  it('follows links into the course, and shows HTML of a quiz as letters', async () => {
    const text = sample.replace(
      'It is., see:',
      "'**Bold** `<b>` [here](mlops-lab:lab/L_1#x) [out](https://example.org)', see:",
    );
    const page = await open({ quiz: { ...quiz, questions: (await readQuiz(text)).questions.slice(0, 1) } });
    await page.getByRole('radio', { name: 'Right' }).check();
    await page.locator('button[type=submit]').click();
    const why = page.locator('.comments li').first();
    assert.equal(await why.locator('strong').textContent(), 'Bold');
    assert.equal(await why.locator('code').textContent(), '<b>');
    assert.equal(await why.getByRole('button').count(), 2, 'one in the text, one below it; none leads out');
    await why.getByRole('button', { name: 'See the lab L_1: “cell”' }).click();
    assert.deepEqual((await opened.sent()).at(-1), { type: 'open', href: 'mlops-lab:lab/L_1#cell' });
  });

  it('keeps what was answered while another tab is in front', async () => {
    const page = await open({ seed: 3 });
    await answerByKeys(page, 0, 3, true);
    await page.locator('.told').waitFor();
    const { state } = (await opened.kept()) as { state: { phase: string; outcomes: object } };
    assert.deepEqual([state.phase, Object.values(state.outcomes)], ['told', [1]]);
  });

  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    it(`has no serious fault of access in any kind of question, in ${theme}`, async () => {
      const page = await open({ theme });
      for (let at = 0; at < 5; at++) {
        const { question } = currentQuestion(quiz, { ...beginQuiz(quiz, 1), at }) ?? assert.fail();
        assert.deepEqual(await seriousFaults(page), [], question.id);
        await page.screenshot({ path: join(pictures, `quiz-${question.id}-${theme}.png`), fullPage: true });
        await answerByKeys(page, at, 1, false);
        await page.getByText('Not yet.').waitFor();
        await page.getByRole('button', { name: 'Show the Answer' }).press('Enter');
        await page.locator('.told').waitFor();
        assert.deepEqual(await seriousFaults(page), [], `${question.id}, told`);
        await page.screenshot({ path: join(pictures, `quiz-${question.id}-told-${theme}.png`), fullPage: true });
        await page.locator('button[type=submit]').press('Enter');
      }
    });
  }

  it('shows the bundled quiz of course 2, week 2, at the widths of a narrow and a wide window', async () => {
    const bundled = await readQuiz(await readFile(join(root, 'course/C2/W2/quiz.yaml'), 'utf8'));
    for (const [theme, width] of [
      ['light', 1000],
      ['light', 1280],
      ['dark', 1280],
      ['highContrast', 1000],
    ] as const) {
      if (!(theme in themes)) continue;
      const page = await open({ theme: theme as keyof typeof themes, width, quiz: bundled });
      await page.screenshot({ path: join(pictures, `quiz-c2w2-${theme}-${width}.png`), fullPage: true });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(overflow, false);
      await page.context().close();
    }
    await open();
  });
});
