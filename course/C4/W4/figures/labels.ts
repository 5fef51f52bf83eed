// What late, few and young labels say: bought labels, cohorts by age, and one slice among many rows.
import { deviation, mean, normal, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';
import { events, expectedRight } from './world.ts';

export const bought = 50;
/** Of pumps that fail within 30 days, and of those that do not: share judged rightly. One in ten fails. */
export const cohort = { fails: 0.1, recall: 0.7, specificity: 0.9, days: 30 };

/** Accuracy among the labels of one day's rows, by the age of those rows in days: failures come as they happen. */
export function accuracyAt(age: number): number {
  const failed = cohort.fails * Math.min(age / cohort.days, 1);
  const stood = age >= cohort.days ? 1 - cohort.fails : 0;
  return (failed * cohort.recall + stood * cohort.specificity) / (failed + stood);
}

/** Fifty labels, by three ways to choose them among 20,000 rows: their mean answer, and how far it scatters. */
export function buying() {
  const next = uniform(1);
  const gauss = normal(next);
  const rows = range(20_000).map(() => {
    const chance = 1 / (1 + Math.exp(-2.5 * gauss()));
    return { sure: Math.abs(chance - 0.5), right: Number(next() < Math.max(chance, 1 - chance)) };
  });
  rows.sort((a, b) => a.sure - b.sure);
  const pick = (from: number, to: number) => rows[from + Math.floor(next() * (to - from))]!.right;
  const many = (take: () => number) => {
    const values = range(2000).map(take);
    return { mean: rounded(mean(values), 3), deviation: rounded(deviation(values), 3) };
  };
  return {
    truth: rounded(mean(rows.map(({ right }) => right)), 3),
    unsure: many(() => mean(range(bought).map(() => pick(0, 1000)))),
    random: many(() => mean(range(bought).map(() => pick(0, rows.length)))),
    stratified: many(() => mean(range(bought).map((i) => pick((i % 5) * 4000, ((i % 5) + 1) * 4000)))),
  };
}

/** Chance that at most `most` of `count` answers are right, where each is with this share. */
export function atMost(most: number, count: number, share: number): number {
  let [term, sum] = [(1 - share) ** count, 0];
  for (let k = 0; k <= most; k++) {
    sum += term;
    term *= ((count - k) / (k + 1)) * (share / (1 - share));
  }
  return sum;
}

/** The limit for fifty labels: the largest count that quiet rows stay at or below in less than one of a hundred. */
export function limitOf(quiet: number): number {
  let most = 0;
  while (atMost(most + 1, bought, quiet) < 0.01) most++;
  return most;
}

/** D in one slice of 5 % of the rows: daily accuracy of all rows and of the slice; the event begins after day 12. */
export function slices() {
  const next = uniform(12);
  const weights = events.quiet.weights;
  const [before, after] = [expectedRight(weights, events.quiet), expectedRight(weights, events.D)];
  const share = (count: number, right: number) => range(count).filter(() => next() < right).length;
  const byDay = range(24).map((day) => {
    const slice = share(50, day < 12 ? before : after);
    return { all: rounded((slice + share(950, before)) / 1000), slice: rounded(slice / 50) };
  });
  const half = (rows: number) => rounded(3 * Math.sqrt((before * (1 - before)) / rows));
  return { byDay, before: rounded(before), after: rounded(after), half: { all: half(1000), slice: half(50) } };
}
