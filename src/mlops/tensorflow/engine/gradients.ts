/** Gradients as one kernel, in place of the package's several. They have no gradient of their own: see `isLast`. */
import * as tf from '@tensorflow/tfjs';
import * as numbers from './assembly/numbers.ts';
import { bits } from './engine.ts';
import { type EngineKernel, engineKernel, isFloat, isInUse, sizeOf } from './kernel.ts';
import { isCovered, names } from './normalization.ts';

const reluName = 'EngineReluGradient';

interface ReluInputs extends Record<string, tf.TensorInfo> {
  x: tf.TensorInfo;
  dy: tf.TensorInfo;
}

export const gradientKernels: readonly EngineKernel[] = [
  engineKernel<ReluInputs, { limit: number }>(reluName, ({ inputs: { x, dy }, attrs: { limit } }, engine) => {
    const dx = engine.make(x.shape);
    const addresses = [x, dy, dx].map((tensor) => engine.addressOf(tensor));
    if (sizeOf(x) > 0) engine.run(numbers.reluGradient, 1, [...addresses, sizeOf(x), bits(limit)]);
    return dx;
  }),
];

/** Backward, and recorded by no outer gradient: those are given the package's own, of ops that have a gradient. */
const isLast = (): boolean => isInUse() && tf.engine().state.gradientDepth === 0;

/** Forward, recorded by one gradient at most. */
const isFirst = (): boolean => isInUse() && tf.engine().state.gradientDepth <= 1;

/** Has the gradients of relu, relu6, the mean and batch normalization run on the engine, where the backend has one. */
export function registerEngineGradients(): void {
  for (const [name, limit] of [
    [tf.Relu, Number.POSITIVE_INFINITY],
    [tf.Relu6, 6],
  ] as const)
    replace(name, (dy, [x]) => {
      const isPlain = isFloat(dy) && isFloat(x!) && tf.util.arraysEqual(dy.shape, x!.shape);
      return isPlain ? { x: () => run(reluName, { x: x!, dy }, { limit }) } : undefined;
    });
  replace(tf.Mean, (dy, [x], attrs) =>
    isFloat(x!) && sizeOf(x!) > 0 ? { x: () => spread(dy, x!, attrs) } : undefined,
  );
  normalizeInTraining();
}

type Gradient = Exclude<ReturnType<tf.GradFunc>, undefined>;

function replace(
  kernelName: string,
  gradient: (dy: tf.Tensor, saved: tf.Tensor[], attrs: tf.NamedAttrMap) => Gradient | undefined,
): void {
  const original = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...original,
    gradFunc: (dy, saved, attrs) =>
      (isLast() ? gradient(dy as tf.Tensor, saved, attrs) : undefined) ?? original.gradFunc(dy, saved, attrs),
  });
}

function run(name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap = {}): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs) as tf.Tensor;
}

/** Of a mean: dy by the number of values, repeated; the package multiplies a tensor of ones as large as x. */
function spread(dy: tf.Tensor, x: tf.Tensor, attrs: tf.NamedAttrMap): tf.Tensor {
  const axes = tf.util.parseAxisParam(attrs.axis as number | number[], x.shape);
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const count = x.size / tf.util.sizeFromShape(kept);
  return tf.broadcastTo(tf.reshape(tf.mul(dy, 1 / count), kept), x.shape);
}

/** What the package's layer of batch normalization has besides its public names. */
interface BatchNormalization {
  readonly axis: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly gamma: Weight | null;
  readonly beta: Weight | null;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
}

interface Weight {
  read(): tf.Tensor;
  write(value: tf.Tensor): void;
}

type Call = (inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }) => tf.Tensor;

/** Has the layer of batch normalization take statistics, result and gradient of a batch from one kernel each. */
function normalizeInTraining(): void {
  const prototype = Object.getPrototypeOf(tf.layers.batchNormalization()) as { call: Call };
  const { call } = prototype;
  prototype.call = function (this: BatchNormalization, inputs, kwargs) {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    const isLast = this.axis === -1 || this.axis === x.shape.length - 1;
    const weights = [this.gamma?.read(), this.beta?.read()];
    if (!kwargs?.training || !isLast || !isFirst() || !isCovered(x, weights)) return call.call(this, inputs, kwargs);
    return tf.tidy(() => normalized(this, x));
  } as Call;
}

function normalized(layer: BatchNormalization, x: tf.Tensor): tf.Tensor {
  const [mean, variance] = tf.engine().runKernel(names.moments, { x }) as unknown as [tf.Tensor, tf.Tensor];
  const average = (weight: Weight, value: tf.Tensor) => {
    const old = weight.read();
    weight.write(tf.sub(old, tf.mul(tf.sub(old, value), 1 - layer.momentum)));
  };
  average(layer.movingMean, mean);
  average(layer.movingVariance, variance);
  return normalizedBy(layer, x, mean, variance);
}

/** By the statistics of `x` itself, through which the gradient goes, too. */
function normalizedBy(layer: BatchNormalization, x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor): tf.Tensor {
  const { epsilon } = layer;
  const [scale, offset] = [layer.gamma?.read(), layer.beta?.read()];
  const weights = [scale, offset].filter((weight) => weight !== undefined);
  const op = tf.customGrad((...given: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = given.pop() as tf.GradSaveFunc;
    const [input] = given as tf.Tensor[];
    const inputs = { x: input!, mean, variance, ...(scale && { scale }), ...(offset && { offset }) };
    const value = run(tf.FusedBatchNorm, inputs, { varianceEpsilon: epsilon });
    save([input!, mean, variance, ...(scale ? [scale] : [])]);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradientsOf(dy, saved) };
  });
  /** Of x, and of scale and offset where there are any. */
  const gradientsOf = (dy: tf.Tensor, [input, center, spreadOf, gain]: tf.Tensor[]) => {
    const given = { x: input!, dy, mean: center!, variance: spreadOf!, ...(gain && { scale: gain }) };
    const [dx, sums] = tf.engine().runKernel(names.gradient, given, { epsilon }) as unknown as [tf.Tensor, tf.Tensor];
    const [ofOffset, ofProducts] = tf.unstack(sums) as [tf.Tensor, tf.Tensor];
    const ofScale = gain ? [tf.mul(ofProducts, tf.rsqrt(tf.add(spreadOf!, epsilon)))] : [];
    return [dx, ...ofScale, ...(offset ? [ofOffset] : [])];
  };
  return op(x, ...weights);
}
