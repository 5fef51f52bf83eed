/** Fifty weeks of a gate: candidates that are all equally good, and what comparing them on fixed rows makes of it. */
import {
  binomial,
  mean,
  normal,
  quantile,
  type Random,
  random,
  rounded,
} from '../../../../C2/W1/figures/model/chance.ts';

export const weeks = 50;
/** How often any candidate is right, over all customers. */
export const truth = 0.85;

/** A gamma number of a shape above one, by Marsaglia and Tsang (ACM TOMS 26, 2000). */
function gamma(shape: number, draw: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(draw);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - draw()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Customers by the chance that a candidate gets each right: some are easy, some hard; 85% in the mean. */
const population = (() => {
  const draw = random(85);
  return Float64Array.from({ length: 40_000 }, () => {
    const [a, b] = [gamma(8 * truth, draw), gamma(8 * (1 - truth), draw)];
    return a / (a + b);
  });
})();

/** So many rows of the population. */
function difficulties(rows: number, draw: Random): Float64Array {
  const chances = new Float64Array(rows);
  for (let row = 0; row < rows; row++) chances[row] = population[Math.floor(draw() * population.length)]!;
  return chances;
}

/** Whether one model answers each row right. Plain loops: a year asks for millions of answers. */
function answer(chances: Float64Array, draw: Random): Uint8Array {
  const answers = new Uint8Array(chances.length);
  for (let row = 0; row < chances.length; row++) answers[row] = draw() < chances[row]! ? 1 : 0;
  return answers;
}

function share(answers: Uint8Array): number {
  let right = 0;
  for (let row = 0; row < answers.length; row++) right += answers[row]!;
  return right / answers.length;
}

/** How many standard errors the new one leads by, on the rows where the two differ. */
export function paired(gains: number, losses: number): number {
  return gains + losses === 0 ? 0 : (gains - losses) / Math.sqrt(gains + losses);
}

function differ(old: Uint8Array, fresh: Uint8Array): [gains: number, losses: number] {
  let [gains, losses] = [0, 0];
  for (let row = 0; row < old.length; row++) {
    if (fresh[row]! > old[row]!) gains++;
    else if (fresh[row]! < old[row]!) losses++;
  }
  return [gains, losses];
}

/** One-sided 5%. */
const bound = 1.645;

export interface Year {
  /** What the blessed model showed when it was blessed, week by week. */
  readonly claimed: readonly number[];
  /** Weeks, from 1, in which the candidate was blessed; the first model is not counted. */
  readonly blessed: readonly number[];
}

/** Fifty weeks with one kind of gate. @param fresh new rows each week, on which both models answer. */
export function year(rows: number, seed: number, rule: 'not worse' | 'paired', fresh: boolean): Year {
  const draw = random(seed);
  let chances = difficulties(rows, draw);
  let best = answer(chances, draw);
  let claim = share(best);
  const claimed: number[] = [];
  const blessed: number[] = [];
  for (let week = 1; week <= weeks; week++) {
    if (fresh) {
      // The blessed model answers the new rows as well: equal candidates answer any row by the same chance.
      chances = difficulties(rows, draw);
      best = answer(chances, draw);
    }
    const candidate = answer(chances, draw);
    const passes = rule === 'paired' ? paired(...differ(best, candidate)) > bound : share(candidate) >= share(best);
    if (passes) {
      best = candidate;
      claim = share(candidate);
      blessed.push(week);
    } else if (fresh) claim = share(best);
    claimed.push(rounded(claim));
  }
  return { claimed, blessed };
}

/** What customers see: the share right of 2,000 of them a week, whoever is blessed. */
export function customers(seed: number): number[] {
  const draw = random(seed);
  return Array.from({ length: weeks }, () => rounded(share(answer(difficulties(2000, draw), draw))));
}

/** Means over many years: what the last blessed model claimed beyond the truth, and how many were blessed. */
function yearly(rows: number, rule: 'not worse' | 'paired', fresh: boolean, times: number) {
  const found = Array.from({ length: times }, (_, time) => year(rows, 100 + time, rule, fresh));
  const gains = found.map(({ claimed }) => claimed.at(-1)! - truth);
  return {
    gain: rounded(mean(gains)),
    low: rounded(quantile(gains, 0.1)),
    high: rounded(quantile(gains, 0.9)),
    blessed: rounded(mean(found.map(({ blessed }) => blessed.length)), 1),
  };
}

/** The ratchet by the number of rows, and four gates on 500 rows. */
export function ratchet() {
  const rows = 500;
  const years = 100;
  return {
    rows,
    years,
    // Of all seeds, one whose year is typical: gain and blessings near the means over many.
    typical: year(rows, 86, 'not worse', false),
    customers: customers(7),
    sizes: [
      [500, 100],
      [2000, 60],
      [5000, 20],
      [15_000, 15],
    ].map(([size, times]) => ({ rows: size!, times: times!, ...yearly(size!, 'not worse', false, times!) })),
    gates: [
      { name: 'not worse, same rows', ...yearly(rows, 'not worse', false, years) },
      { name: 'not worse, fresh rows', ...yearly(rows, 'not worse', true, years) },
      { name: 'paired, same rows', ...yearly(rows, 'paired', false, years) },
      { name: 'paired, fresh rows', ...yearly(rows, 'paired', true, years) },
    ],
  };
}

/** Two models on the same 5,000 rows: right both, only the old, only the new, neither. */
export const table = { both: 4090, old: 150, fresh: 210, neither: 550 };

/** Both ways to compare the two of the table. */
export function comparison() {
  const rows = table.both + table.old + table.fresh + table.neither;
  const [old, fresh] = [(table.both + table.old) / rows, (table.both + table.fresh) / rows];
  const half = (share: number) => 1.96 * Math.sqrt((share * (1 - share)) / rows);
  return {
    ...table,
    rows,
    oldShare: rounded(old),
    freshShare: rounded(fresh),
    oldHalf: rounded(half(old)),
    freshHalf: rounded(half(fresh)),
    lead: rounded(paired(table.fresh, table.old), 2),
  };
}

/** How often a paired gate on 5,000 rows lets pass an equal candidate, and one that is better, if a tenth of rows differ. */
export function power(times: number) {
  const draw = random(77);
  const rows = 5000;
  const passes = (gain: number) => {
    let count = 0;
    for (let time = 0; time < times; time++) {
      const differing = binomial(rows, 0.1, draw);
      const gains = binomial(differing, (0.05 + gain / 2) / 0.1, draw);
      if (paired(gains, differing - gains) > bound) count++;
    }
    return rounded(count / times, 2);
  };
  return { rows, equal: passes(0), one: passes(0.01), two: passes(0.02) };
}
