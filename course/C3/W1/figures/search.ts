// Searches on a made-up landscape of two settings, compared by how good the choice of each is after so many trials.
import { mean, normal, range, rounded, uniform } from './chance.ts';

type Setting = readonly [rate: number, width: number];

/**
 * The true score of a setting, both from 0 to 1: the first (a learning rate on a logarithmic scale) matters much, the
 * second (units) little.
 */
export const landscape = ([rate, width]: Setting) =>
  0.6 + 0.3 * Math.exp(-(((rate - 0.62) / 0.16) ** 2)) + 0.03 * Math.exp(-(((width - 0.7) / 0.4) ** 2));

/** Deviation of a trial's score about the true one, from the seed and the few rows that it is measured on. */
export const noise = 0.02;
export const budgets = [4, 9, 16, 25];
const repeats = 60;

/** The setting of greatest expected improvement under a Gaussian process on the trials (Jones et al. 1998). */
function promising(tried: readonly Setting[], scores: readonly number[], next: () => number): Setting {
  const [length, scale] = [0.2, 0.15];
  const kernel = (a: Setting, b: Setting) =>
    scale ** 2 * Math.exp(-((a[0] - b[0]) ** 2 + 0.2 * (a[1] - b[1]) ** 2) / (2 * length ** 2));
  const center = mean(scores);
  const n = tried.length;
  const l = range(n).map(() => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let value = kernel(tried[i]!, tried[j]!) + (i === j ? noise ** 2 : 0);
      for (let k = 0; k < j; k++) value -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(value) : value / l[j]![j]!;
    }
  }
  const lower = (b: readonly number[]) => {
    const x = new Array<number>(n).fill(0);
    for (let i = 0; i < n; i++) {
      let value = b[i]!;
      for (let k = 0; k < i; k++) value -= l[i]![k]! * x[k]!;
      x[i] = value / l[i]![i]!;
    }
    return x;
  };
  const whitened = lower(scores.map((score) => score - center));
  const best = Math.max(...scores);
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  // A logistic curve stands for the normal distribution function (error below 0.01).
  const below = (z: number) => 1 / (1 + Math.exp(-1.702 * z));
  let found: Setting = [next(), next()];
  let most = Number.NEGATIVE_INFINITY;
  for (let candidate = 0; candidate < 120; candidate++) {
    const at: Setting = [next(), next()];
    const v = lower(tried.map((other) => kernel(at, other)));
    const value = center + v.reduce((total, x, i) => total + x * whitened[i]!, 0);
    const deviation = Math.sqrt(Math.max(1e-9, scale ** 2 - v.reduce((total, x) => total + x * x, 0)));
    const z = (value - best) / deviation;
    const gain = (value - best) * below(z) + deviation * density(z);
    if (gain > most) [most, found] = [gain, at];
  }
  return found;
}

const clip = (value: number) => Math.min(1, Math.max(0, value));

/** True score of the setting that each search would take after so many trials: means of 60 repeats. */
export function searches() {
  const names = ['grid', 'random', 'evolution', 'Bayesian'] as const;
  const totals = Object.fromEntries(names.map((name) => [name, budgets.map(() => 0)])) as Record<
    (typeof names)[number],
    number[]
  >;
  for (let seed = 1; seed <= repeats; seed++) {
    for (const name of names) {
      budgets.forEach((budget, at) => {
        const next = uniform(seed * 31 + at);
        const draw = normal(next);
        const side = Math.round(Math.sqrt(budget));
        // A grid lies somewhere else in each repeat, as its owner happens to place it.
        const [shiftX, shiftY] = [next() / side, next() / side];
        const tried: Setting[] = [];
        const scores: number[] = [];
        for (let trial = 0; trial < budget; trial++) {
          const best = tried[scores.indexOf(Math.max(...scores))];
          const setting: Setting =
            name === 'grid'
              ? [Math.floor(trial / side) / side + shiftX, (trial % side) / side + shiftY]
              : name === 'random' || trial < 3
                ? [next(), next()]
                : name === 'evolution'
                  ? [clip(best![0] + 0.15 * draw()), clip(best![1] + 0.15 * draw())]
                  : promising(tried, scores, next);
          tried.push(setting);
          scores.push(landscape(setting) + noise * draw());
        }
        totals[name][at]! += landscape(tried[scores.indexOf(Math.max(...scores))]!);
      });
    }
  }
  // Nine trials of two searches, for the picture.
  const next = uniform(12);
  return {
    budgets,
    top: rounded(landscape([0.62, 0.7])),
    curves: Object.fromEntries(names.map((name) => [name, totals[name].map((total) => rounded(total / repeats))])),
    grid: range(9).map((i) => [(Math.floor(i / 3) + 0.5) / 3, ((i % 3) + 0.5) / 3]),
    random: range(9).map(() => [rounded(next(), 3), rounded(next(), 3)]),
  };
}

/** Mean of the greatest of `n` standard normal numbers, over 20,000 drawings. */
export function greatest() {
  const draw = normal(uniform(8));
  const counts = [1, 2, 3, 5, 10, 20, 30, 50, 100];
  return counts.map((n) => [n, rounded(mean(range(20_000).map(() => Math.max(...range(n).map(draw)))), 2)]);
}
