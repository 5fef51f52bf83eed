import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import {
  assertClose,
  assertSameAsCpu,
  floats,
  make,
  type Op,
  runOn,
  startBackends,
  type Values,
  wasm,
} from '../../wasmBackends.ts';

const run = (name: string, inputs: object, attrs: object = {}) =>
  tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attrs as tf.NamedAttrMap) as tf.Tensor;

/** The memory of the backend as it is now. */
const heap = () => (wasm().wasm as unknown as { HEAPU8: Uint8Array }).HEAPU8;

describe('Kernels for the WASM backend', function () {
  this.timeout('60s');
  before(startBackends);
  beforeEach(() => tf.setBackend('wasm'));

  it('leave none out that the cpu backend has, but the one that needs a canvas', () => {
    const has = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
    const lacks = tf.getKernelsForBackend('cpu').filter(({ kernelName }) => !has.has(kernelName));
    assert.deepEqual(
      lacks.map(({ kernelName }) => kernelName),
      [tf.Draw],
    );
  });

  describe('of convolutions', () => {
    const size = fc.integer({ min: 1, max: 4 });
    const edges = fc.tuple(fc.nat(3), fc.nat(3));
    const pad = fc.oneof(
      fc.constantFrom('same', 'valid', 0, 1, 2),
      fc.tuple(edges, edges).map(([rows, columns]) => [[0, 0], rows, columns, [0, 0]]),
    );
    /** Filters are at most as large as the image, or a valid padding would leave no output. */
    const convolution = fc
      .record({
        batch: fc.nat(2),
        rows: fc.integer({ min: 1, max: 7 }),
        columns: fc.integer({ min: 1, max: 7 }),
        filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
        channels: size,
        outChannels: size,
        strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        pad,
        dtype: fc.constantFrom('float32', 'int32'),
        seed: fc.nat(1000),
      })
      .map((c) => {
        const fits = [Math.min(c.filter[0], c.rows), Math.min(c.filter[1], c.columns)];
        // A padding in one number is for square filters: TensorFlow.js looks at their height alone.
        const filter = typeof c.pad === 'number' ? [Math.min(...fits), Math.min(...fits)] : fits;
        const attrs = { strides: c.strides, pad: c.pad, dilations: [1, 1], dimRoundingMode: 'floor' as const };
        return { ...c, filter, attrs, xShape: [c.batch, c.rows, c.columns, c.channels] };
      });
    type Case = typeof convolution extends fc.Arbitrary<infer T> ? T : never;

    function outShape(c: Case, filterShape: number[], depthwise: boolean): number[] {
      const info = tf.backend_util.computeConv2DInfo(
        c.xShape as [number, number, number, number],
        filterShape as [number, number, number, number],
        c.strides,
        1,
        c.pad as 'same',
        'floor',
        depthwise,
      );
      return info.outShape;
    }
    const typed = (x: Values, dtype: string): Values =>
      dtype === 'int32' ? { ...x, dtype, values: x.values.map((value) => Math.trunc(3 * value)) } : x;
    /** [batch, height, width, channels] as [batch, channels, height, width]. */
    const nchw = (x: tf.Tensor) => tf.transpose(x, [0, 3, 1, 2]);

    it('Conv2DBackpropFilter', () =>
      assertSameAsCpu(convolution, (c) => {
        const filterShape = [...c.filter, c.channels, c.outChannels];
        const attrs = { ...c.attrs, filterShape, dataFormat: 'NHWC' };
        return {
          op: (x, dy) => run(tf.Conv2DBackpropFilter, { x, dy }, attrs),
          inputs: [typed(floats(c.xShape, c.seed), c.dtype), floats(outShape(c, filterShape, false), c.seed + 1)],
        };
      }));

    it('Conv2DBackpropFilter in NCHW', () =>
      assertSameAsCpu(convolution, (c) => {
        const filterShape = [...c.filter, c.channels, c.outChannels];
        const pad = Array.isArray(c.pad) ? [c.pad[0], c.pad[3], c.pad[1], c.pad[2]] : c.pad;
        const attrs = { ...c.attrs, pad, filterShape, dataFormat: 'NCHW' };
        return {
          op: (x, dy) => run(tf.Conv2DBackpropFilter, { x: nchw(x!), dy: nchw(dy!) }, attrs),
          inputs: [floats(c.xShape, c.seed), floats(outShape(c, filterShape, false), c.seed + 1)],
        };
      }));

    it('Conv2DBackpropInput', () =>
      assertSameAsCpu(convolution, (c) => {
        const filterShape = [...c.filter, c.channels, c.outChannels];
        const attrs = { ...c.attrs, inputShape: c.xShape, dataFormat: 'NHWC' };
        return {
          op: (dy, filter) => run(tf.Conv2DBackpropInput, { dy, filter }, attrs),
          inputs: [floats(outShape(c, filterShape, false), c.seed), floats(filterShape, c.seed + 1)],
        };
      }));

    it('DepthwiseConv2dNativeBackpropFilter, with channel multipliers', () =>
      assertSameAsCpu(convolution, (c) => {
        const filterShape = [...c.filter, c.channels, c.outChannels];
        return {
          op: (x, dy) => run(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy }, { ...c.attrs, filterShape }),
          inputs: [typed(floats(c.xShape, c.seed), c.dtype), floats(outShape(c, filterShape, true), c.seed + 1)],
        };
      }));

    it('DepthwiseConv2dNativeBackpropInput, with channel multipliers', () =>
      assertSameAsCpu(convolution, (c) => {
        const filterShape = [...c.filter, c.channels, c.outChannels];
        return {
          op: (dy, filter) =>
            run(tf.DepthwiseConv2dNativeBackpropInput, { dy, filter }, { ...c.attrs, inputShape: c.xShape }),
          inputs: [floats(outShape(c, filterShape, true), c.seed), floats(filterShape, c.seed + 1)],
        };
      }));

    it('MaxPoolGrad, also of negative values and ties', () =>
      assertSameAsCpu(convolution, (c) => {
        const attrs = { filterSize: c.filter, strides: c.strides, pad: c.pad, dimRoundingMode: 'floor' };
        // More padding than a window covers leaves windows without a value.
        if (typeof c.pad !== 'string') attrs.pad = 'same';
        const { outShape: shape } = tf.backend_util.computePool2DInfo(
          c.xShape as [number, number, number, number],
          c.filter as [number, number],
          c.strides,
          1,
          attrs.pad as 'same',
        );
        const input = typed(floats(c.xShape, c.seed), c.dtype);
        return {
          op: (dy, x) => run(tf.MaxPoolGrad, { dy, input: x, output: tf.zeros(shape) }, attrs),
          inputs: [floats(shape, c.seed + 1), { ...input, dtype: 'float32' }],
        };
      }));

    it('depthwise gradients with dilations are the adjoints of the convolution', () =>
      fc.assert(
        fc.property(convolution, fc.integer({ min: 1, max: 3 }), (c, dilation) => {
          const filterShape = [2, 2, c.channels, c.outChannels];
          const attrs = { strides: 1, pad: 'same', dilations: dilation };
          const products = tf.tidy(() => {
            const [x, filter] = [make(floats(c.xShape, c.seed)), make(floats(filterShape, c.seed + 1))];
            const y = run(tf.DepthwiseConv2dNative, { x, filter }, attrs);
            const dy = make(floats(y.shape, c.seed + 2));
            const dx = run(tf.DepthwiseConv2dNativeBackpropInput, { dy, filter }, { ...attrs, inputShape: x.shape });
            const df = run(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy }, { ...attrs, filterShape });
            const dot = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b)).dataSync()[0]!;
            return [dot(y, dy), dot(x, dx), dot(filter, df)] as const;
          });
          assert.ok(
            products.every((product) => Math.abs(product - products[0]) < 1e-3),
            `${products}`,
          );
        }),
        { numRuns: 30 },
      ));
  });

  it('UnsortedSegmentSum, with ids outside and of every dtype', () =>
    assertSameAsCpu(
      fc.record({
        ids: fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 12 }),
        inner: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
        numSegments: fc.integer({ min: 1, max: 5 }),
        dtype: fc.constantFrom<'float32' | 'int32' | 'bool'>('float32', 'int32', 'bool'),
        seed: fc.nat(1000),
      }),
      ({ ids, inner, numSegments, dtype, seed }) => {
        const x = floats([ids.length, ...inner], seed);
        const whole = (value: number) => (dtype === 'bool' ? Number(value > 0) : Math.trunc(9 * value));
        return {
          op: (values, segments) => tf.unsortedSegmentSum(values!, segments as tf.Tensor1D, numSegments),
          inputs: [
            dtype === 'float32' ? x : { ...x, dtype, values: x.values.map(whole) },
            { shape: [ids.length], dtype: 'int32', values: ids },
          ],
        };
      },
    ));

  it('keep their results when the memory grows under them', () => {
    const before = heap();
    const bytes = before.length;
    tf.tidy(() => {
      // A result larger than the whole heap: it must grow between the inputs and the loop.
      const rows = Math.ceil(bytes / 4) + 1;
      const sums = tf.unsortedSegmentSum(tf.tensor2d([[1], [2], [4]]), tf.tensor1d([0, rows - 1, 0], 'int32'), rows);
      assert.notEqual(heap().buffer, before.buffer, 'the memory did not grow');
      assert.deepEqual(
        [sums.slice(0, 1), sums.slice(1, 1), sums.slice(rows - 1, 1)].map((x) => x.dataSync()[0]),
        [5, 0, 2],
      );
    });
  });

  it('Conv2DBackpropFilter in parts, when the columns would not fit', () => {
    tf.tidy(() => {
      const [x, dy] = [tf.ones([8, 200, 200, 8]), tf.ones([8, 198, 198, 2])];
      const attrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [3, 3, 8, 2] };
      const before = heap().length;
      const dw = run(tf.Conv2DBackpropFilter, { x, dy }, attrs);
      assert.deepEqual(new Set(dw.dataSync()), new Set([8 * 198 * 198]));
      assert.ok(heap().length - before < 160 * 2 ** 20, 'the columns were made at once');
    });
  });

  it('of ragged tensors and regular expressions', async () => {
    const int = (values: number[]): Values => ({ shape: [values.length], dtype: 'int32', values });
    const gather = (splits: tf.Tensor, values: tf.Tensor, indices: tf.Tensor) => {
      const made = tf.raggedGather([splits as tf.Tensor1D], values, indices, 1);
      return [...made.outputNestedSplits, made.outputDenseValues];
    };
    const cases: [Op, Values[]][] = [
      [gather as Op, [int([0, 2, 3]), floats([3], 1), int([1, 0, 1])]],
      [
        (...[starts, limits, deltas]) => {
          const made = tf.raggedRange(starts as tf.Tensor1D, limits as tf.Tensor1D, deltas as tf.Tensor1D);
          return [made.rtNestedSplits!, made.rtDenseValues!];
        },
        [int([2, 5, 8]), int([3, 5, 12]), int([1, 1, 2])],
      ],
      [
        (shape, values, fallback, splits) =>
          tf.raggedTensorToTensor(shape!, values!, fallback!, [splits!], ['ROW_SPLITS']),
        [int([2, 3]), floats([3], 2), { shape: [], dtype: 'float32', values: [-1] }, int([0, 2, 3])],
      ],
    ];
    for (const [op, inputs] of cases) assertClose(await runOn('wasm', op, inputs), await runOn('cpu', op, inputs));
    await tf.setBackend('wasm');
    const words = tf.string.staticRegexReplace(tf.tensor1d(['one two', 'b']), '[aeiou]', '*');
    assert.deepEqual(words.arraySync(), ['*n* tw*', 'b']);
    words.dispose();
  });
});
