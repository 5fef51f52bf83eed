import * as tf from '@tensorflow/tfjs';
import { paddingOfDy, turned } from './conv2dBackpropInput.ts';
import { type Conv2DInfo, outputsInside } from './convolution.ts';
import { heapOf, runKernel, type WasmCall, wasmKernel, zeros } from './wasm.ts';

// A depthwise convolution maps channel c of x to the channels c·M … c·M+M−1 of y (M: the channel multiplier):
//   y[b, oh, ow, c·M+m] = Σ_ij x[b, oh·stride + i·dilation − pad, …, c] · filter[i, j, c, m]
// (https://www.tensorflow.org/api_docs/python/tf/nn/depthwise_conv2d). Both kernels below are its partial derivatives.

type Shape4 = [number, number, number, number];

/**
 * The gradient of a depthwise convolution with respect to its filter.
 * `x` [batch, inHeight, inWidth, inChannels], `dy` [batch, outHeight, outWidth, inChannels · M]; the result is
 * [filterHeight, filterWidth, inChannels, M], float32. Dilations count.
 */
export const depthwiseConv2dNativeBackpropFilter = wasmKernel(tf.DepthwiseConv2dNativeBackpropFilter, backpropFilter);

function backpropFilter({
  inputs: { x, dy },
  attrs,
  backend,
}: WasmCall<tf.DepthwiseConv2dNativeBackpropFilterInputs, tf.DepthwiseConv2dNativeBackpropFilterAttrs>): tf.TensorInfo {
  const { strides, dilations, pad, dimRoundingMode, filterShape } = attrs;
  const shape = x.shape as Shape4;
  const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, dilations, pad, dimRoundingMode, true);
  const out = backend.makeOutput(filterShape, 'float32');
  const [xs, dys, dw] = [heapOf(backend, x), heapOf(backend, dy), heapOf(backend, out)];
  const multiplier = info.outChannels / info.inChannels;
  // In float64, as on the cpu backend: a sum over all pixels of a batch has many terms.
  const sums = new Float64Array(info.outChannels);
  for (let i = 0; i < info.filterHeight; i++) {
    for (let j = 0; j < info.filterWidth; j++) {
      sums.fill(0);
      visitTap(info, i, j, (xStart, dyStart) => addProducts(sums, xs, xStart, dys, dyStart, multiplier));
      dw.set(sums, (i * info.filterWidth + j) * info.outChannels);
    }
  }
  return out;
}

function addProducts(
  sums: Float64Array,
  x: tf.TypedArray,
  xStart: number,
  dy: tf.TypedArray,
  dyStart: number,
  multiplier: number,
): void {
  // One output a channel is what most networks have; it needs no inner loop.
  if (multiplier === 1) {
    for (let c = 0; c < sums.length; c++) sums[c]! += x[xStart + c]! * dy[dyStart + c]!;
    return;
  }
  for (let k = 0, c = xStart; k < sums.length; c++) {
    const value = x[c]!;
    for (let m = 0; m < multiplier; m++, k++) sums[k]! += value * dy[dyStart + k]!;
  }
}

/**
 * The gradient of a depthwise convolution with respect to its input.
 * `dy` [batch, outHeight, outWidth, inChannels · M], `filter` [filterHeight, filterWidth, inChannels, M]; the result
 * is [batch, inHeight, inWidth, inChannels], float32. Dilations count.
 */
export const depthwiseConv2dNativeBackpropInput = wasmKernel(tf.DepthwiseConv2dNativeBackpropInput, backpropInput);

function backpropInput({
  inputs: { dy, filter },
  attrs,
  backend,
}: WasmCall<tf.DepthwiseConv2dNativeBackpropInputInputs, tf.DepthwiseConv2dNativeBackpropInputAttrs>): tf.TensorInfo {
  const { strides, dilations, pad, dimRoundingMode, inputShape } = attrs;
  const shape = filter.shape as Shape4;
  const info = tf.backend_util.computeConv2DInfo(inputShape, shape, strides, dilations, pad, dimRoundingMode, true);
  const padding = paddingOfDy(info);
  if (padding && shape[3] === 1 && tf.util.sizeFromShape(dy.shape) > 0) {
    const x = turned(backend, filter);
    const dx = runKernel(backend, tf.DepthwiseConv2dNative, { x: dy, filter: x }, {
      strides: 1,
      dilations,
      pad: padding,
    } as unknown as tf.NamedAttrMap);
    backend.disposeData(x.dataId);
    return dx;
  }
  const out = zeros(backend, inputShape, 'float32');
  const [dys, weights, dx] = [heapOf(backend, dy), heapOf(backend, filter), heapOf(backend, out)];
  for (let i = 0; i < info.filterHeight; i++) {
    for (let j = 0; j < info.filterWidth; j++) {
      const taps = weights.subarray((i * info.filterWidth + j) * info.outChannels).subarray(0, info.outChannels);
      visitTap(info, i, j, (xStart, dyStart) => addDots(dx, xStart, dys, dyStart, taps, shape[3]));
    }
  }
  return out;
}

/** Adds to `dx`, from `xStart` on, for each channel the dot product of its M derivatives and weights. */
function addDots(
  dx: tf.TypedArray,
  xStart: number,
  dy: tf.TypedArray,
  dyStart: number,
  taps: tf.TypedArray,
  multiplier: number,
): void {
  for (let k = 0, c = xStart; k < taps.length; c++) {
    let sum = 0;
    for (let m = 0; m < multiplier; m++, k++) sum += dy[dyStart + k]! * taps[k]!;
    dx[c]! += sum;
  }
}

/** Calls `visit` with where the channels begin of each input under filter tap (i, j), and of the output it is part of. */
function visitTap(info: Conv2DInfo, i: number, j: number, visit: (xStart: number, dyStart: number) => void): void {
  const { batchSize, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, padInfo } = info;
  const [tapRow, tapColumn] = [i * info.dilationHeight, j * info.dilationWidth];
  const rows = { stride: info.strideHeight, padding: padInfo.top, inSize: inHeight, outSize: outHeight };
  const columns = { stride: info.strideWidth, padding: padInfo.left, inSize: inWidth, outSize: outWidth };
  const [firstRow, endRow] = outputsInside(tapRow, rows);
  const [firstColumn, endColumn] = outputsInside(tapColumn, columns);
  for (let b = 0; b < batchSize; b++) {
    for (let row = firstRow; row < endRow; row++) {
      const xRow = row * info.strideHeight + tapRow - padInfo.top;
      for (let column = firstColumn; column < endColumn; column++) {
        const xColumn = column * info.strideWidth + tapColumn - padInfo.left;
        const xStart = ((b * inHeight + xRow) * inWidth + xColumn) * inChannels;
        visit(xStart, ((b * outHeight + row) * outWidth + column) * outChannels);
      }
    }
  }
}
