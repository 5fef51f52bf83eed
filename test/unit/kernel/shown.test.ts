import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { type MimeBundle, mime } from '../../../src/mlops/payloads/mime.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

/** The forms in which each kind of value is shown, whether it is displayed or ends a cell. */
const kinds: Readonly<Record<string, readonly [expression: string, ...forms: string[]]>> = {
  'a number': ['42', mime.text],
  'a bigint': ['2n ** 70n', mime.text],
  'a truth value': ['false', mime.text],
  null: ['null', mime.text],
  'a symbol': ['Symbol("s")', mime.text],
  'a function': ['(function f() {})', mime.text],
  'a class': ['(class A {})', mime.text],
  'an error': ['Object.assign(new RangeError("no"), { stack: "RangeError: no" })', mime.text],
  'a date': ['new Date(0)', mime.text],
  'an object': ['({ a: 1, b: { c: [1, 2] } })', mime.text],
  'an empty object': ['({})', mime.text],
  'a deep object': ['({ a: { b: { c: { d: { e: { f: 1 } } } } } })', mime.text],
  'an object of long lists': ['({ list: Array.from({ length: 1000 }, (_, i) => i) })', mime.text],
  'an object of metrics': [`({ 'train/loss': 0.5 })`, mime.text],
  'an object of metrics of a model': [`({ 'model/loss': 0.5, 'image/count': 3 })`, mime.text],
  'an object with a mime type among other names': [`({ 'text/plain': 'x', size: 3 })`, mime.text],
  'an object whose class has a name': ['new (class Point { x = 1 })()', mime.text],
  'a list of numbers': ['[1, 2, 3]', mime.text],
  'an empty list': ['[]', mime.text],
  'a map': ['new Map([["a", 1]])', mime.text],
  'a set': ['new Set([1])', mime.text],
  'a buffer': ['Buffer.from("abc")', mime.text],
  'a promise': ['({ p: Promise.resolve(1) })', mime.text],
  rows: ['[{ a: 1, b: "x" }, { a: 2 }]', mime.table, mime.text],
  'rows that are not all objects': ['[{ a: 1 }, null]', mime.text],
  'many rows': ['Array.from({ length: 5000 }, (_, a) => ({ a, b: "x".repeat(300) }))', mime.table, mime.text],
  'a table': ['table({ a: [1, 2] })', mime.table, mime.text],
  'a chart': ['line({ title: "t", xLabel: "x", yLabel: "y", y: [1, 2] })', mime.vegaLite, mime.text],
  Markdown: ['markdown("**x**")', mime.markdown, mime.text],
  HTML: ['html("<b>x</b>")', mime.html, mime.text],
  SVG: ['svg("<svg/>")', mime.svg, mime.text],
  JSON: ['json({ a: 1 })', mime.json, mime.text],
  'a mime bundle': [`({ 'text/html': '<b>x</b>', 'text/plain': 'x' })`, mime.html, mime.text],
  'a vendor’s mime bundle': [`({ 'application/vnd.x.v1+json': {} })`, 'application/vnd.x.v1+json'],
  'what makes its own bundle': [`({ toMimeBundle: () => ({ 'text/plain': 'mine' }) })`, mime.text],
  'a typed array': ['Float32Array.of(1, 2)', mime.tensor, mime.text],
  'a matrix': ['[[1, 2], [3, 4]]', mime.tensor, mime.text],
  'a tensor': ['t', mime.tensor, mime.text],
  'a model': ['model', mime.model, mime.text],
  'bytes of a PNG': ['Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)', mime.png, mime.text],
  images: ['images(tf.zeros([2, 8, 8, 1]))', mime.images, mime.text],
};

describe('a value is shown in the same way', function () {
  this.timeout(60_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-shown-'));
  let kernel: Kernel;

  before(async () => {
    kernel = await startKernel({ dist, workspace, backend: 'cpu', recording: false });
    const { error } = await run(
      kernel,
      `import * as tf from '@tensorflow/tfjs-node';
       import { display, html, images, json, markdown, svg, table } from 'mlops-lab/lab';
       import { line } from 'mlops-lab/plot';
       const t = tf.range(0, 6000).reshape([60, 100]);
       const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });`,
    );
    assert.equal(error, undefined);
  });
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });

  async function bundleOf(source: string): Promise<MimeBundle> {
    const { outputs, error } = await run(kernel, source);
    const [output, ...others] = outputs;
    assert.ok(
      output?.kind === 'display' && others.length === 0,
      error?.stack ?? `${source}: ${outputs.length} outputs`,
    );
    // The name of the source of an output is new each time.
    return JSON.parse(JSON.stringify(output.data, (key, value) => (key === 'source' ? 'a source' : value)));
  }

  for (const [name, [expression, ...forms]] of Object.entries(kinds)) {
    it(name, async () => {
      const displayed = await bundleOf(`display(${expression})`);
      assert.deepEqual(Object.keys(displayed), forms);
      assert.deepEqual(await bundleOf(expression), displayed);
    });
  }

  it('but for plain text: displayed it stands as it is, at the end of a cell it is quoted', async () => {
    assert.deepEqual(await bundleOf(`display("it's\\n1")`), { [mime.text]: "it's\n1" });
    assert.deepEqual(await bundleOf(`"it's\\n1"`), { [mime.text]: `"it's\\n1"` });
    const long = await bundleOf(`'x'.repeat(30_000)`);
    assert.equal((long[mime.text] as string).length, 30_002);
  });

  it('and but for undefined: a cell that ends with it shows nothing', async () => {
    assert.deepEqual(await bundleOf('display(undefined)'), { [mime.text]: 'undefined' });
    assert.deepEqual((await run(kernel, 'undefined')).outputs, []);
  });
});
