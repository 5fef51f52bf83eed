import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const lab = `// ---
// id: Outputs
// title: Outputs
// ---

// %%
import { table } from 'mlops-lab/lab';
const rows = 1_000_000;
const id = Int32Array.from({ length: rows }, (_, row) => row);
const place = Int32Array.from({ length: rows }, (_, row) => (row * 7919) % rows);
table({ id, place, name: Array.from(place, (value) => 'person ' + value) }, { caption: 'People' })

// %%
import * as tf from '@tensorflow/tfjs-node';
tf.range(0, 4 * 30 * 20).reshape([4, 30, 20])

// %%
import { line } from 'mlops-lab/plot';
line({ title: 'Loss', xLabel: 'epoch', yLabel: 'loss', x: [1, 2, 3, 4], y: [0.9, 0.5, 0.3, 0.25] })
`;

describe('outputs in the notebook, worked by mouse and keyboard', function () {
  this.timeout(180_000);
  let session: Session;
  let workbench: Workbench;
  let frame: Frame;
  const saved = (name: string) => join(session.server.workspace, 'labs', name);

  before(async () => {
    session = await Session.start({ settings: { 'files.autoSave': 'off' } });
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
    await writeFile(saved('outputs.lab.ts'), lab);
    await workbench.openFile('outputs.lab.ts');
    await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
    await workbench.page.keyboard.press('Control+b');
    await workbench.page.setViewportSize({ width: 1400, height: 2200 });
    await workbench.page.getByRole('button', { name: 'Run All', exact: true }).click();
    frame = await workbench.webviewWith('[role=grid]');
    await frame.locator('.mlops-lab-tensor').waitFor();
    await frame.locator('.mlops-lab-chart svg.marks').waitFor();
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-outputs');
  });

  const grid = () => frame.getByRole('grid');
  const cell = (row: number, column: number) =>
    frame.locator(`[role=row][aria-rowindex="${row + 2}"] [aria-colindex="${column + 2}"]`);
  const active = async (row: number, column: number) => {
    await frame.locator(`.mlops-lab-table-cell.active[data-row="${row}"][data-column="${column}"]`).waitFor();
    // The notebook did not take the key: the grid has kept the focus.
    assert.ok(await grid().evaluate((element) => element === document.activeElement));
  };

  /**
   * Puts the focus on an element of an output. Only a click moves it from the workbench into the webview, and the
   * notebook then focuses the output as a whole, a little later.
   */
  async function focus(element: Locator, output: Locator): Promise<void> {
    await output.click({ position: { x: 4, y: 4 } });
    await until(async () => {
      await element.focus();
      await workbench.page.waitForTimeout(300);
      return element.evaluate((element) => document.hasFocus() && element === document.activeElement);
    });
  }

  /** Presses Ctrl+C or a button, and says what is on the clipboard then. */
  async function copied(act: () => Promise<void>): Promise<string> {
    await frame.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
    await act();
    return until(async () => {
      // Only the document that has the focus may read.
      const read = () => navigator.clipboard.readText();
      const text = await frame.evaluate(read).catch(() => workbench.page.evaluate(read));
      return text !== 'nothing was copied' && text;
    });
  }

  /**
   * Presses a button, answers VS Code's question for a place, and gives the file once it has all of its bytes.
   * @param end what the whole file ends with: VS Code writes a large one in pieces
   */
  async function savedBy(button: Locator, name: string, end: string): Promise<Buffer> {
    await button.click();
    const input = workbench.page.locator('.quick-input-widget:visible .quick-input-box input');
    // What is large takes its way through the workbench and the extension host.
    await input.waitFor({ timeout: 90_000 });
    await input.fill(saved(name));
    // While it still looks at what was typed, it does not take Enter.
    await until(async () => {
      if (await input.isVisible()) await input.press('Enter', { timeout: 1000 }).catch(() => undefined);
      await workbench.page.waitForTimeout(500);
      return !(await input.isVisible());
    });
    return until(async () => {
      const content = await readFile(saved(name)).catch(() => undefined);
      return content?.toString('latin1').trimEnd().endsWith(end) && content;
    });
  }

  it('a table of a million rows is sorted by a click, and gone through by keys that the notebook leaves to it', async () => {
    await frame.getByText('1,000,000 rows × 3 columns').waitFor();
    await frame.getByRole('columnheader', { name: /^place/ }).click();
    await cell(1, 1).getByText('1', { exact: true }).waitFor();
    const { keyboard } = workbench.page;
    await cell(0, 0).click();
    await keyboard.press('ArrowDown');
    await active(1, 0);
    await keyboard.press('ArrowRight');
    await active(1, 1);
    await keyboard.press('End');
    await active(1, 2);
    await keyboard.press('Home');
    await active(1, 0);
    await keyboard.press('PageDown');
    await active(15, 0);
    await keyboard.press('PageUp');
    await active(1, 0);
    await keyboard.press('Control+End');
    await active(999_999, 2);
    await cell(999_999, 2).getByText('person 999999').waitFor();
    await workbench.screenshot('outputs-table-end');
    await keyboard.press('Control+Home');
    await active(0, 0);
  });

  it('what is selected in a table is copied by Ctrl+C, and not the notebook’s cell', async () => {
    const { keyboard } = workbench.page;
    await cell(0, 1).click();
    await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Shift+ArrowRight');
    assert.equal(await copied(() => keyboard.press('Control+c')), '0\tperson 0\r\n1\tperson 1');
    await frame.getByText('4 cells copied').waitFor();
  });

  it('the table is left by Tab, and by Escape once nothing more is selected', async () => {
    const { keyboard } = workbench.page;
    await cell(0, 1).click();
    await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Escape');
    await active(1, 1);
    await keyboard.press('Escape');
    await until(() => workbench.page.evaluate(() => document.activeElement?.tagName !== 'IFRAME'));
    await grid().focus();
    await keyboard.press('Tab');
    await until(() => grid().evaluate((element) => !element.contains(document.activeElement)));
  });

  it('a table is saved as CSV, all of it, in the order shown', async () => {
    await grid().hover();
    const csv = await savedBy(
      frame.getByRole('button', { name: 'Save as CSV' }).first(),
      'people.csv',
      'person 999999',
    );
    const lines = csv.toString().trimEnd().split('\r\n');
    assert.equal(lines.length, 1_000_001);
    assert.deepEqual(
      [lines[0], lines[1], lines.at(-1)?.split(',').slice(1)],
      ['id,place,name', '0,0,person 0', ['999999', 'person 999999']],
    );
  });

  it('a tensor is sliced by keys', async () => {
    const slider = frame.locator('.mlops-lab-tensor').getByRole('slider', { name: 'axis 0' });
    await focus(slider, frame.locator('.mlops-lab-tensor'));
    await workbench.page.keyboard.press('ArrowRight');
    await frame.locator('.mlops-lab-tensor tbody td').first().getByText('600', { exact: true }).waitFor();
    await workbench.page.keyboard.press('End');
    await frame.locator('.mlops-lab-tensor tbody td').first().getByText('1800', { exact: true }).waitFor();
    const next = frame.locator('.mlops-lab-tensor').getByRole('button', { name: 'Next rows' });
    await next.focus();
    await workbench.page.keyboard.press('Enter');
    await frame.locator('.mlops-lab-tensor tbody td').first().getByText('2040', { exact: true }).waitFor();
  });

  it('a chart’s menus are worked by keys, and it is copied as an image and as a specification', async () => {
    const chart = frame.locator('.mlops-lab-chart');
    const copy = chart.getByRole('button', { name: 'Copy', exact: true });
    const { keyboard } = workbench.page;
    const specification = await copied(async () => {
      await focus(copy, chart);
      await keyboard.press('Enter');
      await chart.getByRole('menuitem', { name: 'Copy Image' }).waitFor();
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
    });
    assert.equal(JSON.parse(specification).title, 'Loss');
    await focus(copy, chart);
    await keyboard.press('Enter');
    await chart.getByRole('menuitem', { name: 'Copy Image' }).press('Enter');
    await chart.getByRole('status').getByText('The image is on the clipboard.').waitFor();
    // The notebook did not take Enter, which would begin to edit the cell.
    assert.equal(await workbench.page.locator('.tab.dirty').count(), 0);
    assert.ok(await copy.evaluate((button) => button === document.activeElement));
  });

  it('a chart is saved as SVG, PNG, CSV and specification', async () => {
    const chart = frame.locator('.mlops-lab-chart');
    const save = async (item: string, name: string, end: string) => {
      await focus(chart.getByRole('button', { name: 'Save', exact: true }), chart);
      await workbench.page.keyboard.press('Enter');
      return savedBy(chart.getByRole('menuitem', { name: item }), name, end);
    };
    assert.match(
      (await save('Save as SVG', 'loss.svg', '</svg>')).toString(),
      /^<svg[^>]*>[\s\S]*epoch[\s\S]*<\/svg>$/,
    );
    assert.equal((await save('Save as PNG', 'loss.png', 'IEND\xaeB`\x82')).subarray(1, 4).toString(), 'PNG');
    assert.match((await save('Save Data as CSV', 'loss.csv', '4,0.25')).toString(), /epoch,loss\r?\n1,0\.9/);
    assert.equal(
      JSON.parse((await save('Save Vega-Lite Specification', 'loss.vl.json', '}')).toString()).title,
      'Loss',
    );
  });

  it('a table whose kernel was restarted says so, and keeps what travelled with it', async () => {
    await workbench.command('MLOps Lab: Restart Kernel');
    await frame.getByRole('columnheader', { name: /^name/ }).click();
    await frame.getByRole('alert').getByText('Only the first').waitFor();
    await workbench.screenshot('outputs-table-alone');
    await workbench.page.keyboard.press('Control+Home');
    await active(0, 0);
    await cell(0, 2).getByText('person 0', { exact: true }).waitFor();
  });
});

async function until<T>(probe: () => Promise<T | undefined | false>, timeout = 30_000): Promise<T> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await probe();
    if (found) return found;
  }
  throw new Error(`not within ${timeout} ms: ${probe}`);
}
