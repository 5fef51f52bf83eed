import * as tf from '@tensorflow/tfjs';
import { type WasmCall, wasmKernel } from './wasm.ts';

/**
 * Tensor contraction in the notation of Einstein, for one or two tensors, as one batched matrix product.
 * With two operands every axis has one of four roles, by who has it besides: the output and the other operand
 * (batch), only the output (outer), only the other operand (summed), or nobody (summed at once). Transposed to
 * [batch, outer of a, summed] and [batch, summed, outer of b] the contraction is a `matMul`.
 * (What `numpy.einsum` and `tf.einsum` do with two operands.)
 *
 * Refuses what the op's reader refuses: ellipses, an axis twice in one operand, more than two operands.
 */
export const einsum = wasmKernel<readonly tf.TensorInfo[], tf.EinsumAttrs>(tf.Einsum, run);

/** A tensor with the name of each of its axes; equal names are equal sizes. */
interface Operand {
  readonly tensor: tf.Tensor;
  readonly axes: readonly number[];
}

function run({ inputs, attrs: { equation } }: WasmCall<readonly tf.TensorInfo[], tf.EinsumAttrs>): tf.TensorInfo {
  const tensors = [...inputs] as tf.Tensor[];
  const { allDims, summedDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, tensors.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors);
  // The reader numbers the axes of the output first, in their order.
  const output = allDims.slice(0, allDims.length - summedDims.length).map((_, axis) => axis);
  return tf.tidy(() => {
    const [a, b] = tensors.map((tensor, i) => ({ tensor: countable(tensor, summedDims), axes: idDims[i]! }));
    const result = b ? contract(a!, b, output) : sumOver(a!, (axis) => output.includes(axis));
    return transposeTo(result, output).clone();
  });
}

/** A sum of truth values is a count, as on the cpu backend. */
function countable(tensor: tf.Tensor, summed: readonly number[]): tf.Tensor {
  return tensor.dtype === 'bool' && summed.length ? tf.cast(tensor, 'int32') : tensor;
}

function contract(first: Operand, second: Operand, output: readonly number[]): Operand {
  const a = sumOver(first, (axis) => second.axes.includes(axis) || output.includes(axis));
  const b = sumOver(second, (axis) => first.axes.includes(axis) || output.includes(axis));
  const shared = a.axes.filter((axis) => b.axes.includes(axis));
  const batch = shared.filter((axis) => output.includes(axis));
  const summed = shared.filter((axis) => !output.includes(axis));
  const outerOfA = a.axes.filter((axis) => !shared.includes(axis));
  const outerOfB = b.axes.filter((axis) => !shared.includes(axis));
  const sizes = (operand: Operand, axes: readonly number[]) =>
    axes.map((axis) => operand.tensor.shape[operand.axes.indexOf(axis)]!);
  const [batchSizes, aSizes, bSizes] = [sizes(a, batch), sizes(a, outerOfA), sizes(b, outerOfB)];
  const matrices = (operand: Operand, ...groups: (readonly number[])[]) =>
    transposeTo(operand, groups.flat()).reshape(
      groups.map((axes) => tf.util.sizeFromShape(sizes(operand, axes))),
    ) as tf.Tensor3D;
  const product = tf.matMul(matrices(a, batch, outerOfA, summed), matrices(b, batch, summed, outerOfB));
  return { tensor: product.reshape([...batchSizes, ...aSizes, ...bSizes]), axes: [...batch, ...outerOfA, ...outerOfB] };
}

/** Sums over the axes that are not to be kept. */
function sumOver({ tensor, axes }: Operand, keep: (axis: number) => boolean): Operand {
  const gone = axes.flatMap((axis, i) => (keep(axis) ? [] : [i]));
  return gone.length ? { tensor: tf.sum(tensor, gone), axes: axes.filter(keep) } : { tensor, axes };
}

function transposeTo({ tensor, axes }: Operand, order: readonly number[]): tf.Tensor {
  const perm = order.map((axis) => axes.indexOf(axis));
  return perm.every((axis, i) => axis === i) ? tensor : tf.transpose(tensor, perm);
}
