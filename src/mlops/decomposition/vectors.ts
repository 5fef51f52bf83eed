/** Lists of vectors of one length, and the singular values of what they span. */
import { dot } from '../estimators/linear.ts';

/** Vectors of one length: the columns of a tall matrix, or the rows of a wide one. */
export type Vectors = readonly Float64Array[];

export interface Svd {
  /** Left singular vectors, largest singular value first. */
  readonly u: Float64Array[];
  readonly s: Float64Array;
  /** Right singular vectors. */
  readonly v: Float64Array[];
}

/** Σ weights[k] · vectors[k]. */
export function combined(vectors: Vectors, weights: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  vectors.forEach((vector, k) => {
    addScaled(sum, vector, weights[k]!);
  });
  return sum;
}

/** The same numbers by rows: `result[i][k] = vectors[k][i]`. */
export function transposed(vectors: Vectors): Float64Array[] {
  return Array.from({ length: vectors[0]!.length }, (_, i) => Float64Array.from(vectors, (vector) => vector[i]!));
}

function addScaled(to: Float64Array, vector: Float64Array, weight: number): void {
  if (weight === 0) return;
  for (let i = 0; i < to.length; i++) to[i]! += weight * vector[i]!;
}

const length = (vector: Float64Array) => Math.sqrt(dot(vector, vector));

/**
 * Q and R of a tall matrix's columns, by Gram and Schmidt, each column made orthogonal twice, which is enough (Giraud et
 * al. 2005). A column that lies in the span of those before it gets 0 on R's diagonal, and any orthonormal one in Q.
 * @returns `r` by columns, each as long as there are columns
 */
export function qr(columns: Vectors): { q: Float64Array[]; r: Float64Array[] } {
  const q: Float64Array[] = [];
  const r = columns.map((column, k) => {
    const rest = column.slice();
    const before = length(rest);
    const weights = new Float64Array(columns.length);
    takeAway(rest, q, weights);
    takeAway(rest, q, weights);
    const left = length(rest);
    const isNew = left > 1e-13 * before;
    weights[k] = isNew ? left : 0;
    q.push(isNew ? rest.map((value) => value / left) : anyOrthonormal(q, rest.length));
    return weights;
  });
  return { q, r };
}

/** Takes from a vector its parts along an orthonormal basis, and adds them up in `weights`. */
function takeAway(vector: Float64Array, basis: Vectors, weights: Float64Array): void {
  basis.forEach((direction, k) => {
    const part = dot(direction, vector);
    weights[k]! += part;
    addScaled(vector, direction, -part);
  });
}

/** A unit vector that is orthogonal to all of a basis with fewer vectors than their length. */
function anyOrthonormal(basis: Vectors, size: number): Float64Array {
  for (let axis = 0; axis < size; axis++) {
    const rest = new Float64Array(size);
    rest[axis] = 1;
    const unused = new Float64Array(basis.length);
    takeAway(rest, basis, unused);
    takeAway(rest, basis, unused);
    const left = length(rest);
    // Of the axes one at least is left with 1/√size of its length.
    if (left > 0.5 / Math.sqrt(size)) return rest.map((value) => value / left);
  }
  throw new RangeError(`There are ${basis.length} orthonormal vectors of length ${size}: no further one fits.`);
}

/**
 * Thin singular value decomposition of a tall matrix, given by its columns: first Q and R, then rotations of R's rows until
 * all are orthogonal (Hestenes 1958), which keeps the digits of small singular values; rows take fewer rounds than columns
 * (Drmač and Veselić 2008). The time grows with the cube of the number of columns.
 */
export function svd(columns: Vectors): Svd {
  const { q, r } = qr(columns);
  const { rotated, rotations } = orthogonalized(transposed(r));
  const sizes = rotated.map(length);
  const order = sizes.map((_, k) => k).sort((a, b) => sizes[b]! - sizes[a]!);
  // Columns of size 0 get a direction by qr; the others keep theirs, being orthogonal.
  const inner = qr(order.map((k) => rotated[k]!));
  return {
    u: order.map((k) => combined(q, rotations[k]!)),
    s: Float64Array.from(order, (k) => sizes[k]!),
    v: inner.q,
  };
}

const mostSweeps = 60;

/** Rotates columns pair by pair until they are orthogonal, to what a sum of so many products can tell; `rotations` by columns. */
function orthogonalized(columns: Vectors) {
  const rotated = columns.map((column) => column.slice());
  const rotations = columns.map((_, k) => Float64Array.from(columns, (_, i) => (i === k ? 1 : 0)));
  const squares = rotated.map((column) => dot(column, column));
  const precision = Number.EPSILON * Math.sqrt(columns.length);
  for (let sweep = 0, moved = true; moved && sweep < mostSweeps; sweep++) {
    moved = false;
    for (let p = 0; p < rotated.length; p++) {
      for (let q = p + 1; q < rotated.length; q++) {
        const [a, b] = [rotated[p]!, rotated[q]!];
        const [alpha, beta, gamma] = [squares[p]!, squares[q]!, dot(a, b)];
        if (Math.abs(gamma) <= precision * Math.sqrt(alpha * beta)) continue;
        moved = true;
        const zeta = (beta - alpha) / (2 * gamma);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        rotate(a, b, cosine, cosine * tangent);
        squares[p] = dot(a, a);
        squares[q] = dot(b, b);
        rotate(rotations[p]!, rotations[q]!, cosine, cosine * tangent);
      }
    }
  }
  return { rotated, rotations };
}

function rotate(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}
