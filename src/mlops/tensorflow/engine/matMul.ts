/** Products of matrices and batches of them, transposed or not, with bias and activation. */
import * as tf from '@tensorflow/tfjs';
import * as numbers from './assembly/numbers.ts';
import type { Engine } from './engine.ts';
import { type EngineKernel, engineKernel, isFloat, sizeOf } from './kernel.ts';

/** A matrix in memory: its address, and its strides in floats. */
export interface Matrix {
  readonly address: number;
  readonly rowStride: number;
  readonly columnStride: number;
  /** From one matrix of a batch to the next; 0 where there is one for all. */
  readonly batchStride?: number;
}

/** [M, N] = [M, K] · [K, N], `batch` of them, one behind the other. */
export interface Product {
  readonly sizes: readonly [m: number, n: number, k: number];
  readonly batch?: number;
  readonly after?: After;
}

/** What each row of a result goes through: a bias is added, 0 for none, and an activation taken. */
export interface After {
  readonly bias: number;
  readonly activation: number;
}

/** Activations that a product or a convolution can end with. */
export const activations: Readonly<Record<string, number>> = {
  linear: numbers.linear,
  relu: numbers.reluAfter,
  relu6: numbers.relu6After,
};

export function multiply(engine: Engine, a: Matrix, b: Matrix, out: number, product: Product): void {
  const { sizes, batch = 1, after = { bias: 0, activation: numbers.linear } } = product;
  const [m, n] = sizes;
  engine.needScratch(engine.exports.panelBytes(n));
  const factors = [a, b].flatMap(({ address, rowStride, columnStride }) => [address, rowStride, columnStride]);
  const strides = [a.batchStride ?? 0, b.batchStride ?? 0, m * n];
  const words = [...factors, out, ...sizes, ...strides, after.bias, after.activation, 1, 1];
  engine.run(numbers.matMul, batch, words);
}

interface Options {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly bias?: tf.TensorInfo | undefined;
  readonly activation?: number;
}

/** `a` [..., M, K] or transposed, `b` [..., K, N] or transposed; a bias is [N]. Batches are equal, or one has none. */
function matMul(engine: Engine, a: tf.TensorInfo, b: tf.TensorInfo, options: Options): tf.TensorInfo | undefined {
  const { transposeA, transposeB, bias, activation = numbers.linear } = options;
  if (!isFloat(a) || !isFloat(b) || sizeOf(a) === 0 || sizeOf(b) === 0) return undefined;
  const [m, k] = sidesOf(a, transposeA);
  const [inner, n] = sidesOf(b, transposeB);
  // The kernel that was there says what does not fit.
  if (inner !== k) return undefined;
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [countA, countB] = [batchA, batchB].map((batch) => tf.util.sizeFromShape(batch)) as [number, number];
  const isCovered = countA === 1 || countB === 1 || tf.util.arraysEqual(batchA, batchB);
  const fits = !bias || (isFloat(bias) && bias.shape.length === 1 && sizeOf(bias) === n);
  if (!isCovered || !fits) return undefined;
  const batch = tf.backend_util.assertAndGetBroadcastShape(batchA, batchB);
  const out = engine.make([...batch, m, n]);
  const after = { bias: bias ? engine.addressOf(bias) : 0, activation };
  const left = matrixOf(engine, a, transposeA, countA === 1 ? 0 : m * k);
  const right = matrixOf(engine, b, transposeB, countB === 1 ? 0 : k * n);
  // Rows of a batch that meet the same matrix are rows of one product.
  const isOne = countB === 1 && !transposeA;
  const sizes = [isOne ? countA * m : m, n, k] as const;
  multiply(engine, left, right, engine.addressOf(out), { sizes, batch: isOne ? 1 : Math.max(countA, countB), after });
  return out;
}

function sidesOf({ shape }: tf.TensorInfo, isTransposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return isTransposed ? [columns, rows] : [rows, columns];
}

function matrixOf(engine: Engine, x: tf.TensorInfo, isTransposed: boolean, batchStride: number): Matrix {
  const columns = x.shape.at(-1)!;
  const [rowStride, columnStride] = isTransposed ? [1, columns] : [columns, 1];
  return { address: engine.addressOf(x), rowStride, columnStride, batchStride };
}

export const products: readonly EngineKernel[] = [
  engineKernel<tf.BatchMatMulInputs, tf.BatchMatMulAttrs>(tf.BatchMatMul, ({ inputs: { a, b }, attrs }, engine) =>
    matMul(engine, a, b, attrs),
  ),
  engineKernel<tf._FusedMatMulInputs, tf._FusedMatMulAttrs>(tf._FusedMatMul, ({ inputs, attrs }, engine) => {
    const activation = activations[attrs.activation];
    if (activation === undefined) return undefined;
    const { a, b, bias } = inputs;
    return matMul(engine, a, b, { ...attrs, bias, activation });
  }),
];
