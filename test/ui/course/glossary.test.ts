import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pictureInEveryTheme } from '../everyTheme.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

describe('the glossary', () => {
  let session: Session;
  let workbench: Workbench;
  const lab = `// ---
// id: Words
// title: Words
// ---

// %% [markdown]
// Ada and Bo agree: kappa is high. There is no concept drift, and no kappa below 0.8.

// %%
1 + 1
`;
  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await writeFile(join(session.server.workspace, 'words.lab.ts'), lab);
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await workbench?.screenshot(`failed-glossary-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 40)}`);
  });

  it('explains a term at its first use in a text cell of a notebook', async () => {
    await workbench.openFile('words.lab.ts');
    const page = await workbench.webviewWith('abbr');
    await page.locator('abbr', { hasText: 'concept drift' }).waitFor();
    assert.deepEqual(await page.locator('abbr').allTextContents(), ['kappa', 'concept drift']);
    assert.match((await page.locator('abbr').first().getAttribute('title')) ?? '', /^Agreement of two people beyond/);
    await pictureInEveryTheme(session, 'glossary-notebook');
  });

  it('explains it in the text of a lab, and leads to the page that shows it', async () => {
    await workbench.openLabAsText('words.lab.ts');
    const line = workbench.page.locator('.view-line', { hasText: 'kappa is high' });
    await line.waitFor();
    await line.click();
    // The word that the cursor stands in, by the keys of VS Code.
    await workbench.page.keyboard.press('Home');
    for (let step = 0; step < '// Ada and Bo agree: ka'.length; step++)
      await workbench.page.keyboard.press('ArrowRight');
    await workbench.command('Show or Focus Hover');
    const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'Agreement of two people' });
    await hover.waitFor();
    await workbench.screenshot('glossary-text');
    await hover.getByRole('link', { name: 'Show where' }).click();
    await workbench.webviewWith('.mlops-lab-page[data-page="11"]');
  });

  it('is found in the course', async () => {
    await workbench.command('MLOps Lab: Find in Course…');
    const input = workbench.page.locator('.quick-input-widget:visible', { hasText: 'Find in Course' }).locator('input');
    await input.fill('straggler');
    const row = workbench.page.locator('.quick-input-widget:visible .monaco-list-row', {
      hasText: 'The slow worker that all others wait for.',
    });
    await row.waitFor();
    await workbench.screenshot('glossary-found');
  });
});
