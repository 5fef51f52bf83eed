import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const front = (id: string) => `// ---\n// id: ${id}\n// title: ${id}\n// ---\n`;

const kept = `${front('Kept')}
// %%
import { check, equal, table } from 'mlops-lab/lab';
import { line } from 'mlops-lab/plot';
console.log('printed by a cell');

// %% check="sum"
await check('the sum is right', () => equal(1 + 1, 2));

// %%
table([{ city: 'Bern', population: 133_883 }, { city: 'Basel', population: 173_552 }])

// %%
line({ title: 'Loss', x: [1, 2, 3], y: { loss: [0.9, 0.5, 0.4] } })
`;

const endless = `${front('Endless')}
// %%
import { writeFileSync } from 'node:fs';
writeFileSync('pid.txt', String(process.pid));
console.log('begun');
for (;;) await new Promise((r) => setTimeout(r, 50));
`;

/** In one theme, as what is ours to be seen is drawn in each by gallery.test.ts and standard.test.ts. */
describe('a lab in the notebook', () => {
  let session: Session;
  let workbench: Workbench;
  /** The process that runs the endless cell, once it does. */
  const nextKernel = async (): Promise<number> => {
    const file = join(session.server.workspace, 'pid.txt');
    const pid = await until(() => readFile(file, 'utf8').catch(() => undefined));
    await rm(file);
    return Number(pid);
  };
  const path = (name: string) => join(session.server.workspace, 'labs', name);

  before(async () => {
    // As on the desktop; in a browser VS Code saves by itself.
    session = await Session.start({ settings: { 'files.autoSave': 'off' } });
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
    await writeFile(path('kept.lab.ts'), kept);
    await writeFile(path('clicked.lab.ts'), `${front('Clicked')}\n// %%\n1\n`);
    await writeFile(path('edit.lab.ts'), `${front('Edit')}\n// %%\n1\n`);
    await writeFile(path('endless.lab.ts'), endless);
    await writeFile(
      path('two.lab.ts'),
      `${front('Two')}\n// %%\nconst answer = 21;\nconsole.log(answer);\n\n// %%\nanswer + answer\n`,
    );
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await workbench?.screenshot(`failed-notebook-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 40)}`);
  });

  it('shows its outputs again after the window was loaded anew, and is not dirty', async () => {
    await openNotebook(workbench, 'kept.lab.ts');
    await runAll(workbench);
    await workbench.webviewWith('text=the sum is right');
    const file = join(session.server.workspace, '.mlops-lab', 'outputs', 'labs', 'kept.lab.ts.json');
    await until(async () => (await readFile(file, 'utf8').catch(() => '')).includes('the sum is right'));
    await workbench.reload('kept.lab.ts');
    for (const text of ['text=printed by a cell', 'text=the sum is right', 'text=Basel', 'svg.marks'])
      await workbench.webviewWith(text);
    await workbench.webviewWith('.mlops-lab-check.passed');
    await workbench.page.locator('.tab.active:not(.dirty)', { hasText: 'kept.lab.ts' }).waitFor();
    await workbench.screenshot('notebook-1-outputs');
  });

  it('is what a lab opens as from the Explorer, and its text stays where that was chosen', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.command('View: Show Explorer');
    const row = workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'clicked.lab.ts' });
    if ((await row.count()) === 0)
      await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'labs' }).first().click();
    await row.click();
    await cellLine(workbench, '1').waitFor();
    await workbench.command('MLOps Lab: Open as Text');
    await textLine(workbench, '1').waitFor();
    const tabs = () => workbench.page.locator('.tabs-container .tab', { hasText: 'clicked.lab.ts' }).count();
    await until(async () => (await tabs()) === 1);
    await workbench.openFile('kept.lab.ts');
    await row.click();
    await textLine(workbench, '1').waitFor();
    await until(async () => (await tabs()) === 1);
    await workbench.command('View: Close All Editors');
  });

  it('is not found in the copies of it that runs keep, which are not shown and cannot be changed', async () => {
    const folder = join(session.server.workspace, 'mlartifacts', '1', 'f00d', 'artifacts');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'kept.lab.ts'), kept);
    // The one that was written last is found once VS Code has seen all of them.
    await writeFile(join(session.server.workspace, 'kept.lab.ts.md'), '');
    await workbench.openFile('kept.lab.ts.md');
    await workbench.page.keyboard.press('Control+p');
    await workbench.page.locator('.quick-input-widget:visible .quick-input-box input').fill('kept.lab.ts');
    const rows = workbench.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
    const found = async () => (await rows.allTextContents()).filter((text) => text.includes('kept.lab.ts')).sort();
    const isLab = (row: string) => /^kept\.lab\.tslabs/.test(row);
    await until(async () => (await found()).some(isLab));
    // The other file may stand there twice, as a recent one and as a found one.
    const others = (await found()).filter((row) => !isLab(row) && !row.startsWith('kept.lab.ts.md'));
    assert.deepEqual(others, []);
    assert.equal((await found()).filter(isLab).length, 1);
    await workbench.page.keyboard.press('Escape');
    await workbench.command('View: Close All Editors');
  });

  it('opened as text with unsaved edits asks, and loses none: cancelled and saved', async () => {
    await openNotebook(workbench, 'edit.lab.ts');
    await append(workbench, cellLine(workbench, '1'), ' + 20', cellLine(workbench, '1 + 20'));
    await workbench.command('MLOps Lab: Open as Text');
    await dialog(workbench).waitFor();
    await workbench.screenshot('notebook-2-question');
    await dialog(workbench).getByRole('button', { name: 'Cancel' }).click();
    await tab(workbench, '.dirty').waitFor();
    await workbench.command('MLOps Lab: Open as Text');
    await dialog(workbench).getByRole('button', { name: 'Save and Switch' }).click();
    await textLine(workbench, '1 + 20').waitFor();
    await until(async () => (await tab(workbench).count()) === 1);
    assert.match(await readFile(path('edit.lab.ts'), 'utf8'), /^1 \+ 20$/m);
  });

  it('opened as a notebook with unsaved edits in the text asks, and loses none', async () => {
    // Lenses move the lines down when they come.
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run Cell' }).first().waitFor();
    await append(workbench, textLine(workbench, '1 + 20'), ' + 300', textLine(workbench, '1 + 20 + 300'));
    await workbench.command('MLOps Lab: Open as Notebook');
    await dialog(workbench).getByRole('button', { name: 'Save and Switch' }).click();
    await cellLine(workbench, '1 + 20 + 300').waitFor();
    await until(async () => (await tab(workbench).count()) === 1);
    assert.match(await readFile(path('edit.lab.ts'), 'utf8'), /^1 \+ 20 \+ 300$/m);
  });

  it('loses no edit of either side when the file has changed on disk meanwhile', async () => {
    const edited = cellLine(workbench, '1 + 20 + 300 + 4000');
    await append(workbench, cellLine(workbench, '1 + 20 + 300'), ' + 4000', edited);
    await tab(workbench, '.dirty').waitFor();
    const foreign = (await readFile(path('edit.lab.ts'), 'utf8')).replace('1 + 20', '9 + 9');
    await writeFile(path('edit.lab.ts'), foreign);
    await workbench.command('MLOps Lab: Open as Text');
    await dialog(workbench).getByRole('button', { name: 'Save and Switch' }).click();
    // VS Code itself says why the notebook is not saved.
    await workbench.page.locator('.notification-toast', { hasText: 'Failed to save' }).waitFor();
    await tab(workbench, '.dirty').waitFor();
    await edited.waitFor();
    assert.equal(await readFile(path('edit.lab.ts'), 'utf8'), foreign);
    await workbench.screenshot('notebook-3-conflict');
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('File: Revert File');
  });

  it('says of kept outputs that their kernel is gone, and offers the cells above to one that misses them', async () => {
    await openNotebook(workbench, 'two.lab.ts');
    await runAll(workbench);
    await workbench.webviewWith('text="42"');
    await workbench.command('MLOps Lab: Restart Kernel');
    const status = (text: string) => workbench.page.locator('.cell-statusbar-container', { hasText: text });
    await status('From an earlier kernel').first().waitFor();
    await cellLine(workbench, 'answer + answer').click();
    await workbench.page.keyboard.press('Control+Enter');
    await workbench.webviewWith('text=/answer is not defined/');
    await workbench.screenshot('notebook-5-not-run');
    await status('Run Cells Above').getByText('Run Cells Above').click();
    await workbench.webviewWith('text="42"');
    await until(async () => (await status('Run Cells Above').count()) === 0);
  });

  it('stops its running cell by the keyboard', async () => {
    await openNotebook(workbench, 'endless.lab.ts');
    await runAll(workbench);
    await nextKernel();
    await workbench.webviewWith('text=begun');
    await workbench.page.locator('.notebookOverlay .cell-list-container .monaco-list').first().focus();
    await workbench.page.keyboard.press('i');
    await workbench.page.keyboard.press('i');
    await workbench.webviewWith('text=/stopped/i');
  });

  it('whose kernel is killed says so in the cell, and restarts by a click', async () => {
    await runAll(workbench);
    const pid = await nextKernel();
    process.kill(pid, 'SIGKILL');
    await workbench.webviewWith('text=/killed from outside/');
    const status = workbench.page.locator('.cell-statusbar-container', { hasText: 'Kernel died: Restart' });
    await status.waitFor();
    const toast = workbench.page.locator('.notification-toast', { hasText: 'killed from outside' });
    await toast.getByRole('button', { name: 'Restart and Run All' }).waitFor();
    await workbench.screenshot('notebook-4-died');
    await toast.getByRole('button', { name: 'Restart and Run All' }).click();
    assert.notEqual(await nextKernel(), pid);
    await until(async () => (await status.count()) === 0);
    await workbench.command('MLOps Lab: Stop the Running Cell');
    await workbench.webviewWith('text=/stopped/i');
  });
});

