/** A step of Adam as one kernel a variable, in place of twelve. */
import * as tf from '@tensorflow/tfjs';
import * as numbers from './assembly/numbers.ts';
import { bits } from './engine.ts';
import { type EngineKernel, engineKernel, isInUse, sizeOf } from './kernel.ts';

const adamName = 'EngineAdam';

interface Step extends Record<string, number> {
  beta1: number;
  beta2: number;
  /** What divides the moments, since they began at 0: 1 less the decay's power. */
  correction1: number;
  correction2: number;
  learningRate: number;
  epsilon: number;
}

interface Slots extends Record<string, tf.TensorInfo> {
  w: tf.TensorInfo;
  m: tf.TensorInfo;
  v: tf.TensorInfo;
  gradient: tf.TensorInfo;
}

/** The new variable and moments. New tensors: whoever else holds the old ones keeps them as they are. */
export const steps: readonly EngineKernel[] = [
  engineKernel<Slots, Step>(adamName, ({ inputs, attrs }, engine) => {
    const { w, m, v, gradient } = inputs;
    const made = [w, m, v].map(({ shape }) => engine.make(shape));
    const addresses = [w, m, v, gradient, ...made].map((x) => engine.addressOf(x));
    const { beta1, beta2, correction1, correction2, learningRate, epsilon } = attrs;
    // 1 - β in double precision: in single precision 1 - 0.999 is off by a hundred-thousandth.
    const floats = [beta1, beta2, 1 - beta1, 1 - beta2, correction1, correction2, learningRate, epsilon];
    if (sizeOf(w) > 0) engine.run(numbers.adam, 1, [...addresses, sizeOf(w), ...floats.map(bits)]);
    return made;
  }),
];

/** What the package's class has besides its public names. */
interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
  readonly accumulatedFirstMoment: Slot[];
  readonly accumulatedSecondMoment: Slot[];
  incrementIterations(): void;
}

interface Slot {
  readonly originalName: string;
  readonly variable: tf.Variable;
}

/** By the names of their variables; the package's types leave out that a gradient may be missing. */
type Gradients = tf.NamedTensorMap | { readonly name: string; readonly tensor: tf.Tensor }[];

/** Has Adam take its steps on the engine, where the backend has one. */
export function registerSteps(): void {
  const { prototype } = tf.AdamOptimizer;
  const applyGradients = prototype.applyGradients as (gradients: Gradients) => void;
  prototype.applyGradients = function (gradients: Gradients): void {
    const optimizer = this as unknown as Adam;
    const named = namedOf(gradients);
    if (isInUse() && named.every(([name, gradient]) => isPlain(name, gradient))) apply(optimizer, named);
    else applyGradients.call(this, gradients);
  };
}

type Named = readonly [name: string, gradient: tf.Tensor | null | undefined];

function namedOf(gradients: Gradients): Named[] {
  if (!Array.isArray(gradients)) return Object.entries(gradients);
  return gradients.map(({ name, tensor }) => [name, tensor]);
}

const variableOf = (name: string): tf.Variable => tf.engine().registeredVariables[name]!;

function isPlain(name: string, gradient: tf.Tensor | null | undefined): boolean {
  const variable = variableOf(name);
  if (!gradient) return true;
  const areFloats = variable.dtype === 'float32' && gradient.dtype === 'float32';
  return areFloats && tf.util.arraysEqual(variable.shape, gradient.shape);
}

/** The slot at a place of the list, made where there is none, as the package does. */
function slotOf(slots: Slot[], at: number, name: string, variable: tf.Variable): tf.Variable {
  slots[at] ??= { originalName: name, variable: tf.tidy(() => tf.zerosLike(variable).variable(false)) };
  return slots[at].variable;
}

function apply(optimizer: Adam, gradients: readonly Named[]): void {
  const { beta1, beta2, learningRate, epsilon, accBeta1, accBeta2 } = optimizer;
  tf.tidy(() => {
    const [correction1, correction2] = [accBeta1, accBeta2].map((power) => 1 - power.dataSync()[0]!);
    const attrs = { beta1, beta2, learningRate, epsilon, correction1: correction1!, correction2: correction2! };
    for (const [i, [name, gradient]] of gradients.entries()) {
      const w = variableOf(name);
      const m = slotOf(optimizer.accumulatedFirstMoment, i, `${name}/m`, w);
      const v = slotOf(optimizer.accumulatedSecondMoment, i, `${name}/v`, w);
      if (!gradient) continue;
      const made = tf.engine().runKernel(adamName, { w, m, v, gradient }, attrs) as unknown as tf.Tensor[];
      m.assign(made[1]!);
      v.assign(made[2]!);
      w.assign(made[0]!);
    }
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
  });
  optimizer.incrementIterations();
}
