import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kernel } from '../../../../src/kernel/kernel.ts';
import { dist, endKernels, run, startKernel } from '../../kernels.ts';

/** What ships, where learners use it: the bundle in a kernel, its chunks and WebAssembly files beside it. */
for (const backend of ['wasm', 'cpu'] as const) {
  describe(`tf.node in a kernel on ${backend}`, function () {
    this.timeout(30_000);
    let workspace: string;
    let kernel: Kernel;
    const show = async (source: string) => {
      const { status, error, text } = await run(kernel, source);
      assert.equal(status, 'succeeded', error?.stack);
      return text.trimEnd();
    };

    before(async () => {
      workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-tf-'));
      kernel = await startKernel({ dist, workspace, backend, recording: false });
      await show(`import * as tf from '@tensorflow/tfjs-node'; process.chdir(${JSON.stringify(workspace)})`);
      assert.equal(await show('tf.backendInUse'), `'${backend}'`);
    });
    after(async () => {
      await endKernels();
      rmSync(workspace, { recursive: true });
    });

    it('decodes and encodes images', async () => {
      await show('const image = tf.tensor3d(Array.from({ length: 48 }, (_, i) => i * 5), [4, 4, 3], "int32")');
      assert.equal(
        await show('tf.node.decodeImage(await tf.node.encodePng(image)).sub(image).abs().max().dataSync()[0]'),
        '0',
      );
      assert.equal(await show('tf.node.decodeImage(await tf.node.encodeJpeg(image)).shape'), '[ 4, 4, 3 ]');
    });

    it('saves a model and loads it by URL; fit shows its chart and prints nothing', async () => {
      const text =
        await show(`const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
        model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
        const fitted = await model.fit(tf.ones([4, 2]), tf.ones([4, 1]), { epochs: 2, callbacks: tf.node.tensorBoard('logs') });
        const saved = await model.save('file://model', { includeOptimizer: true });`);
      assert.match(text, /^Training \S+ runs: 0 of 2 epochs in 0\.0 s\.$/);
      assert.deepEqual(readdirSync(join(workspace, 'model')).sort(), ['model.json', 'weights.bin']);
      assert.equal(readdirSync(join(workspace, 'logs', 'train')).length, 1);
      await show("const loaded = await tf.loadLayersModel('file://model/model.json')");
      assert.equal(
        await show('loaded.predict(tf.ones([1, 2])).sub(model.predict(tf.ones([1, 2]))).dataSync()[0]'),
        '0',
      );
      assert.equal(await show('loaded.optimizer.getClassName()'), "'Adam'");
    });

    it('reads CSV from files, by absolute and relative URLs', async () => {
      writeFileSync(join(workspace, 'a table.csv'), 'a,b\n1,x\n3,y\n');
      const rows = "[ { a: 1, b: 'x' }, { a: 3, b: 'y' } ]";
      assert.equal(await show("await tf.data.csv('file://a table.csv').toArray()"), rows);
      assert.equal(await show("await tf.data.csv('file://' + process.cwd() + '/a table.csv').toArray()"), rows);
    });

    it('says that a SavedModel takes native TensorFlow', async () => {
      const saved = join(import.meta.dirname, '../../../fixtures/tfjs-node/saved-model');
      const { status, error } = await run(kernel, `await tf.node.loadSavedModel(${JSON.stringify(saved)})`);
      assert.equal(status, 'failed');
      assert.match(error!.message, /takes native TensorFlow/);
    });
  });
}