async function openNotebook(workbench: Workbench, name: string): Promise<void> {
  await workbench.openFile(name);
  await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
}

async function runAll(workbench: Workbench): Promise<void> {
  await workbench.page.getByRole('button', { name: 'Run All', exact: true }).click();
}

/** Types at the end of a line, and waits until it stands there. */
async function append(workbench: Workbench, line: Locator, text: string, changed: Locator): Promise<void> {
  await line.click();
  // Keys that come before the editor has the focus are lost.
  await workbench.page.locator('.monaco-editor.focused').first().waitFor();
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.type(text);
  await changed.waitFor();
}

function tab(workbench: Workbench, state = ''): Locator {
  return workbench.page.locator(`.tabs-container .tab${state}`, { hasText: 'edit.lab.ts' });
}

function dialog(workbench: Workbench): Locator {
  return workbench.page.locator('.monaco-dialog-box', { hasText: 'has unsaved edits' });
}

function cellLine(workbench: Workbench, text: string): Locator {
  return workbench.page.locator('.notebookOverlay .view-line', { hasText: exactly(text) });
}

function textLine(workbench: Workbench, text: string): Locator {
  return workbench.page.locator('.editor-instance > .monaco-editor .view-line', { hasText: exactly(text) });
}

/** View lines hold no-break spaces. */
function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll('+', '\\+').replaceAll(' ', '\\s')}$`);
}

async function until<T>(probe: () => Promise<T | undefined | false>, timeout = 30_000): Promise<T> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await probe();
    if (found) return found;
  }
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
