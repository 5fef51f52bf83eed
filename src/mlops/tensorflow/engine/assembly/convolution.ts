// Convolutions as products: patches of the input by the filter. (The im2col method: Chellapilla, Puri, Simard, “High
// Performance Convolutional Neural Networks for Document Processing”, 2006, with patches made a few at a time.)
import { scratch } from './control';
import { pixelTile } from './directTiles';
import { Geometry } from './geometry';
import { finish } from './matMul';
import { packColumns, rowStep, stepOf } from './panels';
import { Cursor, cursorBytes, packBorder, packPatches } from './patches';
import { bytes, int, partsOf, pointer, startOf } from './record';
import { panelColumns, panelRows, tile, tileBytes, tiles } from './tiles';

/** With more columns than this, reading pixels in place once for each panel of columns costs more than packing them. */
const directColumns: i32 = 32;

/**
 * out = convolution of x by w. Words: 2 x [batch, inHeight, inWidth, inChannels], 3 w [filterHeight, filterWidth,
 * inChannels, outChannels], 4 out, 5 bias or 0, 6 activation, 7-21 geometry. Parts of output pixels.
 */
export function convolution(record: usize, part: i32): void {
  const pixels = Geometry.pixels(record);
  const columns = Geometry.outChannels(record);
  const depth = Geometry.depth(record);
  const first = startOf(pixels, part, partsOf(record), panelRows);
  const end = startOf(pixels, part + 1, partsOf(record), panelRows);
  const step = stepOf(depth);
  const right = scratch() + tileBytes + cursorBytes;
  const left = right + bytes(step * ((columns + 7) & ~7));
  const isDirect = step >= depth && columns <= directColumns && Geometry.dilationWidth(record) == 1;
  for (let k = 0; k < depth; k += step) {
    const count = min(step, depth - k);
    packColumns(pointer(record, 3) + bytes(k * columns), columns, 1, count, columns, right);
    for (let pixel = first; pixel < end; pixel += rowStep) {
      const rows = min(rowStep, end - pixel);
      const out = pointer(record, 4) + bytes(pixel * columns);
      if (isDirect) directRows(record, pixel, rows, depth, left, right, out);
      else packedRows(record, pixel, rows, k, count, left, right, out);
      if (k + count == depth) finish(out, bytes(columns), rows, columns, pointer(record, 5), int(record, 6));
    }
  }
}

function packedRows(
  record: usize,
  pixel: i32,
  rows: i32,
  k: i32,
  depth: i32,
  left: usize,
  right: usize,
  out: usize,
): void {
  const columns = Geometry.outChannels(record);
  packPatches(record, pointer(record, 2), pixel, rows, k, depth, scratch() + tileBytes, left);
  tiles(left, right, out, bytes(columns), rows, columns, depth, k > 0, scratch());
}

/** Pixels are read where they lie; those at the border are packed. */
function directRows(record: usize, pixel: i32, count: i32, depth: i32, left: usize, right: usize, out: usize): void {
  const x = pointer(record, 2);
  const columns = Geometry.outChannels(record);
  const aside = scratch();
  const cursor = aside + tileBytes;
  Cursor.start(cursor, record, pixel);
  for (let row = 0; row < count; row += panelRows, out += bytes(columns * panelRows)) {
    const rows = min(panelRows, count - row);
    const inside = Cursor.next(cursor, record, x, rows);
    if (!inside) packBorder(record, x, pixel + row, rows, 0, depth, left);
    for (let column = 0; column < columns; column += panelColumns) {
      const panel = right + bytes(column * depth);
      const width = min(panelColumns, columns - column);
      if (inside) pixelTile(record, cursor, panel, out + bytes(column), bytes(columns), width, aside);
      else tile(depth, left, panel, out + bytes(column), bytes(columns), rows, width, false, aside);
    }
  }
}
