/**
 * TensorFlow.js as the native package requires it. A module of its own since `require` takes no module that awaits at
 * top level, as `tfjs-node.ts` does.
 */
import * as tf from '@tensorflow/tfjs';

export * from '@tensorflow/tfjs';

// What the package derives from. It is compiled for ES5, whose derived classes call their base without `new`.
export const KernelBackend = callable(tf.KernelBackend);
export const CustomCallback = callable(tf.CustomCallback);

/** The same class, which also builds an instance of the caller's class when it is called without `new`. */
function callable<Class extends new (...args: never[]) => object>(base: Class): Class {
  return new Proxy(base, {
    apply: (target, self: object, args) => Reflect.construct(target, args, self.constructor),
  });
}

/** The package would have every `model.fit` draw a bar for a terminal: the live chart stands for it. */
export function registerCallbackConstructor(): void {}
