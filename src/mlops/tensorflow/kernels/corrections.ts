import * as tf from '@tensorflow/tfjs';
import type { WasmCall } from './wasm.ts';

// Kernels that tfjs-backend-wasm 4.22 has, but that refuse, or without a word get wrong, what the cpu backend does
// right. In those cases, and only in those, the cpu backend's kernel is taken. The test of this file tries every op
// with every dtype on both backends.

type Call = WasmCall<tf.NamedTensorInfoMap, tf.NamedAttrMap | undefined>;

/** True where a kernel of the wasm backend must not be taken. */
export type Misfit = (call: Call) => boolean;

// Optional inputs are undefined or null, whatever the types say.
const tensorsOf = ({ inputs }: Call): tf.TensorInfo[] => Object.values(inputs).filter((x) => x);
const anyDtype =
  (...dtypes: tf.DataType[]): Misfit =>
  (call) =>
    tensorsOf(call).some((x) => dtypes.includes(x.dtype));
const always: Misfit = () => true;
const isEmpty: Misfit = (call) => tensorsOf(call).some((x) => tf.util.sizeFromShape(x.shape) === 0);
const either =
  (...misfits: Misfit[]): Misfit =>
  (call) =>
    misfits.some((misfit) => misfit(call));

/** Read the bits of other dtypes as floats, or refuse them. */
const floatOnly = [
  tf.Acos,
  tf.Acosh,
  tf.Asin,
  tf.Asinh,
  tf.Atan,
  tf.Atanh,
  tf.ClipByValue,
  tf.Conv2DBackpropInput,
  tf.Conv3D,
  tf.Expm1,
  tf.FusedBatchNorm,
  tf.IsFinite,
  tf.IsInf,
  tf.IsNan,
  tf.Log1p,
  tf.LRN,
  tf.LRNGrad,
  tf.MaxPool,
  tf.MaxPool3D,
  tf.Reciprocal,
  tf.ResizeNearestNeighbor,
  tf.Sinh,
  tf.StridedSlice,
];

/** Have no case for bool: they leave the result as the heap had it, or write beyond its end. */
const numbersOnly = [
  tf.Abs,
  tf.Atan2,
  tf.Bincount,
  tf.Cumprod,
  tf.Cumsum,
  tf.DenseBincount,
  tf.Exp,
  tf.FloorDiv,
  tf.LeakyRelu,
  tf.MaxPoolWithArgmax,
  tf.Mod,
  tf.Neg,
  tf.PadV2,
  tf.RealDiv,
  tf.Relu,
  tf.Relu6,
  tf.Reverse,
  tf.Round,
  tf.Select,
  tf.Selu,
  tf.Sign,
  tf.Softplus,
  tf.Square,
  tf.Step,
  tf.TopK,
];

/** Leave the result as the heap had it, or divide by zero, when there is nothing to reduce or to move. */
const filledOnly = [tf.All, tf.Any, tf.Max, tf.Mean, tf.Min, tf.Prod, tf.Sum, tf.Transpose];

export const misfits: Readonly<Record<string, Misfit>> = {
  ...Object.fromEntries(floatOnly.map((name) => [name, anyDtype('int32', 'bool')])),
  ...Object.fromEntries(numbersOnly.map((name) => [name, anyDtype('bool')])),
  ...Object.fromEntries(filledOnly.map((name) => [name, isEmpty])),
  [tf.BatchMatMul]: either(anyDtype('int32', 'bool'), isEmpty),
  [tf._FusedMatMul]: either(anyDtype('int32', 'bool'), isEmpty, biasOfOtherRank),
  // Casts to bool by taking the lowest byte: 0.5 and 256 become false, and true is not always 1.
  [tf.Cast]: ({ inputs, attrs }) => attrs?.dtype === 'bool' && inputs.x!.dtype !== 'bool',
  // Add to whatever the heap held.
  [tf.Conv3DBackpropFilterV2]: always,
  [tf.Conv3DBackpropInputV2]: always,
  [tf.Conv2D]: isNchw,
  // Look for the greatest sum from 1e-38 on: a window of negative sums has none.
  [tf.Dilation2D]: always,
  [tf.Dilation2DBackpropFilter]: always,
  [tf.Dilation2DBackpropInput]: always,
  [tf.FusedConv2D]: either(isNchw, biasOfOtherRank),
  [tf.FusedDepthwiseConv2D]: biasOfOtherRank,
  // Strides over the batch are wrong.
  [tf.GatherV2]: ({ attrs }) => (attrs?.batchDims as number) > 0,
  // Writes int32 bits, whatever dtype is asked for.
  [tf.OneHot]: ({ attrs }) => (attrs?.dtype ?? 'int32') !== 'int32',
  // Takes alpha for one number a channel, repeated.
  [tf.Prelu]: either(anyDtype('int32', 'bool'), ({ inputs: { x, alpha } }) => !endsWith(x!.shape, alpha!.shape)),
};

function isNchw({ attrs }: Call): boolean {
  return attrs?.dataFormat === 'NCHW';
}

function biasOfOtherRank({ inputs: { bias } }: Call): boolean {
  return bias !== undefined && bias !== null && bias.shape.length !== 1;
}

function endsWith(shape: readonly number[], end: readonly number[]): boolean {
  const offset = shape.length - end.length;
  return offset >= 0 && end.every((size, i) => size === shape[offset + i]);
}
