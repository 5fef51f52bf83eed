import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Call } from '../kernels/correct.ts';
import type { WasmCall } from '../kernels/wasm.ts';
import { Engine } from './engine.ts';
import { fastestVariant, readVariant, type Variant } from './variant.ts';

type Result = tf.TensorInfo | tf.TensorInfo[] | undefined;

/** A kernel of the engine. Of a call that it does not cover it returns nothing: then the kernel that was there runs. */
export interface EngineKernel {
  readonly kernelName: string;
  readonly run: (call: Call, engine: Engine) => Result;
}

/** A kernel that knows its inputs and attributes by name. */
export function engineKernel<Inputs, Attrs>(
  kernelName: string,
  run: (call: WasmCall<Inputs, Attrs>, engine: Engine) => Result,
): EngineKernel {
  return { kernelName, run } as unknown as EngineKernel;
}

/** Whether the backend that ops run on now has an engine. */
export function isInUse(): boolean {
  return tf.getBackend() === 'wasm' && engineOf(tf.backend() as BackendWasm) !== undefined;
}

const engines = new WeakMap<BackendWasm, Engine | undefined>();
let chosen: Variant | 'off' | undefined;

/** Chooses the binary, or no engine, for backends that start from now on; without it the fastest that runs here. */
export function chooseVariant(variant: Variant | 'off' | undefined): void {
  chosen = variant;
}

/** The engine on the memory of a backend, which starts with its first kernel; nothing where it cannot run. */
export function engineOf(backend: BackendWasm): Engine | undefined {
  if (!engines.has(backend)) engines.set(backend, start(backend));
  return engines.get(backend);
}

function start(backend: BackendWasm): Engine | undefined {
  if (chosen === 'off') return undefined;
  try {
    return new Engine(backend, readVariant(chosen ?? fastestVariant()));
  } catch (error) {
    // No SIMD: the kernels that were there do all.
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}

/**
 * Registers kernels of the wasm backend anew, with the engine's before them. One that the package does not know is only
 * to be called where the engine is in use, with what it covers.
 */
export function registerOnEngine(kernels: readonly EngineKernel[]): void {
  for (const { kernelName, run } of kernels) {
    const config: tf.KernelConfig | undefined = tf.getKernel(kernelName, 'wasm');
    const kernelFunc = (call: Call) => {
      const engine = engineOf(call.backend);
      return (engine && run(call, engine)) ?? config?.kernelFunc(call as unknown as Parameters<tf.KernelFunc>[0]);
    };
    if (config) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      ...config,
      kernelName,
      backendName: 'wasm',
      kernelFunc: kernelFunc as unknown as tf.KernelFunc,
    });
  }
}

export const sizeOf = (x: tf.TensorInfo): number => tf.util.sizeFromShape(x.shape);
export const isFloat = (x: tf.TensorInfo): boolean => x.dtype === 'float32';
