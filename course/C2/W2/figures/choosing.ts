// Choosing columns: three ways on one table, and what happens when all rows are asked before the split.
import { deviation, mean, normal, rounded, shuffled, uniform } from './chance.ts';
import { fitLogistic } from './logistic.ts';

type Table = { readonly rows: number[][]; readonly labels: number[] };

/** F of an analysis of variance of one column between two classes. */
export function fScore(values: readonly number[], labels: readonly number[]): number {
  const groups = [0, 1].map((label) => values.filter((_, i) => labels[i] === label));
  const center = mean(values);
  const between = groups.reduce((total, group) => total + group.length * (mean(group) - center) ** 2, 0);
  const within = groups.reduce((total, group) => total + group.length * deviation(group) ** 2, 0);
  return between / (within / (values.length - 2));
}

const column = (rows: readonly (readonly number[])[], j: number) => rows.map((row) => row[j]!);
/** The `count` columns of the highest F, best first. */
function best(rows: readonly (readonly number[])[], labels: readonly number[], count: number): number[] {
  return rows[0]!
    .map((_, j) => [j, fScore(column(rows, j), labels)] as const)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([j]) => j);
}
const only = (rows: readonly (readonly number[])[], columns: readonly number[]) =>
  rows.map((row) => columns.map((j) => row[j]!));

/** 100 coin flips, 50 of each side, and 2,000 columns of noise. */
function coins(seed: number): Table {
  const next = uniform(seed);
  const draw = normal(next);
  const rows = Array.from({ length: 100 }, () => Array.from({ length: 2000 }, draw));
  return {
    rows,
    labels: shuffled(
      rows.map((_, i) => i % 2),
      next,
    ),
  };
}

/** Five folds with ten of each side. */
function folds(labels: readonly number[], seed: number): number[][] {
  const next = uniform(seed);
  const sides = [0, 1].map((side) =>
    shuffled(
      labels.flatMap((label, i) => (label === side ? [i] : [])),
      next,
    ),
  );
  return Array.from({ length: 5 }, (_, k) => sides.flatMap((side) => side.slice(k * 10, (k + 1) * 10)));
}

/**
 * Accuracy of a logistic regression on the best 20 of 2,000 columns of noise, by five folds, for each seed: with the 20
 * chosen on all rows (`outside` the folds), and on the training rows of each fold (`inside`).
 */
export function coinFlips(seeds: readonly number[]) {
  return seeds.map((seed) => {
    const { rows, labels } = coins(seed);
    const chosen = best(rows, labels, 20);
    const rights = { outside: 0, inside: 0 };
    for (const test of folds(labels, seed + 1000)) {
      const held = new Set(test);
      const train = rows.flatMap((_, i) => (held.has(i) ? [] : [i]));
      const trainRows = train.map((i) => rows[i]!);
      const trainLabels = train.map((i) => labels[i]!);
      const ways = { outside: chosen, inside: best(trainRows, trainLabels, 20) };
      for (const way of ['outside', 'inside'] as const) {
        const { score } = fitLogistic(only(trainRows, ways[way]), trainLabels, { l2: 1 });
        rights[way] += test.filter((i) => (score(only([rows[i]!], ways[way])[0]!) > 0 ? 1 : 0) === labels[i]).length;
      }
    }
    return { outside: rights.outside / 100, inside: rights.inside / 100 };
  });
}

/** The columns of the table that three ways choose from. */
export const names = ['vibration', 'vibration 2', 'age', 'wet', 'valley', 'paint', 'serial'];

/**
 * 1,800 pumps: 800 to fit, 400 to choose by, 600 to report on. Vibration and age raise the risk; a second sensor says nearly what the first does; `wet` (season) and
 * `valley` (place) are 1 or -1 and matter together alone: their product raises the risk. Paint and serial are noise.
 */
function pairTable(): Table {
  const next = uniform(11);
  const draw = normal(next);
  const side = () => (next() < 0.5 ? -1 : 1);
  const rows: number[][] = [];
  const labels: number[] = [];
  for (let i = 0; i < 1800; i++) {
    const [shake, age, wet, valley] = [draw(), draw(), side(), side()];
    rows.push([shake, 0.97 * shake + Math.sqrt(1 - 0.97 ** 2) * draw(), age, wet, valley, draw(), draw()]);
    labels.push(1.3 * shake + 0.8 * age + 1.5 * wet * valley + 0.8 * draw() > 0 ? 1 : 0);
  }
  return { rows, labels };
}

const choosing = [800, 1200] as const;
const reporting = [1200, 1800] as const;

/** Accuracy, on some rows, of the majority of the 15 nearest of the first 800, by the given columns. */
function nearest({ rows, labels }: Table, columns: readonly number[], [from, to]: readonly [number, number]): number {
  const inputs = only(rows, columns);
  let right = 0;
  for (let i = from; i < to; i++) {
    // The 15 nearest so far, the farthest of them last.
    const nearby: { distance: number; label: number }[] = [];
    for (let k = 0; k < 800; k++) {
      let distance = 0;
      for (let j = 0; j < columns.length; j++) distance += (inputs[i]![j]! - inputs[k]![j]!) ** 2;
      if (nearby.length === 15 && distance >= nearby[14]!.distance) continue;
      const place = nearby.findIndex((other) => other.distance > distance);
      nearby.splice(place < 0 ? nearby.length : place, 0, { distance, label: labels[k]! });
      nearby.length = Math.min(nearby.length, 15);
    }
    const votes = nearby.reduce((total, { label }) => total + label, 0);
    if ((votes > 7 ? 1 : 0) === labels[i]) right++;
  }
  return right / (to - from);
}

/** What a filter, a wrapper and an embedded way say of the columns of one table, and which each keeps. */
export function threeWays() {
  const table = pairTable();
  const train = table.rows.slice(0, 800);
  const labels = table.labels.slice(0, 800);
  const all = names.map((_, j) => j);
  const scores = all.map((j) => rounded(fScore(column(train, j), labels), 1));
  // Backward elimination: a fit for each column that could go, in every round; the one that is missed least goes.
  let left = all;
  const dropped: number[] = [];
  let fits = 0;
  while (left.length > 4) {
    const rest = left;
    const without = rest.map((j) =>
      nearest(
        table,
        rest.filter((k) => k !== j),
        choosing,
      ),
    );
    fits += rest.length;
    const gone = without.indexOf(Math.max(...without));
    dropped.push(rest[gone]!);
    left = rest.filter((_, at) => at !== gone);
  }
  // What each column that stayed is worth: the fall without it.
  const withAll = nearest(table, left, choosing);
  const worth = all.map((j) =>
    left.includes(j)
      ? rounded(
          withAll -
            nearest(
              table,
              left.filter((k) => k !== j),
              choosing,
            ),
        )
      : 0,
  );
  const weights = fitLogistic(train, labels, { l1: 40 }, 3000).weights.map((weight) => rounded(weight, 3));
  const told = (kept: readonly number[]) => ({ kept, accuracy: rounded(nearest(table, kept, reporting)) });
  return {
    names,
    all: told(all).accuracy,
    filter: { scores, ...told(best(train, labels, 4).sort()) },
    wrapper: { dropped, fits, worth, ...told(left) },
    embedded: { weights, ...told(all.filter((j) => weights[j] !== 0)) },
  };
}
