import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { tensorBoard } from '../../src/mlops/tensorflow/node/callbacks.ts';
import { summaryFileWriter } from '../../src/mlops/tensorflow/node/summary.ts';
import { skip } from '../skip.ts';
import { pythonOf, run, Unavailable } from './python.ts';

interface Series {
  readonly scalars: Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>;
  readonly histograms: Readonly<Record<string, { step: number; buckets: number[][]; description: string }[]>>;
}

/** Our event files, read by TensorBoard itself. */
describe('TensorBoard', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-tensorboard-'));
  let python: string;
  const read = (logs: string): Series =>
    JSON.parse(run(python, [join(import.meta.dirname, 'tensorboard_events.py'), logs]));

  before(async function () {
    try {
      python = pythonOf({ name: 'tensorboard', requirements: ['tensorboard>=2.15,<3', 'setuptools<81'] });
    } catch (error) {
      if (error instanceof Unavailable) skip(this, error.message);
      throw error;
    }
    await tf.setBackend('cpu');
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads scalars and histograms as they were written', () => {
    const logs = join(folder, 'plain');
    const writer = summaryFileWriter(logs);
    const losses = Array.from({ length: 50 }, (_, step) => [step * 1000, Math.fround(Math.sin(step))] as const);
    for (const [step, value] of losses) writer.scalar('Verlust/ß', value, step);
    writer.scalar('far', 1, 2 ** 40);
    writer.histogram('weights', tf.tensor([0, 1, 2, 3, 4]), 7, 2, '*all* of them');
    writer.histogram('nothing', tf.tensor([]), 8);
    writer.flush();
    const { scalars, histograms } = read(logs);
    assert.deepEqual(scalars['Verlust/ß'], losses);
    assert.deepEqual(scalars.far, [[2 ** 40, 1]]);
    const buckets = [
      [0, 2, 2],
      [2, 4, 3],
    ];
    assert.deepEqual(histograms.weights, [{ step: 7, buckets, description: '*all* of them' }]);
    assert.deepEqual(histograms.nothing, [{ step: 8, buckets: [], description: '' }]);
  });

  it('reads what the callback of model.fit logs', async () => {
    const logs = join(folder, 'fit');
    const model = tf.sequential({ layers: [tf.layers.dense({ name: 'd', units: 1, inputShape: [2] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['mae'] });
    const { history } = await model.fit(tf.ones([8, 2]), tf.ones([8, 1]), {
      epochs: 3,
      validationSplit: 0.25,
      verbose: 0,
      callbacks: tensorBoard(logs, { histogramFreq: 1 }),
    });
    const values = (key: string) => history[key]!.map((value, epoch) => [epoch + 1, Math.fround(Number(value))]);
    const train = read(join(logs, 'train'));
    assert.deepEqual(train.scalars, { epoch_loss: values('loss'), epoch_mae: values('mae') });
    assert.deepEqual(Object.keys(train.histograms), ['d/kernel', 'd/bias']);
    assert.deepEqual(read(join(logs, 'val')).scalars, { epoch_loss: values('val_loss'), epoch_mae: values('val_mae') });
  });
});
