import * as tf from '@tensorflow/tfjs';
import { allowComplexData, complexKernels, complexVariants } from './complex.ts';
import { conv2DBackpropFilter } from './conv2dBackpropFilter.ts';
import { misfits } from './corrections.ts';
import { depthwiseConv2dNativeBackpropFilter, depthwiseConv2dNativeBackpropInput } from './depthwise.ts';
import { einsum } from './einsum.ts';
import { cpuKernel, runOnCpu } from './onCpu.ts';
import { unsortedSegmentSum } from './unsortedSegmentSum.ts';
import type { WasmCall } from './wasm.ts';

/** The kernels that the cpu backend has and the wasm backend of tfjs 4.22 lacks, but for `Draw`, which needs a canvas. */
const missing: readonly tf.KernelConfig[] = [
  conv2DBackpropFilter,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  unsortedSegmentSum,
  einsum,
  ...complexKernels,
  cpuKernel(tf.RaggedGather),
  cpuKernel(tf.RaggedRange),
  cpuKernel(tf.RaggedTensorToTensor),
  cpuKernel(tf.StaticRegexReplace),
];

/**
 * Gives the wasm backend the kernels that training, Fourier transforms and Einsum need, and corrects those that are
 * wrong. To be called before the backend starts; a second call changes nothing.
 */
export function registerWasmKernels(): void {
  if (tf.getKernel(tf.Conv2DBackpropFilter, 'wasm')) return;
  for (const kernel of missing) tf.registerKernel(kernel);
  for (const name of new Set([...Object.keys(misfits), ...Object.keys(complexVariants)])) correct(name);
  allowComplexData();
}

type Call = WasmCall<tf.NamedTensorInfoMap, tf.NamedAttrMap>;

function correct(name: string): void {
  const original = tf.getKernel(name, 'wasm');
  const [misfit, complexVariant] = [misfits[name], complexVariants[name]];
  const kernelFunc = (call: Call): tf.TensorInfo | tf.TensorInfo[] => {
    if (complexVariant && isComplex(call)) {
      return complexVariant(call, (floats) => original.kernelFunc(floats) as tf.TensorInfo);
    }
    return misfit?.(call) ? runOnCpu(name, call) : original.kernelFunc(call);
  };
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...original, kernelFunc: kernelFunc as unknown as tf.KernelFunc });
}

function isComplex({ inputs, attrs }: Call): boolean {
  return attrs?.dtype === 'complex64' || Object.values(inputs).some((x) => x?.dtype === 'complex64');
}
