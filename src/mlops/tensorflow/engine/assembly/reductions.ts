// Sums, means, greatest and least values over one run of axes: x [outer, reduced, inner] becomes [outer, inner].
// Sums are taken in double precision: in single precision a long sum stands still, and a mean of 60,000 pictures is
// wrong in its second digit.

import { scratch } from './control';
import { greatest, least, sum } from './numbers';
import { bytes, int, partsOf, pointer, startOf } from './record';
import { Vector } from './vector';

/** So many rows are taken at once: what they hold of 8 columns stays in the cache of the core. */
const block: i32 = 64;

class Doubles {
  /** The first two of four floats, in double precision. */
  @inline
  static low(x: v128): v128 {
    return f64x2.promote_low_f32x4(x);
  }

  /** The last two. */
  @inline
  static high(x: v128): v128 {
    return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
  }
}

class Extreme {
  @inline
  static of(kind: i32, a: v128, b: v128): v128 {
    return kind == greatest ? f32x4.max(a, b) : f32x4.min(a, b);
  }
}

/** The sum of `count` floats that lie one behind the other. */
function sumOfRun(x: usize, count: i32): f64 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const end = x + bytes(count & ~7);
  for (; x < end; x += 32) {
    const first = v128.load(x);
    const second = v128.load(x, 16);
    a = f64x2.add(a, Doubles.low(first));
    b = f64x2.add(b, Doubles.high(first));
    c = f64x2.add(c, Doubles.low(second));
    d = f64x2.add(d, Doubles.high(second));
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let total = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (let i = count & ~7; i < count; i++, x += 4) total += <f64>load<f32>(x);
  return total;
}

/** Adds `rows` rows of 8 columns to the 8 doubles at `sums`, which count from 0 in the first block. */
function addColumns(x: usize, stride: usize, rows: i32, sums: usize, isFirst: bool): void {
  let a = isFirst ? f64x2.splat(0) : v128.load(sums);
  let b = isFirst ? f64x2.splat(0) : v128.load(sums, 16);
  let c = isFirst ? f64x2.splat(0) : v128.load(sums, 32);
  let d = isFirst ? f64x2.splat(0) : v128.load(sums, 48);
  for (let i = 0; i < rows; i++) {
    const first = v128.load(x);
    const second = v128.load(x, 16);
    a = f64x2.add(a, Doubles.low(first));
    b = f64x2.add(b, Doubles.high(first));
    c = f64x2.add(c, Doubles.low(second));
    d = f64x2.add(d, Doubles.high(second));
    x += stride;
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
}

/** The sums of columns `from` to `end` of x [rows, inner], divided by `divisor`. */
function sumColumns(x: usize, out: usize, rows: i32, inner: i32, from: i32, end: i32, divisor: f64): void {
  const sums = scratch();
  for (let row = 0; row < rows; row += block) {
    const count = min(block, rows - row);
    const start = x + bytes(row * inner);
    let column = from;
    for (; column + 8 <= end; column += 8)
      addColumns(start + bytes(column), bytes(inner), count, sums + (bytes(column - from) << 1), row == 0);
    for (; column < end; column++) {
      const at = sums + (bytes(column - from) << 1);
      let total: f64 = row == 0 ? 0 : load<f64>(at);
      for (let i = 0; i < count; i++) total += <f64>load<f32>(start + bytes(i * inner + column));
      store<f64>(at, total);
    }
  }
  for (let column = from; column < end; column++)
    store<f32>(out + bytes(column), <f32>(load<f64>(sums + (bytes(column - from) << 1)) / divisor));
}

/** The scratch that a sum needs of [outer, reduced, inner]. */
export function scratchOfReduce(inner: i32): i32 {
  return inner * 8;
}

class Extremes {
  @inline
  static run(kind: i32, x: usize, count: i32): f32 {
    let found = v128.load_splat<f32>(x);
    let i = 0;
    for (; i + 4 <= count; i += 4) found = Extreme.of(kind, found, v128.load(x + bytes(i)));
    for (; i < count; i++) found = Extreme.of(kind, found, v128.load_splat<f32>(x + bytes(i)));
    found = Extreme.of(kind, found, v128.shuffle<i32>(found, found, 2, 3, 0, 1));
    return Vector.first(Extreme.of(kind, found, v128.shuffle<i32>(found, found, 1, 0, 3, 2)));
  }

  @inline
  static columns(kind: i32, x: usize, out: usize, rows: i32, inner: i32, from: i32, end: i32): void {
    const stride = bytes(inner);
    memory.copy(out + bytes(from), x + bytes(from), bytes(end - from));
    for (let row = 1; row < rows; row++) {
      const start = x + <usize>row * stride;
      let at = bytes(from);
      for (; at + 16 <= bytes(end); at += 16)
        v128.store(out + at, Extreme.of(kind, v128.load(out + at), v128.load(start + at)));
      for (; at < bytes(end); at += 4) {
        const found = Extreme.of(kind, v128.load_splat<f32>(out + at), v128.load_splat<f32>(start + at));
        store<f32>(out + at, Vector.first(found));
      }
    }
  }
}

/**
 * Words: 2 kind, 3 x, 4 out, 5 outer, 6 reduced (at least 1), 7 inner, 8 what sums are divided by. Parts of `outer`, or
 * of the columns where that is 1.
 */
export function reduce(record: usize, part: i32): void {
  const kind = int(record, 2);
  const outer = int(record, 5);
  const reduced = int(record, 6);
  const inner = int(record, 7);
  const parts = partsOf(record);
  const divisor = <f64>int(record, 8);
  const first = outer == 1 ? 0 : startOf(outer, part, parts, 1);
  const last = outer == 1 ? 1 : startOf(outer, part + 1, parts, 1);
  const from = outer == 1 ? startOf(inner, part, parts, 8) : 0;
  const end = outer == 1 ? startOf(inner, part + 1, parts, 8) : inner;
  if (from == end) return;
  for (let o = first; o < last; o++) {
    const x = pointer(record, 3) + bytes(o * reduced * inner);
    const out = pointer(record, 4) + bytes(o * inner);
    if (kind == sum) {
      if (inner == 1) store<f32>(out, <f32>(sumOfRun(x, reduced) / divisor));
      else sumColumns(x, out, reduced, inner, from, end, divisor);
    } else if (inner == 1) {
      store<f32>(out, kind == greatest ? Extremes.run(greatest, x, reduced) : Extremes.run(least, x, reduced));
    } else if (kind == greatest) Extremes.columns(greatest, x, out, reduced, inner, from, end);
    else Extremes.columns(least, x, out, reduced, inner, from, end);
  }
}
