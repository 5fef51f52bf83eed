import * as tf from '@tensorflow/tfjs';
import { heapOf, type WasmCall, wasmKernel, zeros } from './wasm.ts';

// The package has both kernels, but they look for the greatest value from 1e-38 on: of a window without a positive
// value the gradient is lost, or goes to the wrong place.

/** A pooling of [batch, inDepth, inHeight, inWidth, inChannels]; a pooling of images has depth 1. */
type Pooling = ReturnType<typeof tf.backend_util.computePool3DInfo>;

/**
 * The gradient of max pooling: each value of `dy` goes to where the greatest value of its window was, the first one
 * where there are several, as in TensorFlow.
 * `input` [batch, inHeight, inWidth, channels], `dy` [batch, outHeight, outWidth, channels]; the result has the
 * shape of `input`, float32.
 */
export const maxPoolGrad = wasmKernel<tf.MaxPoolGradInputs, tf.MaxPoolGradAttrs>(tf.MaxPoolGrad, (call) => {
  const { filterSize, strides, pad, dimRoundingMode } = call.attrs;
  const shape = call.inputs.input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const flat = { inDepth: 1, outDepth: 1, strideDepth: 1, effectiveFilterDepth: 1 };
  return route(call, { ...info, ...flat, padInfo: { ...info.padInfo, front: 0 } });
});

/** The same for volumes: [batch, depth, height, width, channels]. */
export const maxPool3DGrad = wasmKernel<tf.MaxPool3DGradInputs, tf.MaxPool3DGradAttrs>(tf.MaxPool3DGrad, (call) => {
  const { filterSize, strides, pad, dimRoundingMode } = call.attrs;
  const shape = call.inputs.input.shape as [number, number, number, number, number];
  return route(call, tf.backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode));
});

type Sizes = Pick<
  Pooling,
  'batchSize' | 'inChannels' | `${'in' | 'out' | 'stride' | 'effectiveFilter'}${'Depth' | 'Height' | 'Width'}`
> & { readonly padInfo: Pick<Pooling['padInfo'], 'front' | 'top' | 'left'> };

function route(
  { inputs: { dy, input }, backend }: WasmCall<{ dy: tf.TensorInfo; input: tf.TensorInfo }, unknown>,
  sizes: Sizes,
): tf.TensorInfo {
  const out = zeros(backend, input.shape, 'float32');
  const [x, dys, dx] = [heapOf(backend, input), heapOf(backend, dy), heapOf(backend, out)];
  const { batchSize, inChannels: channels, outDepth, outHeight, outWidth } = sizes;
  const winners = new Int32Array(channels);
  let from = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let d = 0; d < outDepth; d++) {
      for (let h = 0; h < outHeight; h++) {
        for (let w = 0; w < outWidth; w++, from += channels) {
          findGreatest(x, winners, sizes, b, d, h, w);
          for (let c = 0; c < channels; c++) dx[winners[c]!]! += dys[from + c]!;
        }
      }
    }
  }
  return out;
}

/** Puts into `winners` [channels], for each channel, the index in `x` of the greatest value in window (d, h, w). */
function findGreatest(
  x: tf.TypedArray,
  winners: Int32Array,
  sizes: Sizes,
  b: number,
  d: number,
  h: number,
  w: number,
): void {
  const { inChannels, inDepth, inHeight, inWidth, padInfo } = sizes;
  const [d0, d1] = window(d, sizes.strideDepth, padInfo.front, sizes.effectiveFilterDepth, inDepth);
  const [h0, h1] = window(h, sizes.strideHeight, padInfo.top, sizes.effectiveFilterHeight, inHeight);
  const [w0, w1] = window(w, sizes.strideWidth, padInfo.left, sizes.effectiveFilterWidth, inWidth);
  const indexOf = (z: number, y: number, column: number) =>
    (((b * inDepth + z) * inHeight + y) * inWidth + column) * inChannels;
  const first = indexOf(d0, h0, w0);
  for (let c = 0; c < inChannels; c++) winners[c] = first + c;
  for (let z = d0; z < d1; z++) {
    for (let y = h0; y < h1; y++) {
      const end = indexOf(z, y, w1);
      for (let pixel = indexOf(z, y, w0); pixel < end; pixel += inChannels) {
        for (let c = 0; c < inChannels; c++) if (x[pixel + c]! > x[winners[c]!]!) winners[c] = pixel + c;
      }
    }
  }
}

/** The inputs `[first, end)` along one axis that an output's window covers. */
function window(
  output: number,
  stride: number,
  padding: number,
  filter: number,
  inSize: number,
): readonly [number, number] {
  const start = output * stride - padding;
  return [Math.max(0, start), Math.min(inSize, start + filter)];
}
