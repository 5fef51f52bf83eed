import type { Label } from '../metrics/data.ts';
import { assertPositive, assertTwoClasses, LinearClassifier } from './linear.ts';
import { classesOf, type Matrix, rowsOf } from './samples.ts';

export interface LinearSVCOptions {
  /** `l1` drives weights to 0, and so selects columns; `l2` (the default) only holds them small. */
  readonly penalty?: 'l1' | 'l2';
  /** Inverse of the strength of the penalty: 1 by default. */
  readonly C?: number;
  /** Rounds over all columns at most: 5,000 by default. */
  readonly maxIter?: number;
  /** It ends when a round moves no weight by more: 1e-8 by default. */
  readonly tol?: number;
}

/**
 * A linear support vector machine with squared hinge loss, after `sklearn.svm.LinearSVC` (with `dual=False`). As there, the
 * intercept is the weight of a column of ones, and penalized like any other; more than two classes are each told from the
 * rest. By coordinate descent, one Newton step a column (Yuan et al. 2010).
 */
export class LinearSVC<L extends Label = Label> extends LinearClassifier<L> {
  protected readonly name = 'LinearSVC';
  readonly #options: Required<LinearSVCOptions>;

  /** @throws {EstimatorsError} `bad-argument` */
  constructor({ penalty = 'l2', C = 1, maxIter = 5000, tol = 1e-8 }: LinearSVCOptions = {}) {
    super();
    assertPositive(C, 'C');
    this.#options = { penalty, C, maxIter, tol };
  }

  /** @throws {EstimatorsError} `no-samples`, `unequal-lengths`, `bad-value`, `bad-label`, `one-class` */
  fit(x: Matrix, y: Iterable<L>): this {
    const rows = rowsOf(x);
    const known = classesOf(y, rows.length);
    assertTwoClasses(known, this.name);
    const width = rows[0]!.length;
    const columns = Array.from({ length: width + 1 }, (_, j) => Float64Array.from(rows, (row) => row[j] ?? 1));
    const told = known.classes.length === 2 ? [1] : known.classes.map((_, k) => k);
    const weights = told.map((k) =>
      descend(
        columns,
        Float64Array.from(known.codes, (code) => (code === k ? 1 : -1)),
        this.#options,
      ),
    );
    this.fitted = {
      classes: known.classes,
      coef: weights.map((row) => row.slice(0, width)),
      intercept: Float64Array.from(weights, (row) => row[width]!),
    };
    return this;
  }
}

/** @param sides 1 or -1 for each row */
function descend(
  columns: readonly Float64Array[],
  sides: Float64Array,
  options: Required<LinearSVCOptions>,
): Float64Array {
  const weights = new Float64Array(columns.length);
  /** 1 - side × score: how far a row is on the wrong side of its margin. */
  const gaps = new Float64Array(sides.length).fill(1);
  for (let round = 0; round < options.maxIter; round++) {
    let moved = 0;
    for (const [j, column] of columns.entries())
      moved = Math.max(moved, Math.abs(stepOne(j, column, sides, weights, gaps, options)));
    if (moved <= options.tol) break;
  }
  return weights;
}

/** Moves one weight, and the gaps with it. @returns by how much */
function stepOne(
  j: number,
  column: Float64Array,
  sides: Float64Array,
  weights: Float64Array,
  gaps: Float64Array,
  { penalty, C }: Required<LinearSVCOptions>,
): number {
  const weight = weights[j]!;
  let [slope, bend, loss] = [0, 1e-12, 0];
  for (let i = 0; i < gaps.length; i++) {
    const gap = gaps[i]!;
    if (gap <= 0) continue;
    slope -= 2 * C * sides[i]! * column[i]! * gap;
    bend += 2 * C * column[i]! ** 2;
    loss += C * gap * gap;
  }
  const cost = (value: number) => (penalty === 'l1' ? Math.abs(value) : (value * value) / 2);
  const direction = penalty === 'l1' ? softStep(weight, slope, bend) : -(slope + weight) / (bend + 1);
  if (Math.abs(direction) < 1e-14) return 0;
  const promised =
    penalty === 'l1'
      ? slope * direction + Math.abs(weight + direction) - Math.abs(weight)
      : (slope + weight) * direction;
  for (let length = 1; length > 1e-8; length /= 2) {
    const move = length * direction;
    let next = 0;
    for (let i = 0; i < gaps.length; i++) {
      const gap = gaps[i]! - sides[i]! * column[i]! * move;
      if (gap > 0) next += C * gap * gap;
    }
    if (next - loss + cost(weight + move) - cost(weight) > 0.01 * length * promised) continue;
    weights[j] = weight + move;
    for (let i = 0; i < gaps.length; i++) gaps[i]! -= sides[i]! * column[i]! * move;
    return move;
  }
  return 0;
}

/** The step to the least of slope × d + ½ bend × d² + |weight + d|. */
function softStep(weight: number, slope: number, bend: number): number {
  if (slope + 1 <= bend * weight) return -(slope + 1) / bend;
  if (slope - 1 >= bend * weight) return -(slope - 1) / bend;
  return -weight;
}
