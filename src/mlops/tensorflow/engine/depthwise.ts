/** Depthwise convolutions of one output a channel, and their gradients. Images are [batch, height, width, channels]. */
import * as tf from '@tensorflow/tfjs';
import * as numbers from './assembly/numbers.ts';
import type { Engine } from './engine.ts';
import { type ConvolutionAttrs, convolutionOf, type Geometry, turnedOf, wordsOf } from './geometry.ts';
import { type EngineKernel, engineKernel, isFloat, sizeOf } from './kernel.ts';
import { activations } from './matMul.ts';
import { addParts } from './reductions.ts';

/** Of a filter [filterHeight, filterWidth, channels, 1]; nothing for another channel multiplier. */
function geometryOf(shape: readonly number[], filter: readonly number[], attrs: ConvolutionAttrs) {
  return filter[3] === 1 ? convolutionOf(shape, filter, attrs, true) : undefined;
}

function depthwise(
  engine: Engine,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  attrs: ConvolutionAttrs,
  bias?: tf.TensorInfo,
  activation = numbers.linear,
): tf.TensorInfo | undefined {
  const isCovered = isFloat(x) && isFloat(filter) && (!bias || (isFloat(bias) && bias.shape.length === 1));
  const geometry = isCovered ? geometryOf(x.shape, filter.shape, attrs) : undefined;
  if (!geometry) return undefined;
  const { batch, outHeight, outWidth, outChannels } = geometry;
  const out = engine.make([batch, outHeight, outWidth, outChannels]);
  const addresses = [x, filter, out].map((tensor) => engine.addressOf(tensor));
  const after = [bias ? engine.addressOf(bias) : 0, activation];
  engine.run(numbers.depthwise, 1, [...addresses, ...after, ...wordsOf(geometry), 0]);
  return out;
}

function inputGradient(engine: Engine, dy: tf.TensorInfo, filter: tf.TensorInfo, shape: number[], geometry: Geometry) {
  const out = engine.make(shape);
  const addresses = [dy, filter, out].map((tensor) => engine.addressOf(tensor));
  if (geometry.strideHeight * geometry.strideWidth === 1)
    engine.run(numbers.depthwise, 1, [...addresses, 0, numbers.linear, ...wordsOf(turnedOf(geometry)), 1]);
  else engine.run(numbers.depthwiseInputGradient, 1, [...addresses, 0, 0, ...wordsOf(geometry)]);
  return out;
}

/** At most so many parts, by the size of dy alone, so that the result is the same whatever computes it. */
const mostParts = 8;

function filterGradient(engine: Engine, x: tf.TensorInfo, dy: tf.TensorInfo, shape: number[], geometry: Geometry) {
  const out = engine.make(shape);
  const parts = Math.min(mostParts, geometry.batch * geometry.outHeight);
  addParts(engine, parts, sizeOf(out), engine.addressOf(out), (to) => {
    const addresses = [engine.addressOf(x), engine.addressOf(dy), to];
    engine.run(numbers.depthwiseFilterGradient, parts, [...addresses, 0, 0, ...wordsOf(geometry)]);
  });
  return out;
}

export const depthwiseConvolutions: readonly EngineKernel[] = [
  engineKernel<tf.DepthwiseConv2dNativeInputs, tf.DepthwiseConv2dNativeAttrs>(
    tf.DepthwiseConv2dNative,
    ({ inputs: { x, filter }, attrs }, engine) => depthwise(engine, x, filter, attrs),
  ),
  engineKernel<tf.FusedDepthwiseConv2DInputs, tf.FusedDepthwiseConv2DAttrs>(
    tf.FusedDepthwiseConv2D,
    ({ inputs, attrs }, engine) => {
      const activation = activations[attrs.activation];
      if (activation === undefined) return undefined;
      return depthwise(engine, inputs.x, inputs.filter, attrs, inputs.bias, activation);
    },
  ),
  engineKernel<tf.DepthwiseConv2dNativeBackpropInputInputs, tf.DepthwiseConv2dNativeBackpropInputAttrs>(
    tf.DepthwiseConv2dNativeBackpropInput,
    ({ inputs: { dy, filter }, attrs }, engine) => {
      const isCovered = isFloat(dy) && isFloat(filter);
      const geometry = isCovered ? geometryOf(attrs.inputShape, filter.shape, attrs) : undefined;
      return geometry && inputGradient(engine, dy, filter, attrs.inputShape, geometry);
    },
  ),
  engineKernel<tf.DepthwiseConv2dNativeBackpropFilterInputs, tf.DepthwiseConv2dNativeBackpropFilterAttrs>(
    tf.DepthwiseConv2dNativeBackpropFilter,
    ({ inputs: { x, dy }, attrs }, engine) => {
      const isCovered = isFloat(x) && isFloat(dy);
      const geometry = isCovered ? geometryOf(x.shape, attrs.filterShape, attrs) : undefined;
      return geometry && filterGradient(engine, x, dy, attrs.filterShape, geometry);
    },
  ),
];
