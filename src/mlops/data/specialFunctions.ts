/** Functions that distributions are made of, to some twelve digits. */

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos 1964, with g = 7 and nine terms). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x - 1;
  const base = at + 7.5;
  const sum = lanczos.slice(1).reduce((total, term, i) => total + term / (at + i + 1), lanczos[0]!);
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(base) - base + Math.log(sum);
}

/** ψ(x), the derivative of ln Γ, for x > 0: by recurrence up to 10, then its asymptotic series. */
export function digamma(x: number): number {
  let [at, shift] = [x, 0];
  for (; at < 10; at++) shift -= 1 / at;
  const square = 1 / (at * at);
  const series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))));
  return shift + Math.log(at) - 0.5 / at - series;
}

/** A continued fraction by Lentz's method: `term(i)` gives numerator and denominator of its i-th step, from 1 on. */
function continuedFraction(first: number, term: (i: number) => readonly [number, number]): number {
  const tiny = 1e-300;
  let [value, c, d] = [first || tiny, first || tiny, 0];
  for (let i = 1; i < 10_000; i++) {
    const [a, b] = term(i);
    d = 1 / (b + a * d || tiny);
    c = b + a / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}

/** Iₓ(a, b), the regularized incomplete beta function, for x from 0 to 1. */
export function betaRegularized(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaTail(1 - x, b, a);
  return betaTail(x, a, b);
}

/** Iₓ(a, b) where x is not large: so small a probability that one minus it is 1 keeps its digits. */
function betaTail(x: number, a: number, b: number): number {
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const fraction = continuedFraction(1, (i) => {
    const m = Math.floor(i / 2);
    const top = i % 2 === 0 ? m * (b - m) : -(a + m) * (a + b + m);
    return [(top * x) / ((a + i - 1) * (a + i)), 1];
  });
  return front / fraction;
}

/** P(F > f) for the F distribution. */
export function fSurvival(f: number, d1: number, d2: number): number {
  if (!(f > 0)) return f <= 0 ? 1 : Number.NaN;
  return betaRegularized(d2 / (d2 + d1 * f), d2 / 2, d1 / 2);
}

/** P(χ² > x), the upper regularized incomplete gamma function Q(k / 2, x / 2). */
export function chi2Survival(x: number, degrees: number): number {
  if (!(x > 0)) return x <= 0 ? 1 : Number.NaN;
  const [a, at] = [degrees / 2, x / 2];
  const front = Math.exp(a * Math.log(at) - at - logGamma(a));
  if (at < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 10_000 && term > sum * 1e-16; n++) {
      term *= at / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  return front / continuedFraction(at + 1 - a, (i) => [-i * (i - a), at + 2 * i + 1 - a]);
}
