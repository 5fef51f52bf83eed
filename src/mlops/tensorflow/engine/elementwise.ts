/** Operations value by value. NaN and infinities come out as on the cpu backend: NaN stays NaN. */
import * as tf from '@tensorflow/tfjs';
import * as numbers from './assembly/numbers.ts';
import { broadcastOf } from './broadcast.ts';
import { bits, type Engine } from './engine.ts';
import { type EngineKernel, engineKernel, isFloat, sizeOf } from './kernel.ts';

const binaries: Readonly<Record<string, number>> = {
  [tf.Add]: numbers.add,
  [tf.Sub]: numbers.subtract,
  [tf.Multiply]: numbers.multiply,
  [tf.RealDiv]: numbers.divide,
  [tf.Maximum]: numbers.maximum,
  [tf.Minimum]: numbers.minimum,
  [tf.SquaredDifference]: numbers.squaredDifference,
};

/** a and b, float32, of shapes that broadcast. */
function binary(kernelName: string, operation: number): EngineKernel {
  return engineKernel<tf.BinaryInputs, undefined>(kernelName, ({ inputs: { a, b } }, engine) => {
    const plan = isFloat(a) && isFloat(b) ? broadcastOf(a.shape, b.shape) : undefined;
    if (!plan) return undefined;
    const out = engine.make(plan.shape);
    if (sizeOf(out) === 0) return out;
    const addresses = [a, b, out].map((x) => engine.addressOf(x));
    engine.run(numbers.binary, 1, [operation, ...addresses, ...plan.dims, ...plan.a, ...plan.b]);
    return out;
  });
}

/** Writes f(x) to a new tensor. */
function map(engine: Engine, x: tf.TensorInfo, operation: number, u = 0, w = 0): tf.TensorInfo | undefined {
  if (!isFloat(x)) return undefined;
  const out = engine.make(x.shape);
  const count = sizeOf(x);
  if (count > 0)
    engine.run(numbers.unary, 1, [operation, engine.addressOf(x), engine.addressOf(out), count, bits(u), bits(w)]);
  return out;
}

const unaries: Readonly<Record<string, number>> = {
  [tf.Relu]: numbers.relu,
  [tf.Neg]: numbers.negate,
  [tf.Square]: numbers.square,
  [tf.Sqrt]: numbers.squareRoot,
  [tf.Rsqrt]: numbers.inverseSquareRoot,
  [tf.Abs]: numbers.absolute,
  [tf.Floor]: numbers.floor,
  [tf.Ceil]: numbers.ceiling,
  [tf.Round]: numbers.round,
  [tf.Reciprocal]: numbers.reciprocal,
  [tf.Exp]: numbers.exponential,
  [tf.Log]: numbers.logarithm,
  [tf.Tanh]: numbers.hyperbolicTangent,
  [tf.Sigmoid]: numbers.sigmoid,
};

type Unary = tf.UnaryInputs;

export const elementwise: readonly EngineKernel[] = [
  ...Object.entries(binaries).map(([name, operation]) => binary(name, operation)),
  ...Object.entries(unaries).map(([name, operation]) =>
    engineKernel<Unary, undefined>(name, ({ inputs: { x } }, engine) => map(engine, x, operation)),
  ),
  engineKernel<Unary, undefined>(tf.Relu6, ({ inputs: { x } }, engine) => map(engine, x, numbers.clip, 0, 6)),
  engineKernel<Unary, tf.ClipByValueAttrs>(tf.ClipByValue, ({ inputs: { x }, attrs }, engine) =>
    map(engine, x, numbers.clip, attrs.clipValueMin, attrs.clipValueMax),
  ),
  engineKernel<Unary, tf.StepAttrs | undefined>(tf.Step, ({ inputs: { x }, attrs }, engine) =>
    map(engine, x, numbers.step, attrs?.alpha ?? 0),
  ),
  engineKernel<Unary, tf.LeakyReluAttrs>(tf.LeakyRelu, ({ inputs: { x }, attrs }, engine) =>
    map(engine, x, numbers.leakyRelu, attrs.alpha),
  ),
  // The package copies; the cpu backend does not either.
  engineKernel<Unary, undefined>(tf.Identity, ({ inputs: { x } }, engine) =>
    x.dtype === 'string' || x.dtype === 'complex64' ? undefined : engine.share(x),
  ),
  engineKernel<Unary, tf.CastAttrs>(tf.Cast, ({ inputs: { x }, attrs: { dtype } }, engine) =>
    x.dtype === dtype && dtype !== 'string' && dtype !== 'complex64' ? engine.share(x) : undefined,
  ),
];
