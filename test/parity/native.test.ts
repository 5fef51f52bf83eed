import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { launchKernel } from '../../src/kernel/launch.ts';
import type { Backend } from '../../src/kernel/protocol/options.ts';
import { silentLog } from '../../src/platform/log.ts';
import { dist, run } from '../unit/kernels.ts';
import { native, needNative } from './nativeInstallation.ts';

/** Cells whose last value is the JSON of the losses of three epochs. */
const trainings = {
  'a dense network': `
    const x = tf.randomNormal([64, 6], 0, 1, 'float32', 1);
    const y = x.sum(1, true);
    const seed = (value) => tf.initializers.glorotUniform({ seed: value });
    const model = tf.sequential({ layers: [
      tf.layers.dense({ units: 16, activation: 'relu', inputShape: [6], kernelInitializer: seed(2) }),
      tf.layers.dense({ units: 1, kernelInitializer: seed(3) }),
    ] });
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
    const { history } = await model.fit(x, y, { epochs: 3, batchSize: 16, shuffle: false, verbose: 0 });
    JSON.stringify(history.loss)`,
  'a convolution network': `
    const x = tf.randomNormal([32, 12, 12, 1], 0, 1, 'float32', 1);
    const y = x.mean([1, 2]).greater(0).toFloat();
    const seed = (value) => tf.initializers.glorotUniform({ seed: value });
    const model = tf.sequential({ layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [12, 12, 1], kernelInitializer: seed(2) }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: seed(3) }),
    ] });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'binaryCrossentropy' });
    const { history } = await model.fit(x, y, { epochs: 3, batchSize: 8, shuffle: false, verbose: 0 });
    JSON.stringify(history.loss)`,
};

describe('parity: native TensorFlow', function () {
  this.timeout(120_000);
  let workspace: string;
  const kernels: Kernel[] = [];
  const launch = async (backend: Backend) => {
    const options = { labPath: join(workspace, 'x.lab.ts'), workspace, backend, recording: false };
    const kernel = await launchKernel(options, { nodePath: '', dist, native, log: silentLog });
    kernels.push(kernel);
    assert.equal(await ok(kernel, `import * as tf from '@tensorflow/tfjs-node'`), '');
    return kernel;
  };

  before(() => {
    workspace = mkdtempSync(join(tmpdir(), 'mlops-lab native-'));
  });
  beforeEach(async function () {
    await needNative(this);
  });
  afterEach(() => Promise.all(kernels.splice(0).map((kernel) => kernel.kill())));
  after(() => rmSync(workspace, { recursive: true, force: true }));

  it('is what “auto” takes, on one TensorFlow.js, without a word on stderr', async () => {
    const kernel = await launch('auto');
    assert.equal(kernel.backend, 'tensorflow');
    assert.equal(await ok(kernel, 'tf.getBackend()'), "'tensorflow'");
    assert.match(await ok(kernel, 'tf.version["tfjs-node"]'), /4\.22\.0/);
    const shared = `
      [tf.ones([2]) instanceof tf.Tensor, tf.layers.dense({ units: 1 }) instanceof tf.layers.Layer,
        tf.node.tensorBoard('logs') instanceof tf.CustomCallback, tf.backend() instanceof tf.KernelBackend].join()`;
    assert.equal(await ok(kernel, shared), "'true,true,true,true'");
  });

  it('keeps nothing on disk that only its making needed', () => {
    assert.deepEqual(readdirSync(native).sort(), ['native.json', 'node_modules']);
    assert.deepEqual(
      globSync('node_modules/@tensorflow/tfjs-node/deps/*/*', { cwd: native }).map((path) => basename(path)),
      ['lib'],
    );
  });

  it('runs a bundled lab to the end, all checks passed', () => {
    const args = ['run', 'C2_W2_Lab_1', '--solution', '--backend', 'tensorflow', '--json', '--workspace', workspace];
    const { stdout, stderr } = spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], { encoding: 'utf8' });
    assert.equal(stderr, '');
    const { backend, status, checks } = JSON.parse(stdout) as {
      backend: string;
      status: string;
      checks: { passed: boolean }[];
    };
    assert.deepEqual({ backend, status }, { backend: 'tensorflow', status: 'succeeded' });
    assert.ok(checks.length > 0 && checks.every(({ passed }) => passed));
  });

  for (const [name, cell] of Object.entries(trainings)) {
    it(`trains ${name} to the losses that the cpu backend gets from the same weights`, async () => {
      const [ours, theirs] = await Promise.all(
        (['tensorflow', 'cpu'] as const).map(async (backend) => {
          const kernel = await launch(backend);
          return JSON.parse((await ok(kernel, cell)).replaceAll("'", '')) as number[];
        }),
      );
      assert.equal(ours!.length, 3);
      assert.ok(ours!.at(-1)! < ours![0]!);
      for (const [epoch, loss] of ours!.entries())
        assert.ok(Math.abs(loss - theirs![epoch]!) < 1e-4 * Math.max(1, loss));
    });
  }

  it('saves and loads a model by file://', async () => {
    const kernel = await launch('tensorflow');
    const cell = `
      const saved = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
      await saved.save('file://' + process.cwd() + '/model');
      const loaded = await tf.loadLayersModel('file://' + process.cwd() + '/model/model.json');
      const input = tf.randomNormal([5, 4], 0, 1, 'float32', 1);
      tf.max(tf.abs(tf.sub(saved.predict(input), loaded.predict(input)))).dataSync()[0]`;
    assert.equal(await ok(kernel, cell), '0');
    assert.deepEqual(readdirSync(join(workspace, 'model')).sort(), ['model.json', 'weights.bin']);
  });

  it('decodes the image that it encoded', async () => {
    const kernel = await launch('tensorflow');
    const cell = `
      const image = tf.randomUniform([7, 5, 3], 0, 256, 'int32', 3);
      const decoded = tf.node.decodeImage(await tf.node.encodePng(image));
      [decoded.shape.join('x'), decoded.dtype, tf.all(tf.equal(image, decoded)).dataSync()[0]].join(' ')`;
    assert.equal(await ok(kernel, cell), "'7x5x3 int32 1'");
  });
});

/** Runs a cell that must succeed; gives the text of all it shows. */
async function ok(kernel: Kernel, source: string): Promise<string> {
  const { status, text, error } = await run(kernel, source);
  assert.equal(status, 'succeeded', error?.stack);
  return text.trim();
}
