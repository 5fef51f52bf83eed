import * as tf from '@tensorflow/tfjs';
import { type Correction, correction } from './correct.ts';
import { heapOf, type WasmCall } from './wasm.ts';

// tfjs-backend-wasm 4.22 adds up float32 values one after the other in a float32: from some 10^7 equal values on a sum
// stands still, and the mean of a million values of 0.1 is 1 % off. Here they are added in double precision, where
// they lie in the heap. Measured, that is as fast as the package's loops, and faster over outer axes, since nothing is
// transposed first.

/** How the axes of a tensor lie in memory, as runs of neighboring axes that are all reduced or all kept. */
interface Run {
  readonly size: number;
  readonly reduced: boolean;
}

/** Neighboring axes of one kind become one; axes of size 1 vanish. */
export function runsOf(shape: readonly number[], axes: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const reduced = axes.includes(axis);
    const last = runs.at(-1);
    if (last?.reduced === reduced) runs[runs.length - 1] = { size: last.size * size, reduced };
    else runs.push({ size, reduced });
  }
  return runs;
}

type Numbers = Float32Array | Int32Array | Float64Array;

/** Sums of `values`, seen as [outer, reduced, inner], over the middle axis; [outer, inner] in double precision. */
function sumMiddle(values: Numbers, outer: number, reduced: number, inner: number): Float64Array {
  const sums = new Float64Array(outer * inner);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    if (inner === 1) {
      sums[o] = sumOf(values, at, at + reduced);
      at += reduced;
      continue;
    }
    const base = o * inner;
    for (let r = 0; r < reduced; r++) for (let i = 0; i < inner; i++) sums[base + i]! += values[at++]!;
  }
  return sums;
}

/** Four sums side by side: the processor need not wait for one addition to begin the next. */
function sumOf(values: Numbers, from: number, to: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
  }
  for (; i < to; i++) a += values[i]!;
  return a + b + (c + d);
}

/** Sums of the heap's values over the reduced runs, the innermost first. */
function reduce(values: Numbers, runs: readonly Run[]): Numbers {
  let left = [...runs];
  let sums = values;
  for (let at = left.findLastIndex((run) => run.reduced); at >= 0; at = left.findLastIndex((run) => run.reduced)) {
    const count = (part: readonly Run[]) => part.reduce((product, { size }) => product * size, 1);
    sums = sumMiddle(sums, count(left.slice(0, at)), left[at]!.size, count(left.slice(at + 1)));
    left = left.toSpliced(at, 1);
  }
  return sums;
}

type SumCall = WasmCall<tf.SumInputs, tf.SumAttrs>;

/** The sum, times `factor`, over the axes of the call, as float32. */
function reduced({ inputs: { x }, attrs: { axis, keepDims }, backend }: SumCall, factor: number): tf.TensorInfo {
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const [shape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
  const out = backend.makeOutput(keepDims ? tf.backend_util.expandShapeToKeepDim(shape, axes) : shape, 'float32');
  const sums = reduce(heapOf(backend, x) as Numbers, runsOf(x.shape, axes));
  const written = heapOf(backend, out);
  for (let i = 0; i < written.length; i++) written[i] = sums[i]! * factor;
  return out;
}

/** [.., n] → [.., n]: each value the sum of those up to it along an axis, in double precision. */
function cumulated({ inputs: { x }, attrs, backend }: WasmCall<tf.CumsumInputs, tf.CumsumAttrs>): tf.TensorInfo {
  const { axis, exclusive, reverse } = attrs;
  const [at] = tf.util.parseAxisParam([axis], x.shape) as [number];
  const out = backend.makeOutput(x.shape, 'float32');
  const [from, to] = [heapOf(backend, x), heapOf(backend, out)];
  const size = x.shape[at]!;
  const inner = tf.util.sizeFromShape(x.shape.slice(at + 1));
  const step = reverse ? -inner : inner;
  for (let start = 0; start < from.length; start += size * inner) {
    for (let i = 0; i < inner; i++) {
      let place = start + i + (reverse ? (size - 1) * inner : 0);
      for (let sum = 0, k = 0; k < size; k++, place += step) {
        const value = from[place]!;
        to[place] = exclusive ? sum : sum + value;
        sum += value;
      }
    }
  }
  return out;
}

const isFilled = (x: tf.TensorInfo) => tf.util.sizeFromShape(x.shape) > 0;
const isFloat = (x: tf.TensorInfo) => x.dtype === 'float32' && isFilled(x);

/** Reductions of filled tensors that add up. Sums of integers stay with the package: those are exact, and wrap. */
export const sums: readonly Correction[] = [
  correction<tf.SumInputs, tf.SumAttrs>(
    tf.Sum,
    ({ inputs }) => isFloat(inputs.x),
    (call) => reduced(call, 1),
  ),
  correction<tf.MeanInputs, tf.MeanAttrs>(
    tf.Mean,
    ({ inputs: { x } }) => (x.dtype === 'int32' || x.dtype === 'float32') && isFilled(x),
    (call) => reduced(call, 1 / countOf(call)),
  ),
  correction<tf.CumsumInputs, tf.CumsumAttrs>(tf.Cumsum, ({ inputs }) => isFloat(inputs.x), cumulated),
];

/** How many values one mean is taken of. */
function countOf({ inputs: { x }, attrs: { axis } }: SumCall): number {
  const axes = tf.util.parseAxisParam(axis, x.shape);
  return tf.util.sizeFromShape(tf.backend_util.computeOutAndReduceShapes(x.shape, axes)[1]);
}
