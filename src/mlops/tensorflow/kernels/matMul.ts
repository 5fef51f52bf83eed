import * as tf from '@tensorflow/tfjs';
import { runKernel, type WasmCall } from './wasm.ts';

type MatMulCall = WasmCall<tf.BatchMatMulInputs, tf.BatchMatMulAttrs>;

/**
 * True for batches such as [2, 3] and [2, 1], where repeating one side from its start on does not pair the matrices
 * as broadcasting does. TensorFlow.js 4.22 takes the wrong pairs, and for [2, 1] and [1, 3] too few, on wasm and cpu.
 */
export function repeatsBothBatches({ inputs: { a, b } }: MatMulCall): boolean {
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const size = tf.util.sizeFromShape(tf.backend_util.assertAndGetBroadcastShape(batchA, batchB));
  return [batchA, batchB].some((batch) => ![1, size].includes(tf.util.sizeFromShape(batch)));
}

/** The same product of batches that are written out. `a` [..., n, k] and `b` [..., k, m], or transposed. */
export function matMulOfRepeated({ inputs, attrs }: MatMulCall): tf.TensorInfo {
  const [a, b] = [inputs.a as tf.Tensor, inputs.b as tf.Tensor];
  const batch = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return tf.tidy(() => {
    const [left, right] = [a, b].map((x) => tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)]));
    return tf.matMul(left!, right!, attrs.transposeA, attrs.transposeB);
  });
}

/** From so many multiplications on, transposing first is quicker; measured, with a wide margin either way. */
const worthwhile = 10_000;

/**
 * True for the products of a dense layer's gradients. TensorFlow.js 4.22 multiplies by XNNPACK only what is not
 * transposed and no batch; the loops that it has for the rest take up to eight times as long.
 */
export function isTransposedMatrix({ inputs: { a, b }, attrs }: MatMulCall): boolean {
  if (!(attrs.transposeA || attrs.transposeB) || a.dtype !== 'float32' || b.dtype !== 'float32') return false;
  if (a.shape.length !== b.shape.length || ![a, b].every(isOneMatrix)) return false;
  const columns = b.shape.at(attrs.transposeB ? -2 : -1)!;
  return tf.util.sizeFromShape(a.shape) * columns >= worthwhile;
}

function isOneMatrix({ shape }: tf.TensorInfo): boolean {
  return shape.slice(0, -2).every((size) => size === 1);
}

/** The same product of matrices that are transposed first. */
export function matMulOfTransposed({ inputs, attrs, backend }: MatMulCall, original: tf.KernelFunc): tf.TensorInfo {
  const made: tf.TensorInfo[] = [];
  const transposed = (x: tf.TensorInfo): tf.TensorInfo => {
    const perm = x.shape.map((_, axis) => axis);
    perm.push(...perm.splice(-2).reverse());
    const out = runKernel(backend, tf.Transpose, { x }, { perm });
    made.push(out);
    return out;
  };
  const [a, b] = [
    attrs.transposeA ? transposed(inputs.a) : inputs.a,
    attrs.transposeB ? transposed(inputs.b) : inputs.b,
  ];
  const plain = { inputs: { a, b }, attrs: { transposeA: false, transposeB: false }, backend };
  const product = original(plain as unknown as Parameters<tf.KernelFunc>[0]) as tf.TensorInfo;
  for (const { dataId } of made) backend.disposeData(dataId);
  return product;
}
