// The gradients of a convolution by its filter and by its input.
import { scratch } from './control';
import { Geometry } from './geometry';
import { depthStep, packColumns, packRows, panelBytes, rowStep, stepOf } from './panels';
import { bytes, int, partsOf, pointer, startOf } from './record';
import { panelRows, tileBytes, tiles } from './tiles';

/** Pixels that are taken at a time by the gradient of the filter. */
const block: i32 = 192;

/** The bytes that `filterGradient` needs for `depth` taps and `columns` output channels. */
export function filterBytes(depth: i32, columns: i32): i32 {
  const panels = block * ((columns + 7) & ~7) + block * (depth + panelRows);
  return ((panels + depth + 2 * panelRows) << 2) + tileBytes + 64;
}

/** The bytes that `inputGradient` needs for `depth` taps and `columns` output channels. */
export function inputBytes(depth: i32): i32 {
  return panelBytes(depth) + ((rowStep * depth) << 2);
}

/**
 * dw [depth, outChannels] = patchesᵀ · dy. Words: 2 x, 3 dy, 4 out, 7-21 geometry. Part i takes its share of the output
 * pixels and writes a sum of its own, at out + i · depth · outChannels.
 */
export function filterGradient(record: usize, part: i32): void {
  const depth = Geometry.depth(record);
  const columns = Geometry.outChannels(record);
  const pixels = Geometry.pixels(record);
  const first = startOf(pixels, part, partsOf(record), 16);
  const end = startOf(pixels, part + 1, partsOf(record), 16);
  const out = pointer(record, 4) + bytes(part * depth * columns);
  const aside = scratch();
  const row = aside + tileBytes;
  const right = row + (bytes(depth + 2 * panelRows) & ~15);
  const left = right + bytes(block * ((columns + 7) & ~7));
  if (first == end) memory.fill(out, 0, bytes(depth * columns));
  for (let pixel = first; pixel < end; pixel += block) {
    const count = min(block, end - pixel);
    packColumns(pointer(record, 3) + bytes(pixel * columns), columns, 1, count, columns, right);
    packTaps(record, pixel, count, row, left);
    tiles(left, right, out, bytes(columns), depth, columns, count, pixel > first, aside);
  }
}

/** Panels [count][6] of the taps under `count` pixels; `row` has room for the taps of one. */
function packTaps(record: usize, pixel: i32, count: i32, row: usize, to: usize): void {
  const depth = Geometry.depth(record);
  const panel = <usize>count * 24;
  for (let k = 0; k < panelRows; k++) store<f32>(row + bytes(depth + k), 0);
  let column = pixel % Geometry.outWidth(record);
  let outRow = (pixel / Geometry.outWidth(record)) % Geometry.outHeight(record);
  let image = pixel / (Geometry.outWidth(record) * Geometry.outHeight(record));
  for (let i = 0; i < count; i++, to += 24) {
    const y = outRow * Geometry.strideHeight(record) - Geometry.padTop(record);
    const start = column * Geometry.strideWidth(record) - Geometry.padLeft(record);
    copyPatch(record, image, y, start, row);
    let from = row;
    let at = to;
    for (let k = 0; k < depth; k += panelRows, from += 24, at += panel) {
      v128.store(at, v128.load(from));
      store<i64>(at, load<i64>(from, 16), 16);
    }
    if (++column < Geometry.outWidth(record)) continue;
    column = 0;
    if (++outRow < Geometry.outHeight(record)) continue;
    outRow = 0;
    image++;
  }
}

/** The taps of one pixel, one behind the other; `y` and `start` are where its window begins. */
function copyPatch(record: usize, image: i32, y: i32, start: i32, to: usize): void {
  const x = pointer(record, 2);
  const width = Geometry.filterWidth(record);
  const channels = Geometry.inChannels(record);
  const isRun = Geometry.dilationWidth(record) == 1 && start >= 0 && start + width <= Geometry.inWidth(record);
  const length = isRun ? width * channels : channels;
  const runs = isRun ? 1 : width;
  for (let i = 0; i < Geometry.filterHeight(record); i++) {
    const inRow = y + i * Geometry.dilationHeight(record);
    for (let j = 0; j < runs; j++, to += bytes(length)) {
      const column = start + j * Geometry.dilationWidth(record);
      if (Geometry.isInside(record, inRow, column))
        copyFloats(Geometry.at(x, record, image, inRow, column), to, length);
      else memory.fill(to, 0, bytes(length));
    }
  }
}

