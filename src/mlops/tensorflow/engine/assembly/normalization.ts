// Batch normalization of x [rows, C], by channel (Ioffe, Szegedy, 2015). Sums of many rows are taken in double precision.
import { scratch } from './control';
import { bytes, float, int, partsOf, pointer, startOf } from './record';

/** So many rows are added in single precision before they go to the sum. */
const block: i32 = 64;

class Factor {
  /** scale / √(variance + ε) of a channel. */
  @inline
  static of(variance: usize, scale: usize, epsilon: f32, channel: usize): f32 {
    const gain: f32 = scale ? load<f32>(scale + channel) : 1;
    return gain / sqrt<f32>(load<f32>(variance + channel) + epsilon);
  }
}

/**
 * out [C] = Σ (x - mean)² / rows. Words: 2 x, 3 mean, 4 out, 5 rows, 6 C. Parts of channels.
 */
export function variance(record: usize, part: i32): void {
  const rows = int(record, 5);
  const stride = bytes(int(record, 6));
  const end = startOf(int(record, 6), part + 1, partsOf(record), 4);
  const first = startOf(int(record, 6), part, partsOf(record), 4);
  clearSums(end - first);
  for (let row = 0; row < rows; row += block) {
    const count = min(block, rows - row);
    const x = pointer(record, 2) + <usize>row * stride;
    for (let channel = first; channel < end; channel += 4) {
      const mean = loadUpTo4(pointer(record, 3) + bytes(channel), end - channel);
      let sum = f32x4.splat(0);
      for (let i = 0; i < count; i++) {
        const difference = f32x4.sub(loadUpTo4(x + <usize>i * stride + bytes(channel), end - channel), mean);
        sum = f32x4.add(sum, f32x4.mul(difference, difference));
      }
      addSums(channel - first, sum);
    }
  }
  for (let channel = first; channel < end; channel++)
    store<f32>(pointer(record, 4) + bytes(channel), <f32>(sumAt(channel - first) / <f64>rows));
}

/**
 * out [2, C] = Σ dy and Σ dy (x - mean). Words: 2 x, 3 mean, 4 out, 5 rows, 6 C, 7 dy. Parts of channels.
 */
export function normalizationSums(record: usize, part: i32): void {
  const rows = int(record, 5);
  const channels = int(record, 6);
  const end = startOf(channels, part + 1, partsOf(record), 4);
  const first = startOf(channels, part, partsOf(record), 4);
  const half = (end - first + 3) & ~3;
  clearSums(half * 2);
  for (let row = 0; row < rows; row += block)
    for (let channel = first; channel < end; channel += 4)
      sumBlock(record, row, min(block, rows - row), channel, end - channel, channel - first, half);
  for (let channel = first; channel < end; channel++) {
    store<f32>(pointer(record, 4) + bytes(channel), <f32>sumAt(channel - first));
    store<f32>(pointer(record, 4) + bytes(channels + channel), <f32>sumAt(half + channel - first));
  }
}

function sumBlock(record: usize, row: i32, count: i32, channel: i32, width: i32, to: i32, half: i32): void {
  const stride = bytes(int(record, 6));
  const offset = <usize>row * stride + bytes(channel);
  const mean = loadUpTo4(pointer(record, 3) + bytes(channel), width);
  let sum = f32x4.splat(0);
  let product = f32x4.splat(0);
  for (let i = 0; i < count; i++) {
    const dy = loadUpTo4(pointer(record, 7) + offset + <usize>i * stride, width);
    const x = loadUpTo4(pointer(record, 2) + offset + <usize>i * stride, width);
    sum = f32x4.add(sum, dy);
    product = f32x4.add(product, f32x4.mul(dy, f32x4.sub(x, mean)));
  }
  addSums(to, sum);
  addSums(half + to, product);
}

/** Four floats, or what is left of a row; 0 in the rest. */
function loadUpTo4(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let found = v128.load32_zero(from);
  if (count > 1) found = f32x4.replace_lane(found, 1, load<f32>(from, 4));
  if (count > 2) found = f32x4.replace_lane(found, 2, load<f32>(from, 8));
  return found;
}

/** The bytes of the sums of `channels` channels, two of each. */
export function normalizationBytes(channels: i32): i32 {
  return ((channels + 4) * 2) << 3;
}

function clearSums(count: i32): void {
  memory.fill(scratch(), 0, (<usize>((count + 3) & ~3)) << 3);
}

