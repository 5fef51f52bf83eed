// Operations value by value, with broadcasting.
import * as op from './numbers';
import { bytes, float, int, partsOf, pointer, startOf } from './record';
import { Vector } from './vector';

class Values {
  /** `kind` is a constant wherever this is inlined, so one branch is left of it. */
  @inline
  static combine(kind: i32, a: v128, b: v128): v128 {
    if (kind == op.add) return f32x4.add(a, b);
    if (kind == op.subtract) return f32x4.sub(a, b);
    if (kind == op.multiply) return f32x4.mul(a, b);
    if (kind == op.divide) return f32x4.div(a, b);
    if (kind == op.maximum) return f32x4.max(a, b);
    if (kind == op.minimum) return f32x4.min(a, b);
    const difference = f32x4.sub(a, b);
    return f32x4.mul(difference, difference);
  }

  @inline
  static map(kind: i32, x: v128, u: v128, w: v128): v128 {
    const zero = f32x4.splat(0);
    if (kind == op.relu) return f32x4.max(x, zero);
    if (kind == op.clip) return f32x4.min(f32x4.max(x, u), w);
    if (kind == op.step) {
      const steps = v128.bitselect(f32x4.splat(1), u, f32x4.gt(x, zero));
      return v128.bitselect(x, steps, f32x4.ne(x, x));
    }
    if (kind == op.negate) return f32x4.neg(x);
    if (kind == op.square) return f32x4.mul(x, x);
    if (kind == op.squareRoot) return f32x4.sqrt(x);
    if (kind == op.inverseSquareRoot) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
    if (kind == op.absolute) return f32x4.abs(x);
    if (kind == op.floor) return f32x4.floor(x);
    if (kind == op.ceiling) return f32x4.ceil(x);
    if (kind == op.round) return f32x4.nearest(x);
    if (kind == op.reciprocal) return f32x4.div(f32x4.splat(1), x);
    if (kind == op.leakyRelu) return v128.bitselect(f32x4.mul(x, u), x, f32x4.lt(x, zero));
    if (kind == op.exponential) return Vector.exp(x);
    if (kind == op.logarithm) return Vector.log(x);
    if (kind == op.hyperbolicTangent) return Vector.tanh(x);
    return Vector.sigmoid(x);
  }

  /** One row: each operand goes on by a float a value, or stays (`aStep`, `bStep` 1 or 0). */
  @inline
  static row(kind: i32, a: usize, aStep: i32, b: usize, bStep: i32, out: usize, length: usize): void {
    let i: usize = 0;
    if (aStep == bStep) {
      for (; i + 16 <= length; i += 16) v128.store(out + i, Values.combine(kind, v128.load(a + i), v128.load(b + i)));
    } else if (aStep == 1) {
      const value = v128.load_splat<f32>(b);
      for (; i + 16 <= length; i += 16) v128.store(out + i, Values.combine(kind, v128.load(a + i), value));
    } else {
      const value = v128.load_splat<f32>(a);
      for (; i + 16 <= length; i += 16) v128.store(out + i, Values.combine(kind, value, v128.load(b + i)));
    }
    for (; i < length; i += 4) {
      const left = v128.load_splat<f32>(a + (aStep ? i : 0));
      const right = v128.load_splat<f32>(b + (bStep ? i : 0));
      store<f32>(out + i, Vector.first(Values.combine(kind, left, right)));
    }
  }

  /** As `binary` below. */
  @inline
  static rows(kind: i32, record: usize, part: i32): void {
    const parts = partsOf(record);
    const d1 = int(record, 7);
    const d2 = int(record, 8);
    const count = int(record, 6) * d1 * d2;
    const row = bytes(int(record, 9));
    // One long row is divided, several are shared out.
    const from = count == 1 ? bytes(startOf(int(record, 9), part, parts, 16)) : 0;
    const length = count == 1 ? bytes(startOf(int(record, 9), part + 1, parts, 16)) - from : row;
    const first = count == 1 ? 0 : startOf(count, part, parts, 1);
    const end = count == 1 ? 1 : startOf(count, part + 1, parts, 1);
    const aStep = int(record, 13);
    const bStep = int(record, 17);
    const out = pointer(record, 5) + from;
    for (let r = first; r < end; r++) {
      const i = r / d2;
      const a = pointer(record, 3) + bytes(offset(record, 10, i / d1, i % d1, r % d2)) + (aStep ? from : 0);
      const b = pointer(record, 4) + bytes(offset(record, 14, i / d1, i % d1, r % d2)) + (bStep ? from : 0);
      Values.row(kind, a, aStep, b, bStep, out + <usize>r * row, length);
    }
  }

