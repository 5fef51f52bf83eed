// Steps of optimizers: a variable and its slots in one pass. Each value goes through the operations of the package in
// their order, so the results are those of its own steps to the bit.
import { bytes, float, int, partsOf, pointer, startOf } from './record';
import { Vector } from './vector';

class Adam {
  @inline
  static average(old: v128, next: v128, decay: f32, rest: f32): v128 {
    return f32x4.add(f32x4.mul(old, f32x4.splat(decay)), f32x4.mul(next, f32x4.splat(rest)));
  }

  /** w less the learning rate times m / (√v + ε), both corrected for having begun at 0. */
  @inline
  static moved(record: usize, w: v128, m: v128, v: v128): v128 {
    const mean = f32x4.div(m, f32x4.splat(float(record, 14)));
    const size = f32x4.sqrt(f32x4.div(v, f32x4.splat(float(record, 15))));
    const step = f32x4.div(mean, f32x4.add(size, f32x4.splat(float(record, 17))));
    return f32x4.add(f32x4.mul(step, f32x4.splat(-float(record, 16))), w);
  }
}

/**
 * A step of Adam (Kingma, Ba, 2014). Words: 2 w, 3 m, 4 v, 5 gradient, 6-8 the new w, m and v, 9 count, 10 and 11 the
 * decays, 12 and 13 what is left of 1, 14 and 15 the corrections of m and v, 16 learning rate, 17 epsilon. Parts of
 * values.
 */
export function adam(record: usize, part: i32): void {
  const count = int(record, 9);
  let i = bytes(startOf(count, part, partsOf(record), 16));
  const end = bytes(startOf(count, part + 1, partsOf(record), 16));
  for (; i + 16 <= end; i += 16) {
    const gradient = v128.load(pointer(record, 5) + i);
    const m = Adam.average(v128.load(pointer(record, 3) + i), gradient, float(record, 10), float(record, 12));
    const square = f32x4.mul(gradient, gradient);
    const v = Adam.average(v128.load(pointer(record, 4) + i), square, float(record, 11), float(record, 13));
    v128.store(pointer(record, 7) + i, m);
    v128.store(pointer(record, 8) + i, v);
    v128.store(pointer(record, 6) + i, Adam.moved(record, v128.load(pointer(record, 2) + i), m, v));
  }
  for (; i < end; i += 4) {
    const gradient = v128.load_splat<f32>(pointer(record, 5) + i);
    const m = Adam.average(
      v128.load_splat<f32>(pointer(record, 3) + i),
      gradient,
      float(record, 10),
      float(record, 12),
    );
    const square = f32x4.mul(gradient, gradient);
    const v = Adam.average(v128.load_splat<f32>(pointer(record, 4) + i), square, float(record, 11), float(record, 13));
    store<f32>(pointer(record, 7) + i, Vector.first(m));
    store<f32>(pointer(record, 8) + i, Vector.first(v));
    const w = Adam.moved(record, v128.load_splat<f32>(pointer(record, 2) + i), m, v);
    store<f32>(pointer(record, 6) + i, Vector.first(w));
  }
}
