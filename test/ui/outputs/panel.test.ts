import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Output } from '../../../src/kernel/protocol/outputs.ts';
import { table } from '../../../src/mlops/lab/table.ts';
import { line } from '../../../src/mlops/plot/line.ts';
import type { PageEvent } from '../../../src/outputs/panel/contract.ts';
import { root } from '../../../tools/process.mjs';
import { type Opened, Pages } from '../pages.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const begin = (id: number, source = `step(${id});`): PageEvent => ({
  type: 'begin',
  id,
  cell: { key: `0 ${source}`, index: id, line: id * 10 + 1, source },
  started: 0,
  replaces: [],
});
const output = (id: number, shown: Output, skipped?: number): PageEvent => ({
  type: 'output',
  id,
  output: shown,
  ...(skipped ? { skipped } : {}),
});
const print = (id: number, text: string, name: 'stdout' | 'stderr' = 'stdout') =>
  output(id, { kind: 'stream', name, text });
const end = (id: number, seconds = 0.012): PageEvent => ({ type: 'end', id, end: { status: 'succeeded', seconds } });
const failed = (id: number): PageEvent => ({
  type: 'end',
  id,
  end: {
    status: 'failed',
    seconds: 1.5,
    error: {
      name: 'TypeError',
      message: 'x is not a function',
      stack:
        'TypeError: x is not a function\n    at fit (file:///labs/a.lab.ts:12:3)\n    at file:///labs/a.lab.ts:40:1',
    },
  },
});

/** What a learner's run of a lab may look like. */
const lesson: readonly PageEvent[] = [
  begin(1, "import { table } from 'mlops-lab/lab';\ntable(rows)"),
  print(1, 'rows: 3\n\u001b[32mall there\u001b[0m\n'),
  output(1, {
    kind: 'display',
    data: table([
      { x: 1, word: 'hello' },
      { x: 2, word: 'world' },
    ]).toMimeBundle(),
  }),
  end(1),
  begin(2, 'plotLoss()'),
  output(2, {
    kind: 'display',
    data: line({
      title: 'Loss',
      xLabel: 'Epoch',
      yLabel: 'Loss',
      y: { train: [3, 2, 1], test: [4, 3, 2.5] },
    }).toMimeBundle(),
  }),
  output(2, { kind: 'check', check: { id: 'a', name: 'The loss falls', passed: true } }),
  end(2, 2.25),
  begin(3, 'x()'),
  print(3, 'this is deprecated\n', 'stderr'),
  output(3, { kind: 'display', data: { 'text/plain': '{ answer: 42 }' } }),
  failed(3),
  begin(4, 'await model.fit(x, y, { epochs: 100 });'),
  print(4, 'epoch 1\n'),
];

