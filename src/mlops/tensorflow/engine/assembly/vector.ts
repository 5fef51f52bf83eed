// Four floats at a time. The elementary functions follow Cephes (Moshier, single precision): the argument is reduced to
// a small interval, where a polynomial is right to about 2 units in the last place.

export class Vector {
  /** a · b + c: rounded once where the binary has fused products, else twice. */
  @inline
  static multiplyAdd(a: v128, b: v128, c: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
    return f32x4.add(f32x4.mul(a, b), c);
  }

  /** The first of four lanes, for what is left over of a run. */
  @inline
  static first(x: v128): f32 {
    return f32x4.extract_lane(x, 0);
  }

  @inline
  static total(x: v128): f32 {
    return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 2) + (f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 3));
  }

  /** y · x + c, a step of Horner's scheme. */
  @inline
  static horner(y: v128, x: v128, c: f32): v128 {
    return f32x4.add(f32x4.mul(y, x), f32x4.splat(c));
  }

  /** 2^n · e^r, with r within ± ln 2 / 2; infinite above 88.72, 0 below -103.97, NaN of NaN. */
  @inline
  static exp(x: v128): v128 {
    const highest = f32x4.splat(88.7228394);
    const lowest = f32x4.splat(-103.972084);
    const within = f32x4.max(f32x4.min(x, highest), lowest);
    const n = f32x4.nearest(f32x4.mul(within, f32x4.splat(1.44269504)));
    // ln 2 in two parts, the first of which has few bits, so that its product is exact.
    let r = f32x4.sub(within, f32x4.mul(n, f32x4.splat(0.693359375)));
    r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
    let y = Vector.horner(f32x4.splat(1.98756915e-4), r, 1.3981999507e-3);
    y = Vector.horner(y, r, 8.3334519073e-3);
    y = Vector.horner(y, r, 4.1665795894e-2);
    y = Vector.horner(y, r, 1.6666665459e-1);
    y = Vector.horner(y, r, 5.0000001201e-1);
    y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), y), r), f32x4.splat(1));
    y = Vector.scaleByPowerOf2(y, i32x4.trunc_sat_f32x4_s(n));
    y = v128.bitselect(f32x4.splat(Infinity), y, f32x4.gt(x, highest));
    y = v128.andnot(y, f32x4.lt(x, lowest));
    return v128.bitselect(x, y, f32x4.ne(x, x));
  }

  /** y · 2^n in two steps, so that denormal results come out too. */
  @inline
  static scaleByPowerOf2(y: v128, n: v128): v128 {
    const bias = i32x4.splat(127);
    const half = i32x4.shr_s(n, 1);
    const rest = i32x4.sub(n, half);
    return f32x4.mul(f32x4.mul(y, i32x4.shl(i32x4.add(half, bias), 23)), i32x4.shl(i32x4.add(rest, bias), 23));
  }

  /** e · ln 2 + ln(1 + m), with 1 + m within [√½, √2): -∞ of 0, NaN below 0 and of NaN. */
  @inline
  static log(x: v128): v128 {
    const denormal = f32x4.lt(x, f32x4.splat(1.17549435e-38));
    const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, denormal);
    let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(scaled, 23), i32x4.splat(126)));
    e = f32x4.sub(e, v128.and(f32x4.splat(23), denormal));
    let m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
    const small = f32x4.lt(m, f32x4.splat(0.707106781));
    e = f32x4.sub(e, v128.and(f32x4.splat(1), small));
    m = f32x4.sub(f32x4.add(m, v128.and(m, small)), f32x4.splat(1));
    const square = f32x4.mul(m, m);
    let y = Vector.horner(f32x4.splat(7.0376836292e-2), m, -1.151461031e-1);
    y = Vector.horner(y, m, 1.167699874e-1);
    y = Vector.horner(y, m, -1.2420140846e-1);
    y = Vector.horner(y, m, 1.4249322787e-1);
    y = Vector.horner(y, m, -1.6668057665e-1);
    y = Vector.horner(y, m, 2.0000714765e-1);
    y = Vector.horner(y, m, -2.4999993993e-1);
    y = Vector.horner(y, m, 3.3333331174e-1);
    y = f32x4.mul(f32x4.mul(y, m), square);
    y = f32x4.sub(f32x4.add(y, f32x4.mul(e, f32x4.splat(-2.1219444e-4))), f32x4.mul(square, f32x4.splat(0.5)));
    y = f32x4.add(f32x4.add(m, y), f32x4.mul(e, f32x4.splat(0.693359375)));
    y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
    y = v128.bitselect(f32x4.splat(NaN), y, f32x4.lt(x, f32x4.splat(0)));
    return v128.bitselect(x, y, v128.or(f32x4.ne(x, x), f32x4.eq(x, f32x4.splat(Infinity))));
  }

  /** A polynomial near 0, 1 - 2 / (e^2|x| + 1) with the sign of x elsewhere. */
  @inline
  static tanh(x: v128): v128 {
    const size = f32x4.abs(x);
    const square = f32x4.mul(x, x);
    let near = Vector.horner(f32x4.splat(-5.70498872745e-3), square, 2.06390887954e-2);
    near = Vector.horner(near, square, -5.37397155531e-2);
    near = Vector.horner(near, square, 1.33314422036e-1);
    near = Vector.horner(near, square, -3.33332819422e-1);
    near = f32x4.add(f32x4.mul(f32x4.mul(near, square), x), x);
    const power = Vector.exp(f32x4.mul(f32x4.min(size, f32x4.splat(20)), f32x4.splat(2)));
    let far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(power, f32x4.splat(1))));
    far = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
    const y = v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.625)));
    return v128.bitselect(x, y, f32x4.ne(x, x));
  }

  @inline
  static sigmoid(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), Vector.exp(f32x4.neg(x))));
  }
}
