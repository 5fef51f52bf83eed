/** Convolutions of images and their gradients. Images are [batch, height, width, channels]. */
import * as tf from '@tensorflow/tfjs';
import * as numbers from './assembly/numbers.ts';
import type { Engine } from './engine.ts';
import { convolutionOf, depthOf, type Geometry, isPointwise, pixelsOf, turnedOf, wordsOf } from './geometry.ts';
import { type EngineKernel, engineKernel, isFloat, sizeOf } from './kernel.ts';
import { type After, activations, multiply } from './matMul.ts';
import { addParts } from './reductions.ts';

const nothing: After = { bias: 0, activation: numbers.linear };

function convolve(engine: Engine, x: number, filter: number, out: number, geometry: Geometry, after = nothing): void {
  if (isPointwise(geometry)) {
    const { inChannels: k, outChannels: n } = geometry;
    const left = { address: x, rowStride: k, columnStride: 1 };
    const right = { address: filter, rowStride: n, columnStride: 1 };
    multiply(engine, left, right, out, { sizes: [pixelsOf(geometry), n, k], after });
    return;
  }
  engine.needScratch(engine.exports.panelBytes(geometry.outChannels));
  engine.run(numbers.convolution, 1, [x, filter, out, after.bias, after.activation, ...wordsOf(geometry)]);
}

/** `filter` [filterHeight, filterWidth, inChannels, outChannels]; a bias is [outChannels]. */
function convolution(
  engine: Engine,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  attrs: Parameters<typeof convolutionOf>[2],
  bias?: tf.TensorInfo,
  activation = numbers.linear,
): tf.TensorInfo | undefined {
  if (!isFloat(x) || !isFloat(filter)) return undefined;
  const geometry = convolutionOf(x.shape, filter.shape, attrs);
  // Groups of channels have a filter of fewer input channels.
  if (!geometry || filter.shape[2] !== geometry.inChannels) return undefined;
  if (bias && !(isFloat(bias) && bias.shape.length === 1)) return undefined;
  const { batch, outHeight, outWidth, outChannels } = geometry;
  const out = engine.make([batch, outHeight, outWidth, outChannels]);
  const [from, by, to] = [x, filter, out].map((tensor) => engine.addressOf(tensor)) as [number, number, number];
  convolve(engine, from, by, to, geometry, { bias: bias ? engine.addressOf(bias) : 0, activation });
  return out;
}

/** The result's parts by its size alone, so that it is the same whatever computes it. */
function partsOfFilter(pixels: number): number {
  if (pixels >= 2048) return 8;
  return pixels >= 512 ? 4 : 1;
}

/** [filterHeight, filterWidth, inChannels, outChannels]: the sum over all pixels of patch times dy. */
function filterGradient(engine: Engine, x: tf.TensorInfo, dy: tf.TensorInfo, shape: number[], geometry: Geometry) {
  const out = engine.make(shape);
  const [depth, columns] = [depthOf(geometry), geometry.outChannels];
  const parts = partsOfFilter(pixelsOf(geometry));
  engine.needScratch(engine.exports.filterBytes(depth, columns));
  addParts(engine, parts, sizeOf(out), engine.addressOf(out), (to) => {
    const addresses = [engine.addressOf(x), engine.addressOf(dy), to];
    engine.run(numbers.filterGradient, parts, [...addresses, 0, 0, ...wordsOf(geometry)]);
  });
  return out;
}

/** A convolution by the turned filter would multiply many zeros where dy is padded a lot. */
const mostPadding = 0.87;

/** `dy` [batch, outHeight, outWidth, outChannels]; the result has the shape of the input. */
function inputGradient(engine: Engine, dy: tf.TensorInfo, filter: tf.TensorInfo, shape: number[], geometry: Geometry) {
  const out = engine.make(shape);
  const [from, by, to] = [dy, filter, out].map((tensor) => engine.addressOf(tensor)) as [number, number, number];
  const { strideHeight, strideWidth, inHeight, inWidth, outHeight, outWidth, inChannels, outChannels } = geometry;
  if (isPointwise(geometry)) {
    const left = { address: from, rowStride: outChannels, columnStride: 1 };
    const right = { address: by, rowStride: 1, columnStride: outChannels };
    multiply(engine, left, right, to, { sizes: [pixelsOf(geometry), inChannels, outChannels] });
  } else if (strideHeight * strideWidth === 1 && inHeight * inWidth * mostPadding < outHeight * outWidth) {
    const turned = engine.make(filter.shape);
    const taps = geometry.filterHeight * geometry.filterWidth;
    const at = engine.addressOf(turned);
    engine.run(numbers.turnFilter, 1, [by, at, taps, inChannels, outChannels]);
    convolve(engine, from, at, to, turnedOf(geometry));
    engine.dispose(turned);
  } else {
    engine.needScratch(engine.exports.inputBytes(depthOf(geometry)));
    engine.run(numbers.inputGradient, 1, [from, by, to, 0, 0, ...wordsOf(geometry)]);
  }
  return out;
}

export const convolutions: readonly EngineKernel[] = [
  engineKernel<tf.Conv2DInputs, tf.Conv2DAttrs>(tf.Conv2D, ({ inputs: { x, filter }, attrs }, engine) =>
    convolution(engine, x, filter, attrs),
  ),
  engineKernel<tf.FusedConv2DInputs, tf.FusedConv2DAttrs>(tf.FusedConv2D, ({ inputs, attrs }, engine) => {
    const activation = activations[attrs.activation];
    if (activation === undefined) return undefined;
    return convolution(engine, inputs.x, inputs.filter, attrs, inputs.bias, activation);
  }),
  engineKernel<tf.Conv2DBackpropFilterInputs, tf.Conv2DBackpropFilterAttrs>(
    tf.Conv2DBackpropFilter,
    ({ inputs: { x, dy }, attrs }, engine) => {
      const isCovered = isFloat(x) && isFloat(dy);
      const geometry = isCovered ? convolutionOf(x.shape, attrs.filterShape, attrs) : undefined;
      return geometry && filterGradient(engine, x, dy, attrs.filterShape, geometry);
    },
  ),
  engineKernel<tf.Conv2DBackpropInputInputs, tf.Conv2DBackpropInputAttrs>(
    tf.Conv2DBackpropInput,
    ({ inputs: { dy, filter }, attrs }, engine) => {
      const isCovered = isFloat(dy) && isFloat(filter);
      const geometry = isCovered ? convolutionOf(attrs.inputShape, filter.shape, attrs) : undefined;
      return geometry && inputGradient(engine, dy, filter, attrs.inputShape, geometry);
    },
  ),
];
