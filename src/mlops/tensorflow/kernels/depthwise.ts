import * as tf from '@tensorflow/tfjs';
import { type Conv2DInfo, outputsInside } from './convolution.ts';
import { heapOf, type WasmCall, wasmKernel, zeros } from './wasm.ts';

// A depthwise convolution maps channel c of x to the channels c·M … c·M+M−1 of y (M: the channel multiplier):
//   y[b, oh, ow, c·M+m] = Σ_ij x[b, oh·stride + i·dilation − pad, …, c] · filter[i, j, c, m]
// (https://www.tensorflow.org/api_docs/python/tf/nn/depthwise_conv2d). Both kernels below are its partial derivatives.
// Sums are kept in float64, as the cpu backend keeps them.

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
  const sums = new Float64Array(info.outChannels);
  for (let i = 0; i < info.filterHeight; i++) {
    for (let j = 0; j < info.filterWidth; j++) {
      sums.fill(0);
      sumTap(xs, dys, sums, info, i, j);
      dw.set(sums, (i * info.filterWidth + j) * info.outChannels);
    }
  }
  return out;
}

/** Adds to `sums` [inChannels · M] the products of `x` and `dy` under filter tap (i, j), over all outputs. */
function sumTap(x: tf.TypedArray, dy: tf.TypedArray, sums: Float64Array, info: Conv2DInfo, i: number, j: number): void {
  const { batchSize, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, padInfo } = info;
  const multiplier = outChannels / inChannels;
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
        const dyStart = ((b * outHeight + row) * outWidth + column) * outChannels;
        addProducts(sums, x, xStart, dy, dyStart, inChannels, multiplier);
      }
    }
  }
}

function addProducts(
  sums: Float64Array,
  x: tf.TypedArray,
  xStart: number,
  dy: tf.TypedArray,
  dyStart: number,
  inChannels: number,
  multiplier: number,
): void {
  // One output a channel is what networks use: the plain loop takes half the time.
  if (multiplier === 1) {
    for (let c = 0; c < inChannels; c++) sums[c]! += x[xStart + c]! * dy[dyStart + c]!;
    return;
  }
  for (let c = 0, k = 0; c < inChannels; c++) {
    const value = x[xStart + c]!;
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
  const filterShape = filter.shape as Shape4;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const out = zeros(backend, inputShape, 'float32');
  const [dys, weights, dx] = [heapOf(backend, dy), heapOf(backend, filter), heapOf(backend, out)];
  const { batchSize, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth } = info;
  const columns = tapsOfInputs(inWidth, outWidth, info.filterWidth, {
    stride: info.strideWidth,
    dilation: info.dilationWidth,
    padding: info.padInfo.left,
  });
  const rows = tapsOfInputs(inHeight, outHeight, info.filterHeight, {
    stride: info.strideHeight,
    dilation: info.dilationHeight,
    padding: info.padInfo.top,
  });
  const sums = new Float64Array(inChannels);
  const multiplier = outChannels / inChannels;
  for (let b = 0; b < batchSize; b++) {
    for (const [xRow, rowTaps] of rows.entries()) {
      for (const [xColumn, columnTaps] of columns.entries()) {
        sums.fill(0);
        for (const row of rowTaps) {
          for (const column of columnTaps) {
            const dyStart = ((b * outHeight + row.output) * outWidth + column.output) * outChannels;
            const weightStart = (row.tap * info.filterWidth + column.tap) * outChannels;
            addDots(sums, dys, dyStart, weights, weightStart, multiplier);
          }
        }
        dx.set(sums, ((b * inHeight + xRow) * inWidth + xColumn) * inChannels);
      }
    }
  }
  return out;
}

/** For each input along one axis, the outputs that it is part of and the filter tap by which it is. */
function tapsOfInputs(
  inSize: number,
  outSize: number,
  filterSize: number,
  { stride, dilation, padding }: { stride: number; dilation: number; padding: number },
): { tap: number; output: number }[][] {
  return Array.from({ length: inSize }, (_, input) =>
    Array.from({ length: filterSize }, (_, tap) => ({
      tap,
      output: (input + padding - tap * dilation) / stride,
    })).filter(({ output }) => Number.isInteger(output) && output >= 0 && output < outSize),
  );
}

/** Adds to `sums` [inChannels], for each channel, the dot product of its M derivatives and weights. */
function addDots(
  sums: Float64Array,
  dy: tf.TypedArray,
  dyStart: number,
  weights: tf.TypedArray,
  weightStart: number,
  multiplier: number,
): void {
  if (multiplier === 1) {
    for (let c = 0; c < sums.length; c++) sums[c]! += dy[dyStart + c]! * weights[weightStart + c]!;
    return;
  }
  for (let c = 0, k = 0; c < sums.length; c++) {
    for (let m = 0; m < multiplier; m++, k++) sums[c]! += dy[dyStart + k]! * weights[weightStart + k]!;
  }
}