/** In place of `memory.copy`, whose call costs more than a short copy. */
function copyFloats(from: usize, to: usize, count: i32): void {
  let i: usize = 0;
  for (; i + 16 <= bytes(count); i += 16) v128.store(to + i, v128.load(from + i));
  for (; i < bytes(count); i += 4) store<f32>(to + i, load<f32>(from + i));
}

/** to += from. */
function addFloats(from: usize, to: usize, count: i32): void {
  let i: usize = 0;
  for (; i + 16 <= bytes(count); i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
  for (; i < bytes(count); i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i));
}

/**
 * The filter turned by 180°, with input and output channels exchanged: out[taps - 1 - t][o][c] = w[t][c][o]. With
 * stride 1 the gradient of the input is a convolution of dy by it. Words: 2 w, 3 out, 4 taps, 5 c, 6 o. One part.
 */
export function turnFilter(record: usize): void {
  const taps = int(record, 4);
  const rows = int(record, 5);
  const columns = int(record, 6);
  for (let tap = 0; tap < taps; tap++) {
    const from = pointer(record, 2) + bytes(tap * rows * columns);
    const to = pointer(record, 3) + bytes((taps - 1 - tap) * rows * columns);
    for (let c = 0; c < rows; c++)
      for (let o = 0; o < columns; o++) store<f32>(to + bytes(o * rows + c), load<f32>(from + bytes(c * columns + o)));
  }
}

/**
 * dx: the columns dy · wᵀ, each added to the pixels that it was made of. Words: 2 dy, 3 w, 4 dx, 7-21 geometry. Parts of
 * images.
 */
export function inputGradient(record: usize, part: i32): void {
  const first = startOf(Geometry.batch(record), part, partsOf(record), 1);
  const end = startOf(Geometry.batch(record), part + 1, partsOf(record), 1);
  const image = bytes(Geometry.inHeight(record) * Geometry.inWidth(record) * Geometry.inChannels(record));
  memory.fill(pointer(record, 4) + <usize>first * image, 0, <usize>(end - first) * image);
  const pixels = Geometry.outHeight(record) * Geometry.outWidth(record);
  for (let pixel = first * pixels; pixel < end * pixels; pixel += rowStep) {
    const count = min(rowStep, end * pixels - pixel);
    columnsOf(record, pixel, count);
    for (let i = 0; i < count; i++) addPatch(record, pixel + i, columnsAt() + bytes(i * Geometry.depth(record)));
  }
}

function columnsAt(): usize {
  return scratch() + tileBytes;
}

/** The product dy · wᵀ of `count` pixels, [count, depth]. */
function columnsOf(record: usize, pixel: i32, count: i32): void {
  const depth = Geometry.depth(record);
  const channels = Geometry.outChannels(record);
  const right = columnsAt() + bytes(rowStep * depth);
  const left = right + bytes(depthStep * ((depth + 7) & ~7));
  const step = stepOf(channels);
  for (let k = 0; k < channels; k += step) {
    const part = min(step, channels - k);
    packColumns(pointer(record, 3) + bytes(k), 1, channels, part, depth, right);
    packRows(pointer(record, 2) + bytes(pixel * channels + k), channels, 1, count, part, left);
    tiles(left, right, columnsAt(), bytes(depth), count, depth, part, k > 0, scratch());
  }
}

function addPatch(record: usize, pixel: i32, from: usize): void {
  const outRow = pixel / Geometry.outWidth(record);
  const image = outRow / Geometry.outHeight(record);
  const y = (outRow % Geometry.outHeight(record)) * Geometry.strideHeight(record) - Geometry.padTop(record);
  const start = (pixel % Geometry.outWidth(record)) * Geometry.strideWidth(record) - Geometry.padLeft(record);
  const channels = Geometry.inChannels(record);
  for (let i = 0; i < Geometry.filterHeight(record); i++)
    for (let j = 0; j < Geometry.filterWidth(record); j++, from += bytes(channels)) {
      const inRow = y + i * Geometry.dilationHeight(record);
      const column = start + j * Geometry.dilationWidth(record);
      if (Geometry.isInside(record, inRow, column))
        addFloats(from, Geometry.at(pointer(record, 4), record, image, inRow, column), channels);
    }
}
