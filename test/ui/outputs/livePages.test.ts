import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { applyChange, initialState, type LiveState } from '../../../src/mlops/payloads/live.ts';
import { addPoint, emptySeries, liveNumber } from '../../../src/mlops/payloads/liveSeries.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { root } from '../../../tools/process.mjs';
import { type Opened, Pages } from '../pages.ts';
import { themes } from '../themes.ts';

const batchesPerEpoch = 20;
const start = { id: 'a', kind: 'training', title: 'Training sequential_1', unit: 'epoch', total: 30 } as const;

/** A training after some epochs: its validation loss rises again from epoch 12 on. */
function training(epochs: number, wrong: Partial<Record<number, number>> = {}): LiveState {
  const points = emptySeries();
  const batches = emptySeries();
  let broken: LiveState['broken'];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const loss = wrong[epoch] ?? 0.9 * Math.exp(-epoch / 8) + 0.05;
    const val_loss = 0.9 * Math.exp(-epoch / 6) + 0.16 + 0.02 * Math.max(0, epoch - 12);
    const acc = 1 - 0.5 * Math.exp(-epoch / 7);
    const values = { loss, val_loss, acc, val_acc: acc - 0.06 };
    if (!Number.isFinite(loss)) broken ??= { name: 'loss', value: liveNumber(loss), x: epoch };
    addPoint(points, epoch, Object.fromEntries(Object.entries(values).map(([name, v]) => [name, liveNumber(v)])), 5000);
    for (let batch = 1; batch <= batchesPerEpoch; batch++) {
      const noise = 0.08 * Math.sin(epoch * 12.9 + batch * 78.2);
      addPoint(
        batches,
        (epoch - 1) * batchesPerEpoch + batch,
        { loss: liveNumber(loss + noise), acc: acc + noise / 2 },
        2000,
      );
    }
  }
  return applyChange(initialState(start), {
    type: 'progress',
    done: epochs,
    inner: { title: 'batch', done: 7, total: batchesPerEpoch },
    elapsed: epochs * 0.9,
    rate: 1.1,
    throughput: { examplesPerSecond: 12_345, millisecondsPerStep: 2.61 },
    learningRate: 0.001,
    values: {},
    points,
    batches,
    ...(broken ? { broken } : {}),
  });
}

/** What the renderer asks to be kept as a file: a text, or bytes in base64. */
interface SavedFile {
  readonly type: string;
  readonly name: string;
  readonly text: string;
  readonly base64: string;
}

const ended = (state: LiveState) => applyChange(state, { type: 'end', status: 'finished' });

