/** Shares of counts, and how sure they are. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the standard normal distribution. */
const z = 1.959963984540054;

/** The 95 % interval of k in n (Wilson 1927); from 0 to 1 where there are no rows. */
export function wilson(k: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const [share, square] = [k / n, (z * z) / n];
  const middle = (share + square / 2) / (1 + square);
  const half = (z * Math.sqrt((share * (1 - share)) / n + square / (4 * n))) / (1 + square);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** The 95 % interval of the difference of two shares, from the interval of each (Newcombe 1998, method 10). */
export function newcombe(k1: number, n1: number, k2: number, n2: number): Interval {
  const [one, two] = [wilson(k1, n1), wilson(k2, n2)];
  const [p1, p2] = [k1 / n1, k2 / n2];
  return {
    low: p1 - p2 - Math.hypot(p1 - one.low, two.high - p2),
    high: p1 - p2 + Math.hypot(one.high - p1, p2 - two.low),
  };
}
