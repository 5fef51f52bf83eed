import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const lab = `// ---
// id: Rows
// title: Rows
// ---

// %%
import { table } from 'mlops-lab/lab';
const n = Int32Array.from({ length: 300_000 }, (_, row) => (row * 7919) % 300_000);
table({ n, t: Array.from(n, (value) => 'row ' + value) }, { caption: 'Quick' })

// %%
const slow = {
  columnNames: () => ['n'],
  numRows: () => 300_000,
  get(_: string, row: number) {
    if (row > 1000) for (const end = performance.now() + 0.03; performance.now() < end; );
    return row;
  },
};
table(slow, { caption: 'Slow' })
`;

/** The rows go from the kernel to the file, past the page that shows them. */
describe('saving a long table as CSV', () => {
  let session: Session;
  let workbench: Workbench;
  let panel: Frame;
  const folder = () => join(session.server.workspace, 'labs');

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(folder());
    await writeFile(join(folder(), 'rows.lab.ts'), lab);
    await workbench.openLabAsText('rows.lab.ts');
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run All' }).first().waitFor();
    await workbench.page.keyboard.press('Control+Alt+Enter');
    panel = await workbench.webviewWith('.mlops-lab-table-grid');
    await panel.getByRole('grid', { name: /^Slow/ }).waitFor();
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot(`failed-save-${this.currentTest.title.slice(0, 20)}`);
  });

  const tableOf = (caption: string) =>
    panel.locator('.mlops-lab-table', { has: panel.getByRole('grid', { name: caption }) });
  const status = (caption: string, text: string) => tableOf(caption).getByText(text).waitFor();

  async function save(caption: string, name: string): Promise<void> {
    await tableOf(caption).getByRole('button', { name: 'Save as CSV' }).focus();
    await workbench.page.keyboard.press('Enter');
    const path = workbench.page.locator('.quick-input-widget:visible .quick-input-box input');
    await path.waitFor();
    // VS Code fills it in when the folder is read.
    await workbench.page.waitForTimeout(1000);
    await path.fill(join(folder(), name));
    await workbench.page.waitForTimeout(500);
    await workbench.page.keyboard.press('Enter');
  }

  it('writes all rows, in the order in which they are shown', async () => {
    await panel.getByRole('columnheader', { name: /^n, int32/ }).click();
    await save('Quick', 'quick.csv');
    await status('Quick', '300,000 rows saved');
    const text = await readFile(join(folder(), 'quick.csv'), 'utf8');
    assert.equal(text, `n,t\r\n${Array.from({ length: 300_000 }, (_, n) => `${n},row ${n}\r\n`).join('')}`);
  });

  it('shows how far it is, and when it is cancelled, leaves nothing behind', async () => {
    const before = await readdir(folder());
    await save('Slow', 'slow.csv');
    const notification = workbench.page.locator('.notification-list-item', { hasText: 'Saving slow.csv' });
    await notification.getByText('of 300,000 rows').waitFor();
    await notification.getByRole('button', { name: 'Cancel' }).click();
    await notification.waitFor({ state: 'detached' });
    // The rows that the kernel is just writing out come first.
    for (const end = Date.now() + 30_000; Date.now() < end && (await readdir(folder())).length > before.length; )
      await workbench.page.waitForTimeout(100);
    assert.deepEqual(await readdir(folder()), before);
  });

  it('saves the rows that are here when the kernel is gone, and says so', async () => {
    await workbench.page.locator('.editor-instance .view-line').first().click();
    await workbench.command('MLOps Lab: Restart Kernel');
    await workbench.page.waitForTimeout(1000);
    await save('Slow', 'part.csv');
    await status('Slow', 'Only of the first 1,000 rows, which are here: 1,000 given to be saved.');
    const text = await readFile(join(folder(), 'part.csv'), 'utf8');
    assert.equal(text, `n\r\n${Array.from({ length: 1000 }, (_, n) => `${n}\r\n`).join('')}`);
  });
});
