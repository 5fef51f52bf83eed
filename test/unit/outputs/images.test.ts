import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { ImagesError } from '../../../src/mlops/lab/errors.ts';
import { images } from '../../../src/mlops/lab/images.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { parseImages } from '../../../src/outputs/payloads/tensor.ts';
import { startBackends } from '../wasmBackends.ts';

const shown = (...[source, options]: Parameters<typeof images>) => {
  const bundle = images(source, options).toMimeBundle();
  return { data: parseImages(JSON.parse(JSON.stringify(bundle[mime.images]))), text: String(bundle[mime.text]) };
};

describe('a grid of images', () => {
  before(startBackends);
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('takes classes as indices, names, tensors and scores', () => {
    const pixels = tf.zeros([3, 4, 4, 1]);
    const classNames = ['cat', 'dog'];
    const scores = tf.tensor2d([0.1, 0.9, 0.8, 0.2, 0.3, 0.7], [3, 2]);
    const { data, text } = shown(pixels, { labels: new Int32Array([1, 1, 1]), predictions: scores, classNames });
    assert.deepEqual(
      data.images.map(({ label }) => label),
      ['dog', 'dog', 'dog'],
    );
    assert.deepEqual(
      data.images.map(({ prediction }) => prediction),
      ['dog', 'cat', 'dog'],
    );
    assert.equal(text, '3 images\n2 of 3 predictions are right.\n  image 1: predicted cat, labelled dog');
    assert.deepEqual(shown(pixels, { labels: ['a', 'b', 'c'] }).data.images[2]!.label, 'c');
    assert.deepEqual(shown(pixels, { labels: tf.tensor1d([0, 1, 7]), classNames }).data.images[2]!.label, '7');
    assert.deepEqual(
      shown(pixels, {
        predictions: [
          [0, 1],
          [1, 0],
          [0, 1],
        ],
        classNames,
      }).data.images[0]!.prediction,
      'dog',
    );
  });

  it('shows the first hundred, and says how many there are', () => {
    const { data } = shown(tf.zeros([130, 2, 2]));
    assert.deepEqual([data.images.length, data.total], [100, 130]);
  });

  it('takes a list of images of different sizes, with one range for all', () => {
    const { data } = shown([tf.zeros([2, 3]), tf.fill([300, 200, 3], 200), tf.fill([2, 2], -8)]);
    assert.deepEqual(
      data.images.map(({ width, height, step }) => [width, height, step]),
      [
        [3, 2, 1],
        [50, 75, 4],
        [2, 2, 1],
      ],
    );
    assert.deepEqual([data.black, data.white], [-8, 255]);
  });

  it('scales by those that are shown, and reads no others', () => {
    const many = tf.concat([tf.fill([100, 2, 2, 1], -3), tf.fill([50, 2, 2, 1], 9)]);
    const { data } = shown(many);
    assert.deepEqual([data.total, data.images.length], [150, 100]);
    assert.deepEqual([data.black, data.white], [-3, shown(many.slice([0, 0, 0, 0], [100, 2, 2, 1])).data.white]);
    assert.ok(data.white < 9);
  });

  it('leaves no tensor behind', () => {
    const pixels = tf.zeros([3, 4, 4, 3]);
    const before = tf.memory().numTensors;
    shown(pixels);
    assert.equal(tf.memory().numTensors, before);
  });

  it('says what is wrong when it cannot be shown', () => {
    const pixels = tf.zeros([3, 4, 4, 1]);
    const wrong: [() => unknown, RegExp][] = [
      [() => images(tf.zeros([3])), /shape \[h, w\].*but what it got has the dtype float32 and the shape \[3\]/],
      [() => images([pixels, 'x']), /but item 1 of what it got is no tensor/],
      [() => images(pixels, { labels: [1] }), /3 images but 1 labels/],
      [
        () => images(pixels, { predictions: tf.zeros([3, 2, 2]) }),
        /must have the shape \[n\] or \[n, classes\], not \[3,2,2\]/,
      ],
      [() => images(pixels, { columns: 0 }), /whole number from 1 on/],
    ];
    for (const [call, message] of wrong)
      assert.throws(call, (error) => error instanceof ImagesError && message.test(error.message));
  });
});
