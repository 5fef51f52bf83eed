// Chance for the deck's model: seeded numbers, the normal distribution, and how often a quiet dial calls.

/** `count` numbers in [0, 1), by Wichmann and Hill's generator (Applied Statistics 31, algorithm AS 183, 1982). */
export function uniforms(seed: number, count: number): number[] {
  let [a, b, c] = [seed, seed + 1, seed + 2];
  return Array.from({ length: count }, () => {
    a = (171 * a) % 30269;
    b = (172 * b) % 30307;
    c = (170 * c) % 30323;
    return (a / 30269 + b / 30307 + c / 30323) % 1;
  });
}

/** `count` standard normal numbers, by Box and Muller's transform. */
export function normals(seed: number, count: number): number[] {
  const values = uniforms(seed, 2 * count);
  return Array.from({ length: count }, (_, i) => {
    const [u, v] = [values[2 * i]!, values[2 * i + 1]!];
    return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
  });
}

/** Distribution function of the standard normal, by its power series; exact to 1e-12 for |x| < 8. */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [term, sum] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Chance that a normal value lies outside of a band with this middle and half width. */
const outside = (middle: number, half: number) => normalCdf(middle - half) + normalCdf(-middle - half);

/**
 * False alarms a year of `dials` quiet dials that call when they are outside of a band on `count` days running. Noise
 * is normal, days are independent. The band is `width` standard deviations about the mean, both estimated from `span`
 * days: infinitely many stand for a band that is known. Else the expectation over the mean, N(0, 1/span), and over the
 * deviation, the root of a chi-square by its degrees of freedom, is taken on a grid.
 */
export function falseAlarms(dials: number, span: number, width: number, count: number): number {
  if (!Number.isFinite(span)) return 365 * dials * outside(0, width) ** count;
  const freedom = span - 1;
  const [steps, reach] = [160, 6];
  let [total, weight] = [0, 0];
  for (let i = 1; i < 3 * steps; i++) {
    const deviation = (3 * i) / (3 * steps);
    const density = Math.exp((freedom - 1) * Math.log(deviation) - (freedom * (deviation ** 2 - 1)) / 2);
    if (density < 1e-14) continue;
    for (let j = -steps; j <= steps; j++) {
      const z = (reach * j) / steps;
      const w = density * Math.exp((-z * z) / 2);
      weight += w;
      total += w * outside(z / Math.sqrt(span), width * deviation) ** count;
    }
  }
  return (365 * dials * total) / weight;
}
