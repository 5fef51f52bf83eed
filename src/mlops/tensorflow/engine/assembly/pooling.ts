// Pools of windows of pixels. NaN goes on, as in TensorFlow: a window that holds one has no greatest value but NaN.
import { Geometry } from './geometry';
import { bytes, partsOf, pointer, startOf } from './record';
import { Vector } from './vector';

/** The window of one output pixel, cut off at the border of the input. */
class Window {
  @inline
  static top(record: usize, row: i32): i32 {
    return max(0, row * Geometry.strideHeight(record) - Geometry.padTop(record));
  }
  @inline
  static bottom(record: usize, row: i32): i32 {
    const start = row * Geometry.strideHeight(record) - Geometry.padTop(record);
    return min(Geometry.inHeight(record), start + Geometry.filterHeight(record));
  }
  @inline
  static left(record: usize, column: i32): i32 {
    return max(0, column * Geometry.strideWidth(record) - Geometry.padLeft(record));
  }
  @inline
  static right(record: usize, column: i32): i32 {
    const start = column * Geometry.strideWidth(record) - Geometry.padLeft(record);
    return min(Geometry.inWidth(record), start + Geometry.filterWidth(record));
  }
}

/** Where the images of a part begin and end. */
class Images {
  @inline
  static first(record: usize, part: i32): i32 {
    return startOf(Geometry.batch(record), part, partsOf(record), 1);
  }
  @inline
  static inBytes(record: usize): usize {
    return bytes(Geometry.inHeight(record) * Geometry.inWidth(record) * Geometry.inChannels(record));
  }
  @inline
  static outBytes(record: usize): usize {
    return bytes(Geometry.outHeight(record) * Geometry.outWidth(record) * Geometry.inChannels(record));
  }
}

/** Words: 2 x, 3 out, 7-21 geometry, undilated. Parts of images. */
export function maxPool(record: usize, part: i32): void {
  const end = Images.first(record, part + 1);
  let out = pointer(record, 3) + <usize>Images.first(record, part) * Images.outBytes(record);
  for (let image = Images.first(record, part); image < end; image++)
    for (let row = 0; row < Geometry.outHeight(record); row++)
      for (let column = 0; column < Geometry.outWidth(record); column++) {
        greatestOf(record, image, row, column, out);
        out += bytes(Geometry.inChannels(record));
      }
}

/** The greatest values, by channel, of one window. */
function greatestOf(record: usize, image: i32, row: i32, column: i32, out: usize): void {
  const x = pointer(record, 2);
  const length = bytes(Geometry.inChannels(record));
  const bottom = Window.bottom(record, row);
  const left = Window.left(record, column);
  const pixels = Window.right(record, column) - left;
  const first = Geometry.at(x, record, image, Window.top(record, row), left);
  const line = bytes(Geometry.inWidth(record) * Geometry.inChannels(record));
  const lines = bottom - Window.top(record, row);
  let c: usize = 0;
  for (; c + 16 <= length; c += 16) {
    let found = f32x4.splat(-Infinity);
    for (let y = 0; y < lines; y++) {
      let at = first + <usize>y * line + c;
      for (let i = 0; i < pixels; i++, at += length) found = f32x4.max(found, v128.load(at));
    }
    v128.store(out + c, found);
  }
  for (; c < length; c += 4) {
    let found: f32 = -Infinity;
    for (let y = 0; y < lines; y++) {
      let at = first + <usize>y * line + c;
      for (let i = 0; i < pixels; i++, at += length) found = max<f32>(found, load<f32>(at));
    }
    store<f32>(out + c, found);
  }
}

/**
 * dx: each value of dy goes to where the greatest value of its window is, the first of several. Words: 2 x, 3 dy, 4 dx,
 * 7-21 geometry, undilated. Parts of images.
 */
export function maxPoolGradient(record: usize, part: i32): void {
  const first = Images.first(record, part);
  const end = Images.first(record, part + 1);
  const size = Images.inBytes(record);
  memory.fill(pointer(record, 4) + <usize>first * size, 0, <usize>(end - first) * size);
  let dy = pointer(record, 3) + <usize>first * Images.outBytes(record);
  for (let image = first; image < end; image++)
    for (let row = 0; row < Geometry.outHeight(record); row++)
      for (let column = 0; column < Geometry.outWidth(record); column++) {
        sendToGreatest(record, image, row, column, dy);
        dy += bytes(Geometry.inChannels(record));
      }
}