describe('the side panel in a browser', () => {
  let pages: Pages;
  let panel: Opened;

  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());

  async function open(theme: 'light' | 'dark' | 'highContrast' = 'light', width = 700): Promise<void> {
    panel = await pages.open({ script: 'panel.js', style: 'panel.css', theme, viewport: { width, height: 700 } });
    await panel.next(0);
  }
  afterEach(async () => {
    await panel.page.context().close();
    assert.deepEqual(panel.problems, [], 'no error, no policy violation, no request that leaves');
  });

  const tell = (events: readonly PageEvent[], anew = false) => panel.receive({ type: 'events', anew, events });
  const block = (number: number) => panel.page.locator('main > section').nth(number);
  const textOf = async (place: Locator) => (await place.textContent()) ?? '';
  const scrolled = () => panel.page.evaluate(() => Math.round(document.scrollingElement!.scrollTop));
  const toEnd = () =>
    panel.page.evaluate(() => {
      const { scrollHeight, clientHeight, scrollTop } = document.scrollingElement!;
      return scrollHeight - clientHeight - scrollTop;
    });

  it('draws what each cell showed under its heading, with the words for how it ended', async () => {
    await open();
    await panel.page.getByText('Run a cell of the lab').waitFor();
    await tell(lesson, true);
    await block(0).locator('.mlops-lab-table').waitFor();
    assert.match(await textOf(block(0)), /^Line 11 import.*Succeeded in 12 msrows: 3\nall there\n/s);
    await block(1).locator('[role="graphics-document"]').waitFor();
    await block(1).getByText('The loss falls').waitFor();
    assert.match(await textOf(block(2)), /Failed after 1\.5 s.*deprecated.*TypeError: x is not a function/s);
    assert.match(await textOf(block(3).locator('.status')), /Running/);
    assert.equal(await panel.page.getByText('Run a cell of the lab').count(), 0);
  });

  it('leads to the cell, to the places of an error, and to the text', async () => {
    await open();
    await tell(lesson, true);
    const before = (await panel.sent()).length;
    await block(2).getByRole('button', { name: 'Line 31 x()' }).click();
    await block(2).getByRole('link', { name: 'a.lab.ts:12:3' }).click();
    await panel.page.getByRole('button', { name: 'Show as Text' }).click();
    await panel.page.getByRole('button', { name: 'Clear' }).click();
    assert.deepEqual((await panel.sent()).slice(before), [
      { type: 'openCell', id: 3 },
      { type: 'open', file: 'file:///labs/a.lab.ts', line: 12, column: 3 },
      { type: 'showText' },
      { type: 'clear' },
    ]);
    await tell([{ type: 'clear' }]);
    await block(1).waitFor({ state: 'detached' });
    assert.match(await textOf(block(0)), /Running/);
  });

  it('adds to what is there without drawing that again, and takes a cell that runs again to the end', async () => {
    await open();
    await tell([begin(1), print(1, 'first\n'), begin(2)], true);
    await block(0).locator('pre').waitFor();
    const marked = await block(0).locator('pre').elementHandle();
    await tell([print(1, 'second\n')]);
    await block(0).getByText('second').waitFor();
    assert.equal(await marked!.textContent(), 'first\nsecond\n');
    await tell([{ ...begin(3, 'step(1);'), replaces: [1] } as PageEvent]);
    await block(1).getByText('step(1);').waitFor();
    assert.equal(await panel.page.locator('main > section').count(), 2);
  });

  it('prints as a terminal does: in colours that go on, and a progress bar in one line', async () => {
    await open();
    await tell([begin(1), print(1, 'start\n\u001b[31mred\n')], true);
    await tell([print(1, 'still red\u001b[0m\n10%')]);
    await tell([print(1, '\r55%')]);
    await tell([print(1, '\r100%')]);
    await block(0).getByText('100%').waitFor();
    assert.equal(await block(0).locator('pre').textContent(), 'start\nred\nstill red\n100%');
    const red = await block(0)
      .locator('pre span')
      .evaluateAll((spans) =>
        spans.filter((span) => (span as HTMLElement).style.color.includes('ansiRed')).map((span) => span.textContent),
      );
    assert.equal(red.join(''), 'red\nstill red');
  });

  it('takes a line that never ends', async () => {
    await open();
    await tell([begin(1)], true);
    for (let piece = 0; piece < 50; piece++) await tell([print(1, `${String(piece % 10).repeat(9_999)} `)]);
    await tell([print(1, 'the end')]);
    await block(0).getByText('the end').waitFor();
    assert.equal((await textOf(block(0).locator('pre'))).length, 200_000);
    await block(0).getByText('The first 300,007 characters are not shown here').waitFor();
  });

  it('follows the outputs until the reader scrolls up, and again on request', async () => {
    await open();
    const lines = (from: number) => Array.from({ length: 100 }, (_, at) => `line ${from + at}\n`).join('');
    await tell([begin(1), print(1, lines(0))], true);
    await until(async () => (await scrolled()) > 0 && (await toEnd()) < 2);
    await panel.page.mouse.move(300, 300);
    await panel.page.mouse.wheel(0, -800);
    await panel.page.getByRole('button', { name: 'Follow the Outputs' }).waitFor();
    const stayed = await scrolled();
    await tell([print(1, lines(100))]);
    await panel.page.getByText('line 199').waitFor();
    assert.equal(await scrolled(), stayed);
    await panel.page.getByRole('button', { name: 'Follow the Outputs' }).click();
    await until(async () => (await toEnd()) < 2);
    await tell([print(1, lines(200))]);
    await panel.page.getByText('line 299').waitFor();
    await until(async () => (await toEnd()) < 2);
  });

  it('brings a block into view', async () => {
    await open();
    await tell([...lesson, ...[5, 6, 7, 8].flatMap((id) => [begin(id), print(id, 'x\n'.repeat(50)), end(id)])], true);
    await panel.receive({ type: 'reveal', id: 2 });
    await until(async () => ((await block(1).boundingBox())?.y ?? -1) >= 0 && (await block(1).boundingBox())!.y < 200);
  });

  it('takes a flood: the end of what was printed is there, the rest is said to be missing', async () => {
    await open();
    await tell(
      [begin(1), output(1, { kind: 'stream', name: 'stdout', text: 'a line of a flood\n'.repeat(11_000) }, 52_000_000)],
      true,
    );
    for (let piece = 0; piece < 20; piece++) await tell([print(1, `piece ${piece}\n`.repeat(1000))]);
    await tell([print(1, 'the very end\n')]);
    await panel.page.getByText('the very end').waitFor();
    assert.ok((await textOf(block(0).locator('pre'))).length <= 200_000);
    await block(0)
      .getByText(/The first 52,\d+,\d+ characters are not shown here/)
      .waitFor();
    await block(0).getByRole('button', { name: 'Show All as Text' }).click();
    assert.equal((await panel.sent()).at(-1)!.type, 'showText');
  });

  it('draws the first of a thousand outputs, and all on request', async () => {
    await open();
    const many = Array.from({ length: 1000 }, (_, at) =>
      output(1, { kind: 'display', data: { 'text/plain': `value ${at}` } }),
    );
    await tell([begin(1), ...many], true);
    await panel.page.getByText('value 99', { exact: true }).waitFor();
    assert.equal(await block(0).locator('.output').count(), 100);
    await panel.page.getByRole('button', { name: 'Show 900 More Outputs' }).click();
    await panel.page.getByText('value 999', { exact: true }).waitFor();
    assert.equal(await block(0).locator('.output').count(), 1000);
  });

  it('shows markup that a lab prints as text', async () => {
    await open();
    const evil = '<img src=x onerror="document.title = \'run\'"><script>document.title="run"</script>';
    await tell([begin(1, evil), print(1, evil), output(1, { kind: 'display', data: { 'text/plain': evil } })], true);
    await block(0).locator('pre').first().waitFor();
    assert.equal(await panel.page.locator('img, section script').count(), 0);
    assert.notEqual(await panel.page.title(), 'run');
  });

  for (const theme of ['light', 'dark', 'highContrast'] as const) {
    it(`has no serious accessibility fault in ${theme}`, async () => {
      await open(theme, theme === 'dark' ? 420 : 700);
      await tell(lesson, true);
      await block(1).locator('[role="graphics-document"]').waitFor();
      await panel.page.evaluate(await readFile(axe, 'utf8'));
      const found = await panel.page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      assert.deepEqual(found, []);
      const path = join(root, 'test', 'ui', 'screenshots', 'pages', `panel-${theme}.png`);
      await mkdir(dirname(path), { recursive: true });
      await panel.page.screenshot({ path, fullPage: true, animations: 'disabled' });
    });
  }
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const stop = Date.now() + 10_000; Date.now() < stop; ) {
    if (await holds()) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  assert.fail('It did not come about within 10 s.');
}
