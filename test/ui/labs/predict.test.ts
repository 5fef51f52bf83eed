import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const lab = `// ---
// id: Predicting
// title: Predicting
// ---

// %% [markdown]
// # Predicting
//
// <details>
// <summary>Which question folds?</summary>
//
// This answer.
//
// </details>

// %% exercise="guess" kind="predict"
import { check, equal, predict, reveal } from 'mlops-lab/lab';
const share = undefined;
const howMuch = predict('share', 'How much is left of it?', { from: 0, to: 100, unit: '%', answer: share });

// %% truth="share"
const left = 80;
reveal(howMuch, left);

// %% check="z"
await check('It is named', () => equal(left, 81), { hint: 'Count.', mistakes: [{ when: () => true, say: 'one too few' }] });
`;

describe('a prediction in the notebook', () => {
  let session: Session;
  let workbench: Workbench;
  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
    await writeFile(join(session.server.workspace, 'labs', 'predicting.lab.ts'), lab);
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-predict');
  });

  it('covers the truth while it is empty, says why a check failed, and shows the truth anyway when asked', async () => {
    const { page } = workbench;
    await workbench.openFile('predicting.lab.ts');
    await page.locator('.notebookOverlay .cell-list-container').first().waitFor();
    await workbench.command('Notebook: Run All');
    const outputs = await workbench.webviewWith('text=Predict first: How much is left of it?');
    await outputs.locator('text=one too few').first().waitFor();
    if (await outputs.locator('text=It is 80 %').count()) throw new Error('the truth is shown before it is predicted');
    const question = outputs.locator('summary', { hasText: 'Which question folds?' });
    const answer = outputs.locator('text=This answer.');
    if (await answer.isVisible()) throw new Error('the answer is not folded');
    await question.click();
    await answer.waitFor();
    await workbench.screenshot('predict-1-covered');
    await page.locator('.cell-statusbar-container .cell-status-item', { hasText: 'Show Anyway' }).first().click();
    await workbench.webviewWith('text=You have not predicted: How much is left of it? It is 80 %.');
    await workbench.screenshot('predict-2-anyway');
  });
});
