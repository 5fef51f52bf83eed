// Matrix products, after Goto and van de Geijn, “Anatomy of High-Performance Matrix Multiplication”, 2008: both factors
// are packed into panels that fit into the caches.
import { scratch } from './control';
import { linear, relu6After } from './numbers';
import { packColumns, packRows, panelBytes, rowStep, stepOf } from './panels';
import { bytes, int, pointer, startOf } from './record';
import { panelColumns, panelRows, tileBytes, tiles } from './tiles';

export { panelBytes };

/** Adds `bias` [columns], if there is one, to each row of c, and then takes max(·, 0), or min(max(·, 0), 6). */
export function finish(c: usize, stride: usize, rows: i32, columns: i32, bias: usize, activation: i32): void {
  const zero = f32x4.splat(0);
  const six = f32x4.splat(6);
  for (let row = 0; row < rows; row++, c += stride) {
    let i: usize = 0;
    for (; i + 16 <= bytes(columns); i += 16) {
      let v = v128.load(c + i);
      if (bias) v = f32x4.add(v, v128.load(bias + i));
      if (activation != linear) v = f32x4.max(v, zero);
      if (activation == relu6After) v = f32x4.min(v, six);
      v128.store(c + i, v);
    }
    for (; i < bytes(columns); i += 4) {
      let v = load<f32>(c + i);
      if (bias) v += load<f32>(bias + i);
      if (activation != linear) v = max<f32>(v, 0);
      if (activation == relu6After) v = min<f32>(v, 6);
      store<f32>(c + i, v);
    }
  }
}

/**
 * c = a · b, a batch of [M, K] and [K, N]. Words: 2 a, 3 and 4 its strides by row and column, 5 b, 6 and 7 its strides,
 * 8 c, 9 M, 10 N, 11 K, 12-14 the strides of a, b and c by batch, 15 bias or 0, 16 activation, 17 parts of M, 18 parts of
 * N. Strides count floats. As many parts as batch · parts of M · parts of N.
 */
export function matMul(record: usize, part: i32): void {
  const rows = int(record, 9);
  const columns = int(record, 10);
  const rowParts = int(record, 17);
  const columnParts = int(record, 18);
  const batch = part / (rowParts * columnParts);
  const rowPart = (part / columnParts) % rowParts;
  const columnPart = part % columnParts;
  const row = startOf(rows, rowPart, rowParts, panelRows);
  const column = startOf(columns, columnPart, columnParts, panelColumns);
  product(
    record,
    pointer(record, 2) + bytes(batch * int(record, 12) + row * int(record, 3)),
    pointer(record, 5) + bytes(batch * int(record, 13) + column * int(record, 7)),
    pointer(record, 8) + bytes(batch * int(record, 14) + row * columns + column),
    startOf(rows, rowPart + 1, rowParts, panelRows) - row,
    startOf(columns, columnPart + 1, columnParts, panelColumns) - column,
    pointer(record, 15) ? pointer(record, 15) + bytes(column) : 0,
  );
}

/** The product of `rows` rows of `a` and `columns` columns of `b`, which begin at the first of them. */
function product(record: usize, a: usize, b: usize, c: usize, rows: i32, columns: i32, bias: usize): void {
  if (rows <= 0 || columns <= 0) return;
  const aRow = int(record, 3);
  const aColumn = int(record, 4);
  const bRow = int(record, 6);
  const bColumn = int(record, 7);
  const depth = int(record, 11);
  const stride = bytes(int(record, 10));
  const aside = scratch();
  const right = aside + tileBytes;
  const step = stepOf(depth);
  const left = right + bytes(step * ((columns + 7) & ~7));
  for (let k = 0; k < depth; k += step) {
    const count = min(step, depth - k);
    packColumns(b + bytes(k * bRow), bRow, bColumn, count, columns, right);
    for (let row = 0; row < rows; row += rowStep) {
      const height = min(rowStep, rows - row);
      const at = c + <usize>row * stride;
      packRows(a + bytes(row * aRow + k * aColumn), aRow, aColumn, height, count, left);
      tiles(left, right, at, stride, height, columns, count, k > 0, aside);
      if (k + count == depth) finish(at, stride, height, columns, bias, int(record, 16));
    }
  }
}
