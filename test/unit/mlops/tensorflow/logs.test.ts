import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { framed } from '../../../../src/mlops/data/tfRecordFrame.ts';
import { tensorBoard } from '../../../../src/mlops/tensorflow/node/callbacks.ts';
import { bucketsOf } from '../../../../src/mlops/tensorflow/node/histogram.ts';
import { allBytes, oneBytes, oneInt, oneText, readMessage } from '../../../../src/mlops/tensorflow/node/protobuf.ts';
import { summaryFileWriter } from '../../../../src/mlops/tensorflow/node/summary.ts';

const fails = (code: string, message?: RegExp) => ({ name: 'NodeError', code, ...(message && { message }) });

/** The events of the one file in a folder, but for the first, which names the format. */
function eventsIn(folder: string): { tag: string; step: number; value?: number }[] {
  const names = readdirSync(folder);
  assert.equal(names.length, 1);
  assert.match(names[0]!, /^events\.out\.tfevents\.\d{10}\..+\.v2$/);
  const [first, ...events] = recordsOf(readFileSync(join(folder, names[0]!))).map(readMessage);
  assert.equal(oneText(first!, 3), 'brain.Event:2');
  return events.map((event) => {
    const value = readMessage(oneBytes(readMessage(oneBytes(event, 5)), 1));
    const scalar = allBytes(value, 2)[0];
    const number = scalar && Buffer.from(scalar).readFloatLE();
    return { tag: oneText(value, 1), step: oneInt(event, 2), ...(number !== undefined && { value: number }) };
  });
}

/** The data of TFRecords, which must come again from `framed` byte for byte. */
function recordsOf(bytes: Buffer): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    assert.deepEqual(Buffer.from(framed(data)), bytes.subarray(at, at + 16 + length));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

describe('TensorBoard logs', () => {
  let folder: string;
  before(() => tf.setBackend('cpu'));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mlops-lab-logs-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('have the checksums of TFRecord', () => {
    // tensorflow.io.TFRecordWriter's file for b"abc".
    const expected = '0300000000000000b099490e6162636e57f121';
    assert.equal(Buffer.from(framed(Buffer.from('abc'))).toString('hex'), expected);
  });

  it('hold scalars in order, of numbers and tensors, written when they are many or when asked', () => {
    const logs = join(folder, 'deep', 'logs');
    const writer = summaryFileWriter(logs, 3);
    assert.equal(summaryFileWriter(logs), writer);
    for (let step = 0; step < 3; step++) writer.scalar('loss', step / 2, step);
    assert.deepEqual(eventsIn(logs), []);
    writer.scalar('acc', tf.scalar(0.5), 2 ** 40);
    assert.equal(eventsIn(logs).length, 4);
    writer.scalar('acc', tf.scalar(3, 'int32'), -1);
    writer.flush();
    assert.deepEqual(eventsIn(logs).slice(-2), [
      { tag: 'acc', step: 2 ** 40, value: 0.5 },
      { tag: 'acc', step: -1, value: 3 },
    ]);
    rmSync(logs, { recursive: true });
    writer.scalar('again', 1, 1);
    writer.flush();
    assert.deepEqual(eventsIn(logs), [{ tag: 'again', step: 1, value: 1 }]);
  });

  it('refuse what makes no sense', () => {
    const writer = summaryFileWriter(join(folder, 'a'));
    assert.throws(() => summaryFileWriter(''), fails('bad-argument', /logdir/));
    assert.throws(() => writer.scalar('a', 1, 0.5), fails('bad-argument', /step must be a whole number/));
    assert.throws(() => writer.scalar('a', tf.ones([2]) as unknown as tf.Scalar, 1), fails('bad-argument', /rank 1/));
    assert.throws(() => writer.scalar('a', 1, 1, 'why'), fails('bad-argument', /description/));
    assert.throws(() => writer.histogram('a', tf.ones([2]), 1, 0), fails('bad-argument', /buckets/));
    assert.throws(() => tensorBoard(folder, { updateFreq: 'step' as 'batch' }), fails('bad-argument', /updateFreq/));
    assert.throws(() => tensorBoard(folder, { histogramFreq: -1 }), fails('bad-argument', /histogramFreq/));
    writeFileSync(join(folder, 'file'), '');
    assert.throws(() => summaryFileWriter(join(folder, 'file', 'x')), fails('file-unusable', /file/));
  });

  it('group values into buckets as TensorBoard does', () => {
    assert.deepEqual([...bucketsOf(Float32Array.of(0, 1, 2, 3, 4), 2)], [0, 2, 2, 2, 4, 3]);
    assert.deepEqual([...bucketsOf(Float32Array.of(7, 7), 30)], [6.5, 7.5, 2]);
    assert.deepEqual([...bucketsOf(new Float32Array(), 30)], []);
    assert.deepEqual([...bucketsOf(Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY), 2)], [0.5, 1.5, 1]);
  });

  it('are written by a callback: train and val, by epoch and batch, with weights', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ name: 'd', units: 1, inputShape: [2] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.fit(tf.ones([8, 2]), tf.ones([8, 1]), {
      epochs: 2,
      batchSize: 3,
      validationSplit: 0.25,
      verbose: 0,
      callbacks: tensorBoard(folder, { updateFreq: 'batch', histogramFreq: 2 }),
    });
    const train = eventsIn(join(folder, 'train')).map(({ tag, step }) => `${tag} ${step}`);
    assert.deepEqual(
      train.filter((entry) => entry.startsWith('batch')),
      ['batch_loss 1', 'batch_loss 2', 'batch_loss 3', 'batch_loss 4'],
    );
    assert.deepEqual(
      train.filter((entry) => !entry.startsWith('batch')),
      ['epoch_loss 1', 'd/kernel 0', 'd/bias 0', 'epoch_loss 2'],
    );
    const validation = eventsIn(join(folder, 'val'));
    assert.deepEqual(
      validation.map(({ tag, step }) => `${tag} ${step}`),
      ['epoch_loss 1', 'epoch_loss 2'],
    );
    assert.ok(validation.every(({ value }) => Number.isFinite(value)));
  });
});
