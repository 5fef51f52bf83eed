// What a column still tells of the label after it was squeezed, makes as points, and where August's pumps lie.
import { mean, normal, quantile, rounded, sum, uniform } from './chance.ts';
import type { Pump } from './pumps.ts';

const entropy = (p: number) => (p > 0 && p < 1 ? -p * Math.log2(p) - (1 - p) * Math.log2(1 - p) : 0);

/** Bits that the number of a bucket tells of a label of 0 or 1. */
export function information(buckets: readonly number[], labels: readonly number[]): number {
  const counts = new Map<number, [number, number]>();
  buckets.forEach((bucket, i) => {
    const count = counts.get(bucket) ?? [0, 0];
    count[labels[i]!]!++;
    counts.set(bucket, count);
  });
  const total = labels.length;
  const inside = sum([...counts.values()].map(([a, b]) => ((a + b) / total) * entropy(b / (a + b))));
  return entropy(mean(labels)) - inside;
}

/** The number of the bucket of each value; a value on a border belongs to the bucket above it. Borders rise. */
export function bucketize(values: readonly number[], borders: readonly number[]): number[] {
  return values.map((value) => {
    let [low, high] = [0, borders.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value >= borders[middle]!) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** The values that cut sorted ones into so many parts of the same size. */
const quantileBorders = (sorted: readonly number[], count: number) =>
  Array.from({ length: count - 1 }, (_, i) => quantile(sorted, (i + 1) / count));

/**
 * How much of what vibration tells of a failure each form of it keeps, on 50,000 pumps drawn as the lab draws them.
 * 100 quantile buckets stand for the number itself.
 */
export function squeezed() {
  const draw = normal(uniform(3));
  const shakes: number[] = [];
  const labels: number[] = [];
  for (let i = 0; i < 50_000; i++) {
    const shake = draw();
    const risk = draw() + 1.5 * shake + draw() + (draw() < 0 ? 1 : -1) + 0.5 * draw();
    shakes.push(2 * Math.exp(0.6 * shake));
    labels.push(risk > 0 ? 1 : 0);
  }
  const sorted = [...shakes].sort((a, b) => a - b);
  const told = (borders: readonly number[]) => information(bucketize(shakes, borders), labels);
  const whole = told(quantileBorders(sorted, 100));
  const top = Math.max(...shakes.slice(0, 800));
  const width = [1, 2, 3].map((i) => (i * top) / 4);
  const share = (borders: readonly number[]) => rounded(told(borders) / whole, 3);
  const firstOf = (borders: readonly number[]) => rounded(mean(shakes.map((v) => (v < borders[0]! ? 1 : 0))), 3);
  return {
    bits: rounded(whole, 3),
    quantiles4: {
      kept: share(quantileBorders(sorted, 4)),
      borders: quantileBorders(sorted, 4).map((v) => rounded(v, 2)),
    },
    quantiles2: { kept: share(quantileBorders(sorted, 2)) },
    width4: { kept: share(width), borders: width.map((v) => rounded(v, 2)), first: firstOf(width) },
  };
}

/** Which parts break, for each of three families of pumps: shares of eight parts. */
const families = [
  [30, 24, 6, 4, 4, 4, 3, 5],
  [4, 5, 28, 26, 5, 4, 4, 4],
  [5, 4, 4, 5, 25, 22, 9, 6],
];

/** 24 makes of pumps as points: their repairs by part, in the two directions in which they differ most. */
export function makes() {
  const next = uniform(5);
  const rows = Array.from({ length: 24 }, (_, i) => {
    const shares = families[i % 3]!;
    const counts = new Array<number>(shares.length).fill(0);
    for (let repair = 0; repair < 60; repair++) {
      const at = next() * sum(shares);
      counts[shares.findIndex((_, part) => at < sum(shares.slice(0, part + 1)))]!++;
    }
    return counts.map((count) => count / 60);
  });
  const centers = rows[0]!.map((_, j) => mean(rows.map((row) => row[j]!)));
  const away = rows.map((row) => row.map((value, j) => value - centers[j]!));
  const covariance = centers.map((_, a) => centers.map((_, b) => mean(away.map((row) => row[a]! * row[b]!))));
  const first = direction(covariance, []);
  const second = direction(covariance, [first]);
  const along = (row: readonly number[], way: readonly number[]) => rounded(sum(row.map((v, j) => v * way[j]!)));
  return away.map((row, i) => ({ family: i % 3, x: along(row, first), y: along(row, second) }));
}

/** The direction of greatest spread at a right angle to those given, by power iteration; its largest part is positive. */
function direction(covariance: readonly (readonly number[])[], others: readonly (readonly number[])[]): number[] {
  let way = covariance.map((_, i) => 1 / (i + 1));
  for (let round = 0; round < 500; round++) {
    way = covariance.map((row) => sum(row.map((value, j) => value * way[j]!)));
    for (const other of others) {
      const common = sum(other.map((value, j) => value * way[j]!));
      way = way.map((value, j) => value - common * other[j]!);
    }
    const length = Math.sqrt(sum(way.map((value) => value ** 2)));
    way = way.map((value) => value / length);
  }
  const largest = way.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most));
  return way.map((value) => (largest < 0 ? -value : value));
}

/** Columns and rows of the grid over which coverage is counted. */
export const grid = { temperature: [30, 110, 10], logVibration: [-1.5, 3, 0.75] } as const;

const cellOf = ({ temperature, vibration }: Pump) =>
  [
    Math.floor((temperature - grid.temperature[0]) / grid.temperature[2]),
    Math.floor((Math.log(vibration) - grid.logVibration[0]) / grid.logVibration[2]),
  ].join();

/** Pumps of training, those of an August that is 16 degrees warmer, and how many of these lie where training is thin. */
export function coverage(train: readonly Pump[], test: readonly Pump[], degrees = 16, least = 10) {
  const counts = new Map<string, number>();
  for (const pump of train) counts.set(cellOf(pump), (counts.get(cellOf(pump)) ?? 0) + 1);
  const thin = (pumps: readonly Pump[]) => pumps.filter((pump) => (counts.get(cellOf(pump)) ?? 0) < least).length;
  const august = test.map((pump) => ({ ...pump, temperature: pump.temperature + degrees }));
  const points = (pumps: readonly Pump[]) =>
    pumps.map(({ temperature, vibration }) => [rounded(temperature, 1), rounded(Math.log(vibration), 2)]);
  return {
    degrees,
    least,
    cells: [...counts].map(([cell, count]) => [...cell.split(',').map(Number), count]),
    train: points(train.slice(0, 260)),
    august: points(august.slice(0, 90)),
    thinToday: thin(test),
    thinAugust: thin(august),
  };
}
