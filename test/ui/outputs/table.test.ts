import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setHost } from '../../../src/mlops/host.ts';
import { table } from '../../../src/mlops/lab/table.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import type { DataSource, SourceQuery } from '../../../src/mlops/payloads/source.ts';
import { parseFromRenderer, type SaveTableRequest, type TableSaved } from '../../../src/outputs/contract.ts';
import { root } from '../../../tools/process.mjs';
import { type Opened, Pages } from '../pages.ts';
import type { themes } from '../themes.ts';

const screenshots = join(import.meta.dirname, '..', 'screenshots');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rows = 1_000_000;

describe('the table in a browser', () => {
  let pages: Pages;
  let opened: Opened;
  /** What stands in for the lab's process: the sources that the tables were given, until it is gone. */
  const sources: DataSource[] = [];
  let asked: SourceQuery[] = [];
  let answering = true;
  /** What answers to `csv` after the first wait for. */
  let released: Promise<void> | undefined;

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    setHost({
      display() {},
      checked() {},
      serve: (source) => String(sources.push(source) - 1),
    });
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  beforeEach(() => open('light'));
  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, []);
    asked = [];
    answering = true;
    released = undefined;
  });

  /** A page as a notebook would have it, whose messages are answered as the extension does. */
  async function open(theme: keyof typeof themes, width = 1000): Promise<void> {
    const viewport = { width, height: 600 };
    opened = await pages.open({ script: 'renderer.js', style: 'viewer.css', worker: true, theme, viewport });
    opened.page.setDefaultTimeout(10_000);
    await opened.page.exposeFunction('askSource', async (source: string, query: SourceQuery) => {
      asked.push(query);
      if (query.op === 'csv' && query.offset > 0) await released;
      if (!answering) return { error: 'The kernel does not run. Run the cell again to see more.' };
      return { value: JSON.parse(JSON.stringify(await sources[Number(source)]!.answer(query))) };
    });
    await opened.page.exposeFunction('saveTable', ({ rows }: SaveTableRequest): TableSaved => {
      return answering ? { outcome: 'written', rows } : { outcome: 'gone', reason: 'The kernel does not run.' };
    });
    await opened.page.evaluate(() => {
      const page = window as unknown as { outputs: unknown[]; listener: (message: unknown) => void };
      page.outputs = [];
      document.getElementById('root')!.style.padding = '12px';
    });
  }

  /** Has the renderer draw a table. */
  async function show(data: unknown): Promise<void> {
    await opened.page.evaluate(
      async ([type, data]) => {
        interface Message {
          type: string;
          requestId: number;
          source: string;
          query: unknown;
        }
        const page = window as unknown as {
          outputs: Message[];
          askSource: (source: string, query: unknown) => Promise<object>;
          saveTable: (message: Message) => Promise<object>;
        };
        const listeners: ((message: object) => void)[] = [];
        const answer = async (message: Message) => {
          const reply =
            message.type === 'query'
              ? await page.askSource(message.source, message.query)
              : message.type === 'saveTable'
                ? { value: await page.saveTable(message) }
                : {};
          for (const listener of listeners) listener({ type: 'reply', requestId: message.requestId, ...reply });
        };
        const { activate } = await import(new URL('/renderer.js', location.href).href);
        const renderer = activate({
          postMessage(message: Message) {
            page.outputs.push(message);
            void answer(message);
          },
          onDidReceiveMessage: (listener: (message: object) => void) => listeners.push(listener),
        });
        await renderer.renderOutputItem({ id: '1', mime: type, json: () => data }, document.getElementById('root'));
      },
      [mime.table, data] as const,
    );
  }

  /** The last message of a type that the page sent. */
  async function last(type: string): Promise<{ text: string; name: string }> {
    const found = await opened.page.waitForFunction(
      (type) => (window as unknown as { outputs: { type: string }[] }).outputs.findLast((sent) => sent.type === type),
      type,
    );
    return found.jsonValue() as Promise<never>;
  }

  function payload(data: Parameters<typeof table>[0], caption?: string): unknown {
    const made = table(data, caption ? { caption } : {}).toMimeBundle()[mime.table];
    return JSON.parse(JSON.stringify(made));
  }

  /** People with an age, a height that some lack, a town and a long note: known by their row. */
  function people(): Parameters<typeof table>[0] {
    const of = <T>(value: (row: number) => T) => Array.from({ length: rows }, (_, row) => value(row));
    return {
      id: Int32Array.from({ length: rows }, (_, row) => row),
      height: of((row) => (row % 12 === 5 ? null : 170 + 12 * Math.sin(row * 12.9898) + (row % 7))),
      town: of((row) => ['Rome', 'Oslo', 'Lima', 'Kyiv', 'Bonn'][(row * row) % 5]),
      member: of((row) => row % 3 === 0),
      name: of((row) => `person ${((row * 7919) % rows).toString(36)}`),
      note: of((row) => (row === 2 ? `begins ${'x'.repeat(1000)} ends` : `note ${row}`)),
    };
  }
  let million: unknown;
  before(() => {
    million = payload(people(), 'People');
  });

  const grid = () => opened.page.getByRole('grid');
  const cell = (row: number, column: number) =>
    opened.page.locator(`[role=row][aria-rowindex="${row + 2}"] [aria-colindex="${column + 2}"]`);
  const field = () => opened.page.getByRole('textbox', { name: 'Show rows that contain' });
  const header = (name: string) => opened.page.getByRole('columnheader', { name: new RegExp(`^${name},|^${name}$`) });

  async function noFindings(): Promise<void> {
    await opened.page.evaluate(axe);
    const findings = await opened.page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run(context: object): Promise<{ violations: { impact: string; help: string; nodes: { html: string }[] }[] }>;
        };
      };
      const { violations } = await axe.run(document.getElementById('root')!);
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ help, nodes }) => `${help}: ${nodes[0]!.html}`);
    });
    assert.deepEqual(findings, []);
  }

  it('draws a small table as a whole, without anything that scrolls', async () => {
    await show(
      payload(
        [
          { city: 'Rome', n: 1 },
          { city: null, n: 2.5 },
        ],
        'Two',
      ),
    );
    await opened.page.getByText('2 rows × 2 columns').waitFor();
    assert.deepEqual(await opened.page.locator('tbody tr').allInnerTexts(), ['Rome\t1.0', 'missing\t2.5']);
    assert.equal(await grid().count(), 0);
    await noFindings();
    await opened.page.getByRole('button', { name: 'Copy Table' }).focus();
    await opened.page.keyboard.press('Enter');
    assert.equal((await last('copy')).text, 'city\tn\r\nRome\t1\r\n\t2.5');
    const sort = opened.page.getByRole('button', { name: 'n', exact: true });
    await sort.click();
    await sort.click();
    assert.deepEqual(await opened.page.locator('tbody tr').allInnerTexts(), ['missing\t2.5', 'Rome\t1.0']);
    assert.equal(await opened.page.getByRole('columnheader', { name: 'n' }).getAttribute('aria-sort'), 'descending');
    await opened.page.screenshot({ path: join(screenshots, 'table-small.png') });
  });

  it('draws nothing of a table that claims rows and has no columns', async () => {
    await show({ rows: 4_000_000_000, columns: [] });
    await opened.page.getByText('4,000,000,000 rows × 0 columns').waitFor();
    assert.equal(await opened.page.locator('tbody tr').count(), 0);
  });

  it('goes to the last of a million rows, and draws few of them', async () => {
    await show(million);
    await opened.page.getByText('1,000,000 rows × 6 columns').waitFor();
    assert.equal(await grid().getAttribute('aria-rowcount'), String(rows + 1));
    await grid().focus();
    await opened.page.keyboard.press('Control+End');
    await cell(rows - 1, 5)
      .getByText(`note ${rows - 1}`)
      .waitFor();
    assert.ok((await opened.page.getByRole('row').count()) < 60);
    assert.ok(await isInView(rows - 1));
    await opened.page.keyboard.press('Control+Home');
    await cell(0, 0).getByText('0', { exact: true }).waitFor();
    assert.ok(await isInView(0));
  });

  /** Whether a row is within the grid's frame. */
  function isInView(row: number): Promise<boolean> {
    return cell(row, 0).evaluate((cell) => {
      const frame = cell.closest('[role=grid]')!.getBoundingClientRect();
      const { top, bottom } = cell.getBoundingClientRect();
      return top >= frame.top && bottom <= frame.bottom + 1;
    });
  }

  it('scrolls by the bar to any share of the rows, and by small steps as far as asked', async () => {
    await show(million);
    await grid().evaluate((grid) => {
      grid.scrollTop = grid.scrollHeight / 2;
    });
    const middle = opened.page.locator('[role=row][aria-rowindex]').last();
    await opened.page.waitForFunction(
      () => Number([...document.querySelectorAll('[role=row]')].at(-1)?.getAttribute('aria-rowindex')) > 400_000,
    );
    const before = Number(await middle.getAttribute('aria-rowindex'));
    assert.ok(Math.abs(before - rows / 2) < rows / 100, `row ${before}`);
    const box = (await grid().boundingBox())!;
    await opened.page.mouse.move(box.x + 200, box.y + 200);
    await opened.page.mouse.wheel(0, 115);
    await opened.page.waitForFunction(
      (before) => Number([...document.querySelectorAll('[role=row]')].at(-1)?.getAttribute('aria-rowindex')) > before,
      before,
    );
    const after = Number(await middle.getAttribute('aria-rowindex'));
    assert.ok(after - before <= 6, `a step of 115 pixels is ${after - before} rows`);
  });

  it('sorts by a column, up, down and not at all, by mouse and keyboard', async () => {
    await show(million);
    await header('id').click();
    assert.equal(await header('id').getAttribute('aria-sort'), 'ascending');
    await header('id').click();
    await cell(0, 0).getByText('999999').waitFor();
    assert.equal(await header('id').getAttribute('aria-sort'), 'descending');
    await opened.page.keyboard.press('ArrowRight');
    await opened.page.keyboard.press('Enter');
    assert.equal(await header('height').getAttribute('aria-sort'), 'ascending');
    await opened.page.keyboard.press('Control+ArrowDown');
    await cell(rows - 1, 1)
      .getByText('missing')
      .waitFor();
    await header('height').click();
    await header('height').click();
    assert.equal(await header('height').getAttribute('aria-sort'), 'none');
    await opened.page.keyboard.press('Control+Home');
    await cell(0, 0).getByText('0', { exact: true }).waitFor();
  });

  it('says in words what is in each column', async () => {
    await show(million);
    await opened.page.waitForFunction(() => document.querySelector('[role=columnheader][aria-label^="note, text"]'));
    assert.match(
      (await header('height').getAttribute('aria-label'))!,
      /^height, number, 10,000 or more different, 83,333 missing \(8%\), from 158 to 188, mean 173, standard deviation \S+, median about 173\S*, of \S+ sampled rows$/,
    );
    assert.match((await header('town').getAttribute('aria-label'))!, /^town, text, 3 different, Oslo: 40%/);
    assert.match((await header('id').getAttribute('aria-label'))!, /^id, int32, /);
  });

  it('copies what is selected by keys or by mouse, and nothing else', async () => {
    await show(million);
    await cell(1, 0).click();
    await cell(3, 2).click({ modifiers: ['Shift'] });
    await opened.page.getByText('9 cells selected').waitFor();
    await opened.page.keyboard.press('Control+c');
    const copied = (await last('copy')).text.split('\r\n').map((line) => line.split('\t'));
    assert.deepEqual([copied.length, copied[0]!.length, copied[0]![0], copied[2]![2]], [3, 3, '1', 'Bonn']);
    await opened.page.getByText('9 cells copied').waitFor();
    await opened.page.keyboard.press('Escape');
    await opened.page.keyboard.press('Control+a');
    await opened.page.getByText('6,000,000 cells selected').waitFor();
  });

  it('shows all of a long text on demand', async () => {
    await show(million);
    await cell(2, 5).dblclick();
    const value = opened.page.getByRole('region', { name: 'note, row 3' });
    await value.getByText(/^begins x{1000} ends$/).waitFor();
    await value.getByRole('button', { name: 'Close' }).click();
    assert.equal(await value.count(), 0);
  });

  it('has its rows saved as CSV where they are, as they are sorted and filtered', async () => {
    await show(payload({ n: Int32Array.from({ length: 250_000 }, (_, row) => row) }, 'My numbers'));
    await header('n').click();
    await opened.page.getByRole('button', { name: 'Save as CSV' }).click();
    await opened.page.getByText('250,000 rows saved').waitFor();
    const { source, ...saved } = (await last('saveTable')) as unknown as SaveTableRequest;
    assert.ok(sources[Number(source)]);
    assert.deepEqual(saved, {
      ...{ type: 'saveTable', requestId: saved.requestId, name: 'My_numbers.csv', rows: 250_000, columns: [0, 1] },
      sort: { column: 0, descending: false },
    });
    assert.deepEqual(parseFromRenderer({ source, ...saved }), { source, ...saved });
    await opened.page.keyboard.press('Control+f');
    await field().fill('24999');
    await opened.page.getByText('13 of 250,000 rows').waitFor();
    await opened.page.getByRole('button', { name: 'Save as CSV' }).click();
    await opened.page.getByText('13 rows saved').waitFor();
    assert.equal(((await last('saveTable')) as unknown as SaveTableRequest).filter, '24999');
    answering = false;
    await opened.page.getByRole('button', { name: 'Close the Filter' }).click();
    await opened.page.getByRole('button', { name: 'Save as CSV' }).click();
    const { name, text } = await last('save');
    assert.equal(name, 'My_numbers.csv');
    assert.equal(text, `n\r\n${Array.from({ length: 1000 }, (_, row) => `${row}\r\n`).join('')}`);
    await opened.page
      .getByText('Only of the first 1,000 rows, which are here: 1,000 given to be saved. The kernel does not run.')
      .waitFor();
  });

  it('shows the rows that contain a text, with their count, by keyboard', async () => {
    await show(million);
    await grid().focus();
    await opened.page.keyboard.press('Control+f');
    await opened.page.waitForFunction(() => document.activeElement?.matches('input'));
    await opened.page.keyboard.type('note 99999');
    const status = opened.page.getByRole('search').getByRole('status');
    await status.getByText('11 of 1,000,000 rows').waitFor();
    assert.equal(await grid().getAttribute('aria-rowcount'), '12');
    await cell(1, 0).getByText('999990').waitFor();
    await noFindings();
    await header('id').click();
    await header('id').click();
    await cell(0, 0).getByText('999999').waitFor();
    await field().fill('nobody of this name');
    await status.getByText('No row contains it').waitFor();
    assert.equal(await opened.page.getByRole('gridcell').count(), 0);
    await noFindings();
    await field().press('Escape');
    await opened.page.getByText('nobody').waitFor({ state: 'detached' });
    assert.equal(await field().count(), 0);
    assert.equal(await grid().getAttribute('aria-rowcount'), String(rows + 1));
    assert.ok(await grid().evaluate((grid) => grid === document.activeElement));
    await opened.page.getByRole('button', { name: 'Filter the Rows' }).click();
    answering = false;
    await field().fill('bonn');
    await opened.page.getByRole('alert').getByText('Only the first 1,000 rows are shown; sorting').waitFor();
    await opened.page.locator('.mlops-lab-table-title').getByText('the first 1,000 of 1,000,000 rows').waitFor();
    await status.getByText('400 of 1,000 rows').waitFor();
    await cell(0, 2).getByText('Bonn').waitFor();
  });

  it('copies all rows, says how far it is, and can be stopped', async () => {
    await show(payload({ n: Int32Array.from({ length: 250_000 }, (_, row) => row) }, 'My numbers'));
    await opened.page.hover('.mlops-lab-table');
    await opened.page.getByRole('button', { name: 'Copy Table' }).click();
    const { text } = await last('copy');
    assert.equal(text, `n${Array.from({ length: 250_000 }, (_, row) => `\r\n${row}`).join('')}`);
    let release = () => {};
    released = new Promise((done) => {
      release = done;
    });
    await opened.page.getByRole('button', { name: 'Copy Table' }).click();
    await opened.page.getByText('100,000 of 250,000 rows').waitFor();
    await opened.page.getByRole('button', { name: 'Stop' }).click();
    await opened.page.getByText('Stopped').waitFor();
    const before = asked.length;
    release();
    await new Promise((later) => setTimeout(later, 500));
    assert.equal(asked.length, before, 'it asks for no more');
  });

  it('stays usable with the rows that travelled when the kernel is gone, and tries again', async () => {
    answering = false;
    await show(million);
    await grid().focus();
    await opened.page.keyboard.press('Control+End');
    const alert = opened.page.getByRole('alert');
    await alert.getByText('The kernel does not run.').waitFor();
    await header('id').click();
    await header('id').click();
    await cell(0, 0).getByText('999', { exact: true }).waitFor();
    await noFindings();
    await opened.page.screenshot({ path: join(screenshots, 'table-alone.png') });
    answering = true;
    await opened.page.getByRole('button', { name: 'Try Again' }).click();
    await cell(0, 0).getByText('999999').waitFor();
    assert.equal(await alert.count(), 0);
  });

  it('makes columns wider by mouse and keyboard', async () => {
    await show(million);
    const width = async () => (await header('town').boundingBox())!.width;
    const first = await width();
    await header('town').click({ position: { x: 20, y: 10 } });
    for (let press = 0; press < 3; press++) await opened.page.keyboard.press('Shift+ArrowRight');
    assert.equal(await width(), first + 48);
    const box = (await header('town').boundingBox())!;
    await opened.page.mouse.move(box.x + box.width - 3, box.y + 20);
    await opened.page.mouse.down();
    await opened.page.mouse.move(box.x + box.width + 37, box.y + 20, { steps: 4 });
    await opened.page.mouse.up();
    assert.ok(Math.abs((await width()) - first - 88) < 2);
  });

  it('draws 500 columns as few, and reaches the last', async () => {
    const columns = Object.fromEntries(
      Array.from({ length: 500 }, (_, c) => [`c${c}`, Float32Array.from({ length: 5000 }, (_, row) => row + c / 8)]),
    );
    await show(payload(columns));
    await grid().focus();
    await opened.page.keyboard.press('Control+End');
    await cell(4999, 499).getByText('5061.375').waitFor();
    assert.ok((await opened.page.getByRole('gridcell').count()) < 1000);
  });

  for (const theme of ['light', 'dark', 'highContrast'] as const) {
    it(`has no serious finding in the theme ${theme}, and looks right`, async () => {
      await opened.page.context().close();
      await open(theme);
      await show(million);
      await opened.page.waitForFunction(() => document.querySelector('[role=columnheader][aria-label^="note, text"]'));
      await cell(3, 1).click();
      await cell(6, 2).click({ modifiers: ['Shift'] });
      await noFindings();
      await opened.page.screenshot({ path: join(screenshots, `table-${theme}.png`) });
      await opened.page.keyboard.press('Control+f');
      await field().fill('note 12');
      await opened.page.getByText('11,111 of 1,000,000 rows').waitFor();
      await noFindings();
      await opened.page.screenshot({ path: join(screenshots, `table-${theme}-filter.png`) });
      await opened.page.setViewportSize({ width: 400, height: 600 });
      await opened.page.screenshot({ path: join(screenshots, `table-${theme}-narrow.png`) });
    });
  }
});
