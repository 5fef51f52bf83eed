// Depthwise convolutions: each channel by a filter of its own, which gives one channel.
import { Geometry } from './geometry';
import { linear, relu6After } from './numbers';
import { bytes, int, partsOf, pointer, startOf } from './record';
import { Vector } from './vector';

/** Filter taps `first` to `end` along one axis lie inside the input, for a window that begins at `start`. */
class Taps {
  @inline
  static first(start: i32, dilation: i32): i32 {
    return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
  }
  @inline
  static end(start: i32, dilation: i32, size: i32, taps: i32): i32 {
    return max(0, min(taps, (size - start + dilation - 1) / dilation));
  }
}

class After {
  @inline
  static of(v: v128, activation: i32): v128 {
    if (activation == linear) return v;
    const positive = f32x4.max(v, f32x4.splat(0));
    return activation == relu6After ? f32x4.min(positive, f32x4.splat(6)) : positive;
  }
}

/**
 * Words: 2 x [batch, inHeight, inWidth, C], 3 w [filterHeight, filterWidth, C], 4 out, 5 bias or 0, 6 activation, 7-21
 * geometry, 22 whether the filter is turned by 180°, as for the gradient of the input with stride 1. Parts of rows of
 * the result.
 */
export function depthwise(record: usize, part: i32): void {
  const rows = Geometry.batch(record) * Geometry.outHeight(record);
  const end = startOf(rows, part + 1, partsOf(record), 1);
  for (let row = startOf(rows, part, partsOf(record), 1); row < end; row++) depthwiseRow(record, row);
}

function depthwiseRow(record: usize, row: i32): void {
  const channels = bytes(Geometry.inChannels(record));
  const image = row / Geometry.outHeight(record);
  const y = (row % Geometry.outHeight(record)) * Geometry.strideHeight(record) - Geometry.padTop(record);
  const top = Taps.first(y, Geometry.dilationHeight(record));
  const taps = Geometry.filterHeight(record);
  const bottom = Taps.end(y, Geometry.dilationHeight(record), Geometry.inHeight(record), taps);
  const width = Geometry.outWidth(record);
  const reach = (Geometry.filterWidth(record) - 1) * Geometry.dilationWidth(record);
  let out = pointer(record, 4) + <usize>(row * width) * channels;
  for (let column = 0; column < width; ) {
    const start = column * Geometry.strideWidth(record) - Geometry.padLeft(record);
    const last = start + 3 * Geometry.strideWidth(record) + reach;
    const count = column + 4 <= width && start >= 0 && last < Geometry.inWidth(record) ? 4 : 1;
    const x = Geometry.at(pointer(record, 2), record, image, y, start);
    if (count == 4) fourPixels(record, x, top, bottom, out);
    else onePixel(record, x, start, top, bottom, out);
    column += count;
    out += <usize>count * channels;
  }
}

/** The first tap of a row of the filter, and the way to the next. */
class Filter {
  @inline
  static at(record: usize, row: i32, column: i32): usize {
    const tap = row * Geometry.filterWidth(record) + column;
    const last = Geometry.filterHeight(record) * Geometry.filterWidth(record) - 1;
    return pointer(record, 3) + bytes((int(record, 22) ? last - tap : tap) * Geometry.inChannels(record));
  }
  @inline
  static step(record: usize): usize {
    return int(record, 22) ? 0 - bytes(Geometry.inChannels(record)) : bytes(Geometry.inChannels(record));
  }
  @inline
  static bias(record: usize, channel: usize): v128 {
    return pointer(record, 5) ? v128.load(pointer(record, 5) + channel) : f32x4.splat(0);
  }
  @inline
  static biasOne(record: usize, channel: usize): v128 {
    return pointer(record, 5) ? v128.load_splat<f32>(pointer(record, 5) + channel) : f32x4.splat(0);
  }
}

