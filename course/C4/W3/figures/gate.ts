// What a gate of so many rows lets pass: binomial chances, intervals, tries, and pairs.
import { normal, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';

/** The gate of the bakery: more than nine of ten of 45 trays right. */
export const gate = { rows: 45, least: 0.9, many: 1000 };

/** Chance of exactly `k` of `n`, where each is right with this share. */
function exactly(k: number, n: number, share: number): number {
  let log = 0;
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i);
  return Math.exp(log + k * Math.log(share) + (n - k) * Math.log(1 - share));
}

/** Chance that more than `least` of `n` rows are right. */
export function passes(share: number, n: number, least = gate.least): number {
  let sum = 0;
  for (let k = Math.floor(least * n + 1e-9) + 1; k <= n; k++) sum += exactly(k, n, share);
  return sum;
}

/** Wilson's interval, which holds the true share in 95 of 100 cases. */
export function interval(k: number, n: number, z = 1.96) {
  const [p, shrink] = [k / n, 1 + z ** 2 / n];
  const [middle, half] = [p + z ** 2 / (2 * n), z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))];
  return { low: rounded((middle - half) / shrink, 3), high: rounded((middle + half) / shrink, 3) };
}

/** The smallest count of right rows whose interval lies above the gate. */
export function sure(n: number): number {
  let k = Math.ceil(gate.least * n);
  while (k <= n && interval(k, n).low <= gate.least) k++;
  return k;
}

export const shares = [0.85, 0.88, 0.9, 0.92];
export const chances = () =>
  shares.map((share) => ({
    share,
    few: rounded(passes(share, gate.rows)),
    many: rounded(passes(share, gate.many)),
  }));
export const curve = () =>
  range(40).map((i) => {
    const share = 0.8 + 0.005 * i;
    return {
      share: rounded(share, 3),
      few: rounded(passes(share, gate.rows), 4),
      many: rounded(passes(share, gate.many), 4),
    };
  });

/** Chance to pass at last, if a red run is simply started again on other rows. */
export const retries = () =>
  [1, 2, 3].map((tries) => ({ tries, passes: rounded(1 - (1 - passes(0.88, gate.rows)) ** tries, 2) }));

/** Twelve versions that passed one after another: what the gate saw, and what the shops saw on 2,000 trays. */
export const later = 2000;
export function releases() {
  const next = uniform(14);
  const gauss = normal(next);
  const draw = (count: number, share: number) => range(count).filter(() => next() < share).length;
  const passed: { test: number; shops: number }[] = [];
  let refused = 0;
  while (passed.length < 12) {
    const share = Math.min(0.96, 0.88 + 0.025 * gauss());
    const test = draw(gate.rows, share);
    if (test > gate.least * gate.rows) passed.push({ test, shops: rounded(draw(later, share) / later) });
    else refused++;
  }
  return { passed, refused, below: passed.filter(({ shops }) => shops < gate.least).length };
}

/** Of 1,000 trays: the old version alone is right on 3 %, the new one alone on 1 %; 89 % both. */
export const pair = { rows: 1000, old: 0.03, fresh: 0.01, both: 0.89 };
/** Share of tests that see the fall of two points: on the same trays, and on other trays for each version. */
export function power() {
  const next = uniform(25);
  const runs = 4000;
  let [paired, apart] = [0, 0];
  for (let run = 0; run < runs; run++) {
    let [a, b, oldRight, newRight] = [0, 0, 0, 0];
    for (let i = 0; i < pair.rows; i++) {
      const draw = next();
      if (draw < pair.old) a++;
      else if (draw < pair.old + pair.fresh) b++;
      if (draw < pair.old || (draw >= pair.old + pair.fresh && draw < pair.old + pair.fresh + pair.both)) oldRight++;
      if (next() < pair.fresh + pair.both) newRight++;
    }
    if ((a - b) / Math.sqrt(Math.max(1, a + b)) > 1.96) paired++;
    const [p, q] = [oldRight / pair.rows, newRight / pair.rows];
    const pooled = (p + q) / 2;
    if ((p - q) / Math.sqrt((2 * pooled * (1 - pooled)) / pair.rows) > 1.96) apart++;
  }
  return { paired: rounded(paired / runs, 2), apart: rounded(apart / runs, 2) };
}
