import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type WasmCall, wasmKernel } from './wasm.ts';

/** What we need of the cpu backend, which does not export its type to packages that only depend on the union. */
interface CpuBackend {
  makeTensorInfo(shape: readonly number[], dtype: tf.DataType, values: tf.backend_util.BackendValues): tf.TensorInfo;
  readSync(dataId: object): tf.backend_util.BackendValues;
  disposeData(dataId: object): boolean;
}

/** Some kernels take lists of tensors under one name. */
type Inputs = Readonly<Record<string, tf.TensorInfo | readonly tf.TensorInfo[]>>;

/**
 * A kernel of the wasm backend that is carried out by the cpu backend, on copies. For what is rare or small: the
 * copies are cheap beside a loop in JavaScript, and the result is the cpu backend's to the bit.
 */
export function cpuKernel(kernelName: string): tf.KernelConfig {
  return wasmKernel<Inputs, tf.NamedAttrMap>(kernelName, (call) => runOnCpu(kernelName, call));
}

/** Runs a kernel of the cpu backend on tensors of the wasm backend, and brings its results back. */
export function runOnCpu(
  kernelName: string,
  { inputs, attrs, backend }: WasmCall<Inputs, tf.NamedAttrMap>,
): tf.TensorInfo | tf.TensorInfo[] {
  const cpu = tf.findBackend('cpu') as unknown as CpuBackend;
  const copies: tf.TensorInfo[] = [];
  const copy = (x: tf.TensorInfo): tf.TensorInfo => {
    const made = cpu.makeTensorInfo(x.shape, x.dtype, backend.readSync(x.dataId));
    copies.push(made);
    // Some kernels ask for the rank, which only a Tensor has.
    return Object.assign(made, { rank: x.shape.length });
  };
  const copied = Object.fromEntries(
    Object.entries(inputs)
      .filter(([, input]) => input !== undefined && input !== null)
      .map(([name, input]) => [name, isList(input) ? input.map(copy) : copy(input)]),
  ) as tf.NamedTensorInfoMap;
  // A kernel whose inputs are a list gets them as an array.
  const given = Array.isArray(inputs) ? Object.assign([], copied) : copied;
  try {
    const results = tf.getKernel(kernelName, 'cpu').kernelFunc({ inputs: given, attrs, backend: cpu });
    return Array.isArray(results) ? results.map((r) => bring(r, cpu, backend)) : bring(results, cpu, backend);
  } finally {
    for (const { dataId } of copies) cpu.disposeData(dataId);
  }
}

function isList(input: tf.TensorInfo | readonly tf.TensorInfo[]): input is readonly tf.TensorInfo[] {
  return Array.isArray(input);
}

function bring({ dataId, shape, dtype }: tf.TensorInfo, cpu: CpuBackend, backend: BackendWasm): tf.TensorInfo {
  const values = cpu.readSync(dataId);
  cpu.disposeData(dataId);
  // Some kernels name a dtype and fill an array of another.
  const typed = dtype === 'string' ? values : tf.util.toTypedArray(values as tf.TypedArray, dtype);
  return backend.makeOutput(shape, dtype, undefined, typed);
}
