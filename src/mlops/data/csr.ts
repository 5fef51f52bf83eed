/** A sparse matrix by compressed rows, after `scipy.sparse.csr_matrix`: only what is not zero is kept. */
export interface CsrMatrix {
  readonly shape: readonly [rows: number, columns: number];
  /** The entries of row `i` stand from `indptr[i]` up to, and without, `indptr[i + 1]`; so one more than rows. */
  readonly indptr: Uint32Array;
  /** The column of each entry, rising within a row. */
  readonly indices: Uint32Array;
  readonly data: Float64Array;
}

export function isCsrMatrix(value: unknown): value is CsrMatrix {
  return typeof value === 'object' && value !== null && 'indptr' in value && 'indices' in value && 'data' in value;
}

/** Some rows, in the order in which they are asked for. */
export function csrRows(matrix: CsrMatrix, rows: readonly number[]): CsrMatrix {
  const { indptr, indices, data } = matrix;
  const ends = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    ends[at + 1] = ends[at]! + indptr[row + 1]! - indptr[row]!;
  });
  const picked = { indices: new Uint32Array(ends.at(-1)!), data: new Float64Array(ends.at(-1)!) };
  rows.forEach((row, at) => {
    picked.indices.set(indices.subarray(indptr[row], indptr[row + 1]), ends[at]);
    picked.data.set(data.subarray(indptr[row], indptr[row + 1]), ends[at]);
  });
  return { shape: [rows.length, matrix.shape[1]], indptr: ends, ...picked };
}