describe('live outputs in a browser', () => {
  let pages: Pages;
  let opened: Opened;
  const live = () => opened.page.locator('.mlops-lab-live');

  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  beforeEach(async () => {
    opened = await pages.open({ script: 'run.js', style: 'run.css' });
  });
  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, [], 'no error, no policy violation, no request that leaves');
  });

  /** Gives the renderer an output; again with the same id, as VS Code does when an output's items were replaced. */
  async function show(state: unknown): Promise<void> {
    await opened.page.evaluate(
      async ([type, state]) => {
        const page = window as unknown as { renderer?: { renderOutputItem(...args: unknown[]): Promise<void> } };
        const item = { id: '1', mime: type, json: () => state };
        const { activate } = await import(new URL('/renderer.js', location.href).href);
        const sent: unknown[] = [];
        if (page.renderer) return page.renderer.renderOutputItem(item, document.getElementById('root'));
        const context = {
          postMessage: (message: unknown) => sent.push(message),
          onDidReceiveMessage: (listener: unknown) => Object.assign(page, { receive: listener }),
        };
        Object.assign(page, { fromRenderer: sent, renderer: activate(context) });
        await page.renderer!.renderOutputItem(item, document.getElementById('root'));
      },
      [mime.live, state] as const,
    );
  }
  const receive = (message: object) =>
    opened.page.evaluate((message) => (window as unknown as { receive(m: object): void }).receive(message), message);

  const saved = () =>
    opened.page.evaluate(() =>
      (window as unknown as { fromRenderer: SavedFile[] }).fromRenderer.filter(({ type }) => type === 'save'),
    );

  async function screenshot(name: string): Promise<void> {
    const folder = join(root, 'test', 'ui', 'screenshots', 'live');
    await mkdir(folder, { recursive: true });
    await opened.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }

  it('shows a training while it runs: how far, how fast, and its curves', async () => {
    await show(training(11));
    await live().getByRole('progressbar').waitFor();
    assert.equal(await live().getByRole('progressbar').getAttribute('aria-valuenow'), '37');
    const facts = (await live().locator('dt, dd').allTextContents()).join(' ');
    assert.match(facts, /Epoch 12 of 30 Batch 7 of 20 Time 9.9 s Left ≈ 17 s/);
    assert.match(facts, /12,345 examples\/s, 2.61 ms\/step Learning rate 0.001 Best val_loss 0.30\d* at epoch 11/);
    assert.equal(
      await live()
        .getByRole('img', { name: /^Line chart of loss by epoch/ })
        .count(),
      1,
    );
    assert.equal(
      await live()
        .getByRole('img', { name: /^Line chart of acc by epoch/ })
        .count(),
      1,
    );
    assert.equal(await live().locator('path.validation').count(), 2);
  });

  it('keeps its elements through changes, and notices one that was lost', async () => {
    await show(training(3));
    await live().evaluate((element) => Object.assign(element, { mark: 'same' }));
    const state = training(5);
    await receive({ type: 'live', id: 'a', state: { ...state, version: 5 } });
    await opened.page.getByText('6 of 30').waitFor();
    const change = { type: 'progress', done: 8, elapsed: 8, values: {} };
    await receive({ type: 'change', id: 'a', version: 6, change });
    await receive({ type: 'change', id: 'a', version: 6, change });
    await opened.page.getByText('9 of 30').waitFor();
    await receive({ type: 'change', id: 'a', version: 9, change: { ...change, done: 20 } });
    const asked = await opened.page.evaluate(() => (window as unknown as { fromRenderer: object[] }).fromRenderer);
    assert.deepEqual(asked.at(-1), { type: 'follow', id: 'a' });
    await opened.page.getByText('9 of 30').waitFor();
    await show({ ...ended(training(30)), version: 50 });
    await live().getByText('Finished', { exact: true }).waitFor();
    assert.equal(await live().evaluate((element) => 'mark' in element && element.mark), 'same');
  });

  it('says how it went in a sentence, with a hint on overfitting', async () => {
    await show(ended(training(30)));
    await live()
      .getByText(/Training sequential_1 finished 30 of 30 epochs in 27 s. Lowest val_loss: 0.2818, at epoch 12/)
      .first()
      .waitFor();
    await live()
      .getByText(/The model overfits: since epoch 12/)
      .waitFor();
    assert.equal(await live().getByRole('progressbar').count(), 0);
  });

  it('says where the loss became NaN, and still draws the rest', async () => {
    await show(training(9, { 6: Number.NaN, 7: Number.NaN, 8: Number.NaN, 9: Number.NaN }));
    await live()
      .getByText(/loss became NaN by epoch 6. Lower the learning rate/)
      .waitFor();
    assert.equal(await live().getByText('not finite').count(), 1);
  });

  it('smooths, scales by logarithms and shows its numbers, by the keyboard', async () => {
    await show(ended(training(30)));
    for (const name of ['Logarithmic Scale', 'Smooth Curves', 'Show Data as Table']) {
      await live().getByRole('button', { name }).focus();
      await opened.page.keyboard.press('Enter');
      assert.equal(await live().getByRole('button', { name }).getAttribute('aria-pressed'), 'true');
    }
    assert.equal(await live().locator('tbody tr').count(), 30);
    assert.deepEqual(await live().locator('thead th').allInnerTexts(), ['epoch', 'loss', 'val_loss', 'acc', 'val_acc']);
    assert.equal((await live().locator('path.faint').count()) > 0, true);
    await screenshot('tools');
  });

  it('is saved as CSV and as a picture that stands alone', async () => {
    await show(ended(training(30)));
    await live().getByRole('button', { name: 'Save as CSV' }).click();
    await live().getByRole('button', { name: 'Save as SVG' }).click();
    const [csv, svg] = (await saved()).map(({ text }) => text);
    assert.equal(csv!.split('\n')[0], 'epoch,loss,val_loss,acc,val_acc');
    assert.equal(csv!.trimEnd().split('\n').length, 31);
    assert.match(svg!, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.ok(!/var\(|class=/.test(svg!), 'it needs no stylesheet');
    assert.match(svg!, />loss<.*>training 0\.0712<.*>validation 0\.5261</, 'it says which curve is which');
  });

  it('is saved as PNG, twice as fine as the screen, on the ground of its theme', async () => {
    await opened.dress('dark');
    await show(ended(training(30)));
    await live().getByRole('button', { name: 'Save as PNG' }).click();
    await opened.page.waitForFunction(() => (window as unknown as { fromRenderer: object[] }).fromRenderer.length > 1);
    const [file] = (await saved()).filter(({ name }) => name.endsWith('.png'));
    const png = Buffer.from(file!.base64, 'base64');
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    const charts = await live()
      .locator('svg.chart')
      .evaluateAll((all) => all.map((chart) => chart.clientWidth));
    assert.equal(png.readUInt32BE(16), 2 * charts.reduce((sum, width) => sum + width, 0));
    await mkdir(join(root, 'test', 'ui', 'screenshots', 'live'), { recursive: true });
    await writeFile(join(root, 'test', 'ui', 'screenshots', 'live', 'saved.png'), png);
  });

  it('lets the time go on while a slow batch has nothing to tell', async () => {
    const time = () => live().locator('dt:text-is("Time") + dd').textContent();
    await show({ ...training(3), elapsed: 100 });
    // What comes before it listens is of no interest to it.
    await opened.page.waitForFunction(() =>
      (window as unknown as { fromRenderer: { type: string }[] }).fromRenderer.some(({ type }) => type === 'follow'),
    );
    await receive({ type: 'live', id: 'a', state: { ...training(3), elapsed: 100, version: 5 } });
    await live()
      .getByText(/^1 min (4[1-9]|5\d) s$|^[2-9] min/)
      .waitFor();
    await receive({ type: 'change', id: 'a', version: 6, change: { type: 'end', status: 'stopped' } });
    await live().getByText('Stopped', { exact: true }).waitFor();
    assert.equal(await time(), '1 min 40 s');
  });

  it('counts whole epochs on its axis', async () => {
    await opened.page.setViewportSize({ width: 400, height: 700 });
    await show(training(9));
    const ticks = await live().locator('.axes > text').allTextContents();
    assert.ok(ticks.length > 4);
    assert.deepEqual(
      ticks.filter((tick) => tick.includes('.')),
      [],
    );
  });

  it('answers what is no live output with a sentence', async () => {
    await show({ ...training(2), points: { stride: 1, count: 1, x: [1, 2], y: { loss: [1] } } });
    await opened.page.getByRole('alert').getByText('not a well-formed live output (points: curves').waitFor();
  });

  it('shows markup in names as text', async () => {
    await show({ ...training(2), title: '<img src=x onerror="document.title = 1">' });
    await live().getByText('<img src=x').first().waitFor();
    assert.equal(await opened.page.locator('img').count(), 0);
  });

  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    it(`has no serious fault for a screen reader, and looks well, ${theme}`, async () => {
      await opened.dress(theme);
      await opened.page.setViewportSize({ width: 400, height: 900 });
      await show(training(17));
      await screenshot(`running-${theme}-400`);
      await opened.page.setViewportSize({ width: 1400, height: 480 });
      await screenshot(`running-${theme}`);
      await opened.page.setViewportSize({ width: 1000, height: 480 });
      await show({ ...ended(training(30)), version: 50 });
      await live().hover();
      await screenshot(`finished-${theme}`);
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      await opened.page.evaluate(axe);
      const faults = await opened.page.evaluate(async () => {
        type Result = { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
        const { axe } = window as unknown as { axe: { run(element: Element | null): Promise<Result> } };
        const { violations } = await axe.run(document.querySelector('.mlops-lab-live'));
        return violations
          .filter(({ impact }) => ['serious', 'critical'].includes(impact))
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      assert.deepEqual(faults, []);
    });
  }

  it('stands one below the other where it is narrow', async () => {
    await opened.page.setViewportSize({ width: 400, height: 700 });
    await show(training(9, { 6: Number.NaN }));
    const boxes = await Promise.all((await live().locator('figure').all()).map((figure) => figure.boundingBox()));
    assert.ok(boxes[1]!.y > boxes[0]!.y + boxes[0]!.height - 1);
    await screenshot('narrow');
  });
});
