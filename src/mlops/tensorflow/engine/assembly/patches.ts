// What a convolution multiplies: of each output pixel the input under its filter, a row of filterHeight · filterWidth ·
// inChannels taps. Six pixels make a panel.
import { Geometry } from './geometry';
import { interleave } from './panels';
import { bytes } from './record';
import { panelRows } from './tiles';

/** The bytes of a cursor: six addresses, and the output pixel that comes next, as column, row and image. */
export const cursorBytes: i32 = 64;

export class Cursor {
  @inline
  static address(cursor: usize, pixel: i32): usize {
    return <usize>load<u32>(cursor + bytes(pixel));
  }

  static start(cursor: usize, record: usize, pixel: i32): void {
    const row = pixel / Geometry.outWidth(record);
    store<i32>(cursor, pixel % Geometry.outWidth(record), 24);
    store<i32>(cursor, row % Geometry.outHeight(record), 28);
    store<i32>(cursor, row / Geometry.outHeight(record), 32);
  }

  /**
   * Goes on by `count` pixels, and has the address of the first tap of each.
   * @returns whether there are six, and all their taps lie inside the input
   */
  static next(cursor: usize, record: usize, x: usize, count: i32): bool {
    let column = load<i32>(cursor, 24);
    let row = load<i32>(cursor, 28);
    let image = load<i32>(cursor, 32);
    const bottom = Geometry.inHeight(record) - (Geometry.filterHeight(record) - 1) * Geometry.dilationHeight(record);
    const right = Geometry.inWidth(record) - (Geometry.filterWidth(record) - 1) * Geometry.dilationWidth(record);
    let inside = count == panelRows;
    for (let i = 0; i < count; i++) {
      const inRow = row * Geometry.strideHeight(record) - Geometry.padTop(record);
      const inColumn = column * Geometry.strideWidth(record) - Geometry.padLeft(record);
      inside = inside && inRow >= 0 && inRow < bottom && inColumn >= 0 && inColumn < right;
      store<u32>(cursor + bytes(i), <u32>Geometry.at(x, record, image, inRow, inColumn));
      if (++column < Geometry.outWidth(record)) continue;
      column = 0;
      if (++row < Geometry.outHeight(record)) continue;
      row = 0;
      image++;
    }
    store<i32>(cursor, column, 24);
    store<i32>(cursor, row, 28);
    store<i32>(cursor, image, 32);
    return inside;
  }
}

/** Panels of `count` pixels from `pixel` on, each of the taps `from` to `from + depth`; padding is 0. */
export function packPatches(
  record: usize,
  x: usize,
  pixel: i32,
  count: i32,
  from: i32,
  depth: i32,
  cursor: usize,
  to: usize,
): void {
  Cursor.start(cursor, record, pixel);
  for (let row = 0; row < count; row += panelRows, to += <usize>depth * 24) {
    const rows = min(panelRows, count - row);
    if (Cursor.next(cursor, record, x, rows)) packInside(record, cursor, from, depth, to);
    else packBorder(record, x, pixel + row, rows, from, depth, to);
  }
}

/** Taps that are neighbors in memory are copied together: a row of the filter, or a pixel of a dilated one. */
function packInside(record: usize, cursor: usize, from: i32, depth: i32, to: usize): void {
  const channels = Geometry.inChannels(record);
  const isDilated = Geometry.dilationWidth(record) > 1;
  const length = isDilated ? channels : Geometry.filterWidth(record) * channels;
  const perRow = isDilated ? Geometry.filterWidth(record) : 1;
  const rowStep = Geometry.dilationHeight(record) * Geometry.inWidth(record);
  let run = from / length;
  let at = from % length;
  let left = depth;
  while (left > 0) {
    const count = min(length - at, left);
    const pixel = (run / perRow) * rowStep + (run % perRow) * Geometry.dilationWidth(record);
    const offset = bytes(pixel * channels + at);
    interleave(
      Cursor.address(cursor, 0) + offset,
      Cursor.address(cursor, 1) + offset,
      Cursor.address(cursor, 2) + offset,
      Cursor.address(cursor, 3) + offset,
      Cursor.address(cursor, 4) + offset,
      Cursor.address(cursor, 5) + offset,
      count,
      to,
    );
    to += <usize>count * 24;
    left -= count;
    at = 0;
    run++;
  }
}

/** A panel of pixels whose windows reach beyond the input, or of less than six. */
export function packBorder(record: usize, x: usize, pixel: i32, count: i32, from: i32, depth: i32, to: usize): void {
  for (let i = 0; i < panelRows; i++, to += 4) {
    if (i < count) packPixel(record, x, pixel + i, from, depth, to);
    else for (let k = 0; k < depth; k++) store<f32>(to + <usize>k * 24, 0);
  }
}

function packPixel(record: usize, x: usize, pixel: i32, from: i32, depth: i32, to: usize): void {
  const outRow = pixel / Geometry.outWidth(record);
  const image = outRow / Geometry.outHeight(record);
  const top = (outRow % Geometry.outHeight(record)) * Geometry.strideHeight(record) - Geometry.padTop(record);
  const start = (pixel % Geometry.outWidth(record)) * Geometry.strideWidth(record) - Geometry.padLeft(record);
  const channels = Geometry.inChannels(record);
  let tap = from / channels;
  let channel = from % channels;
  let left = depth;
  while (left > 0) {
    const count = min(channels - channel, left);
    const y = top + (tap / Geometry.filterWidth(record)) * Geometry.dilationHeight(record);
    const column = start + (tap % Geometry.filterWidth(record)) * Geometry.dilationWidth(record);
    const inside = Geometry.isInside(record, y, column);
    const at = Geometry.at(x, record, image, y, column) + bytes(channel);
    for (let c = 0; c < count; c++, to += 24) store<f32>(to, inside ? load<f32>(at + bytes(c)) : 0);
    left -= count;
    channel = 0;
    tap++;
  }
}
