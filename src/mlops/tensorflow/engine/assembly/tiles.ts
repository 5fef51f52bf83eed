// The inner loop of products: 6 rows by 8 columns of the result at a time, in registers. V8 leaves a loop 15 of them:
// 12 sums, 2 vectors of columns, and 1 value. Without fused products a product needs a register of its own, the sums no
// longer fit, and the speed halves; so such a binary takes 3 rows twice.
import { bytes } from './record';
import { Vector } from './vector';

/** Rows of a panel of the left factor: [depth][6]. */
export const panelRows: i32 = 6;
/** Columns of a panel of the right factor: [depth][8]. */
export const panelColumns: i32 = 8;
/** The bytes that a partial tile is put aside in. */
export const tileBytes: i32 = 192;

/** c [6, 8] = or += a · b, from panels of `depth` steps. `stride` is that of c, in bytes. */
function sixRows(depth: i32, a: usize, b: usize, c: usize, stride: usize, adds: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  const end = b + ((<usize>depth) << 5);
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let v = v128.load_splat<f32>(a);
    c00 = Vector.multiplyAdd(v, b0, c00);
    c01 = Vector.multiplyAdd(v, b1, c01);
    v = v128.load_splat<f32>(a, 4);
    c10 = Vector.multiplyAdd(v, b0, c10);
    c11 = Vector.multiplyAdd(v, b1, c11);
    v = v128.load_splat<f32>(a, 8);
    c20 = Vector.multiplyAdd(v, b0, c20);
    c21 = Vector.multiplyAdd(v, b1, c21);
    v = v128.load_splat<f32>(a, 12);
    c30 = Vector.multiplyAdd(v, b0, c30);
    c31 = Vector.multiplyAdd(v, b1, c31);
    v = v128.load_splat<f32>(a, 16);
    c40 = Vector.multiplyAdd(v, b0, c40);
    c41 = Vector.multiplyAdd(v, b1, c41);
    v = v128.load_splat<f32>(a, 20);
    c50 = Vector.multiplyAdd(v, b0, c50);
    c51 = Vector.multiplyAdd(v, b1, c51);
    a += 24;
    b += 32;
  }
  Rows.put(c, c00, c01, adds);
  Rows.put(c + stride, c10, c11, adds);
  Rows.put(c + stride * 2, c20, c21, adds);
  Rows.put(c + stride * 3, c30, c31, adds);
  Rows.put(c + stride * 4, c40, c41, adds);
  Rows.put(c + stride * 5, c50, c51, adds);
}

export class Rows {
  /** Writes 8 columns of a row, or adds them to what is there. */
  @inline
  static put(c: usize, low: v128, high: v128, adds: bool): void {
    v128.store(c, adds ? f32x4.add(low, v128.load(c)) : low);
    v128.store(c, adds ? f32x4.add(high, v128.load(c, 16)) : high, 16);
  }
}

/** c [3, 8]: as `sixRows`, of three rows of the panel. */
function threeRows(depth: i32, a: usize, b: usize, c: usize, stride: usize, adds: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  const end = b + ((<usize>depth) << 5);
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let v = v128.load_splat<f32>(a);
    c00 = Vector.multiplyAdd(v, b0, c00);
    c01 = Vector.multiplyAdd(v, b1, c01);
    v = v128.load_splat<f32>(a, 4);
    c10 = Vector.multiplyAdd(v, b0, c10);
    c11 = Vector.multiplyAdd(v, b1, c11);
    v = v128.load_splat<f32>(a, 8);
    c20 = Vector.multiplyAdd(v, b0, c20);
    c21 = Vector.multiplyAdd(v, b1, c21);
    a += 24;
    b += 32;
  }
  Rows.put(c, c00, c01, adds);
  Rows.put(c + stride, c10, c11, adds);
  Rows.put(c + stride * 2, c20, c21, adds);
}

function wholeTile(depth: i32, a: usize, b: usize, c: usize, stride: usize, adds: bool): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    sixRows(depth, a, b, c, stride, adds);
  } else {
    threeRows(depth, a, b, c, stride, adds);
    threeRows(depth, a + 12, b, c + stride * 3, stride, adds);
  }
}

/** c [rows, columns], at most 6 by 8. What lies beyond is computed too, in `aside`, and left there. */
export function tile(
  depth: i32,
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  adds: bool,
  aside: usize,
): void {
  if (rows == panelRows && columns == panelColumns) {
    wholeTile(depth, a, b, c, stride, adds);
    return;
  }
  wholeTile(depth, a, b, aside, 32, false);
  for (let row = 0; row < rows; row++) copyTileRow(aside + ((<usize>row) << 5), c + <usize>row * stride, columns, adds);
}

export function copyTileRow(from: usize, to: usize, columns: i32, adds: bool): void {
  for (let i: usize = 0; i < bytes(columns); i += 4)
    store<f32>(to + i, adds ? load<f32>(to + i) + load<f32>(from + i) : load<f32>(from + i));
}

/** c [rows, columns] from panels of all rows and all columns. */
export function tiles(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  adds: bool,
  aside: usize,
): void {
  for (let column = 0; column < columns; column += panelColumns) {
    const width = min(panelColumns, columns - column);
    const panel = b + bytes(column * depth);
    for (let row = 0; row < rows; row += panelRows) {
      const at = c + <usize>row * stride + bytes(column);
      tile(depth, a + bytes(row * depth), panel, at, stride, min(panelRows, rows - row), width, adds, aside);
    }
  }
}