/** Four pixels whose windows lie inside along the row: each tap is read once for all. */
function fourPixels(record: usize, x: usize, top: i32, bottom: i32, out: usize): void {
  const channels = bytes(Geometry.inChannels(record));
  const pixel = <usize>Geometry.strideWidth(record) * channels;
  const tapStep = <usize>Geometry.dilationWidth(record) * channels;
  const line = <usize>(Geometry.dilationHeight(record) * Geometry.inWidth(record)) * channels;
  const step = Filter.step(record);
  const activation = int(record, 6);
  let c: usize = 0;
  for (; c + 16 <= channels; c += 16) {
    let a = Filter.bias(record, c);
    let b = a;
    let d = a;
    let e = a;
    for (let i = top; i < bottom; i++) {
      let at = x + <usize>i * line + c;
      let w = Filter.at(record, i, 0) + c;
      for (let j = 0; j < Geometry.filterWidth(record); j++) {
        const tap = v128.load(w);
        a = Vector.multiplyAdd(v128.load(at), tap, a);
        b = Vector.multiplyAdd(v128.load(at + pixel), tap, b);
        d = Vector.multiplyAdd(v128.load(at + pixel * 2), tap, d);
        e = Vector.multiplyAdd(v128.load(at + pixel * 3), tap, e);
        at += tapStep;
        w += step;
      }
    }
    v128.store(out + c, After.of(a, activation));
    v128.store(out + channels + c, After.of(b, activation));
    v128.store(out + channels * 2 + c, After.of(d, activation));
    v128.store(out + channels * 3 + c, After.of(e, activation));
  }
  if (c == channels) return;
  for (let i: usize = 0; i < 4; i++)
    channelsOf(record, x + i * pixel, 0, Geometry.filterWidth(record), top, bottom, c, out + i * channels);
}

function onePixel(record: usize, x: usize, start: i32, top: i32, bottom: i32, out: usize): void {
  const channels = bytes(Geometry.inChannels(record));
  const dilation = Geometry.dilationWidth(record);
  const tapStep = <usize>dilation * channels;
  const line = <usize>(Geometry.dilationHeight(record) * Geometry.inWidth(record)) * channels;
  const step = Filter.step(record);
  const left = Taps.first(start, dilation);
  const right = Taps.end(start, dilation, Geometry.inWidth(record), Geometry.filterWidth(record));
  let c: usize = 0;
  for (; c + 16 <= channels; c += 16) {
    let sum = Filter.bias(record, c);
    for (let i = top; i < bottom; i++) {
      let at = x + <usize>i * line + <usize>left * tapStep + c;
      let w = Filter.at(record, i, left) + c;
      for (let j = left; j < right; j++, at += tapStep, w += step)
        sum = Vector.multiplyAdd(v128.load(at), v128.load(w), sum);
    }
    v128.store(out + c, After.of(sum, int(record, 6)));
  }
  channelsOf(record, x, left, right, top, bottom, c, out);
}

/** The channels of one pixel from `c` on that do not make four. */
function channelsOf(record: usize, x: usize, left: i32, right: i32, top: i32, bottom: i32, c: usize, out: usize): void {
  const channels = bytes(Geometry.inChannels(record));
  const tapStep = <usize>Geometry.dilationWidth(record) * channels;
  const line = <usize>(Geometry.dilationHeight(record) * Geometry.inWidth(record)) * channels;
  const step = Filter.step(record);
  for (; c < channels; c += 4) {
    let sum = Filter.biasOne(record, c);
    for (let i = top; i < bottom; i++) {
      let at = x + <usize>i * line + <usize>left * tapStep + c;
      let w = Filter.at(record, i, left) + c;
      for (let j = left; j < right; j++, at += tapStep, w += step)
        sum = Vector.multiplyAdd(v128.load_splat<f32>(at), v128.load_splat<f32>(w), sum);
    }
    store<f32>(out + c, Vector.first(After.of(sum, int(record, 6))));
  }
}

/** dx, for any stride. Words: 2 dy, 3 w, 4 dx, 7-21 geometry. Parts of images. */
export function depthwiseInputGradient(record: usize, part: i32): void {
  const first = startOf(Geometry.batch(record), part, partsOf(record), 1);
  const end = startOf(Geometry.batch(record), part + 1, partsOf(record), 1);
  const channels = bytes(Geometry.inChannels(record));
  const size = <usize>(Geometry.inHeight(record) * Geometry.inWidth(record)) * channels;
  memory.fill(pointer(record, 4) + <usize>first * size, 0, <usize>(end - first) * size);
  let dy = pointer(record, 2) + <usize>(first * Geometry.outHeight(record) * Geometry.outWidth(record)) * channels;
  for (let image = first; image < end; image++)
    for (let row = 0; row < Geometry.outHeight(record); row++)
      for (let column = 0; column < Geometry.outWidth(record); column++, dy += channels)
        addTaps(record, image, row, column, dy);
}

