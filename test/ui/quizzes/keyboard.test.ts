import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { parseProgress } from '../../../src/course/progress/format.ts';
import { plainText } from '../../../src/quizzes/markdown.ts';
import { type Form, type Quiz, rightSides } from '../../../src/quizzes/model.ts';
import { readQuiz } from '../../../src/quizzes/quizFile.ts';
import { root } from '../../../tools/process.mjs';
import { seriousFaults } from '../axe.ts';
import { pictureInEveryTheme } from '../everyTheme.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';
import { sortByKeys } from './sortByKeys.ts';

/** The pattern's quiz, from the tree to the result. Nothing here points or clicks, or sets the focus: keys do it all. */
describe('a quiz in the window, by keyboard alone', function () {
  this.timeout(300_000);
  let session: Session;
  let workbench: Workbench;
  let quiz: Quiz;
  let page: Frame;

  before(async () => {
    quiz = await readQuiz(await readFile(join(root, 'course/C2/W2/quiz.yaml'), 'utf8'));
    session = await Session.start();
    workbench = session.workbench;
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-quiz-by-keys');
  });

  const press = (key: string) => workbench.page.keyboard.press(key);
  const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim();

  it('is found and opened in the course', async () => {
    const command = workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Course View' });
    // The palette's list does not grow while it is open, and the extension may be about to come.
    for (let tries = 0; (await command.count()) === 0; tries++) {
      assert.ok(tries < 20, 'the palette knows the view');
      await press('Escape');
      await press('F1');
      await workbench.page.keyboard.type('MLOps Lab: Focus on Course View');
      await command.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
    await press('Enter');
    for (const [name, key] of [
      [/^Week 2: Feature Engineering/, 'ArrowRight'],
      [/^Quiz: Feature Engineering/, 'Enter'],
    ] as const) {
      await workbench.row(name).waitFor();
      // Into the side bar: a view that was only now made does not keep the focus that it is given.
      await press('Control+0');
      const focused = workbench.page.locator('.sidebar .monaco-list-row.focused');
      for (let step = 0; step < 60; step++) {
        if (name.test((await focused.textContent({ timeout: 200 }).catch(() => '')) ?? '')) break;
        await press('ArrowDown');
      }
      assert.match((await focused.textContent()) ?? '', name);
      await press(key);
    }
    page = await workbench.webviewWith('fieldset');
    assert.equal(await page.evaluate(() => document.hasFocus()), true, 'the page has the focus once it is there');
    await pictureInEveryTheme(session, 'quiz-1-asked');
    assert.deepEqual(await seriousFaults(page), []);
  });

  it('answers, is nudged after a wrong one, and says why', async () => {
    const form = await asked();
    await answer(form, false);
    await page.getByText('Not yet.').waitFor();
    assert.equal(await page.locator('.told').count(), 0, 'nothing is told before the second try');
    await pictureInEveryTheme(session, 'quiz-2-nudged');
    await answer(form, false);
    await page.getByRole('heading', { name: 'Not right' }).waitFor();
    await pictureInEveryTheme(session, 'quiz-3-told');
    assert.deepEqual(await seriousFaults(page), []);
    await next();
  });

  it('goes on to the result by objective, which is kept', async () => {
    const count = quiz.questions.length;
    for (let at = 1; at < count; at++) {
      await page.getByRole('heading', { name: `Question ${at + 1} of ${count}` }).waitFor();
      await answer(await asked(), true);
      await page.getByRole('heading', { name: 'Right', exact: true }).waitFor();
      await next();
    }
    await page.getByRole('heading', { name: `${count - 1} of ${count} right` }).waitFor();
    await page.getByRole('heading', { name: 'See again' }).waitFor();
    await page
      .getByRole('button', { name: /^See (the slides of|lab \d of) course 2, week 2: “/ })
      .first()
      .waitFor();
    await pictureInEveryTheme(session, 'quiz-4-result');
    assert.deepEqual(await seriousFaults(page), []);
    const path = join(session.server.workspace, '.mlops-lab', 'progress.json');
    const answered = async () => {
      const { progress } = parseProgress(await readFile(path, 'utf8').catch(() => '[]'), path);
      return [...progress.values()].filter((fact) => fact.kind === 'answer').length;
    };
    for (const end = Date.now() + 20_000; Date.now() < end && (await answered()) < count; )
      await workbench.page.waitForTimeout(100);
    assert.equal(await answered(), count);
  });

  /** The form that is on show, found by its words. */
  async function asked(): Promise<Form> {
    const legend = squeezed((await page.locator('legend').textContent()) ?? '');
    const forms = quiz.questions.map(({ forms }) => forms[0]!);
    const found = forms.find(({ stem }) => squeezed(plainText(stem)) === legend);
    return found ?? assert.fail(`no question asks: ${legend}`);
  }

  async function next(): Promise<void> {
    await tabTo('button[type=submit]');
    await press('Enter');
  }

  async function answer(form: Form, right: boolean): Promise<void> {
    if (form.kind === 'number') {
      await tabTo('input[type=text]');
      // Not Ctrl+A, which VS Code carries out only after what is typed next.
      await press('Home');
      await press('Shift+End');
      await workbench.page.keyboard.type(String(right ? form.answer : form.answer + 10 * form.tolerance));
    } else if (form.kind === 'order') await sort(form.steps, right);
    else if (form.kind === 'match') await match(form, right);
    else await choose(form, right);
    await next();
  }

  async function choose(form: Extract<Form, { options: unknown }>, right: boolean): Promise<void> {
    const texts = (await page.locator('.option').allTextContents()).map(squeezed);
    const isRight = (text: string) =>
      form.options.some((each) => each.right && squeezed(plainText(each.text)) === text);
    const wanted = texts.flatMap((text, place) => (isRight(text) === right ? [place] : []));
    await tabTo('.option input');
    if (form.kind !== 'several') {
      const chosen = () =>
        page.locator('.option input').evaluateAll((all) => all.findIndex((each) => each.matches(':checked')));
      await pressUntil('Space', chosen, (place) => place >= 0);
      for (let step = 0; step < texts.length && (await chosen()) !== wanted[0]; step++)
        await pressAndSee('ArrowDown', chosen);
      return;
    }
    for (let place = 0; place < texts.length; place++) {
      await tabTo('.option input', place);
      const isOn = () => page.locator('.option input').nth(place).isChecked();
      if ((await isOn()) !== wanted.includes(place)) await pressAndSee('Space', isOn);
    }
  }

  /** As a person sorts: the step that belongs highest goes up until it is there. A wrong order ends with two changed. */
  async function sort(steps: readonly string[], right: boolean): Promise<void> {
    await sortByKeys(page, steps.map(plainText), async (_, at) => {
      await tabTo(`.order > li:nth-child(${at + 1}) button[aria-label^="Move up"]`);
      await press('Enter');
    });
    if (right) return;
    await tabTo('.order > li:first-child button[aria-label^="Move down"]');
    await press('Enter');
  }

  async function match(form: Extract<Form, { kind: 'match' }>, right: boolean): Promise<void> {
    const sides = rightSides(form).map(plainText);
    for (const [index, pair] of form.pairs.entries()) {
      await tabTo('select', index);
      const wanted = right ? plainText(pair.right) : sides.at(-1)!;
      const chosen = () =>
        page
          .locator('select')
          .nth(index)
          .evaluate((list) => (list as HTMLSelectElement).selectedOptions[0]?.text);
      for (let step = 0; step <= sides.length && (await chosen()) !== wanted; step++)
        await pressAndSee('ArrowDown', chosen);
    }
  }

  /** Presses a key, and waits until the page shows what it did: a key is carried out after `press` has returned. */
  async function pressAndSee<T>(key: string, read: () => Promise<T>): Promise<void> {
    const before = await read();
    await pressUntil(key, read, (now) => now !== before);
  }

  async function pressUntil<T>(key: string, read: () => Promise<T>, isDone: (now: T) => boolean): Promise<void> {
    if (isDone(await read())) return;
    await press(key);
    for (const end = Date.now() + 5000; Date.now() < end && !isDone(await read()); )
      await workbench.page.waitForTimeout(20);
    assert.ok(isDone(await read()), `${key} did nothing`);
  }

  /** Moves the focus by Tab, or back by Shift+Tab, to the element with this place among those that match. */
  async function tabTo(selector: string, place = 0): Promise<void> {
    for (let step = 0; step < 60; step++) {
      const way = await page.evaluate(
        ({ selector, place }) => {
          const target = document.querySelectorAll(selector)[place];
          const active = document.activeElement;
          if (!target || !active || active === target) return target ? 'here' : 'none';
          // Of radio buttons Tab reaches the chosen one, or whichever comes first.
          const isRadio = (each: Element) => each.matches('input[type=radio]');
          if (isRadio(target) && isRadio(active)) return 'here';
          return active.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? 'back' : 'on';
        },
        { selector, place },
      );
      if (way === 'here') return;
      assert.notEqual(way, 'none', `${selector} is not on the page`);
      await page.evaluate(() => document.activeElement?.setAttribute('data-left', ''));
      await press(way === 'back' ? 'Shift+Tab' : 'Tab');
      // A key is carried out after `press` has returned: the next one would go past the target.
      await page.waitForFunction(() => !document.activeElement?.hasAttribute('data-left'), undefined, {
        timeout: 5000,
      });
      await page.evaluate(() => document.querySelector('[data-left]')?.removeAttribute('data-left'));
    }
    assert.fail(`${selector} cannot be reached by Tab`);
  }
});
