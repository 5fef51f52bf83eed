/** First guesses for a nonnegative factorization. */
import { normal, uniform } from '../datasets/chance.ts';
import { dot } from '../estimators/linear.ts';
import { DecompositionError } from './errors.ts';
import { type Operand, randomizedSvd } from './operand.ts';

export interface Factors {
  /** Columns of W: one a component, each as long as there are rows. */
  readonly w: Float64Array[];
  /** Rows of H: one a component, each as long as there are columns. */
  readonly h: Float64Array[];
}

/** @param mean of all entries */
export function randomFactors(x: Operand, count: number, mean: number, seed: number): Factors {
  const next = uniform(seed);
  const size = Math.sqrt(mean / count);
  const drawn = (length: number) =>
    Array.from({ length: count }, () => Float64Array.from({ length }, () => size * Math.abs(normal(next))));
  return { h: drawn(x.columns), w: drawn(x.rows) };
}

/**
 * From the singular vectors, each cut to its side above or below zero, whichever is larger (Boutsidis and Gallopoulos 2008:
 * NNDSVD). What would be zero gets the value `fill`: 0, or the mean of all entries, as in `nndsvda`.
 */
export function nndsvd(x: Operand, count: number, fill: number, seed: number): Factors {
  const nIter = count < 0.1 * Math.min(x.rows, x.columns) ? 7 : 4;
  const { u, s, v } = randomizedSvd(x, count, { nIter, nOversamples: 10, seed });
  const pairs = Array.from(s, (size, k) => (k === 0 ? firstPair(u[0]!, v[0]!, size) : largerSide(u[k]!, v[k]!, size)));
  const filled = (values: Float64Array) => values.map((value) => (value < 1e-6 ? fill : value));
  return { w: pairs.map(([left]) => filled(left)), h: pairs.map(([, right]) => filled(right)) };
}

type Pair = readonly [left: Float64Array, right: Float64Array];

/** The first vectors of a nonnegative matrix have no two signs. */
const firstPair = (u: Float64Array, v: Float64Array, size: number): Pair => [
  u.map((value) => Math.sqrt(size) * Math.abs(value)),
  v.map((value) => Math.sqrt(size) * Math.abs(value)),
];

function largerSide(u: Float64Array, v: Float64Array, size: number): Pair {
  const side = (values: Float64Array, sign: number) => values.map((value) => Math.max(0, sign * value));
  const [above, below] = [1, -1].map((sign) => {
    const [left, right] = [side(u, sign), side(v, sign)];
    return { left, right, norms: [Math.sqrt(dot(left, left)), Math.sqrt(dot(right, right))] as const };
  });
  const weight = ({ norms: [a, b] }: { norms: readonly [number, number] }) => a * b;
  const larger = weight(above!) > weight(below!) ? above! : below!;
  const scale = Math.sqrt(size * weight(larger));
  const [a, b] = larger.norms;
  return [
    larger.left.map((value) => (scale * value) / (a || 1)),
    larger.right.map((value) => (scale * value) / (b || 1)),
  ];
}

/** Factors that a caller gives, W by rows as `transform` returns it. @throws {DecompositionError} `bad-argument` */
export function givenFactors(
  x: Operand,
  count: number,
  { w, h }: { readonly w: readonly ArrayLike<number>[]; readonly h: readonly ArrayLike<number>[] },
): Factors {
  const isRight =
    w.length === x.rows &&
    h.length === count &&
    w.every((row) => row.length === count) &&
    h.every((row) => row.length === x.columns) &&
    [...w, ...h].every((row) => Array.from(row).every((value) => value >= 0 && value < Number.POSITIVE_INFINITY));
  if (!isRight) {
    const shapes = `w of ${x.rows} rows with ${count} numbers, h of ${count} rows with ${x.columns}`;
    throw new DecompositionError('bad-argument', `init must hold ${shapes}, none below zero.`);
  }
  return {
    w: Array.from({ length: count }, (_, k) => Float64Array.from(w, (row) => row[k]!)),
    h: h.map((row) => Float64Array.from(row)),
  };
}
