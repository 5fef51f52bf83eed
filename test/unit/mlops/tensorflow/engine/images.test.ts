import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { assertSameAsCpu, floats, type Op, runOn, startVariant } from '../../../wasmBackends.ts';

type Tensor4 = tf.Tensor4D;

const size = (max: number) => fc.integer({ min: 1, max });
const edges = fc.tuple(fc.nat(2), fc.nat(2));

/** A convolution with filters no larger than the image, dilated only where strides are 1, as the ops ask. */
const convolution = fc
  .record({
    batch: size(3),
    height: size(12),
    width: size(12),
    channels: fc.constantFrom(1, 2, 3, 4, 5, 8, 13, 16),
    outChannels: fc.constantFrom(1, 3, 8, 9, 16, 33, 40),
    filter: fc.tuple(size(5), size(5)),
    stride: size(3),
    dilation: size(2),
    pad: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), fc.tuple(edges, edges)),
    seed: fc.nat(1000),
  })
  .map((c) => {
    const dilation = c.stride === 1 && typeof c.pad === 'string' ? c.dilation : 1;
    const fits = (taps: number, length: number) => Math.min(taps, Math.floor((length - 1) / dilation) + 1);
    const filter = [fits(c.filter[0], c.height), fits(c.filter[1], c.width)] as [number, number];
    const pad = typeof c.pad === 'string' ? c.pad : ([[0, 0], ...c.pad, [0, 0]] as tf.backend_util.ExplicitPadding);
    return { ...c, dilation, filter, pad, x: [c.batch, c.height, c.width, c.channels] };
  });

/** The result, and the gradients of the sum of its squares. */
const withGradients =
  (op: (...xs: tf.Tensor[]) => tf.Tensor): Op =>
  (...xs) => [op(...xs), ...tf.grads((...inputs: tf.Tensor[]) => tf.sum(tf.square(op(...inputs))))(xs)];

for (const variant of ['relaxed', 'simd'] as const)
  describe(`Images on the engine, ${variant}`, function () {
    this.timeout('120s');
    before(() => startVariant(variant));
    after(() => startVariant(undefined));
    beforeEach(() => tf.setBackend('wasm'));

    it('conv2d and its gradients: strides, dilations, paddings, more filters than a panel', () =>
      assertSameAsCpu(convolution, (c) => ({
        op: withGradients((x, w) => tf.conv2d(x as Tensor4, w as Tensor4, c.stride, c.pad, 'NHWC', c.dilation)),
        inputs: [floats(c.x, c.seed), floats([...c.filter, c.channels, c.outChannels], c.seed + 1)],
      })));

    it('conv2d with bias and activation', () =>
      assertSameAsCpu(fc.tuple(convolution, fc.constantFrom('relu', 'relu6', 'linear')), ([c, activation]) => ({
        op: (x, filter, bias) =>
          tf.fused.conv2d({
            x: x as Tensor4,
            filter: filter as Tensor4,
            bias: bias!,
            strides: c.stride,
            pad: c.pad,
            dilations: c.dilation,
            activation: activation as 'relu',
          }),
        inputs: [
          floats(c.x, c.seed),
          floats([...c.filter, c.channels, c.outChannels], c.seed + 1),
          floats([c.outChannels], c.seed + 2),
        ],
      })));

    it('conv2d and its gradients of more pixels than a block, and of a depth beyond one step', async () => {
      for (const [x, filter] of [
        [
          [3, 40, 41, 3],
          [3, 3, 3, 8],
        ],
        [
          [2, 18, 19, 48],
          [3, 3, 48, 20],
        ],
        [
          [5, 30, 30, 6],
          [1, 1, 6, 7],
        ],
      ] as const) {
        const op = withGradients((a, w) => tf.conv2d(a as Tensor4, w as Tensor4, 1, 'same'));
        const inputs = [floats(x, 1), floats(filter, 2)];
        await assertSameAsCpu(fc.constant(inputs), () => ({ op, inputs }), 1);
      }
    });

    it('depthwiseConv2d and its gradients', () =>
      assertSameAsCpu(convolution, (c) => ({
        op: withGradients((x, w) =>
          tf.depthwiseConv2d(x as Tensor4, w as Tensor4, c.stride, c.pad, 'NHWC', c.dilation),
        ),
        inputs: [floats(c.x, c.seed), floats([...c.filter, c.channels, 1], c.seed + 1)],
      })));

    it('maxPool and its gradient, also of ties', () =>
      assertSameAsCpu(fc.tuple(convolution, fc.boolean()), ([c, hasTies]) => {
        const x = floats(c.x, c.seed);
        const pad = typeof c.pad === 'string' ? c.pad : 'same';
        return {
          op: withGradients((a) => tf.maxPool(a as Tensor4, c.filter, c.stride, pad)),
          inputs: [hasTies ? { ...x, values: x.values.map(Math.round) } : x],
        };
      }));

    it('avgPool and its gradient, which leaves padding out', () =>
      assertSameAsCpu(convolution, (c) => ({
        op: withGradients((x) =>
          tf.avgPool(x as Tensor4, c.filter, c.stride, typeof c.pad === 'string' ? c.pad : 'valid'),
        ),
        inputs: [floats(c.x, c.seed)],
      })));

    it('NaN is not hidden', async () => {
      const { NaN: nan } = Number;
      const ops: Record<string, Op> = {
        relu6: (x) => tf.relu6(x!),
        clipByValue: (x) => tf.clipByValue(x!, -1, 1),
        maximum: (x) => tf.maximum(-0.5, x!),
        minimum: (x) => tf.minimum(-0.5, x!),
        maxPool: (x) => tf.maxPool(tf.reshape(tf.concat([x!, [1, 2, 3]]), [1, 2, 2, 1]) as Tensor4, 2, 2, 'valid'),
        'the gradient of relu': (x) => tf.grad((y) => tf.relu(y))(x!),
      };
      for (const [name, op] of Object.entries(ops)) {
        const [y] = await runOn('wasm', op, [{ shape: [1], dtype: 'float32', values: [nan] }]);
        assert.deepEqual(y!.values, [nan], name);
      }
    });
  });
