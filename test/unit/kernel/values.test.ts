import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeEnvironment } from '../../../src/kernel/environment.ts';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../src/kernel/node.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import type { ModelData } from '../../../src/mlops/payloads/model.ts';
import type { SourceQuery } from '../../../src/mlops/payloads/source.ts';
import type { TensorData, TensorImage, TensorSlice } from '../../../src/mlops/payloads/tensor.ts';
import { native, needNative } from '../../parity/nativeInstallation.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

for (const backend of ['wasm', 'cpu', 'tensorflow'] as const) {
  describe(`values of cells on ${backend}`, function () {
    this.timeout(60_000);
    let workspace: string;
    let kernel: Kernel;

    // Each test that is skipped says why.
    if (backend === 'tensorflow')
      beforeEach(function () {
        return needNative(this);
      });
    beforeEach(async () => {
      if (kernel) return;
      workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-values-'));
      const runtime = ownRuntime();
      const env = backend === 'tensorflow' ? { ...runtime.env, ...nativeEnvironment(native) } : runtime.env;
      kernel = await startKernel({ dist, workspace, backend, runtime: { ...runtime, env }, recording: false });
      await run(kernel, "import * as tf from '@tensorflow/tfjs-node'; import { display, images } from 'mlops-lab/lab'");
    });
    after(async () => {
      await endKernels();
      if (workspace) rmSync(workspace, { recursive: true });
    });

    async function shown<T>(source: string, type: string): Promise<T> {
      const { outputs, error } = await run(kernel, source);
      const [output] = outputs;
      assert.ok(output?.kind === 'display', error?.stack ?? 'nothing is shown');
      return output.data[type] as T;
    }
    const ask = ({ source }: TensorData, query: SourceQuery) => kernel.query({ op: 'source', source: source!, query });

    it('show a tensor as a card that answers for its slices and images', async () => {
      assert.equal(await shown('tf.getBackend()', mime.text), `'${backend}'`);
      const card = await shown<TensorData>('const t = tf.range(0, 6000).reshape([2, 50, 20, 3]); t', mime.tensor);
      assert.deepEqual([card.shape, card.statistics!.mean, card.images!.count], [[2, 50, 20, 3], 2999.5, 2]);
      const slice = { op: 'slice', at: [1, 49], offset: [19, 1], count: [1, 2] } as const;
      assert.deepEqual(((await ask(card, slice)) as TensorSlice).values, [[5998, 5999]]);
      const { width, height } = (await ask(card, { op: 'image', index: 1 })) as TensorImage;
      assert.deepEqual([width, height], [20, 50]);
      await run(kernel, 't.dispose()');
      await assert.rejects(() => ask(card, slice), /This tensor was disposed of/);
    });

    it('leave no tensor behind, for any dtype', async () => {
      const counted = (make: string) =>
        `const x = ${make}; const before = tf.memory().numTensors; display(x); String(tf.memory().numTensors - before)`;
      for (const make of [
        "tf.tensor(['a', 'b'])",
        'tf.zeros([9, 9])',
        "tf.ones([3], 'bool')",
        'tf.complex([1], [2])',
        'tf.variable(tf.ones([2]))',
      ]) {
        const { outputs, error } = await run(kernel, counted(make));
        assert.deepEqual(
          outputs.map((output) => output.kind === 'display' && Object.keys(output.data)),
          [[mime.tensor, mime.text], [mime.text]],
          `${make} ${error?.stack}`,
        );
        const [, last] = outputs;
        assert.equal(last?.kind === 'display' && last.data[mime.text], "'0'", make);
      }
    });

    it('show images and a model', async () => {
      const grid = await shown<{ images: unknown[] }>(
        'images(tf.zeros([3, 8, 8, 1]), { labels: [1, 2, 3] })',
        mime.images,
      );
      assert.equal(grid.images.length, 3);
      const model = await shown<ModelData>(
        'tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] })',
        mime.model,
      );
      assert.equal(model.parameters.total, 8);
    });
  });
}
