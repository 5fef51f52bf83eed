/** Columns in bins, so that a split needs one look at each bin and not one at each row. */

export interface Bins {
  /** Of each column the bin of each row. */
  readonly codes: readonly Uint16Array[];
  /** Of each column the borders between its bins, rising: a row of bin b lies below border b, and not below border b - 1. */
  readonly borders: readonly Float32Array[];
}

/** Values in 32 bits, as XGBoost compares them; where there are more of them than bins, bins hold about as many rows each. */
export function binsOf(rows: readonly Float64Array[], maxBin: number): Bins {
  const columns = Array.from(rows[0]!, (_, j) => Float32Array.from(rows, (row) => row[j]!));
  const borders = columns.map((column) => bordersOf(column, maxBin));
  return { codes: columns.map((column, j) => codesOf(column, borders[j]!)), borders };
}

function bordersOf(column: Float32Array, maxBin: number): Float32Array {
  const sorted = column.toSorted();
  const values = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (values.length <= maxBin) return values.subarray(1);
  const quantiles = Float32Array.from({ length: maxBin - 1 }, (_, i) => {
    return sorted[Math.floor(((i + 1) * sorted.length) / maxBin)]!;
  });
  return quantiles.filter((value, i) => value > (i === 0 ? sorted[0]! : quantiles[i - 1]!));
}

function codesOf(column: Float32Array, borders: Float32Array): Uint16Array {
  return Uint16Array.from(column, (value) => {
    let [low, high] = [0, borders.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < borders[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
