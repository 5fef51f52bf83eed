import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** What a kernel of the wasm backend is called with. The registry's types call every input optional. */
export interface WasmCall<Inputs, Attrs = undefined> {
  readonly inputs: { readonly [Name in keyof Inputs]: NonNullable<Inputs[Name]> };
  readonly attrs: Attrs;
  readonly backend: BackendWasm;
}

/** `run` as a kernel of the wasm backend. The registry holds kernels without their types. */
export function wasmKernel<Inputs, Attrs>(
  kernelName: string,
  run: (call: WasmCall<Inputs, Attrs>) => tf.TensorInfo | tf.TensorInfo[],
): tf.KernelConfig {
  return { kernelName, backendName: 'wasm', kernelFunc: run as unknown as tf.KernelFunc };
}

/** Runs another kernel of the wasm backend, one with a single result, below the tape and without a `Tensor`. */
export function runKernel(
  backend: BackendWasm,
  kernelName: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap = {},
): tf.TensorInfo {
  return tf.getKernel(kernelName, 'wasm').kernelFunc({ inputs, attrs, backend }) as tf.TensorInfo;
}

/**
 * The values of `x` where they lie in the heap. An allocation may grow the memory, which detaches every view: take
 * the views of a kernel after its last allocation, and keep none for the next call.
 */
export function heapOf(backend: BackendWasm, x: tf.TensorInfo): tf.TypedArray {
  return backend.typedArrayFromHeap(x);
}

/** A new tensor of zeros. Memory from the heap holds whatever was there before. */
export function zeros(backend: BackendWasm, shape: readonly number[], dtype: 'float32' | 'int32'): tf.TensorInfo {
  const out = backend.makeOutput([...shape], dtype);
  heapOf(backend, out).fill(0);
  return out;
}
