import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { line } from '../../../src/mlops/plot/line.ts';
import { root } from '../../../tools/process.mjs';
import { type Opened, Pages } from '../pages.ts';
import { themes } from '../themes.ts';
import { waitUntil } from '../viewer.ts';

let pages: Pages;

before(async () => {
  pages = await Pages.start(join(root, 'dist', 'webview'));
});
after(() => pages?.stop());

describe('the output renderer in a browser', () => {
  let opened: Opened;

  beforeEach(async () => {
    // `worker` lets the page import the renderer by its address, as VS Code does; code generation stays forbidden.
    opened = await pages.open({ script: 'renderer.js', style: 'viewer.css', worker: true });
  });
  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, []);
  });

  /** Has the renderer draw one output. */
  async function show(type: string, data: unknown): Promise<void> {
    await opened.page.evaluate(
      async ([type, data]) => {
        const { activate } = await import(new URL('/renderer.js', location.href).href);
        await activate({}).renderOutputItem({ id: '1', mime: type, json: () => data }, document.getElementById('root'));
      },
      [type, data] as const,
    );
  }

  it('shows a failed check with what it expected and its hint', async () => {
    await show(mime.check, {
      id: 'a',
      name: 'mean',
      passed: false,
      expected: '0',
      actual: '1',
      tolerance: 0.01,
      hint: 'Sum.',
    });
    assert.deepEqual(await opened.page.locator('dt, dd').allInnerTexts(), [
      ...['Expected', '0', 'Actual', '1'],
      ...['Tolerance', '± 0.01', 'Hint', 'Sum.'],
    ]);
    await opened.page.getByText('Failed mean').waitFor();
  });

  it('draws a chart of mlops-lab/plot with its description, and again when the theme changes', async () => {
    const plot = line({ title: 'Loss', xLabel: 'Epoch', yLabel: 'Loss', y: { train: [3, 2, 1], test: [4, 3, 2] } });
    await show(mime.vegaLite, plot.toMimeBundle()[mime.vegaLite]);
    const chart = opened.page.locator('[role="graphics-document"]');
    assert.match((await chart.getAttribute('aria-label'))!, /^Line chart of Loss over Epoch/);
    const title = () =>
      opened.page
        .locator('svg.marks text', { hasText: /^Loss$/ })
        .first()
        .getAttribute('fill');
    assert.equal(await title(), themes.light.variables.foreground);
    await opened.dress('dark');
    await waitUntil(async () => (await title()) === themes.dark.variables.foreground);
  });

  it('keeps a chart as wide as its place', async () => {
    const plot = line({ title: 'Loss', xLabel: 'Epoch', yLabel: 'Loss', y: [3, 2, 1] });
    await show(mime.vegaLite, plot.toMimeBundle()[mime.vegaLite]);
    const width = async () => (await opened.page.locator('svg.marks').boundingBox())?.width ?? 0;
    assert.ok(Math.abs((await width()) - 1000) < 2);
    await opened.page.locator('#root').evaluate((element) => element.style.setProperty('width', '600px'));
    await waitUntil(async () => Math.abs((await width()) - 600) < 2);
  });

  it('refuses to load what a chart asks for, and says so', async () => {
    await show(mime.vegaLite, { mark: 'bar', data: { url: 'https://example.com/rows.csv' }, encoding: {} });
    await opened.page.getByRole('alert').getByText('It asks for https://example.com/rows.csv').waitFor();
  });

  it('answers malformed outputs with a sentence', async () => {
    await show(mime.vegaLite, { nothing: true });
    await opened.page.getByRole('alert').getByText('no Vega-Lite specification').waitFor();
    await show(mime.table, { rows: 1 });
    await opened.page.getByRole('alert').getByText('not a well-formed table').waitFor();
  });
});
