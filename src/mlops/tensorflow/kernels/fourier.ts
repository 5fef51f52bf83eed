/** Transforms a signal in place: `re` and `im` hold its real and imaginary parts. */
export type Transform = (re: Float64Array, im: Float64Array) => void;

/**
 * The discrete Fourier transform of a fixed length, X[k] = Σ_n x[n] · e^(−2πi·k·n/length), in O(length · log length)
 * for every length ≥ 1. For the inverse, give `im` first and `re` second, and divide by the length.
 */
export function fourierTransform(length: number): Transform {
  return Number.isInteger(Math.log2(length)) ? radix2(length) : bluestein(length);
}

/** The iterative method of Cooley and Tukey (1965), for powers of two. */
function radix2(length: number): Transform {
  const half = length / 2;
  const [cos, sin] = roots(half, (k) => k / length);
  return (re, im) => {
    reverseBits(re, im);
    for (let span = 1; span < length; span *= 2) {
      const stride = half / span;
      for (let start = 0; start < length; start += 2 * span) {
        for (let k = 0; k < span; k++) {
          const [a, b] = [start + k, start + k + span];
          const [c, s] = [cos[k * stride]!, sin[k * stride]!];
          const x = re[b]! * c - im[b]! * s;
          const y = re[b]! * s + im[b]! * c;
          re[b] = re[a]! - x;
          im[b] = im[a]! - y;
          re[a]! += x;
          im[a]! += y;
        }
      }
    }
  };
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  for (let i = 1, j = 0; i < re.length; i++) {
    let bit = re.length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
}

/**
 * Any length as a convolution by a chirp, which powers of two can do: k·n = (k² + n² − (k−n)²) / 2.
 * (Bluestein, “A linear filtering approach to the computation of discrete Fourier transform”, 1970.)
 */
function bluestein(length: number): Transform {
  const padded = 2 ** Math.ceil(Math.log2(2 * length - 1));
  const inner = radix2(padded);
  // k² modulo 2·length: the angle of a large k² would have lost its last digits.
  const [cos, sin] = roots(length, (k) => ((k * k) % (2 * length)) / (2 * length));
  const [chirpRe, chirpIm] = [new Float64Array(padded), new Float64Array(padded)];
  for (let k = 0; k < length; k++) {
    chirpRe[k] = chirpRe[(padded - k) % padded] = cos[k]!;
    chirpIm[k] = chirpIm[(padded - k) % padded] = -sin[k]!;
  }
  inner(chirpRe, chirpIm);
  const [a, b] = [new Float64Array(padded), new Float64Array(padded)];
  return (re, im) => {
    a.fill(0);
    b.fill(0);
    for (let k = 0; k < length; k++) {
      a[k] = re[k]! * cos[k]! - im[k]! * sin[k]!;
      b[k] = re[k]! * sin[k]! + im[k]! * cos[k]!;
    }
    inner(a, b);
    for (let k = 0; k < padded; k++) {
      const x = a[k]! * chirpRe[k]! - b[k]! * chirpIm[k]!;
      b[k] = a[k]! * chirpIm[k]! + b[k]! * chirpRe[k]!;
      a[k] = x;
    }
    inner(b, a);
    for (let k = 0; k < length; k++) {
      re[k] = (a[k]! * cos[k]! - b[k]! * sin[k]!) / padded;
      im[k] = (a[k]! * sin[k]! + b[k]! * cos[k]!) / padded;
    }
  };
}

/** cos and sin of the angles −2π · turns(k), k = 0 … count−1. */
function roots(count: number, turns: (k: number) => number): readonly [Float64Array, Float64Array] {
  const angle = (_: unknown, k: number) => -2 * Math.PI * turns(k);
  const angles = Float64Array.from({ length: count }, angle);
  return [angles.map(Math.cos), angles.map(Math.sin)];
}
