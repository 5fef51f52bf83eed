import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

/** How long VS Code waits until it keeps the edits of a notebook on a remote machine for the next window, and more. */
const backupDelay = 13_000;

/** VS Code itself keeps what is unsaved when a window ends: such a notebook comes back behind other tabs. */
describe('a lab whose unsaved edits came back with the window', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start({ settings: { 'files.autoSave': 'off', 'files.hotExit': 'onExitAndWindowClose' } });
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
    await writeFile(lab(), '// ---\n// id: Hot\n// title: Hot\n// ---\n\n// %%\n1\n');
    await writeFile(join(session.server.workspace, 'other.md'), 'other\n');
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-hot-exit');
  });

  const lab = () => join(session.server.workspace, 'labs', 'hot.lab.ts');
  const tabs = (state = '') => workbench.page.locator(`.tabs-container .tab${state}`, { hasText: 'hot.lab.ts' });
  const dialog = () => workbench.page.locator('.monaco-dialog-box');

  it('loses none of them when it is opened as text from the Explorer', async () => {
    const { page } = workbench;
    await workbench.openFile('hot.lab.ts');
    await page.locator('.notebookOverlay .view-line', { hasText: /^1$/ }).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' + 20');
    await tabs('.dirty').waitFor();
    await workbench.openFile('other.md');
    await page.waitForTimeout(backupDelay);
    await page.reload();
    await tabs('.dirty').waitFor();
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'hot.lab.ts' }).click({ button: 'right' });
    const openWith = page.getByRole('menuitem', { name: 'Open With...' });
    await openWith.waitFor();
    while (!(await openWith.locator('..').getAttribute('class'))?.includes('focused'))
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Text Editor' }).click();
    await dialog().getByRole('button', { name: 'Save and Switch' }).click();
    await page.locator('.editor-instance .view-line', { hasText: /^1\s\+\s20$/ }).waitFor();
    await page.locator('.notebookOverlay .view-line').waitFor({ state: 'hidden' });
    await until(async () => (await tabs().count()) === 1);
    assert.match(await readFile(lab(), 'utf8'), /^1 \+ 20$/m);
  });

  it('loses none when its text is reopened as a notebook: cancelled, and saved', async () => {
    const { page } = workbench;
    await page.locator('.editor-instance .view-line', { hasText: /^1\s\+\s20$/ }).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' + 300');
    await tabs('.dirty').waitFor();
    await reopenWith('MLOps Lab');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.editor-instance > .monaco-editor .view-line', { hasText: /^1\s\+\s20\s\+\s300$/ }).waitFor();
    await until(async () => (await tabs('.dirty').count()) === 1 && (await tabs().count()) === 1);
    await reopenWith('MLOps Lab');
    await dialog().getByRole('button', { name: 'Save and Switch' }).click();
    await page.locator('.notebookOverlay .view-line', { hasText: /^1\s\+\s20\s\+\s300$/ }).waitFor();
    await until(async () => (await tabs().count()) === 1);
    assert.match(await readFile(lab(), 'utf8'), /^1 \+ 20 \+ 300$/m);
  });

  it('loses none when its notebook is reopened as text', async () => {
    const { page } = workbench;
    await page.locator('.notebookOverlay .view-line', { hasText: /^1\s\+\s20\s\+\s300$/ }).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' + 4000');
    await tabs('.dirty').waitFor();
    await reopenWith('Text Editor');
    // VS Code asks by itself, and then our question is out of date: its answer is of no weight.
    await dialog().getByRole('button', { name: 'Save', exact: true }).click();
    await dialog().getByRole('button', { name: 'Save and Switch' }).waitFor();
    // It is out of date once VS Code has saved, which a busy machine does later than it asks.
    await until(
      async () => /300 \+ 4000$/m.test(await readFile(lab(), 'utf8')) && (await tabs('.dirty').count()) === 0,
    );
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.editor-instance > .monaco-editor .view-line', { hasText: /300\s\+\s4000$/ }).waitFor();
    await until(async () => (await tabs().count()) === 1);
    assert.match(await readFile(lab(), 'utf8'), /^1 \+ 20 \+ 300 \+ 4000$/m);
  });

  async function reopenWith(editor: string): Promise<void> {
    await workbench.command('View: Reopen Editor With...');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: editor }).click();
  }
});

async function until(probe: () => Promise<boolean>, timeout = 20_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100)))
    if (await probe()) return;
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
