/** Batch normalization by the last axis: with given statistics, and in training with those of the batch. */
import * as tf from '@tensorflow/tfjs';
import * as numbers from './assembly/numbers.ts';
import { bits, type Engine } from './engine.ts';
import { type EngineKernel, engineKernel, isFloat, sizeOf } from './kernel.ts';

/** Kernels of our own, which have no gradient: for use within one that has. */
export const names = { moments: 'EngineMoments', gradient: 'EngineBatchNormGradient' } as const;

/** [rows, channels] of a tensor that is normalized by channel. */
function layoutOf({ shape }: tf.TensorInfo): [rows: number, channels: number] {
  const channels = shape.at(-1) ?? 1;
  return [tf.util.sizeFromShape(shape) / channels, channels];
}

/** A filled float tensor, and parameters of one float a channel. */
export function isCovered(x: tf.TensorInfo, parameters: readonly (tf.TensorInfo | null | undefined)[]): boolean {
  const channels = x.shape.at(-1);
  const fits = (parameter: tf.TensorInfo) =>
    isFloat(parameter) && parameter.shape.length === 1 && parameter.shape[0] === channels;
  return isFloat(x) && sizeOf(x) > 0 && parameters.every((parameter) => !parameter || fits(parameter));
}

interface NormalizeInputs {
  readonly x: tf.TensorInfo;
  readonly mean: tf.TensorInfo;
  readonly variance: tf.TensorInfo;
  readonly scale?: tf.TensorInfo | null;
  readonly offset?: tf.TensorInfo | null;
}

const addressOf = (engine: Engine, x: tf.TensorInfo | null | undefined): number => (x ? engine.addressOf(x) : 0);

function normalize(engine: Engine, inputs: NormalizeInputs, epsilon: number): tf.TensorInfo | undefined {
  const { x, mean, variance, scale, offset } = inputs;
  if (!isCovered(x, [mean, variance, scale, offset])) return undefined;
  const [rows, channels] = layoutOf(x);
  const out = engine.make(x.shape);
  engine.needScratch(engine.exports.normalizationBytes(channels));
  const addresses = [x, out, mean, variance, scale, offset].map((tensor) => addressOf(engine, tensor));
  engine.run(numbers.normalize, 1, [...addresses, rows, channels, bits(epsilon)]);
  return out;
}

/** Mean and variance [channels] of `x`, over all axes but the last. */
function moments(engine: Engine, x: tf.TensorInfo): tf.TensorInfo[] {
  const [rows, channels] = layoutOf(x);
  const [mean, variance] = [engine.make([channels]), engine.make([channels])];
  engine.needScratch(Math.max(engine.exports.normalizationBytes(channels), engine.exports.scratchOfReduce(channels)));
  const [from, center, spread] = [x, mean, variance].map((tensor) => engine.addressOf(tensor)) as number[];
  engine.run(numbers.reduce, 1, [numbers.sum, from!, center!, 1, rows, channels, rows]);
  engine.run(numbers.variance, 1, [from!, center!, spread!, rows, channels]);
  return [mean, variance];
}

interface GradientInputs extends Record<string, tf.TensorInfo | null | undefined> {
  x: tf.TensorInfo;
  dy: tf.TensorInfo;
  mean: tf.TensorInfo;
  variance: tf.TensorInfo;
  scale?: tf.TensorInfo | null;
}

/** dx like `x`, and the sums [2, channels] of dy and of dy · (x - mean). */
function gradient(engine: Engine, inputs: GradientInputs, epsilon: number): tf.TensorInfo[] {
  const { x, dy, mean, variance, scale } = inputs;
  const [rows, channels] = layoutOf(x);
  const [dx, sums] = [engine.make(x.shape), engine.make([2, channels])];
  engine.needScratch(engine.exports.normalizationBytes(channels));
  const at = (tensor: tf.TensorInfo | null | undefined) => addressOf(engine, tensor);
  engine.run(numbers.normalizationSums, 1, [at(x), at(mean), at(sums), rows, channels, at(dy)]);
  const addresses = [x, dx, mean, variance, scale, dy].map(at);
  engine.run(numbers.normalizationGradient, 1, [...addresses, rows, channels, bits(epsilon), at(sums)]);
  return [dx, sums];
}

export const normalizations: readonly EngineKernel[] = [
  engineKernel<NormalizeInputs, tf.FusedBatchNormAttrs>(tf.FusedBatchNorm, ({ inputs, attrs }, engine) =>
    normalize(engine, inputs, attrs.varianceEpsilon),
  ),
  engineKernel<{ x: tf.TensorInfo }, undefined>(names.moments, ({ inputs: { x } }, engine) => moments(engine, x)),
  engineKernel<GradientInputs, { epsilon: number }>(names.gradient, ({ inputs, attrs }, engine) =>
    gradient(engine, inputs, attrs.epsilon),
  ),
];
