/** Covariance of features, and the directions of their greatest spread. */
import type { FeatureColumn, FeatureValues } from './kernels.ts';
import type { ConstantNode } from './node.ts';
import type { FeatureValue } from './schema.ts';

type State = readonly [count: number, means: Float64Array, products: Float64Array];

/**
 * The biased covariance (divided by n) of columns, and its eigenvectors. A row that lacks a number does not count.
 * Source: tensorflow/transform, analyzers.py, `covariance`, `pca`; updates and merges as for a variance (Chan et al.).
 */
export class Covariance {
  readonly #dimensions: number;
  readonly #outputDim: number | undefined;
  #count = 0;
  #means: Float64Array;
  /** Sums of products of deviations, row by row. */
  #products: Float64Array;

  constructor(dimensions: number, outputDim: number | undefined) {
    this.#dimensions = dimensions;
    this.#outputDim = outputDim;
    this.#means = new Float64Array(dimensions);
    this.#products = new Float64Array(dimensions * dimensions);
  }

  add(...columns: readonly FeatureColumn[]): void {
    const n = this.#dimensions;
    const before = new Float64Array(n);
    for (let row = 0; row < columns[0]!.length; row++) {
      const values = columns.map((column) => column[row] as number | null);
      if (values.includes(null)) continue;
      this.#count++;
      for (let i = 0; i < n; i++) {
        before[i] = Math.fround(values[i]!) - this.#means[i]!;
        this.#means[i]! += before[i]! / this.#count;
      }
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          this.#products[i * n + j]! += before[i]! * (Math.fround(values[j]!) - this.#means[j]!);
    }
  }

  state(): State {
    return [this.#count, this.#means, this.#products];
  }

  merge(state: unknown): void {
    const [count, means, products] = state as State;
    if (count === 0) return;
    const n = this.#dimensions;
    const total = this.#count + count;
    const away = means.map((mean, i) => mean - this.#means[i]!);
    const share = (this.#count * count) / total;
    this.#products = this.#products.map(
      (sum, at) => sum + products[at]! + away[Math.floor(at / n)]! * away[at % n]! * share,
    );
    this.#means = this.#means.map((mean, i) => mean + (away[i]! * count) / total);
    this.#count = total;
  }

  freeze(): ConstantNode {
    const n = this.#dimensions;
    const covariance = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => this.#products[i * n + j]! / Math.max(this.#count, 1)),
    );
    const matrix = this.#outputDim === undefined ? covariance : principal(covariance, this.#outputDim);
    return { op: 'matrix', values: matrix.map((row) => row.map(Math.fround)) };
  }
}

/** The eigenvectors of the greatest eigenvalues as columns; the largest part of each is positive. */
function principal(covariance: readonly (readonly number[])[], outputDim: number): number[][] {
  const { values, vectors } = eigenvectors(covariance);
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, outputDim);
  const signs = order.map((k) => {
    const largest = vectors.reduce((most, row) => (Math.abs(row[k]!) > Math.abs(most) ? row[k]! : most), 0);
    return largest < 0 ? -1 : 1;
  });
  return vectors.map((row) => order.map((k, place) => row[k]! * signs[place]!));
}

/**
 * Eigenvalues and, as columns, eigenvectors of a symmetric matrix, by rotations that bring one pair of entries to zero at a
 * time. Source: Jacobi (1846), in the form of Golub and Van Loan, *Matrix Computations*, 8.5.
 */
function eigenvectors(symmetric: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const n = symmetric.length;
  const a = symmetric.map((row) => [...row]);
  const v = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  const scale = Math.hypot(...a.flat()) || 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    const rest = Math.hypot(...a.flatMap((row, i) => row.filter((_, j) => j !== i)));
    if (rest <= 1e-15 * scale) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  }
  return { values: a.map((row, i) => row[i]!), vectors: v };
}

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  if (a[p]![q] === 0) return;
  const tau = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
  const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  const turn = (row: number[]) => {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  };
  for (const row of a) turn(row);
  const [top, bottom] = [a[p]!, a[q]!];
  for (let k = 0; k < top.length; k++)
    [top[k], bottom[k]] = [c * top[k]! - s * bottom[k]!, s * top[k]! + c * bottom[k]!];
  for (const row of v) turn(row);
}

/** One column of features × matrix, in float32; missing where one of the features is. */
export function product(
  features: readonly FeatureValues[],
  matrix: readonly (readonly number[])[],
  column: number,
): FeatureValue[] {
  const columns = features as readonly FeatureColumn[];
  return columns[0]!.map((_, row) => {
    let sum = 0;
    for (const [i, values] of columns.entries()) {
      const value = values[row] as number | null;
      if (value === null) return null;
      sum += Math.fround(value) * matrix[i]![column]!;
    }
    return Math.fround(sum);
  });
}
