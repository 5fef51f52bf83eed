/** The least value of a smooth function within [0, 1] along each coordinate, downhill from a start. */
export interface Value {
  readonly value: number;
  readonly slopes: Float64Array;
}
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
}

const clipped = (value: number) => Math.min(1, Math.max(0, value));

/**
 * A quasi-Newton descent (BFGS) that stays within the bounds: coordinates that lie at one, and would go on beyond it, rest.
 * Source: J. Nocedal and S. Wright, "Numerical Optimization" (2006), chapters 6 and 16.7.
 */
export function minimize(valueAt: (at: Float64Array) => Value, start: ArrayLike<number>, rounds = 100): Minimum {
  let at = Float64Array.from(start, clipped);
  let here = valueAt(at);
  let inverse: Float64Array[] = identity(at.length);
  for (let round = 0; round < rounds; round++) {
    const free = at.map((value, i) =>
      Number(!(value <= 0 && here.slopes[i]! > 0) && !(value >= 1 && here.slopes[i]! < 0)),
    );
    const slopes = here.slopes.map((slope, i) => slope * free[i]!);
    if (slopes.every((slope) => Math.abs(slope) < 1e-8)) break;
    let way = times(inverse, slopes, free);
    // What is remembered may not lead downhill any more, where other coordinates are free now.
    if (dot(way, slopes) >= 0) {
      inverse = identity(at.length);
      way = slopes.map((slope) => -slope);
    }
    const next = lineSearch(valueAt, at, here, way);
    if (!next) break;
    const moved = next.at.map((value, i) => value - at[i]!);
    const turned = next.found.slopes.map((slope, i) => (slope - here.slopes[i]!) * free[i]!);
    inverse = updated(inverse, moved, turned);
    const gained = here.value - next.found.value;
    [at, here] = [next.at, next.found];
    if (gained <= 1e-15 * Math.max(1, Math.abs(here.value))) break;
  }
  return { at, value: here.value };
}

const identity = (size: number) =>
  Array.from({ length: size }, (_, i) => Float64Array.from({ length: size }, (_, j) => Number(i === j)));

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Against the slopes, by the inverse curvature, along free coordinates alone. */
const times = (inverse: readonly Float64Array[], slopes: Float64Array, free: Float64Array) =>
  Float64Array.from(inverse, (row, i) => -dot(row, slopes) * free[i]!);

/** Halves a step until it gains enough (Armijo); `undefined` where no step does. */
function lineSearch(valueAt: (at: Float64Array) => Value, at: Float64Array, here: Value, way: Float64Array) {
  for (let length = 1; length > 1e-12; length /= 2) {
    const next = at.map((value, i) => clipped(value + length * way[i]!));
    const found = valueAt(next);
    const promised = dot(
      next.map((value, i) => value - at[i]!),
      here.slopes,
    );
    if (found.value <= here.value + 1e-4 * promised && promised < 0) return { at: next, found };
  }
  return undefined;
}

/** The BFGS formula, left out where the curvature along the step is not positive. */
function updated(inverse: Float64Array[], moved: Float64Array, turned: Float64Array): Float64Array[] {
  const curvature = dot(moved, turned);
  if (curvature <= 1e-14) return inverse;
  const bent = Float64Array.from(inverse, (row) => dot(row, turned));
  const share = (1 + dot(turned, bent) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map(
      (value, j) => value + share * moved[i]! * moved[j]! - (moved[i]! * bent[j]! + bent[i]! * moved[j]!) / curvature,
    ),
  );
}
