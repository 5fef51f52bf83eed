/** Solves with a symmetric, positive definite matrix, by its Cholesky factor. */
export class Cholesky {
  readonly #size: number;
  /** Lower triangle, row by row. */
  readonly #factor: Float64Array;

  private constructor(size: number, factor: Float64Array) {
    this.#size = size;
    this.#factor = factor;
  }

  /** @param matrix [size × size], row by row @returns `undefined` for a matrix that is not positive definite, as far as 64 bits tell. */
  static of(size: number, matrix: Float64Array): Cholesky | undefined {
    const l = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = matrix[i * size + j]!;
        for (let k = 0; k < j; k++) sum -= l[i * size + k]! * l[j * size + k]!;
        if (i !== j) l[i * size + j] = sum / l[j * size + j]!;
        else if (sum > 0) l[i * size + i] = Math.sqrt(sum);
        else return undefined;
      }
    }
    return new Cholesky(size, l);
  }

  /** Half of the logarithm of the determinant. */
  halfLogDeterminant(): number {
    let sum = 0;
    for (let i = 0; i < this.#size; i++) sum += Math.log(this.#factor[i * this.#size + i]!);
    return sum;
  }

  /** x with matrix · x = b. */
  solve(b: ArrayLike<number>): Float64Array {
    const [n, l, x] = [this.#size, this.#factor, Float64Array.from(b)];
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
      x[i]! /= l[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i]! -= l[k * n + i]! * x[k]!;
      x[i]! /= l[i * n + i]!;
    }
    return x;
  }
}
