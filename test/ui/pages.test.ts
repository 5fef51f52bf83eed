import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mime } from '../../src/mlops/host.ts';
import { line } from '../../src/mlops/plot/line.ts';
import { root } from '../../tools/process.mjs';
import { makePdf } from '../fixtures/pdf.ts';
import { type Message, type Opened, Pages } from './pages.ts';
import { themes } from './themes.ts';

const deck = makePdf(['First slide', 'Second slide', 'Third slide', 'Fourth slide']);
let pages: Pages;

before(async () => {
  pages = await Pages.start(join(root, 'dist', 'webview'));
});
after(() => pages?.stop());

describe('the slide viewer in a browser', () => {
  let viewer: Opened;
  const region = (page: number, of: number) => viewer.page.getByRole('region', { name: `Page ${page} of ${of}` });

  /** Gives the page a deck as the editor does, and waits for the answer. */
  async function give(bytes: Uint8Array): Promise<Message> {
    const before = (await viewer.sent()).length;
    await viewer.receive({ type: 'deck', name: 'deck.pdf' }, bytes);
    return viewer.next(before);
  }

  beforeEach(async () => {
    viewer = await pages.open({ script: 'viewer.js', style: 'viewer.css', worker: true });
    await viewer.next(1);
  });
  afterEach(async () => {
    await viewer.page.context().close();
    assert.deepEqual(viewer.problems, [], 'no error, no policy violation, no request that leaves');
  });

  it('asks for its deck, shows the first slide with its text, and says so', async () => {
    assert.deepEqual(
      (await viewer.sent()).map((message) => message.type),
      ['ready', 'load'],
    );
    const shown = await give(deck);
    assert.equal(shown.type, 'shown');
    await region(1, 4).getByText('First slide').waitFor();
    assert.ok(await darkPixels(), 'the slide is painted');
  });

  it('pages by buttons, keys and the page field, and remembers where it is', async () => {
    await give(deck);
    await viewer.page.getByRole('button', { name: 'Next Page' }).click();
    await region(2, 4).getByText('Second slide').waitFor();
    await viewer.page.keyboard.press('End');
    await region(4, 4).getByText('Fourth slide').waitFor();
    await viewer.page.keyboard.press('ArrowLeft');
    await region(3, 4).getByText('Third slide').waitFor();
    await viewer.page.getByRole('textbox', { name: 'Page, 1 to 4' }).fill('2');
    await viewer.page.keyboard.press('Enter');
    await region(2, 4).getByText('Second slide').waitFor();
    assert.deepEqual(await viewer.kept(), { page: 2, zoom: 'width' });
  });

  it('shows the last of many slides paged through at once', async () => {
    await give(makePdf(Array.from({ length: 30 }, (_, index) => `Slide number ${index + 1}`)));
    for (let press = 0; press < 29; press++) await viewer.page.keyboard.press('PageDown');
    await region(30, 30).getByText('Slide number 30').waitFor();
  });

  it('keeps its page when the file changes', async () => {
    await give(deck);
    for (let press = 0; press < 2; press++) await viewer.page.keyboard.press('PageDown');
    await region(3, 4).getByText('Third slide').waitFor();
    await give(makePdf(['a', 'b', 'New third', 'd', 'e']));
    await region(3, 5).getByText('New third').waitFor();
  });

  it('zooms, and fits again', async () => {
    await give(deck);
    const width = async () => (await region(1, 4).locator('canvas').boundingBox())?.width ?? 0;
    const fitted = await width();
    await viewer.page.keyboard.press('+');
    await viewer.page.locator('output').getByText('80%').waitFor();
    await waitUntil(async () => Math.abs((await width()) - 1280 * 0.8) < 2);
    await viewer.page.keyboard.press('0');
    await waitUntil(async () => Math.abs((await width()) - fitted) < 2);
  });

  it('says in words what cannot be shown, and recovers', async () => {
    await viewer.receive({ type: 'failed', message: 'notes.pdf is not a PDF.' });
    await viewer.page.getByRole('alert').getByText('notes.pdf is not a PDF.').waitFor();
    assert.match((await give(new TextEncoder().encode('%PDF-1.7 and nothing more'))).message!, /deck\.pdf is damaged/);
    await viewer.page.getByRole('alert').getByText('deck.pdf is damaged').waitFor();
    await give(deck);
    await region(1, 4).getByText('First slide').waitFor();
    assert.equal(await viewer.page.getByRole('alert').count(), 0);
  });

  it('says so when its parser cannot start', async () => {
    await loadWithParser(() => 'throw new Error("no parser")');
    assert.match((await give(deck)).message!, /has stopped .*no parser.*Close this tab/);
    await viewer.page.getByRole('alert').getByText('has stopped').waitFor();
    assert.match(viewer.problems.splice(0).join(), /no parser/);
  });

  it('says so when its parser dies, and only when it is asked for more', async () => {
    const dying = `addEventListener('message', (event) => {
      if (event.data.action !== 'GetPage' || event.data.data.pageIndex !== 1) return;
      event.stopImmediatePropagation();
      throw new Error('out of memory');
    });`;
    await loadWithParser((script) => dying + script);
    assert.equal((await give(deck)).type, 'shown');
    await viewer.page.keyboard.press('PageDown');
    await viewer.page.getByRole('alert').getByText('out of memory').waitFor();
    assert.match((await give(deck)).message!, /out of memory/);
    assert.match(viewer.problems.splice(0).join(), /out of memory/);
  });

  /** Loads the page anew with another script for its parser's worker. */
  async function loadWithParser(change: (script: string) => string): Promise<void> {
    await viewer.page.route('**/pdf.worker.mjs', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });
    await viewer.page.reload();
    await viewer.next(1);
  }

  function darkPixels(): Promise<boolean> {
    return region(1, 4)
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value, index) => index % 4 === 0 && value < 64);
      });
  }
});

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

async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  assert.fail('It did not come about within 10 s.');
}
