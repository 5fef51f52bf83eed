import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { type LabHost, setHost } from '../../../src/mlops/host.ts';
import { valueBundle } from '../../../src/mlops/lab/bundle.ts';
import { display } from '../../../src/mlops/lab/display.ts';
import { type MimeBundle, mime } from '../../../src/mlops/payloads/mime.ts';
import type { DataSource } from '../../../src/mlops/payloads/source.ts';
import type { TensorData, TensorImage, TensorSlice } from '../../../src/mlops/payloads/tensor.ts';
import { decodePng } from '../../../src/mlops/tensorflow/node/png.ts';
import { startBackends } from '../wasmBackends.ts';

const sources: DataSource[] = [];
const shown: MimeBundle[] = [];
const host: LabHost = {
  display: (bundle) => void shown.push(bundle),
  serve: (source) => String(sources.push(source) - 1),
  checked: () => assert.fail(),
};

function card(value: unknown): TensorData {
  const before = tf.memory().numTensors;
  const data = valueBundle(value)?.[mime.tensor] as TensorData;
  assert.equal(tf.memory().numTensors, before, 'no tensor is left behind');
  assert.deepEqual(JSON.parse(JSON.stringify(data)), data, 'JSON keeps it');
  return data;
}

function ask(data: TensorData, ...[at, offset, count]: [number[], [number, number], [number, number]]): TensorSlice {
  const before = tf.memory().numTensors;
  try {
    return sources[Number(data.source)]!.answer({ op: 'slice', at, offset, count }) as TensorSlice;
  } finally {
    assert.equal(tf.memory().numTensors, before);
  }
}