function sendToGreatest(record: usize, image: i32, row: i32, column: i32, dy: usize): void {
  const x = pointer(record, 2);
  const dx = pointer(record, 4);
  const length = bytes(Geometry.inChannels(record));
  const left = Window.left(record, column);
  const pixels = Window.right(record, column) - left;
  const line = bytes(Geometry.inWidth(record) * Geometry.inChannels(record));
  const lines = Window.bottom(record, row) - Window.top(record, row);
  const first = Geometry.at(0, record, image, Window.top(record, row), left);
  let c: usize = 0;
  for (; c + 16 <= length; c += 16) {
    let found = v128.load(x + first + c);
    let place = i32x4.splat(<i32>(first + c));
    for (let y = 0; y < lines; y++) {
      let at = first + <usize>y * line + c;
      for (let i = 0; i < pixels; i++, at += length) {
        const value = v128.load(x + at);
        const isGreater = f32x4.gt(value, found);
        found = v128.bitselect(value, found, isGreater);
        place = v128.bitselect(i32x4.splat(<i32>at), place, isGreater);
      }
    }
    addAt(dx + <usize>i32x4.extract_lane(place, 0), dy + c);
    addAt(dx + <usize>i32x4.extract_lane(place, 1) + 4, dy + c + 4);
    addAt(dx + <usize>i32x4.extract_lane(place, 2) + 8, dy + c + 8);
    addAt(dx + <usize>i32x4.extract_lane(place, 3) + 12, dy + c + 12);
  }
  for (; c < length; c += 4) {
    let place = first + c;
    let found = load<f32>(x + place);
    for (let y = 0; y < lines; y++) {
      let at = first + <usize>y * line + c;
      for (let i = 0; i < pixels; i++, at += length) {
        const value = load<f32>(x + at);
        if (!(value > found)) continue;
        found = value;
        place = at;
      }
    }
    addAt(dx + place, dy + c);
  }
}

function addAt(to: usize, from: usize): void {
  store<f32>(to, load<f32>(to) + load<f32>(from));
}

/**
 * dx: each value of dy is shared out among the inputs of its window, padding left out as in the averages themselves.
 * Words: 3 dy, 4 dx, 7-21 geometry, undilated. Parts of images.
 */
export function averagePoolGradient(record: usize, part: i32): void {
  const first = Images.first(record, part);
  const end = Images.first(record, part + 1);
  const size = Images.inBytes(record);
  memory.fill(pointer(record, 4) + <usize>first * size, 0, <usize>(end - first) * size);
  let dy = pointer(record, 3) + <usize>first * Images.outBytes(record);
  for (let image = first; image < end; image++)
    for (let row = 0; row < Geometry.outHeight(record); row++)
      for (let column = 0; column < Geometry.outWidth(record); column++) {
        shareOut(record, image, row, column, dy);
        dy += bytes(Geometry.inChannels(record));
      }
}

function shareOut(record: usize, image: i32, row: i32, column: i32, dy: usize): void {
  const length = bytes(Geometry.inChannels(record));
  const left = Window.left(record, column);
  const right = Window.right(record, column);
  const top = Window.top(record, row);
  const bottom = Window.bottom(record, row);
  const share = f32x4.splat(1 / <f32>((bottom - top) * (right - left)));
  for (let y = top; y < bottom; y++) {
    let dx = Geometry.at(pointer(record, 4), record, image, y, left);
    for (let i = left; i < right; i++, dx += length) {
      let c: usize = 0;
      for (; c + 16 <= length; c += 16)
        v128.store(dx + c, f32x4.add(v128.load(dx + c), f32x4.mul(share, v128.load(dy + c))));
      for (; c < length; c += 4) store<f32>(dx + c, load<f32>(dx + c) + Vector.first(share) * load<f32>(dy + c));
    }
  }
}
