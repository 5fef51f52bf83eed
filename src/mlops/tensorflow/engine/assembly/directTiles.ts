// The inner loop of products on pixels where they lie: six addresses, from which each row of the filter is a run.
import { Geometry } from './geometry';
import { Cursor } from './patches';
import { bytes } from './record';
import { copyTileRow, panelColumns, panelRows, Rows } from './tiles';
import { Vector } from './vector';

/** c [6, 8] from six pixels: `lines` runs of `length` taps, `skip` bytes apart. */
function sixPixels(cursor: usize, length: i32, lines: i32, skip: usize, b: usize, c: usize, stride: usize): void {
  let a0 = Cursor.address(cursor, 0);
  let a1 = Cursor.address(cursor, 1);
  let a2 = Cursor.address(cursor, 2);
  let a3 = Cursor.address(cursor, 3);
  let a4 = Cursor.address(cursor, 4);
  let a5 = Cursor.address(cursor, 5);
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
  for (let line = 0; line < lines; line++) {
    const end = b + ((<usize>length) << 5);
    while (b < end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let v = v128.load_splat<f32>(a0);
      c00 = Vector.multiplyAdd(v, b0, c00);
      c01 = Vector.multiplyAdd(v, b1, c01);
      v = v128.load_splat<f32>(a1);
      c10 = Vector.multiplyAdd(v, b0, c10);
      c11 = Vector.multiplyAdd(v, b1, c11);
      v = v128.load_splat<f32>(a2);
      c20 = Vector.multiplyAdd(v, b0, c20);
      c21 = Vector.multiplyAdd(v, b1, c21);
      v = v128.load_splat<f32>(a3);
      c30 = Vector.multiplyAdd(v, b0, c30);
      c31 = Vector.multiplyAdd(v, b1, c31);
      v = v128.load_splat<f32>(a4);
      c40 = Vector.multiplyAdd(v, b0, c40);
      c41 = Vector.multiplyAdd(v, b1, c41);
      v = v128.load_splat<f32>(a5);
      c50 = Vector.multiplyAdd(v, b0, c50);
      c51 = Vector.multiplyAdd(v, b1, c51);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      a4 += 4;
      a5 += 4;
      b += 32;
    }
    a0 += skip;
    a1 += skip;
    a2 += skip;
    a3 += skip;
    a4 += skip;
    a5 += skip;
  }
  Rows.put(c, c00, c01, false);
  Rows.put(c + stride, c10, c11, false);
  Rows.put(c + stride * 2, c20, c21, false);
  Rows.put(c + stride * 3, c30, c31, false);
  Rows.put(c + stride * 4, c40, c41, false);
  Rows.put(c + stride * 5, c50, c51, false);
}

/** c [3, 8] from the first three pixels of `cursor`, as `sixPixels`. */
function threePixels(cursor: usize, length: i32, lines: i32, skip: usize, b: usize, c: usize, stride: usize): void {
  let a0 = Cursor.address(cursor, 0);
  let a1 = Cursor.address(cursor, 1);
  let a2 = Cursor.address(cursor, 2);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  for (let line = 0; line < lines; line++) {
    const end = b + ((<usize>length) << 5);
    while (b < end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let v = v128.load_splat<f32>(a0);
      c00 = Vector.multiplyAdd(v, b0, c00);
      c01 = Vector.multiplyAdd(v, b1, c01);
      v = v128.load_splat<f32>(a1);
      c10 = Vector.multiplyAdd(v, b0, c10);
      c11 = Vector.multiplyAdd(v, b1, c11);
      v = v128.load_splat<f32>(a2);
      c20 = Vector.multiplyAdd(v, b0, c20);
      c21 = Vector.multiplyAdd(v, b1, c21);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      b += 32;
    }
    a0 += skip;
    a1 += skip;
    a2 += skip;
  }
  Rows.put(c, c00, c01, false);
  Rows.put(c + stride, c10, c11, false);
  Rows.put(c + stride * 2, c20, c21, false);
}

/** c [6, columns] of the six pixels of a cursor, which lie inside, by a panel of the filter. */
export function pixelTile(
  record: usize,
  cursor: usize,
  panel: usize,
  c: usize,
  stride: usize,
  columns: i32,
  aside: usize,
): void {
  const channels = Geometry.inChannels(record);
  const length = Geometry.filterWidth(record) * channels;
  const lines = Geometry.filterHeight(record);
  const skip = bytes(Geometry.dilationHeight(record) * Geometry.inWidth(record) * channels - length);
  const isWhole = columns == panelColumns;
  const to = isWhole ? c : aside;
  const step = isWhole ? stride : 32;
  if (ASC_FEATURE_RELAXED_SIMD) {
    sixPixels(cursor, length, lines, skip, panel, to, step);
  } else {
    threePixels(cursor, length, lines, skip, panel, to, step);
    threePixels(cursor + 12, length, lines, skip, panel, to + step * 3, step);
  }
  if (isWhole) return;
  for (let row = 0; row < panelRows; row++)
    copyTileRow(aside + ((<usize>row) << 5), c + <usize>row * stride, columns, false);
}
