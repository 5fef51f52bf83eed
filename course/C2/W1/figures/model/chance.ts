/** Seeded chance for the deck's made-up hospitals. */

/** Uniform numbers in [0, 1): Mulberry32, 32 bits of state. */
export type Random = () => number;

export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One standard normal number, by Box and Muller's transform. */
export const normal = (draw: Random): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** What Stirling's formula for log k! leaves out: exact below ten, a series above. */
function stirlingError(k: number): number {
  if (k >= 10) {
    const square = (k + 1) ** 2;
    return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
  }
  let factorial = 1;
  for (let factor = 2; factor <= k; factor++) factorial *= factor;
  return Math.log(factorial) - (Math.log(2 * Math.PI) / 2 + (k + 0.5) * Math.log(k + 1) - (k + 1));
}

/** How many of `n` trials succeed, each with chance `p`: by waiting times where few do, else by Hörmann's rejection
 * (algorithm BTRS, Journal of Statistical Computation and Simulation 46, 1993). */
export function binomial(n: number, p: number, draw: Random): number {
  if (p > 0.5) return n - binomial(n, 1 - p, draw);
  if (p <= 0 || n === 0) return 0;
  if (n * p < 10) {
    let [count, at] = [0, 0];
    for (;;) {
      at += Math.floor(Math.log(1 - draw()) / Math.log(1 - p)) + 1;
      if (at > n) return count;
      count++;
    }
  }
  const width = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * width;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const [odds, mode] = [p / (1 - p), Math.floor((n + 1) * p)];
  for (;;) {
    const u = draw() - 0.5;
    const v = draw();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + n * p + 0.5);
    if (k < 0 || k > n) continue;
    if (us >= 0.07 && v <= 0.92 - 4.2 / b) return k;
    const tail = (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1)));
    const bound =
      tail +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingError(mode) +
      stirlingError(n - mode) -
      stirlingError(k) -
      stirlingError(n - k);
    if (Math.log((v * (2.83 + 5.1 / b) * width) / (a / us ** 2 + b)) <= bound) return k;
  }
}

/** Draws how many of so many rows fall to each value, from shares that add up to 1: one binomial after the other. */
export const sampler =
  (shares: readonly number[], draw: Random) =>
  (rows: number): number[] => {
    let [left, rest] = [rows, 1];
    return shares.map((share, index) => {
      const count = index === shares.length - 1 ? left : binomial(left, Math.min(1, share / rest), draw);
      left -= count;
      rest -= share;
      return count;
    });
  };

/** Draws one value from shares that add up to 1. */
export const pick = (shares: readonly number[], draw: Random) => (): number => {
  let at = draw();
  const found = shares.findIndex((share) => {
    at -= share;
    return at < 0;
  });
  return found < 0 ? shares.length - 1 : found;
};

/** The value below which a share `level` of the values lies; linear between neighbors. */
export function quantile(values: readonly number[], level: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = level * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low]! + (at - low) * (sorted[Math.ceil(at)]! - sorted[low]!);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample. */
export function deviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}

/** The share of values above a limit. Shares of rows often fall on it exactly: rounding must not lift them above. */
export const shareAbove = (values: readonly number[], limit: number): number =>
  values.filter((value) => value > limit + 1e-9).length / values.length;

/** A number to so many decimals, so that the file stays small and a change in it can be read. */
export const rounded = (value: number, decimals = 4): number => Number(value.toFixed(decimals));
