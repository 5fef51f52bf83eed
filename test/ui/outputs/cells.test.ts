import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const asking = `// ---
// id: Asking
// title: Asking
// ---

// %%
import { input } from 'mlops-lab/lab';
console.log('hello', await input('Who are you?'));
`;

const failing = `// ---
// id: Failing
// title: Failing
// ---

// %%
function broken(value?: string): number {
  const shown = 'a line above the one that fails';
  return shown.length + value!.length;
}

// %%
const before = 1;
broken();
`;

/** What a cell asks, and where its errors lead: by the mouse and the keyboard, in the packaged extension. */
describe('a cell and its reader', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
    await writeFile(join(session.server.workspace, 'labs', 'asking.lab.ts'), asking);
    await writeFile(join(session.server.workspace, 'labs', 'failing.lab.ts'), failing);
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await workbench?.screenshot(`failed-cells-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 40)}`);
  });

  const box = () => workbench.page.locator('.quick-input-widget:visible', { hasText: 'A Cell Asks' });
  const cell = (index: number) => workbench.page.locator('.notebookOverlay .code-cell-row').nth(index);

  it('asks in an input box, and goes on with the answer', async () => {
    await openNotebook('asking.lab.ts');
    await press(cell(0), 'notebook-execute');
    await workbench.page.locator('.quick-input-widget:visible', { hasText: 'Who are you?' }).waitFor();
    await workbench.screenshot('question');
    await workbench.answer('A Cell Asks', 'Ada');
    await workbench.webviewWith('text=hello Ada');
    await cell(0).locator('.codicon-notebook-state-success').waitFor();
  });

  it('fails with a word when the box is closed, and may ask again', async () => {
    await press(cell(0), 'notebook-execute');
    await box().waitFor();
    await workbench.page.keyboard.press('Escape');
    await cell(0).locator('.codicon-notebook-state-error').waitFor();
    await workbench.webviewWith('text=/Who are you\\?/');
  });

  it('takes its question back when it is stopped', async () => {
    await press(cell(0), 'notebook-execute');
    await box().waitFor();
    await press(cell(0), 'notebook-stop');
    await box().waitFor({ state: 'hidden' });
    await workbench.webviewWith('text=/Interrupted/');
  });

  it('leads from an error to the lines of its cells, without leaving the notebook', async () => {
    await openNotebook('failing.lab.ts');
    await workbench.page.getByRole('button', { name: 'Run All', exact: true }).click();
    const output = await workbench.webviewWith('text=/failing\\.lab\\.ts:9:/');
    await workbench.screenshot('error-links');
    await output.locator('a', { hasText: 'line 3' }).click();
    await cursorIn(/^\s+return/);
    await output.locator('a', { hasText: 'line 2' }).click();
    await cursorIn(/^broken/);
    assert.equal(await workbench.page.locator('.tabs-container .tab').count(), 2);
  });

  it('leads from an error in the output of a lab as text to its line', async () => {
    await workbench.command('MLOps Lab: Open as Text');
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await workbench.page.keyboard.press('Control+Alt+Enter');
    const panel = await workbench.webviewWith('.mlops-lab-error a');
    await workbench.screenshot('error-output');
    await panel
      .getByRole('link', { name: /^failing\.lab\.ts:9:/ })
      .last()
      .click();
    const cursor = workbench.page.locator('.statusbar-item[id="status.editor.selection"]');
    await cursor.filter({ hasText: /^Ln 9,/ }).waitFor();
  });

  async function openNotebook(name: string): Promise<void> {
    await workbench.openFile(name);
    await cell(0).waitFor();
  }

  /** Waits until the cursor of a cell stands in a line. */
  async function cursorIn(text: RegExp): Promise<void> {
    const line = workbench.page.locator('.view-line', { hasText: text });
    const cursor = workbench.page.locator('.code-cell-row', { has: line }).locator('.cursor');
    await cursor.waitFor();
    const top = async (place: Locator) => (await place.boundingBox())?.y ?? Number.NaN;
    for (const end = Date.now() + 20_000; Date.now() < end; await workbench.page.waitForTimeout(100))
      if (Math.abs((await top(cursor)) - (await top(line))) < 5) return;
    assert.fail(`The cursor is not in ${text}.`);
  }

  async function press(row: Locator, icon: string): Promise<void> {
    await row.click();
    await row.hover();
    await row.locator(`.run-button-container .codicon-${icon}`).click();
  }
});
