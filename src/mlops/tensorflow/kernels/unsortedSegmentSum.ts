import * as tf from '@tensorflow/tfjs';
import { heapOf, type WasmCall, wasmKernel, zeros } from './wasm.ts';

/**
 * Sums the slices of `x` [n, …] that share a segment id: the result is [numSegments, …], and what has an id outside
 * of `[0, numSegments)` is left out. It is the gradient of `gather`, and so of every embedding.
 * https://www.tensorflow.org/api_docs/python/tf/math/unsorted_segment_sum
 *
 * `segmentIds` [n], int32. The result is int32 for int32 `x`, as in TensorFlow (the cpu backend: float32), else float32.
 */
export const unsortedSegmentSum = wasmKernel(tf.UnsortedSegmentSum, run);

function run({
  inputs: { x, segmentIds },
  attrs: { numSegments },
  backend,
}: WasmCall<tf.UnsortedSegmentSumInputs, tf.UnsortedSegmentSumAttrs>): tf.TensorInfo {
  const inner = x.shape.slice(1);
  const out = zeros(backend, [numSegments, ...inner], x.dtype === 'int32' ? 'int32' : 'float32');
  const [values, ids, sums] = [heapOf(backend, x), heapOf(backend, segmentIds), heapOf(backend, out)];
  const size = tf.util.sizeFromShape(inner);
  for (let slice = 0; slice < ids.length; slice++) {
    const id = ids[slice]!;
    if (id < 0 || id >= numSegments) continue;
    const [from, to] = [slice * size, id * size];
    for (let k = 0; k < size; k++) sums[to + k]! += values[from + k]!;
  }
  return out;
}