describe('the card of a tensor', () => {
  let restore: () => void;
  before(async () => {
    await startBackends();
    const key = Symbol.for('mlops-lab.host');
    const previous = Reflect.get(globalThis, key);
    restore = () => void Reflect.set(globalThis, key, previous);
    setHost(host);
  });
  after(() => restore());

  for (const backend of ['cpu', 'wasm']) {
    describe(`on ${backend}`, () => {
      beforeEach(async () => {
        await tf.setBackend(backend);
        tf.engine().startScope();
      });
      afterEach(() => tf.engine().endScope());

      it('says what NumPy says of the same values', () => {
        // np.std([[1, 2, 3], [4, 5, 6]]) is 1.70782512765993.
        const { dtype, shape, bytes, statistics, slice } = card(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]));
        assert.deepEqual([dtype, shape, bytes], ['float32', [2, 3], 24]);
        assert.deepEqual([statistics!.min, statistics!.max, statistics!.mean], [1, 6, 3.5]);
        assert.ok(Math.abs(statistics!.std! - 1.70782512765993) < 1e-12);
        assert.deepEqual(slice!.values, [
          [1, 2, 3],
          [4, 5, 6],
        ]);
      });

      it('leaves NaN and infinite values out of its statistics, and counts them', () => {
        const values = [Number.NaN, 1, Number.POSITIVE_INFINITY, 0, -0, Number.NEGATIVE_INFINITY, 3];
        const { statistics, slice } = card(tf.tensor1d(values));
        const { nan, infinite, zeros, finite, min, max, mean } = statistics!;
        assert.deepEqual([nan, infinite, zeros, finite, min, max, mean], [1, 2, 2, 4, 0, 3, 1]);
        assert.deepEqual(slice!.values, [['NaN', 1, 'Infinity', 0, '-0', '-Infinity', 3]]);
      });

      it('has no range when nothing is finite', () => {
        const { statistics } = card(tf.fill([3], Number.NaN));
        assert.deepEqual(statistics, { of: 'values', finite: 0, nan: 3, infinite: 0, zeros: 0 });
      });

      it('is made for every dtype', () => {
        assert.deepEqual(card(tf.tensor1d([true, false], 'bool')).slice!.values, [[true, false]]);
        assert.deepEqual(card(tf.tensor1d([1, -2], 'int32')).slice!.values, [[1, -2]]);
        const text = card(tf.tensor1d(['a', 'größer']));
        assert.deepEqual([text.slice!.values, text.statistics, text.bytes], [[['a', 'größer']], undefined, 9]);
        const complex = card(tf.complex(tf.tensor1d([3, 0]), tf.tensor1d([-4, 1])));
        assert.deepEqual(complex.slice!.values, [['3 - 4j', '0 + 1j']]);
        assert.deepEqual(
          [complex.statistics!.of, complex.statistics!.min, complex.statistics!.max],
          ['magnitudes', 1, 5],
        );
      });

      it('is made for every rank from 0 to 6, and gives any slice', () => {
        for (let rank = 0; rank <= 6; rank++) {
          const shape = [2, 3, 2, 2, 3, 2].slice(0, rank);
          const size = tf.util.sizeFromShape(shape);
          const data = card(tf.range(0, size).reshape(shape));
          assert.deepEqual([data.shape, data.statistics!.max], [shape, size - 1], `rank ${rank}`);
          const leading = shape.slice(0, -2);
          const last = leading.map((length) => length - 1);
          const { values } = ask(data, last, [0, 0], [9, 9]);
          assert.equal(values.at(-1)!.at(-1), size - 1);
          assert.equal(values.length, shape.at(-2) ?? 1);
        }
      });

      it('gives a window inside of a large matrix', () => {
        const data = card(tf.range(0, 200_000).reshape([2, 100, 1000]));
        assert.deepEqual(ask(data, [1], [98, 998], [5, 5]).values, [
          [198_998, 198_999],
          [199_998, 199_999],
        ]);
        assert.deepEqual(ask(data, [1], [100, 0], [5, 5]).values, []);
        assert.deepEqual(data.slice!.values.length, 12);
      });

      it('refuses what lies outside of the tensor, and too much at once', () => {
        const data = card(tf.zeros([2, 3, 1000, 1000]));
        assert.throws(() => ask(data, [2, 0], [0, 0], [1, 1]), /no slice \[2,0\] in a tensor of the shape \[2,3,/);
        assert.throws(() => ask(data, [0], [0, 0], [1, 1]), /no slice/);
        assert.throws(() => ask(data, [0, 0], [0, 0], [1000, 1000]), /more than 100000 values/);
        assert.throws(() => sources[Number(data.source)]!.answer({ op: 'summary', column: 0 }), /does not answer/);
      });

      it('says that a tensor is disposed of, also to a later query', () => {
        const tensor = tf.zeros([2, 2]);
        const data = card(tensor);
        tensor.dispose();
        assert.throws(() => ask(data, [], [0, 0], [1, 1]), /disposed of.*Run the cell again/);
        const { disposed, statistics, slice } = card(tensor);
        assert.deepEqual([disposed, statistics, slice], [true, undefined, undefined]);
        assert.match(String(valueBundle(tensor)![mime.text]), /disposed/);
      });

      it('is made for an empty tensor', () => {
        const { shape, bytes, statistics, slice } = card(tf.zeros([0, 3]));
        assert.deepEqual([shape, bytes, statistics, slice], [[0, 3], 0, undefined, undefined]);
      });

      it('names a variable, and shows it as it is when asked', () => {
        const variable = tf.variable(tf.zeros([3]), true, `weights-${backend}`);
        const data = card(variable);
        assert.deepEqual(data.variable, { name: `weights-${backend}`, trainable: true });
        variable.assign(tf.ones([3]));
        assert.deepEqual(ask(data, [], [0, 0], [1, 3]).values, [[1, 1, 1]]);
        variable.dispose();
      });

      it('draws images as the tensor has them', () => {
        const pixels = tf.tensor4d([0, 0.5, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1], [2, 1, 2, 3]);
        const data = card(pixels);
        const { first, ...images } = data.images!;
        assert.deepEqual(images, { count: 2, height: 1, width: 2, channels: 3, black: 0, white: 1 });
        const bytes = (image: TensorImage) => Array.from(decodePng(Buffer.from(image.png, 'base64'), 0).data);
        assert.deepEqual(bytes(first!), [0, 128, 255, 255, 0, 0]);
        const second = sources[Number(data.source)]!.answer({ op: 'image', index: 1 }) as TensorImage;
        assert.deepEqual(bytes(second), [0, 255, 0, 0, 0, 255]);
        assert.throws(() => sources[Number(data.source)]!.answer({ op: 'image', index: 2 }), /no image 2/);
      });
    });
  }

  it('scales images by their range unless they are 0 to 1 or 0 to 255', () => {
    const light = (values: number[]) => {
      const { black, white } = card([values, values]).images!;
      return [black, white];
    };
    assert.deepEqual(light([0, 0.5]), [0, 1]);
    assert.deepEqual(light([0, 7]), [0, 255]);
    assert.deepEqual(light([-1, 1]), [-1, 1]);
    assert.deepEqual(light([0, 1000]), [0, 1000]);
  });

  it('thins out an image that is too large to be drawn whole, and says so', () => {
    const data = card(tf.zeros([10, 5000]));
    assert.equal(data.images!.first!.step, 5);
    assert.deepEqual([data.images!.first!.height, data.images!.first!.width], [2, 1000]);
  });

  it('is made for typed arrays and nested lists of numbers, and for nothing else', () => {
    assert.deepEqual([card(new Float32Array([1, 2])).dtype, card(new Uint8Array(3)).shape], ['float32', [3]]);
    assert.deepEqual(
      card([
        [[1], [2]],
        [[3], [4]],
      ]).shape,
      [2, 2, 1],
    );
    const others = [
      [1, 2],
      [[1], [2, 3]],
      [[1], ['a']],
      [[]],
      [],
      Buffer.from('a'),
      new BigInt64Array(2),
      'a',
      null,
      7,
      {},
    ];
    for (const other of others) assert.equal(valueBundle(other), undefined);
    assert.equal(
      valueBundle([
        [1, 2],
        [3, 4],
      ])![mime.text],
      '[ [ 1, 2 ], [ 3, 4 ] ]',
    );
  });

  it('counts every finite value in exactly one bin of its histogram, whatever comes in which order', () => {
    const value = fc.oneof(
      fc.float(),
      fc.double(),
      fc.integer(),
      fc.constantFrom(0, -0, 1e-320, 5e-324, 1e308, -1e308),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 5 }), (some, times) => {
        const values = Float64Array.from({ length: some.length * times }, (_, i) => some[i % some.length]!);
        const finite = values.filter(Number.isFinite);
        const { histogram, ...statistics } = card(values).statistics!;
        assert.equal(statistics.finite, finite.length);
        assert.equal(statistics.min, finite.length ? finite.reduce((a, b) => Math.min(a, b)) + 0 : undefined);
        if (!histogram) return;
        assert.ok(histogram.counts.length <= 48);
        const expected = new Array<number>(histogram.counts.length).fill(0);
        for (const one of finite) expected[Math.floor(one / histogram.width) - histogram.start / histogram.width]!++;
        assert.deepEqual(histogram.counts, expected);
      }),
    );
  });

  it('joins what comes part by part', () => {
    // The first part is all zeros, the second wide, the third far away: the bins must grow to both sides.
    const values = new Float32Array(400_000);
    for (let i = 150_000; i < 300_000; i++) values[i] = Math.sin(i) * 1e-3;
    for (let i = 300_000; i < 400_000; i++) values[i] = 1000 + (i % 7);
    const { statistics } = card(values);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(statistics!.mean! - mean) < 1e-9);
    assert.ok(Math.abs(statistics!.std! - Math.sqrt(variance)) < 1e-9);
    assert.equal(
      statistics!.histogram!.counts.reduce((a, b) => a + b),
      400_000,
    );
  });

  it('gives whole numbers bins of their own', () => {
    const { start, width, counts } = card(new Int32Array([3, 5, 5, 9])).statistics!.histogram!;
    assert.deepEqual([start, width, counts], [3, 1, [1, 0, 2, 0, 0, 0, 1]]);
  });

  it('prints a large tensor without reading all of it again', () => {
    const tensor = tf.range(0, 200_000);
    const text = String(valueBundle(tensor)![mime.text]);
    assert.match(
      text,
      /shape: \[200000\]\n {2}range: 0 to 199999\n.*mean: 99999\.5, .*\n {2}values: 0, 1, 2, 3, 4, 5, …$/,
    );
    tensor.dispose();
  });

  it('is what display() shows', () => {
    const tensor = tf.ones([2]);
    display(tensor);
    assert.deepEqual((shown.pop()![mime.tensor] as TensorData).slice!.values, [[1, 1]]);
    tensor.dispose();
    display(new Float32Array(2));
    assert.equal((shown.pop()![mime.tensor] as TensorData).dtype, 'float32');
  });
});
