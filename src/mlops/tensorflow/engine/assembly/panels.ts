// Factors are copied into panels before they are multiplied, so that the inner loop reads them one behind the other,
// however they lie in memory.
import { bytes } from './record';
import { panelColumns, panelRows } from './tiles';

/** Steps of depth that are multiplied at a time: both panels stay in the caches of the core. */
export const depthStep: i32 = 384;
/** Rows that are packed at a time. */
export const rowStep: i32 = 96;

/** The depth is divided into steps of equal size, rather than one short one at the end. */
export function stepOf(depth: i32): i32 {
  const steps = (depth + depthStep - 1) / depthStep;
  return steps == 0 ? 0 : ((depth + steps - 1) / steps + 3) & ~3;
}

/** The bytes of the panels of `columns` columns and of a packed block of rows, and of a tile put aside. */
export function panelBytes(columns: i32): i32 {
  return ((depthStep * ((columns + 7) & ~7) + depthStep * (rowStep + panelRows)) << 2) + 512;
}

class Shuffle {
  @inline
  static low(a: v128, b: v128): v128 {
    return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  }
  @inline
  static high(a: v128, b: v128): v128 {
    return v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  }
  @inline
  static lowLow(a: v128, b: v128): v128 {
    return v128.shuffle<i64>(a, b, 0, 2);
  }
  @inline
  static lowHigh(a: v128, b: v128): v128 {
    return v128.shuffle<i64>(a, b, 0, 3);
  }
  @inline
  static highHigh(a: v128, b: v128): v128 {
    return v128.shuffle<i64>(a, b, 1, 3);
  }
}

/** Six rows of `count` floats, each from an address of its own, as a panel [count][6]. */
export function interleave(
  r0: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  r4: usize,
  r5: usize,
  count: i32,
  to: usize,
): void {
  let i: usize = 0;
  for (; i + 16 <= bytes(count); i += 16, to += 96) {
    const v0 = v128.load(r0 + i);
    const v1 = v128.load(r1 + i);
    const v2 = v128.load(r2 + i);
    const v3 = v128.load(r3 + i);
    const v4 = v128.load(r4 + i);
    const v5 = v128.load(r5 + i);
    const a = Shuffle.low(v0, v1);
    const b = Shuffle.low(v2, v3);
    const c = Shuffle.low(v4, v5);
    v128.store(to, Shuffle.lowLow(a, b));
    v128.store(to, Shuffle.lowHigh(c, a), 16);
    v128.store(to, Shuffle.highHigh(b, c), 32);
    const d = Shuffle.high(v0, v1);
    const e = Shuffle.high(v2, v3);
    const f = Shuffle.high(v4, v5);
    v128.store(to, Shuffle.lowLow(d, e), 48);
    v128.store(to, Shuffle.lowHigh(f, d), 64);
    v128.store(to, Shuffle.highHigh(e, f), 80);
  }
  for (; i < bytes(count); i += 4, to += 24) {
    store<f32>(to, load<f32>(r0 + i));
    store<f32>(to, load<f32>(r1 + i), 4);
    store<f32>(to, load<f32>(r2 + i), 8);
    store<f32>(to, load<f32>(r3 + i), 12);
    store<f32>(to, load<f32>(r4 + i), 16);
    store<f32>(to, load<f32>(r5 + i), 20);
  }
}

/** Panels [depth][8] of `columns` columns of b from `from` on; its strides are counted in floats. */
export function packColumns(b: usize, rowStride: i32, columnStride: i32, depth: i32, columns: i32, to: usize): void {
  for (let column = 0; column < columns; column += panelColumns) {
    const width = min(panelColumns, columns - column);
    const from = b + bytes(column * columnStride);
    if (width == panelColumns && columnStride == 1) packStraight(from, bytes(rowStride), depth, to);
    else if (width == panelColumns && rowStride == 1) packTransposed(from, bytes(columnStride), depth, to);
    else packPartial(from, bytes(rowStride), bytes(columnStride), depth, width, panelColumns, to);
    to += (<usize>depth) << 5;
  }
}

function packStraight(from: usize, stride: usize, depth: i32, to: usize): void {
  for (let k = 0; k < depth; k++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += stride;
    to += 32;
  }
}

/** Of a matrix that is stored transposed, so that a column's values are neighbors. */
function packTransposed(from: usize, stride: usize, depth: i32, to: usize): void {
  let k = 0;
  for (; k + 4 <= depth; k += 4, from += 16, to += 128) {
    transpose4(from, stride, to);
    transpose4(from + stride * 4, stride, to + 16);
  }
  for (; k < depth; k++, from += 4, to += 32)
    for (let j: usize = 0; j < 8; j++) store<f32>(to + (j << 2), load<f32>(from + j * stride));
}

/** Four rows of four floats become four columns, 32 bytes apart. */
function transpose4(from: usize, stride: usize, to: usize): void {
  const v0 = v128.load(from);
  const v1 = v128.load(from + stride);
  const v2 = v128.load(from + stride * 2);
  const v3 = v128.load(from + stride * 3);
  const a = Shuffle.low(v0, v1);
  const b = Shuffle.low(v2, v3);
  const c = Shuffle.high(v0, v1);
  const d = Shuffle.high(v2, v3);
  v128.store(to, Shuffle.lowLow(a, b));
  v128.store(to, Shuffle.highHigh(a, b), 32);
  v128.store(to, Shuffle.lowLow(c, d), 64);
  v128.store(to, Shuffle.highHigh(c, d), 96);
}

/** A panel [depth][whole] of fewer lines than it has room for; 0 in the rest. Strides are bytes. */
function packPartial(
  from: usize,
  depthStride: usize,
  lineStride: usize,
  depth: i32,
  lines: i32,
  whole: i32,
  to: usize,
): void {
  for (let k = 0; k < depth; k++) {
    for (let j = 0; j < whole; j++) {
      store<f32>(to, j < lines ? load<f32>(from + <usize>j * lineStride) : 0);
      to += 4;
    }
    from += depthStride;
  }
}

/** Panels [depth][6] of `rows` rows of a, which begins at the first of them. */
export function packRows(a: usize, rowStride: i32, columnStride: i32, rows: i32, depth: i32, to: usize): void {
  const stride = bytes(rowStride);
  for (let row = 0; row < rows; row += panelRows) {
    const height = min(panelRows, rows - row);
    const from = a + <usize>row * stride;
    if (height == panelRows && columnStride == 1)
      interleave(
        from,
        from + stride,
        from + stride * 2,
        from + stride * 3,
        from + stride * 4,
        from + stride * 5,
        depth,
        to,
      );
    else if (height == panelRows && rowStride == 1) packNeighbors(from, bytes(columnStride), depth, to);
    else packPartial(from, bytes(columnStride), stride, depth, height, panelRows, to);
    to += <usize>(depth * 24);
  }
}

/** Of a matrix that is stored transposed: six rows' values are neighbors. */
function packNeighbors(from: usize, stride: usize, depth: i32, to: usize): void {
  for (let k = 0; k < depth; k++) {
    v128.store(to, v128.load(from));
    store<i64>(to, load<i64>(from, 16), 16);
    from += stride;
    to += 24;
  }
}
