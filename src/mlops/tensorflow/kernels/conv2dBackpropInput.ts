import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Conv2DInfo } from './convolution.ts';
import { runKernel, type WasmCall } from './wasm.ts';

// With stride 1 the gradient of a convolution with respect to its input is itself a convolution: of `dy`, padded to
// the size of the input, with the filter turned by 180°. (Dumoulin, Visin, “A guide to convolution arithmetic for
// deep learning”, 2016, section 4.) XNNPACK's convolutions take about a fifth of the time of the package's loops.

type Pad = [[number, number], [number, number], [number, number], [number, number]];

/** The padding of `dy`, or nothing where it cannot be done so: other strides, or more padding than a filter covers. */
export function paddingOfDy(info: Conv2DInfo): Pad | undefined {
  if (info.strideHeight !== 1 || info.strideWidth !== 1 || info.dataFormat !== 'channelsLast') return undefined;
  const { top, bottom, left, right } = info.padInfo;
  const [height, width] = [info.effectiveFilterHeight - 1, info.effectiveFilterWidth - 1];
  const pad: Pad = [
    [0, 0],
    [height - top, height - bottom],
    [width - left, width - right],
    [0, 0],
  ];
  return pad.flat().every((size) => size >= 0) ? pad : undefined;
}

/** A filter [height, width, …] turned by 180°. */
export function turned(backend: BackendWasm, filter: tf.TensorInfo): tf.TensorInfo {
  return runKernel(backend, tf.Reverse, { x: filter }, { dims: [0, 1] });
}

type Conv2DBackpropInputCall = WasmCall<tf.Conv2DBackpropInputInputs, tf.Conv2DBackpropInputAttrs>;

/** True where `conv2DBackpropInput` below can be taken. */
export function isPlainConvolution(call: Conv2DBackpropInputCall): boolean {
  const { dy, filter } = call.inputs;
  const sizes = [dy, filter].map((x) => tf.util.sizeFromShape(x.shape));
  return dy.dtype === 'float32' && filter.dtype === 'float32' && !sizes.includes(0) && !!paddingOfDy(infoOf(call));
}

/**
 * `dy` [batch, outHeight, outWidth, outChannels], `filter` [filterHeight, filterWidth, inChannels, outChannels];
 * the result is [batch, inHeight, inWidth, inChannels], float32.
 */
export function conv2DBackpropInput(call: Conv2DBackpropInputCall): tf.TensorInfo {
  const { inputs, backend } = call;
  const reversed = turned(backend, inputs.filter);
  const filter = runKernel(backend, tf.Transpose, { x: reversed }, { perm: [0, 1, 3, 2] });
  const pad = paddingOfDy(infoOf(call))!;
  const attrs = { strides: 1, dilations: 1, pad, dataFormat: 'NHWC', dimRoundingMode: undefined };
  const dx = runKernel(backend, tf.Conv2D, { x: inputs.dy, filter }, attrs as unknown as tf.NamedAttrMap);
  backend.disposeData(reversed.dataId);
  backend.disposeData(filter.dataId);
  return dx;
}

function infoOf({ inputs, attrs }: Conv2DBackpropInputCall): Conv2DInfo {
  const { inputShape, strides, pad, dimRoundingMode, dataFormat } = attrs;
  const filterShape = inputs.filter.shape as [number, number, number, number];
  const format = tf.backend_util.convertConv2DDataFormat(dataFormat);
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, false, format);
}
