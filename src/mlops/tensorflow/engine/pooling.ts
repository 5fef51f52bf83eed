/** Greatest values of windows, and the gradients of pools. Images are [batch, height, width, channels]. */
import * as tf from '@tensorflow/tfjs';
import * as numbers from './assembly/numbers.ts';
import type { Engine } from './engine.ts';
import { type Geometry, geometryOf, type Shape4, wordsOf } from './geometry.ts';
import { type EngineKernel, engineKernel, isFloat, sizeOf } from './kernel.ts';

/** Nothing for a pool of no values, or with windows that lie in the padding altogether. */
function poolOf(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: tf.MaxPoolAttrs,
): Geometry | undefined {
  const size = filterSize as [number, number];
  const info = tf.backend_util.computePool2DInfo(shape as Shape4, size, strides, 1, pad, dimRoundingMode);
  const { top, bottom, left, right } = info.padInfo;
  const isCovered = Math.max(top, bottom) < info.filterHeight && Math.max(left, right) < info.filterWidth;
  const isEmpty = tf.util.sizeFromShape([...info.inShape]) * tf.util.sizeFromShape([...info.outShape]) === 0;
  return isCovered && !isEmpty ? geometryOf(info) : undefined;
}

/** A gradient that has the shape of the pool's input. */
function gradient(engine: Engine, kernel: number, input: tf.TensorInfo, dy: tf.TensorInfo, attrs: tf.MaxPoolAttrs) {
  if (!isFloat(input) || !isFloat(dy) || input.shape.length !== 4 || sizeOf(dy) === 0) return undefined;
  const geometry = poolOf(input.shape, attrs);
  if (!geometry) return undefined;
  const out = engine.make(input.shape);
  const addresses = [input, dy, out].map((tensor) => engine.addressOf(tensor));
  engine.run(kernel, 1, [...addresses, 0, 0, ...wordsOf(geometry)]);
  return out;
}

export const pools: readonly EngineKernel[] = [
  engineKernel<tf.MaxPoolInputs, tf.MaxPoolAttrs>(tf.MaxPool, ({ inputs: { x }, attrs }, engine) => {
    const geometry = isFloat(x) ? poolOf(x.shape, attrs) : undefined;
    if (!geometry) return undefined;
    const { batch, outHeight, outWidth, outChannels } = geometry;
    const out = engine.make([batch, outHeight, outWidth, outChannels]);
    engine.run(numbers.maxPool, 1, [engine.addressOf(x), engine.addressOf(out), 0, 0, 0, ...wordsOf(geometry)]);
    return out;
  }),
  engineKernel<tf.MaxPoolGradInputs, tf.MaxPoolGradAttrs>(tf.MaxPoolGrad, ({ inputs: { dy, input }, attrs }, engine) =>
    gradient(engine, numbers.maxPoolGradient, input, dy, attrs),
  ),
  engineKernel<tf.AvgPoolGradInputs, tf.AvgPoolGradAttrs>(tf.AvgPoolGrad, ({ inputs: { dy, input }, attrs }, engine) =>
    gradient(engine, numbers.averagePoolGradient, input, dy, attrs),
  ),
];
