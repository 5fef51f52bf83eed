/** A join that reads the future: visits of made-up patients, and a model with either join. */
import { normal, random, rounded } from '../../../W1/figures/model/chance.ts';

interface Example {
  /** Days in hospital, standardized. */
  readonly nights: number;
  /** Visits in the 90 days before the visit, and in the 90 days before the table was last updated. */
  readonly before: number;
  readonly latest: number;
  /** Came back within 30 days. */
  readonly back: boolean;
}

/** Last day of the feature table; visits to predict lie between day 100 and day 149. */
const today = 180;

/** One visit of each of so many patients. Whoever was ill long or comes often comes back more often. */
export function examples(patients: number, seed: number): Example[] {
  const draw = random(seed);
  return Array.from({ length: patients }, () => {
    const nights = normal(draw);
    const often = normal(draw);
    const visits: number[] = [];
    const day = 100 + Math.floor(draw() * 50);
    for (let at = 0; at < today; at++) if (at !== day && draw() < 0.006 * Math.exp(0.7 * often)) visits.push(at);
    const chance = 1 / (1 + Math.exp(1.6 - 0.9 * nights - 0.5 * often));
    if (draw() < chance) visits.push(day + 1 + Math.floor(draw() * 30));
    const count = (from: number, to: number) => visits.filter((at) => at >= from && at < to).length;
    return {
      nights,
      before: count(day - 90, day),
      latest: count(today - 90, today) + (day >= today - 90 ? 1 : 0),
      back: count(day + 1, day + 31) > 0,
    };
  });
}

type Features = (example: Example) => readonly [number, number];

/** Logistic regression on two features by gradient descent. */
function fit(rows: readonly Example[], features: Features): (example: Example) => number {
  let [a, b, c] = [0, 0, 0];
  for (let step = 0; step < 1500; step++) {
    let [da, db, dc] = [0, 0, 0];
    for (const row of rows) {
      const [x, y] = features(row);
      const error = 1 / (1 + Math.exp(-(a + b * x + c * y))) - (row.back ? 1 : 0);
      da += error;
      db += error * x;
      dc += error * y;
    }
    const rate = 0.3 / rows.length;
    [a, b, c] = [a - rate * da, b - rate * db, c - rate * dc];
  }
  return (example) => {
    const [x, y] = features(example);
    return a + b * x + c * y;
  };
}

/** Area under the ROC curve: how often one who came back is ranked above one who did not; ties count half. */
export function area(scores: readonly number[], back: readonly boolean[]): number {
  const ranked = scores
    .map((score, index) => ({ score, back: back[index]! }))
    .sort((one, other) => one.score - other.score);
  let [below, sum, positives] = [0, 0, 0];
  for (let start = 0; start < ranked.length; ) {
    let end = start;
    while (end < ranked.length && ranked[end]!.score === ranked[start]!.score) end++;
    const tied = ranked.slice(start, end);
    const yes = tied.filter(({ back: is }) => is).length;
    sum += yes * (below + (tied.length - yes) / 2);
    positives += yes;
    below += tied.length - yes;
    start = end;
  }
  return sum / (positives * below);
}

/** Each join in the test, and in the ward, where the future is not there yet. */
export function leak() {
  const [train, test] = [examples(4000, 21), examples(4000, 22)];
  const before: Features = ({ nights, before: count }) => [nights, count];
  const latest: Features = ({ nights, latest: count }) => [nights, count];
  const back = test.map((row) => row.back);
  const score = (model: (example: Example) => number, seen: (example: Example) => Example) =>
    rounded(
      area(
        test.map((row) => model(seen(row))),
        back,
      ),
      3,
    );
  const [plain, pointInTime] = [fit(train, latest), fit(train, before)];
  return {
    visits: test.length,
    share: rounded(back.filter(Boolean).length / back.length, 3),
    // In the ward the latest value of the table is the value of that day.
    plain: { test: score(plain, (row) => row), ward: score(plain, (row) => ({ ...row, latest: row.before })) },
    pointInTime: { test: score(pointInTime, (row) => row), ward: score(pointInTime, (row) => row) },
  };
}
