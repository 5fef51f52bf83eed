/** Sixty branches of the bank: how bad the worst looks by luck, and one that is bad. */
import { binomial, pick, quantile, random, rounded } from '../../../../C2/W1/figures/model/chance.ts';
import { truth } from './gate.ts';

export const branches = 60;

/** The worst of sixty equal branches with so many rows each, over many draws. */
function worst(rows: number, times: number) {
  const draw = random(31 + rows);
  const found = Array.from({ length: times }, () =>
    Math.min(...Array.from({ length: branches }, () => binomial(rows, truth, draw) / rows)),
  );
  const bins = Array.from({ length: 25 }, (_, bin) => {
    const inside = found.filter((share) => Math.floor(share / 0.04 + 1e-9) === bin).length;
    return rounded(inside / times);
  });
  return { rows, times, median: rounded(quantile(found, 0.5), 3), low: rounded(quantile(found, 0.05), 3), bins };
}

/** Branches of very different size; all are as good as the whole but one. */
export function funnel(seed: number) {
  const draw = random(seed);
  const size = pick([0.2, 0.25, 0.25, 0.2, 0.1], draw);
  const spans = [6, 25, 60, 150, 400];
  const rows = Array.from({ length: branches }, (_, index) => {
    const planted = index === 37;
    const count = planted ? 400 : Math.round(spans[size()]! * (0.7 + 0.6 * draw()));
    return {
      branch: index + 1,
      rows: count,
      share: rounded(binomial(count, planted ? truth - 0.12 : truth, draw) / count),
    };
  });
  const sorted = rows.toSorted((one, other) => one.share - other.share);
  return {
    rows,
    planted: 38,
    /** Its place when the branches are sorted by their share, the worst first. */
    place: sorted.findIndex(({ branch }) => branch === 38) + 1,
    best: { ...sorted.at(-1)! },
  };
}

/** The chance of at most so many right of so many rows; in logarithms, as the first terms lie below what a number holds. */
function atMost(count: number, rows: number): number {
  let term = rows * Math.log(1 - truth);
  let sum = Math.exp(term);
  for (let right = 1; right <= count; right++) {
    term += Math.log(((rows - right + 1) / right) * (truth / (1 - truth)));
    sum += Math.exp(term);
  }
  return sum;
}

/** The highest share that is still suspicious: so few are right by luck with a chance of at most `level`; below 0, none. */
export function suspicious(rows: number, level: number): number {
  let count = -1;
  while (count + 1 < rows && atMost(count + 1, rows) <= level) count++;
  return count / rows;
}

/** One look at 5%, and sixty looks that come to 5% together. */
export const levels = { one: 0.05, sixty: 0.05 / branches };

/** Branches that sixty looks find; and how often equal branches of 100 rows ring at all, by either level. */
export function suspects(seed: number, times: number) {
  const found = funnel(seed).rows.filter(({ rows, share }) => share <= suspicious(rows, levels.sixty) + 1e-9);
  const draw = random(5);
  const alarms = (level: number) => {
    const limit = suspicious(100, level);
    let count = 0;
    for (let time = 0; time < times; time++) {
      if (Array.from({ length: branches }, () => binomial(100, truth, draw) / 100).some((share) => share <= limit))
        count++;
    }
    return rounded(count / times, 2);
  };
  return {
    found: found.map(({ branch }) => branch),
    one: alarms(levels.one),
    sixty: alarms(levels.sixty),
    lines: [10, 15, 20, 25, 30, 40, 60, 80, 100, 150, 200, 300, 400, 500, 600].map((rows) => ({
      rows,
      one: rounded(suspicious(rows, levels.one), 3),
      sixty: rounded(suspicious(rows, levels.sixty), 3),
    })),
  };
}

/** Old and new customers: share of each and how many are answered right, on two days. */
export function mix() {
  const days = [
    { name: 'January', old: 0.8, oldRight: 0.9, newRight: 0.65 },
    { name: 'June', old: 0.5, oldRight: 0.91, newRight: 0.67 },
  ];
  return days.map((day) => ({ ...day, whole: rounded(day.old * day.oldRight + (1 - day.old) * day.newRight, 3) }));
}

export const slices = () => ({
  branches,
  worst: [worst(25, 4000), worst(100, 4000), worst(1000, 4000)],
  funnel: funnel(12),
  suspects: suspects(12, 4000),
  mix: mix(),
});
