import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setHost } from '../../../src/mlops/host.ts';
import { valueBundle } from '../../../src/mlops/lab/bundle.ts';
import { images } from '../../../src/mlops/lab/images.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import type { DataSource, SourceQuery } from '../../../src/mlops/payloads/source.ts';
import { root } from '../../../tools/process.mjs';
import { type Opened, Pages } from '../pages.ts';
import { themes } from '../themes.ts';

const screenshots = join(root, 'test/ui/screenshots');
const axe = join(root, 'node_modules/axe-core/axe.min.js');
const sources: DataSource[] = [];

/** The kernel's side of a query. */
const ask = (source: string, query: SourceQuery) => sources[Number(source)]!.answer(query);

/** A smooth picture in three colours, another one for each index. */
const picture = (index: number, size: number) =>
  tf.tidy(() => {
    const ramp = tf.range(0, size).div(size);
    const wave = tf
      .sin(ramp.mul(6 + index))
      .add(1)
      .div(2);
    return tf.stack(
      [
        tf.outerProduct(ramp.as1D(), wave.as1D()),
        tf.outerProduct(wave.as1D(), ramp.as1D()),
        tf.outerProduct(wave.as1D(), wave.as1D()),
      ],
      2,
    );
  });

function branchedModel(): tf.LayersModel {
  const input = tf.input({ shape: [32, 32, 3], name: 'image' });
  const conv = tf.layers
    .conv2d({ filters: 16, kernelSize: 3, padding: 'same', name: 'conv' })
    .apply(input) as tf.SymbolicTensor;
  const left = tf.layers
    .conv2d({ filters: 16, kernelSize: 1, padding: 'same', name: 'narrow' })
    .apply(conv) as tf.SymbolicTensor;
  const right = tf.layers
    .conv2d({ filters: 16, kernelSize: 5, padding: 'same', name: 'wide' })
    .apply(conv) as tf.SymbolicTensor;
  const sum = tf.layers.add({ name: 'residual' }).apply([left, right, conv]) as tf.SymbolicTensor;
  const flat = tf.layers
    .globalAveragePooling2d({ name: 'pool', dataFormat: 'channelsLast' })
    .apply(sum) as tf.SymbolicTensor;
  const head = tf.sequential({
    name: 'head',
    layers: [
      tf.layers.dense({ units: 32, inputShape: [16], activation: 'relu', name: 'hidden' }),
      tf.layers.dropout({ rate: 0.5, name: 'dropout' }),
      tf.layers.dense({ units: 10, name: 'classes' }),
    ],
  });
  const model = tf.model({ name: 'classifier', inputs: input, outputs: head.apply(flat) as tf.SymbolicTensor });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

describe('tensors, images and models in a browser', () => {
  let pages: Pages;
  let opened: Opened;

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    await tf.setBackend('cpu');
    // Or the backend advertises another package in the report.
    Object.assign(tf.findBackend('cpu'), { firstUse: false });
    setHost({
      display: () => assert.fail(),
      checked: () => assert.fail(),
      serve: (source) => String(sources.push(source) - 1),
    });
    pages = await Pages.start(join(root, 'dist', 'webview'));
  });
  after(() => pages?.stop());
  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, [], 'no error, no policy violation, no request that leaves');
  });

  /** Has the renderer draw outputs, below each other; queries are answered as long as the kernel lives. */
  async function show(
    outputs: readonly (readonly [string, unknown])[],
    options: { theme?: keyof typeof themes; width?: number; kernel?: boolean } = {},
  ): Promise<void> {
    const { theme = 'light', width = 1000, kernel = true } = options;
    opened = await pages.open({
      script: 'renderer.js',
      style: 'viewer.css',
      worker: true,
      theme,
      viewport: { width, height: 900 },
    });
    await opened.page.exposeFunction('ask', async (source: string, query: SourceQuery) => {
      try {
        if (!kernel) throw new Error('The kernel does not run. Run the cell again to see more.');
        return { value: ask(source, query) };
      } catch (error) {
        return { error: (error as Error).message };
      }
    });
    await opened.page.evaluate(async (outputs) => {
      const { activate } = await import(new URL('/renderer.js', location.href).href);
      type Asked = { type: string; requestId: number; source: string; query: unknown };
      const page = window as unknown as { ask: (source: string, query: unknown) => Promise<object>; saved: unknown[] };
      page.saved = [];
      let reply: (message: object) => void = () => undefined;
      const renderer = activate({
        postMessage: async (message: Asked) => {
          if (message.type === 'save') page.saved.push(message);
          const answer = message.type === 'query' ? await page.ask(message.source, message.query) : {};
          reply({ type: 'reply', requestId: message.requestId, ...answer });
        },
        onDidReceiveMessage: (listener: (message: object) => void) => {
          reply = listener;
        },
      });
      for (const [index, [mime, data]] of outputs.entries()) {
        const element = document.createElement('div');
        element.style.margin = '16px';
        document.getElementById('root')!.append(element);
        await renderer.renderOutputItem({ id: String(index), mime, json: () => data }, element);
      }
    }, outputs);
  }

  const form = (type: string, value: unknown) => [type, JSON.parse(JSON.stringify(valueBundle(value)![type]))] as const;
  const grid = (...[source, options]: Parameters<typeof images>) =>
    [mime.images, JSON.parse(JSON.stringify(images(source, options).toMimeBundle()[mime.images]))] as const;

  async function assertAccessible(): Promise<void> {
    await opened.page.addScriptTag({ path: axe });
    const findings = await opened.page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run(element: Element): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
        };
      };
      return (await axe.run(document.getElementById('root')!)).violations;
    });
    const grave = findings.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    assert.deepEqual(
      grave.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`),
      [],
    );
  }

  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    for (const width of [400, 1400]) {
      it(`look right and are accessible in ${theme}, ${width} pixels wide`, async () => {
        const noisy = tf.randomNormal([2, 3, 40, 60], 0, 1, 'float32', 7);
        const odd = tf.tensor2d([Number.NaN, 1, Number.POSITIVE_INFINITY, 0, -2.5, 7], [2, 3]);
        const digits = tf.stack(Array.from({ length: 12 }, (_, i) => picture(i, 28)));
        const classNames = ['cat', 'dog', 'frog'];
        const labels = Array.from({ length: 12 }, (_, i) => i % 3);
        const predictions = labels.map((label, i) => (i % 5 === 4 ? (label + 1) % 3 : label));
        await show(
          [
            form(mime.tensor, noisy),
            form(mime.tensor, odd),
            form(
              mime.tensor,
              new Int32Array(40).map((_, i) => (i * i) % 17),
            ),
            form(mime.tensor, picture(3, 64)),
            grid(digits, { labels, predictions, classNames, title: 'Validation set' }),
            form(mime.model, branchedModel()),
          ],
          { theme, width },
        );
        await opened.page.screenshot({ path: join(screenshots, `tensor-${theme}-${width}.png`), fullPage: true });
        await assertAccessible();
        const overflow = await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} pixels wider than the window`);
      });
    }
  }

  it('show any slice of a tensor, by keyboard', async () => {
    const tensor = tf.range(0, 2 * 30 * 40).reshape([2, 30, 40]);
    await show([form(mime.tensor, tensor)]);
    const cell = (row: number, column: number) => opened.page.locator('tbody tr').nth(row).locator('td').nth(column);
    assert.equal(await cell(1, 2).textContent(), '42');
    await opened.page.getByRole('slider', { name: 'axis 0' }).focus();
    await opened.page.keyboard.press('ArrowRight');
    await opened.page.getByRole('region', { name: 'Values at [1]' }).waitFor();
    assert.equal(await cell(0, 0).textContent(), '1200');
    await opened.page.getByRole('button', { name: 'Last columns' }).focus();
    await opened.page.keyboard.press('Enter');
    await opened.page.getByRole('columnheader', { name: '39' }).waitFor();
    await opened.page.getByRole('button', { name: 'Last rows' }).click();
    await opened.page.getByRole('rowheader', { name: '29' }).waitFor();
    assert.equal(await cell(11, 11).textContent(), '2399');
    assert.equal(await cell(11, 11).evaluate((element) => element.style.background !== ''), true);
    await opened.page.getByRole('button', { name: 'Shading' }).click();
    assert.equal(await cell(11, 11).evaluate((element) => element.style.background), '');
  });

  it('show of a single value that alone', async () => {
    await show([form(mime.tensor, tf.scalar(0.25))]);
    assert.equal(await opened.page.getByRole('article').textContent(), '0.25float32 [] 4 bytes');
    assert.equal(await opened.page.getByRole('table').count(), 0);
  });

  it('keep what travelled, and say why there is no more, when the kernel has ended', async () => {
    await show([form(mime.tensor, tf.range(0, 200).reshape([2, 10, 10]))], { kernel: false });
    await opened.page.getByRole('slider', { name: 'axis 0' }).fill('1');
    await opened.page.getByRole('status').getByText('The kernel does not run.').waitFor();
    await opened.page.getByRole('region', { name: 'Values at [0]' }).waitFor();
  });

  it('say that a tensor was disposed of when more of it is asked for', async () => {
    const tensor = tf.range(0, 200).reshape([2, 10, 10]);
    const output = form(mime.tensor, tensor);
    tensor.dispose();
    await show([output]);
    await opened.page.getByRole('slider', { name: 'axis 0' }).fill('1');
    await opened.page.getByRole('status').getByText('This tensor was disposed of').waitFor();
  });

  it('show another image of a tensor, asked of the kernel', async () => {
    await show([form(mime.tensor, tf.stack([picture(0, 16), picture(1, 16)]))]);
    const source = () => opened.page.locator('img').getAttribute('src');
    const first = await source();
    await opened.page.getByRole('slider', { name: 'image' }).fill('1');
    await opened.page.getByAltText('Image 1 of the tensor').waitFor();
    assert.notEqual(await source(), first);
  });

  it('say of each image in words what it was taken for, and show one larger on Enter', async () => {
    const options = {
      labels: ['dog', 'cat'],
      predictions: tf.tensor2d([
        [0.9, 0.1],
        [0.8, 0.2],
      ]),
      classNames: ['cat', 'dog'],
    };
    await show([grid(tf.stack([picture(0, 200), picture(1, 200)]), options)]);
    const first = opened.page.getByRole('button', { name: 'image 0: predicted cat, labelled dog: wrong' });
    await first.focus();
    await opened.page.keyboard.press('ArrowRight');
    await opened.page.keyboard.press('Enter');
    await opened.page.locator('figure img[width="400"]').waitFor();
    await opened.page.locator('figcaption').getByText('image 1: predicted cat, labelled cat: right').waitFor();
    await opened.page.getByRole('button', { name: 'Close' }).click();
    assert.equal(await opened.page.locator('figure').count(), 0);
    assert.equal(
      await opened.page.evaluate(() => document.activeElement?.querySelector('img')?.alt),
      'image 1: predicted cat, labelled cat: right',
    );
  });

  it('save the graph of a model as a drawing with colours of its own', async () => {
    await show([form(mime.model, branchedModel())]);
    await opened.page.getByRole('img', { name: /Graph of the layers of classifier: 9 layers and/ }).waitFor();
    await opened.page.getByRole('button', { name: 'Save as SVG' }).click();
    const saved = await opened.page.waitForFunction(
      () => (window as unknown as { saved: { name: string; text: string }[] }).saved[0],
    );
    const { name, text } = (await saved.jsonValue())!;
    assert.equal(name, 'classifier.svg');
    assert.match(text, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.doesNotMatch(text, /var\(|class=/);
  });

  it('answer hostile payloads with a sentence, and put no markup into the page', async () => {
    const evil = '<img src=x onerror="document.title = \'run\'">';
    const image = { png: '"onerror="x', width: 1, height: 1, step: 1 };
    const slice = { at: [], offset: [0, 0], values: [[evil]] };
    await show([
      [mime.tensor, { dtype: evil, shape: [1], bytes: 1 }],
      [mime.tensor, { dtype: 'string', shape: [1], bytes: 1, slice }],
      [mime.tensor, { dtype: 'x', shape: [-1], bytes: 1 }],
      [mime.tensor, { dtype: 'x', shape: [2, 2, 2], bytes: 1, slice }],
      [mime.images, { total: 1, black: 0, white: 1, images: [image] }],
      [
        mime.model,
        {
          kind: 'graph',
          name: evil,
          inputs: [],
          outputs: [],
          layers: [],
          parameters: { total: 0, trainable: 0, bytes: 0 },
        },
      ],
      [mime.model, { kind: 'graph' }],
    ]);
    assert.equal(await opened.page.locator('img').count(), 0);
    assert.equal(await opened.page.title(), 'Page');
    assert.equal(await opened.page.getByRole('alert').count(), 5);
    assert.equal(await opened.page.locator('.single').textContent(), evil);
  });
});
