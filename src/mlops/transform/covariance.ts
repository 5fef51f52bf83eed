/** Covariance of features, and the directions of their greatest spread. */
import { svd } from '../decomposition/vectors.ts';
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

/**
 * The eigenvectors of the greatest eigenvalues as columns, which are the singular vectors of a covariance; the largest
 * part of each is positive.
 */
function principal(covariance: readonly (readonly number[])[], outputDim: number): number[][] {
  const { u } = svd(covariance.map((row) => Float64Array.from(row)));
  const directions = u.slice(0, outputDim).map((vector) => {
    const largest = vector.reduce((most, part) => (Math.abs(part) > Math.abs(most) ? part : most), 0);
    return largest < 0 ? vector.map((part) => -part) : vector;
  });
  return covariance.map((_, row) => directions.map((vector) => vector[row]!));
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
