import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunColumns } from '../../../src/runs/compare/columns.ts';
import type { CompareRequest, FromPage } from '../../../src/runs/compare/contract.ts';
import { usualView, type View } from '../../../src/runs/compare/view.ts';
import { root } from '../../../tools/process.mjs';
import { seriousFaults } from '../axe.ts';
import { type Opened, type PageOptions, Pages } from '../pages.ts';
import { columnsFrom, historyOf, sweepRun } from './compared.ts';

const pictures = join(root, 'test', 'ui', 'screenshots');
const now = 1.75e12;

describe('the compare page in a browser', () => {
  let pages: Pages;
  let opened: Opened;
  /** How many of the page's messages were looked at. */
  let seen = 0;
  let isOver = false;

  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
    await mkdir(pictures, { recursive: true });
  });
  after(() => pages?.stop());
  afterEach(async () => {
    isOver = true;
    await opened.page.context().close();
    assert.deepEqual(opened.problems, [], 'no error, no policy violation, no request that leaves');
  });

  /** Answers what the page reads, as the extension does; what it asks to be done is left to the test. */
  async function serve(points: () => number): Promise<void> {
    while (!isOver) {
      const message = (await opened.next(seen).catch(() => undefined)) as FromPage | undefined;
      if (!message) return;
      seen++;
      if (message.type === 'histories') {
        const value = message.ids.map((id) => historyOf(id, message.key, points()));
        await opened.receive({ type: 'reply', requestId: message.requestId, value }).catch(() => undefined);
      } else if (message.type === 'extremes') {
        const value = message.ids.map((id) => ({
          id,
          keys: ['loss'],
          least: Float64Array.of(0.05),
          greatest: Float64Array.of(1.1),
        }));
        await opened.receive({ type: 'reply', requestId: message.requestId, value }).catch(() => undefined);
      }
    }
  }

  async function open(options: Partial<PageOptions> = {}, view: View = usualView, runs = columnsFrom(sweep(40))) {
    opened = await pages.open({ script: 'compare.js', style: 'compare.css', theme: 'dark', ...options });
    seen = 1;
    isOver = false;
    await opened.next(0);
    const experiments = [{ id: '1', name: 'sweep' }];
    await opened.receive({ type: 'start', view, experiment: '1', experiments, chosen: [], locale: 'en' });
    await send(runs);
    void serve(() => 30);
    await opened.page.getByRole('row').nth(1).waitFor();
  }
  const sweep = (count: number) => Array.from({ length: count }, (_, row) => sweepRun(row));
  const send = (runs: RunColumns) => opened.receive({ type: 'runs', runs, now, whole: true });
  const status = (words: string | RegExp) => opened.page.locator('.count').getByText(words).waitFor();
  const filter = () => opened.page.getByRole('combobox', { name: 'Filter of runs' });
  const drawing = () => opened.page.locator('.drawing-place svg.marks, .drawing-place canvas.marks');
  /** Waits until the names in the first rows are these. */
  const first = (...names: string[]) =>
    opened.page.waitForFunction(
      (names) =>
        names.every((name, index) =>
          document.querySelectorAll('.row .cell[role=rowheader]')[index]?.textContent?.endsWith(name),
        ),
      names,
    );
  const kept = async () => {
    const messages = (await opened.sent()) as unknown as FromPage[];
    return messages.findLast((message) => message.type === 'view')?.view;
  };
  const asked = async (type: CompareRequest['type']) =>
    ((await opened.sent()) as unknown as FromPage[]).filter((message) => message.type === type);
  const picture = (name: string) => opened.page.screenshot({ path: join(pictures, `compare-${name}.png`) });

  it('filters while one types, proposes what can stand next, and says what is wrong', async () => {
    await open();
    await filter().fill('metrics.lo');
    await opened.page.getByRole('option', { name: 'metrics.loss' }).waitFor();
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.locator('[role=option][aria-selected=true]').waitFor();
    await opened.page.keyboard.press('Enter');
    assert.equal(await filter().inputValue(), 'metrics.loss ');
    await opened.page.keyboard.type('< 0.1 and params.lr = "0.3"');
    await status('10 of 40 runs');
    await filter().fill('metrics.loss < 0.1 or params.lr = "0.3"');
    await opened.page.keyboard.press('Escape');
    await opened.page.getByRole('alert').getByText('MLflow’s filters have no OR').waitFor();
    await picture('filter-problem');
    await filter().fill('');
    await status('40 runs');
  });

  it('sorts by one column and then another, hides, moves, pins and widens by keys alone', async () => {
    await open();
    const grid = opened.page.getByRole('grid', { name: 'Runs' });
    await grid.focus();
    const press = async (key: string, times = 1) => {
      for (let i = 0; i < times; i++) await opened.page.keyboard.press(key);
    };
    const activeHead = (label: string) =>
      opened.page.locator('.head.active .name').getByText(label, { exact: true }).waitFor();
    await press('ArrowUp');
    await activeHead('Run');
    await press('End');
    await activeHead('optimizer');
    await press('ArrowLeft', 2);
    await activeHead('lr');
    await press('Enter');
    await first('100', '104', '108');
    await press('Home');
    await press('ArrowRight', 5);
    await activeHead('loss');
    await press('Shift+Enter');
    await press('Shift+Enter');
    assert.deepEqual((await kept())?.sort, [
      { column: 'params.lr', descending: false },
      { column: 'metrics.loss', descending: true },
    ]);
    await press('p');
    await opened.page.locator('.heads .side').getByText('loss', { exact: true }).waitFor();
    await press('Shift+ArrowRight');
    assert.ok((await kept())!.widths['metrics.loss']! > 64);
    await press('Home');
    await press('ArrowRight', 2);
    await press('Delete');
    assert.equal((await kept())?.seen['attributes.status'], false);
    await picture('sorted');
  });

  it('draws chosen runs and no others, opens a run, and has the commands for those that are chosen', async () => {
    await open();
    await drawing().waitFor();
    await status('6 of them drawn');
    await opened.page.getByRole('grid').focus();
    await opened.page.keyboard.press('Space');
    await status('5 of them drawn');
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.waitForFunction(() =>
      document.querySelector('.grid')?.getAttribute('aria-activedescendant')?.includes('-1-'),
    );
    const context = JSON.parse((await opened.page.getByRole('grid').getAttribute('data-vscode-context'))!);
    assert.deepEqual(
      context.runIds,
      [1, 2, 3, 4, 5].map((row) => sweepRun(row).id),
    );
    await opened.page.keyboard.press('Enter');
    await opened.page.waitForFunction(() =>
      (window as unknown as { sent: { type: string }[] }).sent.some(({ type }) => type === 'act'),
    );
    const [open1] = (await asked('act')) as unknown as { action: string; ids: string[] }[];
    assert.deepEqual([open1?.action, open1?.ids], ['open', [sweepRun(1).id]]);
  });

  it('says when an action fails, and offers to compare the sources of two runs', async () => {
    await open({}, { ...usualView, filter: 'params.seed = "0" and metrics.loss < 0.2' });
    await status('2 of them drawn');
    await opened.page.getByRole('button', { name: 'Actions' }).click();
    await opened.page.getByRole('menuitem', { name: 'Diff Sources' }).click();
    await opened.page.waitForFunction(() =>
      (window as unknown as { sent: { type: string }[] }).sent.some(({ type }) => type === 'act'),
    );
    const [diff] = (await asked('act')) as unknown as { action: string; ids: string[]; requestId: number }[];
    assert.deepEqual([diff?.action, diff?.ids.length], ['diff', 2]);
    await opened.receive({ type: 'reply', requestId: diff!.requestId, error: '“a” kept no source.' });
    await status('“a” kept no source.');
  });

  it('groups runs with mean and deviation, in the table and in the curves', async () => {
    await open({ theme: 'light', viewport: { width: 1280, height: 800 } });
    await opened.page.getByRole('combobox', { name: 'Group by' }).selectOption('params.lr');
    await opened.page.getByRole('treegrid', { name: 'Runs' }).waitFor();
    await opened.page.getByRole('row').getByText('0.3', { exact: false }).first().waitFor();
    await opened.page
      .locator('.row.group .cell')
      .getByText(/^0\.\d+ ± 0\.\d+$/)
      .first()
      .waitFor();
    await opened.page.locator('.drawing-place').getByText('lr = 0.3').first().waitFor();
    await opened.page.getByRole('treegrid').focus();
    await opened.page.keyboard.press('Enter');
    await opened.page.locator('.row.run').first().waitFor();
    assert.deepEqual(await seriousFaults(opened.page), []);
    await picture('groups-light');
  });

  it('shows only what differs, and the best over all steps once it is wanted', async () => {
    await open();
    await opened.page.getByRole('button', { name: 'Only Changed' }).click();
    await opened.page.getByRole('columnheader', { name: 'optimizer' }).waitFor({ state: 'detached' });
    await opened.page.getByRole('button', { name: 'Only Changed' }).click();
    assert.equal((await asked('extremes')).length, 0);
    await opened.page.getByRole('button', { name: 'Columns' }).click();
    const panel = opened.page.getByRole('dialog', { name: 'Columns' });
    await panel.getByRole('textbox', { name: 'Search columns' }).fill('best');
    await panel.getByRole('checkbox', { name: 'loss (best: least)', exact: true }).check();
    await picture('columns');
    await opened.page.keyboard.press('Escape');
    await opened.page.getByRole('grid').focus();
    await opened.page.keyboard.press('End');
    await opened.page.locator('.cell.active, .row .cell').getByText('0.05', { exact: true }).first().waitFor();
  });

  it('draws scatter and parallel coordinates, and smooths curves', async () => {
    await open();
    await opened.page.getByRole('slider', { name: 'Smoothing' }).fill('0.6');
    await opened.page.locator('output').getByText('0.60').waitFor();
    await drawing().waitFor();
    await opened.page.getByRole('tab', { name: 'Curves' }).focus();
    await opened.page.keyboard.press('ArrowRight');
    await opened.page.locator('.drawing-place').getByText('loss against lr').waitFor();
    await picture('scatter');
    await opened.page.keyboard.press('ArrowRight');
    await opened.page.locator('.drawing-place').getByText('Params and metrics of 40 runs').waitFor();
    await picture('parallel');
    assert.equal((await kept())?.chart.kind, 'parallel');
  });

  it('draws on while a run trains, with what is there left in place', async () => {
    let points = 3;
    const training = (loss: number) => [{ ...sweepRun(3), status: 'RUNNING', metrics: { loss } }, ...sweep(3)];
    opened = await pages.open({ script: 'compare.js', style: 'compare.css', theme: 'dark' });
    seen = 1;
    isOver = false;
    await opened.next(0);
    await opened.receive({
      type: 'start',
      view: usualView,
      experiment: '1',
      experiments: [],
      chosen: [],
      locale: 'en',
    });
    await send(columnsFrom(training(0.9)));
    void serve(() => points);
    await drawing().waitFor();
    await opened.page.evaluate(() => {
      const watched = window as unknown as { gaps: number };
      watched.gaps = 0;
      // A moment without a drawing would be seen as a flicker.
      const place = document.querySelector('.drawing-place')!;
      new MutationObserver(() => {
        if (!place.querySelector('.marks')) watched.gaps++;
      }).observe(place, { childList: true, subtree: true });
    });
    for (const [index, loss] of [0.71, 0.53, 0.32].entries()) {
      points = 4 + index;
      await send(columnsFrom(training(loss)));
      await opened.page.locator('.row .cell').getByText(String(loss), { exact: true }).waitFor();
      await opened.page
        .locator(`.drawing-place [aria-label*="${points} points"]`)
        .first()
        .waitFor({ state: 'attached' });
    }
    assert.equal(await opened.page.evaluate(() => (window as unknown as { gaps: number }).gaps), 0);
    await picture('live');
  });

  it('saves what it shows', async () => {
    await open({}, { ...usualView, filter: 'params.lr = "0.1" and metrics.loss < 0.1' });
    await opened.page.getByRole('button', { name: 'Export' }).click();
    await opened.page.getByRole('menuitem', { name: 'Save as CSV' }).click();
    await opened.page.waitForFunction(() =>
      (window as unknown as { sent: { type: string }[] }).sent.some(({ type }) => type === 'save'),
    );
    const [save] = (await asked('save')) as unknown as { name: string; text: string }[];
    const [head, ...lines] = save!.text.trim().split('\r\n');
    assert.equal(save!.name, 'runs.csv');
    assert.match(head!, /^attributes\.run_name,.*metrics\.loss/);
    assert.ok(lines.length > 0 && lines.every((line) => line.startsWith('keen-otter-')));
  });

  for (const theme of ['light', 'dark', 'highContrast'] as const) {
    it(`has no serious fault for who hears or cannot tell colors apart, at 1000 and 1280 in ${theme}`, async () => {
      for (const width of [1000, 1280]) {
        if (width === 1280) await opened.page.context().close();
        await open({ theme, viewport: { width, height: 720 } });
        await drawing().waitFor();
        assert.deepEqual(await seriousFaults(opened.page), []);
        await picture(`${theme}-${width}`);
      }
    });
  }

  it('shows 10,000 runs at once, scrolls to the last, and finds one', async () => {
    const runs = columnsFrom(sweep(10_000));
    await open({}, usualView, runs);
    await status('10,000 runs');
    await opened.page.getByRole('grid').focus();
    await opened.page.keyboard.press('Control+ArrowDown');
    await opened.page.locator('.row .cell').getByText('keen-otter-10099').waitFor();
    assert.ok((await opened.page.locator('.row').count()) < 60, 'only rows near the view are there');
    await filter().fill('attributes.run_name = "keen-otter-5000"');
    await status('1 of 10,000 runs');
  });
});
