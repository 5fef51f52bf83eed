/** Fewer points than a million, that draw the same picture. */

/** More buckets than a chart has pixel columns add nothing. */
const buckets = 1000;
/** What a browser draws without a pause. */
export const mostPoints = 4 * buckets;

/**
 * M4: of each of equal stretches of x the first, lowest, highest and last point, so that a line over them colours the
 * same pixels as one over all. Where x does not rise, the stretches are of the order instead. Values that are not
 * finite are passed over; a stretch of such alone keeps one, as a gap.
 * Source: Jugel, Jerzak, Hackenbroich and Markl, "M4: A Visualization-Oriented Time Series Data Aggregation" (2014).
 * @param most points to keep, at least 4
 * @returns indices, rising; all of them when they are no more than `most`
 */
export function m4(x: ArrayLike<number>, y: ArrayLike<number>, most: number): Uint32Array {
  if (y.length <= most) return Uint32Array.from({ length: y.length }, (_, index) => index);
  const columns = Math.max(1, Math.floor(most / 4));
  const [begin, span] = [x[0]!, x[x.length - 1]! - x[0]!];
  const byX = span > 0 && rises(x);
  const scale = columns / (byX ? span : y.length);
  const columnOf = (index: number) => Math.min(columns - 1, Math.floor((byX ? x[index]! - begin : index) * scale));

  const kept = new Uint32Array(columns * 4);
  let length = 0;
  for (let start = 0; start < y.length; ) {
    const column = columnOf(start);
    let first = -1;
    let last = -1;
    let low = -1;
    let high = -1;
    let end = start;
    for (; end < y.length && columnOf(end) === column; end++) {
      if (!Number.isFinite(y[end])) continue;
      if (first < 0) first = low = high = end;
      if (y[end]! < y[low]!) low = end;
      if (y[end]! > y[high]!) high = end;
      last = end;
    }
    const points = first < 0 ? [start] : [first, Math.min(low, high), Math.max(low, high), last];
    for (const point of points) if (length === 0 || kept[length - 1]! < point) kept[length++] = point;
    start = end;
  }
  return kept.slice(0, length);
}

function rises(x: ArrayLike<number>): boolean {
  for (let i = 1; i < x.length; i++) if (!(x[i]! >= x[i - 1]!)) return false;
  return true;
}

/** How many points lie in each cell of a grid over their range, row by row from the lowest y. */
export interface Density2d {
  readonly counts: Uint32Array;
  readonly columns: number;
  readonly rows: number;
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** Points where either coordinate is not finite are passed over. */
export function binPoints(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  extents: Pick<Density2d, 'x' | 'y'>,
  columns: number,
  rows: number,
): Density2d {
  const counts = new Uint32Array(columns * rows);
  const [xLow, xScale] = [extents.x[0], scaleFor(extents.x, columns)];
  const [yLow, yScale] = [extents.y[0], scaleFor(extents.y, rows)];
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) continue;
    const column = Math.min(columns - 1, Math.floor((x[i]! - xLow) * xScale));
    const cell = Math.min(rows - 1, Math.floor((y[i]! - yLow) * yScale)) * columns + column;
    counts[cell] = counts[cell]! + 1;
  }
  return { counts, columns, rows, ...extents };
}

function scaleFor([low, high]: readonly [number, number], cells: number): number {
  return high > low ? cells / (high - low) : 0;
}