function sumAt(channel: i32): f64 {
  return load<f64>(scratch() + ((<usize>channel) << 3));
}

/** Adds four floats to the sums of four channels. */
function addSums(channel: i32, values: v128): void {
  const at = scratch() + ((<usize>channel) << 3);
  const high = v128.shuffle<i64>(values, values, 1, 0);
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(values)));
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16);
}

/**
 * y = (x - mean) · scale / √(variance + ε) + offset. Words: 2 x, 3 y, 4 mean, 5 variance, 6 scale or 0, 7 offset or 0, 8
 * rows, 9 C, 10 ε. Parts of rows.
 */
export function normalize(record: usize, part: i32): void {
  const stride = bytes(int(record, 9));
  const end = startOf(int(record, 8), part + 1, partsOf(record), 1);
  const factors = scratch();
  for (let c: usize = 0; c < stride; c += 4)
    store<f32>(factors + c, Factor.of(pointer(record, 5), pointer(record, 6), float(record, 10), c));
  for (let row = startOf(int(record, 8), part, partsOf(record), 1); row < end; row++)
    normalizeRow(record, <usize>row * stride, stride, factors);
}

function normalizeRow(record: usize, row: usize, length: usize, factors: usize): void {
  const x = pointer(record, 2) + row;
  const y = pointer(record, 3) + row;
  const mean = pointer(record, 4);
  const offset = pointer(record, 7);
  let c: usize = 0;
  for (; c + 16 <= length; c += 16) {
    const value = f32x4.mul(f32x4.sub(v128.load(x + c), v128.load(mean + c)), v128.load(factors + c));
    v128.store(y + c, offset ? f32x4.add(value, v128.load(offset + c)) : value);
  }
  for (; c < length; c += 4) {
    const value = (load<f32>(x + c) - load<f32>(mean + c)) * load<f32>(factors + c);
    store<f32>(y + c, offset ? value + load<f32>(offset + c) : value);
  }
}

/**
 * The gradient where mean and variance are those of x itself: dx = f (dy - Σ dy / n - (x - mean) Σ dy (x - mean) /
 * (n (variance + ε))), with f = scale / √(variance + ε) and n = rows. Words: 2 x, 3 dx, 4 mean, 5 variance, 6 scale or
 * 0, 7 dy, 8 rows, 9 C, 10 ε, 11 the sums of `normalizationSums`. Parts of rows.
 */
export function normalizationGradient(record: usize, part: i32): void {
  const stride = bytes(int(record, 9));
  const rows = <f32>int(record, 8);
  const factors = scratch();
  const means = factors + stride;
  const slopes = means + stride;
  const sums = pointer(record, 11);
  for (let c: usize = 0; c < stride; c += 4) {
    store<f32>(factors + c, Factor.of(pointer(record, 5), pointer(record, 6), float(record, 10), c));
    store<f32>(means + c, load<f32>(sums + c) / rows);
    const spread = load<f32>(pointer(record, 5) + c) + float(record, 10);
    store<f32>(slopes + c, load<f32>(sums + stride + c) / (rows * spread));
  }
  const end = startOf(int(record, 8), part + 1, partsOf(record), 1);
  for (let row = startOf(int(record, 8), part, partsOf(record), 1); row < end; row++)
    gradientRow(record, <usize>row * stride, stride, factors);
}

function gradientRow(record: usize, row: usize, length: usize, factors: usize): void {
  const x = pointer(record, 2) + row;
  const dx = pointer(record, 3) + row;
  const mean = pointer(record, 4);
  const dy = pointer(record, 7) + row;
  const means = factors + length;
  const slopes = means + length;
  let c: usize = 0;
  for (; c + 16 <= length; c += 16) {
    const difference = f32x4.sub(v128.load(x + c), v128.load(mean + c));
    const centered = f32x4.sub(v128.load(dy + c), v128.load(means + c));
    const value = f32x4.sub(centered, f32x4.mul(difference, v128.load(slopes + c)));
    v128.store(dx + c, f32x4.mul(v128.load(factors + c), value));
  }
  for (; c < length; c += 4) {
    const difference = load<f32>(x + c) - load<f32>(mean + c);
    const value = load<f32>(dy + c) - load<f32>(means + c) - difference * load<f32>(slopes + c);
    store<f32>(dx + c, load<f32>(factors + c) * value);
  }
}
