// Boosted trees and a line on made-up births, and what they answer outside of the weeks that they saw.
import { mean, normal, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';

/** Pounds: 7.4 at week 39, half a pound a week, a deviation of one pound. One birth in fifty is early. */
function births(count: number, seed: number) {
  const next = uniform(seed);
  const gauss = normal(next);
  return range(count).map(() => {
    const weeks = Math.round(next() < 0.02 ? 26 + 8 * next() : 38.8 + 2.3 * gauss());
    return { weeks, pounds: 7.4 + 0.5 * (weeks - 39) + gauss() };
  });
}

type Row = ReturnType<typeof births>[number];
interface Stump {
  readonly border: number;
  readonly left: number;
  readonly right: number;
}

/** The border that leaves the least squared error of what is still missing. */
function stump(rows: readonly Row[], rest: readonly number[]): Stump {
  const borders = [...new Set(rows.map(({ weeks }) => weeks))].sort((a, b) => a - b).slice(1);
  const tried = borders.map((week) => {
    const border = week - 0.5;
    const left = mean(rest.filter((_, i) => rows[i]!.weeks < border));
    const right = mean(rest.filter((_, i) => rows[i]!.weeks > border));
    const share = rows.filter(({ weeks }) => weeks < border).length;
    return { border, left, right, gain: share * left ** 2 + (rows.length - share) * right ** 2 };
  });
  return tried.reduce((best, each) => (each.gain > best.gain ? each : best));
}

/** Gradient boosting with stumps for the squared error: 80 rounds at a rate of 0.2. */
function boost(rows: readonly Row[]): (weeks: number) => number {
  const start = mean(rows.map(({ pounds }) => pounds));
  const rest = rows.map(({ pounds }) => pounds - start);
  const stumps = range(80).map(() => {
    const made = stump(rows, rest);
    rows.forEach(({ weeks }, i) => {
      rest[i]! -= 0.2 * (weeks < made.border ? made.left : made.right);
    });
    return made;
  });
  return (weeks) => stumps.reduce((sum, { border, left, right }) => sum + 0.2 * (weeks < border ? left : right), start);
}

function line(rows: readonly Row[]): (weeks: number) => number {
  const [x, y] = [mean(rows.map(({ weeks }) => weeks)), mean(rows.map(({ pounds }) => pounds))];
  const slope =
    mean(rows.map(({ weeks, pounds }) => (weeks - x) * (pounds - y))) / mean(rows.map(({ weeks }) => (weeks - x) ** 2));
  return (weeks) => y + slope * (weeks - x);
}

/** What both answer inside and outside of the data, and their error on new births. */
export function outside() {
  const [rows, fresh] = [births(2000, 3), births(2000, 4)];
  const [trees, straight] = [boost(rows), line(rows)];
  const error = (model: (weeks: number) => number) =>
    rounded(Math.sqrt(mean(fresh.map(({ weeks, pounds }) => (pounds - model(weeks)) ** 2))), 2);
  const seen = rows.map(({ weeks }) => weeks);
  return {
    from: Math.min(...seen),
    to: Math.max(...seen),
    error: { trees: error(trees), line: error(straight) },
    answers: [27, 40, 60, 280].map((weeks) => ({
      weeks,
      trees: rounded(trees(weeks), 1),
      line: rounded(straight(weeks), 1),
    })),
    curve: range(53).map((i) => ({
      weeks: 22 + i,
      trees: rounded(trees(22 + i), 2),
      line: rounded(straight(22 + i), 2),
    })),
  };
}
