import * as tf from '@tensorflow/tfjs';
import type { WasmCall } from './wasm.ts';

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
