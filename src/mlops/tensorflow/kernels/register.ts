import * as tf from '@tensorflow/tfjs';
import { registerEngineKernels } from '../engine/register.ts';
import { avgPoolGrad, coversPadding } from './avgPoolGrad.ts';
import { allowComplexData, complexKernels, complexVariants, isComplex } from './complex.ts';
import { conv2DBackpropFilter } from './conv2dBackpropFilter.ts';
import { conv2DBackpropInput, isPlainConvolution } from './conv2dBackpropInput.ts';
import { type Call, type Correction, correction, correctKernels } from './correct.ts';
import { misfits } from './corrections.ts';
import { depthwiseConv2dNativeBackpropFilter, depthwiseConv2dNativeBackpropInput } from './depthwise.ts';
import { einsum } from './einsum.ts';
import { isTransposedMatrix, matMulOfRepeated, matMulOfTransposed, repeatsBothBatches } from './matMul.ts';
import { maxPool3DGrad, maxPoolGrad } from './maxPoolGrad.ts';
import { cpuKernel, runOnCpu } from './onCpu.ts';
import { sums } from './sums.ts';
import { unsortedSegmentSum } from './unsortedSegmentSum.ts';

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

/** Kernels that take the place of wrong ones. */
const replaced: readonly tf.KernelConfig[] = [maxPoolGrad, maxPool3DGrad];

const corrections: readonly Correction[] = [
  ...Object.entries(complexVariants).map(([kernelName, variant]) => ({
    kernelName,
    when: isComplex,
    run: (call: Call, original: tf.KernelFunc) => variant(call, (floats) => original(floats) as tf.TensorInfo),
  })),
  correction(tf.BatchMatMul, isTransposedMatrix, matMulOfTransposed),
  correction(tf.BatchMatMul, repeatsBothBatches, matMulOfRepeated),
  correction(tf.Conv2DBackpropInput, isPlainConvolution, conv2DBackpropInput),
  correction(tf.AvgPoolGrad, coversPadding, avgPoolGrad),
  correction(tf.AvgPool3DGrad, coversPadding, avgPoolGrad),
  ...sums,
  ...Object.entries(misfits).map(([kernelName, when]) => ({
    kernelName,
    when,
    run: (call: Call) => runOnCpu(kernelName, call),
  })),
];

/**
 * Gives the wasm backend the kernels that training, Fourier transforms and Einsum need, and corrects those that are
 * wrong. To be called before the backend starts; a second call changes nothing.
 */
export function registerWasmKernels(): void {
  if (tf.getKernel(tf.Conv2DBackpropFilter, 'wasm')) return;
  for (const { kernelName } of replaced) tf.unregisterKernel(kernelName, 'wasm');
  for (const kernel of [...missing, ...replaced]) tf.registerKernel(kernel);
  correctKernels('wasm', corrections);
  registerEngineKernels();
  allowComplexData();
}