  /** Words: 3 x, 4 out, 5 count, 6 u, 7 w. */
  @inline
  static each(kind: i32, record: usize, part: i32): void {
    const x = pointer(record, 3);
    const out = pointer(record, 4);
    const count = int(record, 5);
    const u = f32x4.splat(float(record, 6));
    const w = f32x4.splat(float(record, 7));
    let i = bytes(startOf(count, part, partsOf(record), 16));
    const end = bytes(startOf(count, part + 1, partsOf(record), 16));
    for (; i + 16 <= end; i += 16) v128.store(out + i, Values.map(kind, v128.load(x + i), u, w));
    for (; i < end; i += 4) {
      store<f32>(out + i, Vector.first(Values.map(kind, v128.load_splat<f32>(x + i), u, w)));
    }
  }
}

/** Where a row of an operand begins, in floats; its strides stand from word `strides` on. */
function offset(record: usize, strides: i32, i: i32, j: i32, k: i32): i32 {
  return i * int(record, strides) + j * int(record, strides + 1) + k * int(record, strides + 2);
}

/**
 * out = a ∘ b. Words: 2 operation, 3 a, 4 b, 5 out, 6-9 dims of the result, 10-13 strides of a, 14-17 strides of b.
 * Strides count floats, and are 0 where an operand is repeated; those of the last dim are 1 or 0, and not both 0 unless
 * it has one value. Parts of rows, or of the row where there is one.
 */
export function binary(record: usize, part: i32): void {
  switch (int(record, 2)) {
    case op.add:
      Values.rows(op.add, record, part);
      return;
    case op.subtract:
      Values.rows(op.subtract, record, part);
      return;
    case op.multiply:
      Values.rows(op.multiply, record, part);
      return;
    case op.divide:
      Values.rows(op.divide, record, part);
      return;
    case op.maximum:
      Values.rows(op.maximum, record, part);
      return;
    case op.minimum:
      Values.rows(op.minimum, record, part);
      return;
    case op.squaredDifference:
      Values.rows(op.squaredDifference, record, part);
  }
}

/** out = f(x). Words: 2 operation, 3 x, 4 out, 5 count, 6 u, 7 w. Parts of values. */
export function unary(record: usize, part: i32): void {
  switch (int(record, 2)) {
    case op.relu:
      Values.each(op.relu, record, part);
      return;
    case op.clip:
      Values.each(op.clip, record, part);
      return;
    case op.step:
      Values.each(op.step, record, part);
      return;
    case op.negate:
      Values.each(op.negate, record, part);
      return;
    case op.square:
      Values.each(op.square, record, part);
      return;
    case op.squareRoot:
      Values.each(op.squareRoot, record, part);
      return;
    case op.inverseSquareRoot:
      Values.each(op.inverseSquareRoot, record, part);
      return;
    case op.absolute:
      Values.each(op.absolute, record, part);
      return;
    case op.floor:
      Values.each(op.floor, record, part);
      return;
    case op.ceiling:
      Values.each(op.ceiling, record, part);
      return;
    case op.round:
      Values.each(op.round, record, part);
      return;
    case op.reciprocal:
      Values.each(op.reciprocal, record, part);
      return;
    case op.leakyRelu:
      Values.each(op.leakyRelu, record, part);
      return;
    case op.exponential:
      Values.each(op.exponential, record, part);
      return;
    case op.logarithm:
      Values.each(op.logarithm, record, part);
      return;
    case op.hyperbolicTangent:
      Values.each(op.hyperbolicTangent, record, part);
      return;
    case op.sigmoid:
      Values.each(op.sigmoid, record, part);
  }
}

/** dx = dy where 0 < x <= limit, NaN where x is NaN, else 0. Words: 2 x, 3 dy, 4 dx, 5 count, 6 limit. Parts of values. */
export function reluGradient(record: usize, part: i32): void {
  const x = pointer(record, 2);
  const dy = pointer(record, 3);
  const dx = pointer(record, 4);
  const count = int(record, 5);
  const limit = f32x4.splat(float(record, 6));
  let i = bytes(startOf(count, part, partsOf(record), 16));
  const end = bytes(startOf(count, part + 1, partsOf(record), 16));
  for (; i + 16 <= end; i += 16) {
    const value = v128.load(x + i);
    const passes = v128.and(f32x4.gt(value, f32x4.splat(0)), f32x4.le(value, limit));
    v128.store(dx + i, v128.or(v128.and(v128.load(dy + i), passes), f32x4.ne(value, value)));
  }
  for (; i < end; i += 4) {
    const value = load<f32>(x + i);
    const gradient: f32 = value > 0 && value <= float(record, 6) ? load<f32>(dy + i) : 0;
    store<f32>(dx + i, value == value ? gradient : value);
  }
}