/** dx += dy · w under the window of one pixel. */
function addTaps(record: usize, image: i32, row: i32, column: i32, dy: usize): void {
  const channels = bytes(Geometry.inChannels(record));
  const top = row * Geometry.strideHeight(record) - Geometry.padTop(record);
  const left = column * Geometry.strideWidth(record) - Geometry.padLeft(record);
  let w = pointer(record, 3);
  for (let i = 0; i < Geometry.filterHeight(record); i++)
    for (let j = 0; j < Geometry.filterWidth(record); j++, w += channels) {
      const y = top + i * Geometry.dilationHeight(record);
      const inColumn = left + j * Geometry.dilationWidth(record);
      if (!Geometry.isInside(record, y, inColumn)) continue;
      addProducts(dy, w, Geometry.at(pointer(record, 4), record, image, y, inColumn), channels);
    }
}

/** to += a · b, value by value. */
function addProducts(a: usize, b: usize, to: usize, length: usize): void {
  let c: usize = 0;
  for (; c + 16 <= length; c += 16)
    v128.store(to + c, Vector.multiplyAdd(v128.load(a + c), v128.load(b + c), v128.load(to + c)));
  for (; c < length; c += 4) store<f32>(to + c, load<f32>(to + c) + load<f32>(a + c) * load<f32>(b + c));
}

/**
 * dw [filterHeight, filterWidth, C]. Words: 2 x, 3 dy, 4 out, 7-21 geometry. Part i takes its share of the rows of dy,
 * and writes a sum of its own, at out + i · filterHeight · filterWidth · C.
 */
export function depthwiseFilterGradient(record: usize, part: i32): void {
  const rows = Geometry.batch(record) * Geometry.outHeight(record);
  const end = startOf(rows, part + 1, partsOf(record), 1);
  const taps = Geometry.filterHeight(record) * Geometry.filterWidth(record);
  const out = pointer(record, 4) + bytes(part * taps * Geometry.inChannels(record));
  memory.fill(out, 0, bytes(taps * Geometry.inChannels(record)));
  for (let row = startOf(rows, part, partsOf(record), 1); row < end; row++)
    for (let i = 0; i < Geometry.filterHeight(record); i++)
      for (let j = 0; j < Geometry.filterWidth(record); j++) {
        const tap = i * Geometry.filterWidth(record) + j;
        addRow(record, row, i, j, out + bytes(tap * Geometry.inChannels(record)));
      }
}

/** Adds to the channels of one tap what a row of dy gives. */
function addRow(record: usize, row: i32, i: i32, j: i32, out: usize): void {
  const channels = bytes(Geometry.inChannels(record));
  const stride = Geometry.strideWidth(record);
  const image = row / Geometry.outHeight(record);
  const start = (row % Geometry.outHeight(record)) * Geometry.strideHeight(record) - Geometry.padTop(record);
  const y = start + i * Geometry.dilationHeight(record);
  if (y < 0 || y >= Geometry.inHeight(record)) return;
  // The column of x under this tap is that of dy times the stride, less `shift`.
  const shift = Geometry.padLeft(record) - j * Geometry.dilationWidth(record);
  const first = shift <= 0 ? 0 : (shift + stride - 1) / stride;
  const end = min(Geometry.outWidth(record), (Geometry.inWidth(record) + shift + stride - 1) / stride);
  const x = Geometry.at(pointer(record, 2), record, image, y, first * stride - shift);
  const dy = pointer(record, 3) + <usize>(row * Geometry.outWidth(record) + first) * channels;
  const step = <usize>stride * channels;
  let c: usize = 0;
  for (; c + 16 <= channels; c += 16) {
    let sum = f32x4.splat(0);
    for (let k = 0; k < end - first; k++)
      sum = Vector.multiplyAdd(v128.load(x + c + <usize>k * step), v128.load(dy + c + <usize>k * channels), sum);
    v128.store(out + c, f32x4.add(v128.load(out + c), sum));
  }
  for (; c < channels; c += 4) {
    let sum: f32 = 0;
    for (let k = 0; k < end - first; k++)
      sum += load<f32>(x + c + <usize>k * step) * load<f32>(dy + c + <usize>k * channels);
    store<f32>(out + c, load<f32>(out + c) + sum);
  }
}
