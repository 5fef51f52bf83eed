import * as tf from '@tensorflow/tfjs';
import type { WasmCall } from './wasm.ts';

/** What a kernel is called with, of whichever backend: corrections composed of public ops do not care. */
export type Call = WasmCall<tf.NamedTensorInfoMap, tf.NamedAttrMap>;

/** A case in which a kernel of the package must not be taken, or need not, and what is done instead. */
export interface Correction {
  readonly kernelName: string;
  readonly when: (call: Call) => boolean;
  readonly run: (call: Call, original: tf.KernelFunc) => tf.TensorInfo | tf.TensorInfo[];
}

/** A correction by functions that know the kernel's inputs and attributes by name. */
export function correction<Inputs, Attrs>(
  kernelName: string,
  when: (call: WasmCall<Inputs, Attrs>) => boolean,
  run: (call: WasmCall<Inputs, Attrs>, original: tf.KernelFunc) => tf.TensorInfo,
): Correction {
  return { kernelName, when, run } as unknown as Correction;
}

/** Registers the kernels of a backend anew with their corrections; of several that hold for a call, the first counts. */
export function correctKernels(backendName: 'wasm' | 'cpu', corrections: readonly Correction[]): void {
  for (const kernelName of new Set(corrections.map((one) => one.kernelName))) {
    const config = tf.getKernel(kernelName, backendName);
    const cases = corrections.filter((one) => one.kernelName === kernelName);
    const kernelFunc = (call: Call): tf.TensorInfo | tf.TensorInfo[] => {
      for (const { when, run } of cases) if (when(call)) return run(call, config.kernelFunc);
      return config.kernelFunc(call);
    };
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ ...config, kernelFunc: kernelFunc as unknown as tf.KernelFunc });
  }
}
