// How small a canary may be, how often one may look, and what a bandit leaves unknown.
import { mean, normal, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';

/** Trays a day in all shops, and the share that goes to the canary. */
export const traffic = { trays: 20_000, share: 0.05 };
const [sureness, chance] = [1.959964, 0.841621];

/** Trays of the canary for a change to be seen in 80 of 100 cases, at 5 % false alarms; the others are 19 times as many. */
export function size(from: number, to: number): number {
  const others = (1 - traffic.share) / traffic.share;
  const spread = to * (1 - to) + (from * (1 - from)) / others;
  return Math.round(((sureness + chance) ** 2 * spread) / (to - from) ** 2);
}
export const falls = [
  { from: 0.1, to: 0.2 },
  { from: 0.1, to: 0.12 },
  { from: 0.001, to: 0.002 },
];
export const sizes = () =>
  falls.map(({ from, to }) => {
    const trays = size(from, to);
    return { from, to, trays, days: rounded(trays / (traffic.trays * traffic.share), 1) };
  });
/** Chance that a canary of so many trays shows no error at all. */
export const silent = (trays: number, errors: number) => rounded((1 - errors) ** trays, 3);

export const days = 14;
/** A difference of two equal versions after each day, in standard errors: a random walk over its own length. */
function walk(gauss: () => number, drift = 0): number[] {
  let sum = 0;
  return range(days).map((i) => {
    sum += gauss() + drift;
    return sum / Math.sqrt(i + 1);
  });
}

/** Share of equal versions that look unequal on some day, on the last day, and a limit that may be looked at daily. */
export function looking() {
  const gauss = normal(uniform(8));
  const walks = range(20_000).map(() => walk(gauss));
  const most = walks.map((path) => Math.max(...path.map(Math.abs))).sort((a, b) => a - b);
  const limit = rounded(most[Math.floor(0.95 * most.length)]!, 2);
  // A change that the last day alone would see in 80 of 100 cases.
  const drift = (sureness + chance) / Math.sqrt(days);
  const real = range(20_000).map(() => walk(gauss, drift));
  return {
    any: rounded(mean(most.map((z) => Number(z > sureness))), 3),
    last: rounded(mean(walks.map((path) => Number(Math.abs(path.at(-1)!) > sureness))), 3),
    limit,
    seen: rounded(mean(real.map((path) => Number(path.some((z) => z > limit)))), 2),
    // Fourteen that are equal, as they are drawn.
    paths: range(14).map((i) => walks[i]!.map((z) => rounded(z, 2))),
  };
}

/** Two versions, 96 and 94 of 100 bills right, 1,000 trays a day for fourteen days: halves, or a bandit. */
export function bandit() {
  const right = [0.96, 0.94];
  const runs = range(200).map((run) => {
    const next = uniform(900 + run);
    const gauss = normal(next);
    const seen = [
      { trays: 1, right: 1 },
      { trays: 1, right: 1 },
    ];
    const belief = ({ trays, right }: { trays: number; right: number }) => {
      const p = (right + 1) / (trays + 2);
      return { p, error: Math.sqrt((p * (1 - p)) / (trays + 2)) };
    };
    for (let day = 0; day < days; day++) {
      const [a, b] = seen.map(belief);
      const share = mean(range(400).map(() => Number(a!.p + a!.error * gauss() > b!.p + b!.error * gauss())));
      [Math.round(1000 * share), 1000 - Math.round(1000 * share)].forEach((trays, i) => {
        seen[i]!.trays += trays;
        seen[i]!.right += range(trays).filter(() => next() < right[i]!).length;
      });
    }
    return seen[1]!.trays;
  });
  const half = (trays: number) => rounded(196 * Math.sqrt((0.94 * 0.06) / trays), 1);
  const worse = Math.round(mean(runs));
  const total = 1000 * days;
  return {
    halves: { worse: total / 2, half: half(total / 2) },
    bandit: { worse, half: half(worse) },
  };
}
