import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseProgress } from '../../../src/course/progress/format.ts';
import { sample } from '../../unit/quizzes/sample.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const course = `courses:
  - title: Own course
    weeks:
      - title: Own week
        objectives: [{ id: first, text: Do the first thing. }]
        items:
          - { id: Sample_Quiz, kind: quiz, title: 'Quiz: a sample', file: quiz.yaml }
          - { id: Later_Quiz, kind: quiz, title: 'Quiz: not here', file: later.yaml }
`;

describe('a quiz of the course', () => {
  let folder: string;
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-quiz-'));
    await writeFile(join(folder, 'course.yaml'), course);
    await writeFile(join(folder, 'quiz.yaml'), sample);
    session = await Session.start({ workspace: folder });
    workbench = session.workbench;
    await workbench.openContainer('MLOps Lab');
    await workbench.row('Own week').waitFor();
  });
  after(async () => {
    await session?.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens from the tree, is answered by keys, and shows in the progress', async () => {
    const { keyboard } = workbench.page;
    await workbench.row('Own week').click();
    await workbench.row('Quiz: a sample').waitFor();
    await workbench.row('Quiz: not here').filter({ hasText: 'not here yet' }).waitFor();
    await workbench.row('Quiz: a sample').focus();
    await workbench.row('Quiz: a sample').click();
    const page = await workbench.webviewWith('fieldset');
    await page.getByRole('heading', { name: 'Question 1 of 5' }).waitFor();
    await workbench.screenshot('quiz');
    await page.locator('button[type=submit]').focus();
    // Whatever comes first is answered wrongly or not at all until the answer is told.
    for (const select of await page.locator('select').all()) await select.selectOption({ index: 1 });
    if ((await page.locator('.option input').count()) > 0) await page.locator('.option input').first().press('Space');
    await page.locator('button[type=submit]').focus();
    await keyboard.press('Enter');
    const tell = page.getByRole('button', { name: 'Show the Answer' });
    await page.locator('.told').or(tell).first().waitFor();
    if (await tell.isVisible()) await tell.press('Enter');
    await page.locator('.told').waitFor();
    await workbench.row('Quiz: a sample').filter({ hasText: 'of 5' }).waitFor();
    const path = join(session.server.workspace, '.mlops-lab', 'progress.json');
    const written = () => readFile(path, 'utf8').catch(() => '');
    for (const end = Date.now() + 20_000; Date.now() < end && !(await written()).includes('"answer"'); )
      await workbench.page.waitForTimeout(100);
    const { progress } = parseProgress(await readFile(path, 'utf8'), path);
    assert.ok([...progress.values()].some((fact) => fact.kind === 'answer' && fact.item === 'Sample_Quiz'));
  });

  it('is helped while it is written: a wrong key is a problem at its line', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.openFile('quiz.yaml');
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('# ');
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot('quiz-yaml-problem');
  });
});
