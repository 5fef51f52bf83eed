/** Values that move: gathered by index, repeated, summed by index. */
import * as tf from '@tensorflow/tfjs';
import { heapOf } from '../kernels/wasm.ts';
import * as numbers from './assembly/numbers.ts';
import type { Engine } from './engine.ts';
import { type EngineKernel, engineKernel, isFloat, sizeOf } from './kernel.ts';

/** Of four bytes a value, so that they move alike. */
const isWide = ({ dtype }: tf.TensorInfo): boolean => dtype === 'float32' || dtype === 'int32';

/** `x` [outer, size, inner] by `indices` [count]. An index that is not in [0, size) is left to the package's error. */
function gather(engine: Engine, x: tf.TensorInfo, indices: tf.TensorInfo, axis: number): tf.TensorInfo | undefined {
  const [at] = tf.util.parseAxisParam(axis, x.shape) as [number];
  const size = x.shape[at]!;
  const found = heapOf(engine.backend, indices);
  for (let i = 0; i < found.length; i++) if (!(found[i]! >= 0 && found[i]! < size)) return undefined;
  const [before, after] = [x.shape.slice(0, at), x.shape.slice(at + 1)];
  const out = engine.make([...before, ...indices.shape, ...after], x.dtype as 'float32');
  if (sizeOf(out) === 0) return out;
  const addresses = [x, indices, out].map((tensor) => engine.addressOf(tensor));
  const [outer, inner] = [before, after].map((shape) => tf.util.sizeFromShape(shape)) as [number, number];
  // Not `found.length`: memory may have grown for the result, which ends every view of it.
  engine.run(numbers.gather, 1, [...addresses, outer, size, sizeOf(indices), inner]);
  return out;
}

/** Runs of neighboring axes that are repeated alike: repeating [a, b] by [1, 1] is repeating [a · b] by 1. */
function tile(engine: Engine, x: tf.TensorInfo, reps: readonly number[]): tf.TensorInfo | undefined {
  const out = engine.make(
    x.shape.map((size, axis) => size * reps[axis]!),
    x.dtype as 'float32',
  );
  if (sizeOf(out) === 0) return out;
  // As dims of the result, the repetition first, then the axis; what is 1 is left out, what is not repeated is joined.
  const dims: { size: number; stride: number }[] = [];
  let stride = sizeOf(x);
  for (const [axis, size] of x.shape.entries()) {
    stride /= size;
    if (reps[axis]! > 1) dims.push({ size: reps[axis]!, stride: 0 });
    const last = dims.at(-1);
    if (size > 1 && last && last.stride === size * stride) dims[dims.length - 1] = { size: last.size * size, stride };
    else if (size > 1) dims.push({ size, stride });
  }
  if (dims.length > 4) {
    engine.dispose(out);
    return undefined;
  }
  while (dims.length < 4) dims.unshift({ size: 1, stride: 0 });
  const sizes = dims.map(({ size }) => size);
  const to = sizes.map((_, i) => tf.util.sizeFromShape(sizes.slice(i + 1)));
  const addresses = [engine.addressOf(x), engine.addressOf(out)];
  engine.run(numbers.copy, 1, [...addresses, ...sizes, ...dims.map((dim) => dim.stride), ...to]);
  return out;
}

/** `x` [n, …] and `segmentIds` [n] give [numSegments, …]. */
function sumSegments(engine: Engine, x: tf.TensorInfo, ids: tf.TensorInfo, numSegments: number): tf.TensorInfo {
  const inner = x.shape.slice(1);
  const out = engine.make([numSegments, ...inner]);
  const addresses = [x, ids, out].map((tensor) => engine.addressOf(tensor));
  engine.run(numbers.sumSegments, 1, [...addresses, numSegments, sizeOf(ids), tf.util.sizeFromShape(inner)]);
  return out;
}

export const movement: readonly EngineKernel[] = [
  engineKernel<tf.GatherV2Inputs, tf.GatherV2Attrs>(tf.GatherV2, ({ inputs: { x, indices }, attrs }, engine) =>
    isWide(x) && indices.dtype === 'int32' && !attrs.batchDims ? gather(engine, x, indices, attrs.axis) : undefined,
  ),
  engineKernel<tf.TileInputs, tf.TileAttrs>(tf.Tile, ({ inputs: { x }, attrs: { reps } }, engine) =>
    isWide(x) && reps.length === x.shape.length ? tile(engine, x, reps) : undefined,
  ),
  engineKernel<tf.UnsortedSegmentSumInputs, tf.UnsortedSegmentSumAttrs>(
    tf.UnsortedSegmentSum,
    ({ inputs: { x, segmentIds }, attrs: { numSegments } }, engine) =>
      isFloat(x) && segmentIds.dtype === 'int32' && segmentIds.shape.length === 1 && x.shape.length > 0
        ? sumSegments(engine, x, segmentIds, numSegments)
        : undefined,
  ),
];
