/** Sums and means in double precision, greatest and least values with NaN where there is one. */
import * as tf from '@tensorflow/tfjs';
import { runsOf } from '../kernels/sums.ts';
import * as numbers from './assembly/numbers.ts';
import type { Engine } from './engine.ts';
import { type EngineKernel, engineKernel, isFloat, sizeOf } from './kernel.ts';

/** [outer, reduced, inner] as axes lie in memory; nothing where the reduced ones are not neighbors. */
function layoutOf(shape: readonly number[], axes: readonly number[]): [number, number, number] | undefined {
  const runs = runsOf(shape, axes);
  const at = runs.findIndex(({ reduced }) => reduced);
  if (at !== runs.findLastIndex(({ reduced }) => reduced)) return undefined;
  const sizes = (part: typeof runs) => part.reduce((product, { size }) => product * size, 1);
  return at < 0 ? [sizes(runs), 1, 1] : [sizes(runs.slice(0, at)), runs[at]!.size, sizes(runs.slice(at + 1))];
}

interface Reduction {
  readonly kind: number;
  readonly axis: number | number[];
  readonly keepDims: boolean;
  /** Divides a sum by how many values it is of. */
  readonly isMean?: boolean;
}

function reduce(engine: Engine, x: tf.TensorInfo, { kind, axis, keepDims, isMean }: Reduction) {
  if (!isFloat(x) || sizeOf(x) === 0) return undefined;
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const layout = layoutOf(x.shape, axes);
  if (!layout) return undefined;
  const [shape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
  const out = engine.make(keepDims ? tf.backend_util.expandShapeToKeepDim(shape, axes) : shape);
  const [, reduced, inner] = layout;
  engine.needScratch(engine.exports.scratchOfReduce(inner));
  const addresses = [engine.addressOf(x), engine.addressOf(out)];
  engine.run(numbers.reduce, 1, [kind, ...addresses, ...layout, isMean ? reduced : 1]);
  return out;
}

/**
 * Has `write` put `parts` partial results of `count` floats one behind the other, and adds them to `out`. A sum in parts
 * that do not depend on what computes them is the same to the bit whatever does.
 */
export function addParts(
  engine: Engine,
  parts: number,
  count: number,
  out: number,
  write: (address: number) => void,
): void {
  if (parts === 1) {
    write(out);
    return;
  }
  const partial = engine.make([parts * count]);
  write(engine.addressOf(partial));
  engine.needScratch(engine.exports.scratchOfReduce(count));
  engine.run(numbers.reduce, 1, [numbers.sum, engine.addressOf(partial), out, 1, parts, count, 1]);
  engine.dispose(partial);
}

interface Axis {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

export const reductions: readonly EngineKernel[] = [
  engineKernel<tf.SumInputs, Axis>(tf.Sum, ({ inputs: { x }, attrs }, engine) =>
    reduce(engine, x, { ...attrs, kind: numbers.sum }),
  ),
  engineKernel<tf.MeanInputs, Axis>(tf.Mean, ({ inputs: { x }, attrs }, engine) =>
    reduce(engine, x, { ...attrs, kind: numbers.sum, isMean: true }),
  ),
  engineKernel<tf.MaxInputs, tf.MaxAttrs>(tf.Max, ({ inputs: { x }, attrs }, engine) =>
    reduce(engine, x, { kind: numbers.greatest, axis: attrs.reductionIndices, keepDims: attrs.keepDims }),
  ),
  engineKernel<tf.MinInputs, Axis>(tf.Min, ({ inputs: { x }, attrs }, engine) =>
    reduce(engine, x, { ...attrs, kind: numbers.least }),
  ),
];
