import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const lab = `// ---
// id: Keys
// title: Keys
// ---

// %% [markdown]
// # A lab, opened as **text**
//
// Markdown in comments is coloured as Markdown, \`code\` too.

// %%
import { check, equal } from 'mlops-lab/lab';
const one: number = 1;
console.log('one is', one);

// %% exercise="two"
const two = one + 2;

// %% check="two"
await check('two is two', () => equal(two, 2), { hint: 'Count again.' });

// %%
JSON.parse('{');
`;

/** How long VS Code in a browser waits until it notes which editors are open, and more. */
const editorsKept = 13_000;

/** On the packaged extension in a folder without anything: keys, lenses, outputs, problems. */
describe('a lab as text, by the keyboard', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
    await writeFile(join(session.server.workspace, 'labs', 'keys.lab.ts'), lab);
    await writeFile(join(session.server.workspace, 'plain.ts'), '// %%\nexport const plain = 1;\n');
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot(`failed-text-${this.currentTest.title.slice(0, 20)}`);
  });

  const line = (text: string) => workbench.page.locator('.editor-instance .view-line', { hasText: text }).first();
  const lens = (text: string) => workbench.page.locator('.codelens-decoration a', { hasText: text }).first();
  const cursorLine = async () =>
    (await workbench.page.locator('.statusbar-item[id="status.editor.selection"]').textContent()) ?? '';

  it('Shift+Enter runs the cell, goes to the next one, and the editor keeps the focus', async () => {
    await workbench.openLabAsText('keys.lab.ts');
    await lens('Run All').waitFor();
    assert.match((await workbench.page.locator('.sidebar .composite.title').textContent()) ?? '', /Explorer/i);
    await line('number').click();
    await workbench.page.keyboard.press('Shift+Enter');
    const panel = await workbench.webviewWith('main > section');
    await panel.locator('section', { hasText: 'Line 11' }).getByText('one is 1').waitFor();
    await lens('Succeeded in').waitFor();
    assert.match(await cursorLine(), /^Ln 17,/);
    await workbench.page.keyboard.press('Shift+Enter');
    await until(async () => /^Ln 20,/.test(await cursorLine()));
  });

  it('Ctrl+Alt+Enter runs all; results and problems show at their cells', async () => {
    await workbench.page.keyboard.press('Control+Alt+Enter');
    await lens('Check failed: expected 2, got 3').waitFor();
    await lens('SyntaxError').waitFor();
    const panel = await workbench.webviewWith('main > section');
    await panel.getByText('Failed two is two').waitFor();
    await panel.locator('section', { hasText: 'SyntaxError' }).getByText('Failed after').waitFor();
    // Of the run alone: TypeScript finds nothing wrong.
    await workbench.page
      .locator('.statusbar-item[id="status.problems"] [aria-label="Errors: 1, Warnings: 1"]')
      .waitFor();
    await workbench.screenshot('text');
  });

  it('a place in an error’s stack, and a cell’s heading, lead to the text', async () => {
    const panel = await workbench.webviewWith('main > section');
    await panel.getByRole('link', { name: 'keys.lab.ts:23:6' }).click();
    await until(async () => /^Ln 23,/.test(await cursorLine()));
    await panel.getByRole('button', { name: /^Line 16/ }).click();
    await until(async () => /^Ln 17,/.test(await cursorLine()));
  });

  it('hidden and shown again, the panel has everything', async () => {
    const frames = () => workbench.page.frames().length;
    const shown = frames();
    await workbench.openFile('plain.ts');
    // It then lies in front of the panel, of which VS Code drops the page.
    await workbench.command('View: Move Editor into Right Group');
    await until(async () => frames() < shown);
    await workbench.command('View: Close Editor');
    const panel = await workbench.webviewWith('main > section');
    await panel.getByText('one is 1').waitFor();
    assert.equal(await panel.locator('main > section').count(), 4);
  });

  it('in another window, the panel is back with what the cells had shown', async () => {
    const stored = join(session.server.workspace, '.mlops-lab', 'outputs', 'labs', 'keys.lab.ts.json');
    await until(async () => /SyntaxError/.test(await readFile(stored, 'utf8').catch(() => '')));
    await workbench.page.waitForTimeout(editorsKept);
    await workbench.page.reload();
    const panel = await workbench.webviewWith('main > section');
    await panel.getByText('Failed two is two').waitFor();
    await panel.locator('section', { hasText: 'Line 11' }).getByText('one is 1').waitFor();
    await panel.locator('section', { hasText: 'SyntaxError' }).getByText('Failed after').waitFor();
    assert.equal(await panel.locator('main > section').count(), 4);
    await workbench.screenshot('text-restored');
    // It takes what is run next.
    await line('number').click();
    await workbench.page.keyboard.press('Shift+Enter');
    await panel.locator('main > section').last().getByText('one is 1').waitFor();
    assert.equal(await panel.locator('main > section').count(), 4);
  });

  it('the outputs can be read as text', async () => {
    await line('number').click();
    await workbench.command('MLOps Lab: Show Outputs as Text');
    await line('one is 1').waitFor();
    await workbench.command('View: Close Editor');
  });

  it('the notebook keeps its own keys', async () => {
    await workbench.page.keyboard.press('Control+Home');
    // VS Code drops a click on a lens that is just being replaced.
    await workbench.page.waitForTimeout(1000);
    await lens('Open as Notebook').click();
    const cell = workbench.page.locator('.notebookOverlay .code-cell-row', { hasText: 'number' }).first();
    await cell.locator('.view-line').first().click();
    await workbench.page.keyboard.press('Shift+Enter');
    await cell.locator('.codicon-notebook-state-success').waitFor();
  });

  it('other TypeScript files keep theirs', async () => {
    await workbench.openFile('plain.ts');
    await line('plain').click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Shift+Enter');
    await until(async () => /^Ln 3,/.test(await cursorLine()));
  });
});

async function until(probe: () => Promise<boolean>, timeout = 20_000): Promise<void> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100)))
    if (await probe()) return;
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
