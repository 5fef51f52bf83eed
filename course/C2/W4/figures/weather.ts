// One made-up weather station, after the week's first lab: a wind that was not measured, windows, and honest baselines.
import { deviation, mean, normal, range, rounded, shuffled, uniform } from './chance.ts';

const hours = 5000;
/** Hours between the last known value and the one to predict. */
const ahead = 12;
const history = 48;

/** Temperature of each hour in °C: a year, a day, and weather that comes and goes. */
function temperatures(seed: number): number[] {
  const draw = normal(uniform(seed));
  let weather = 0;
  return range(hours).map((hour) => {
    // Six steps of ten minutes an hour.
    for (let step = 0; step < 6; step++) weather = 0.995 * weather + 0.25 * draw();
    return 9.45 + 9 * Math.sin((2 * Math.PI * hour) / 8766) + 4 * Math.sin((2 * Math.PI * hour) / 24) + weather;
  });
}

/** Solves a symmetric positive system by Cholesky's method. */
function solve(a: number[][], b: readonly number[]): number[] {
  const n = b.length;
  const l = range(n).map(() => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let value = a[i]![j]!;
      for (let k = 0; k < j; k++) value -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(value) : value / l[j]![j]!;
    }
  }
  const half = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) {
    let value = b[i]!;
    for (let k = 0; k < i; k++) value -= l[i]![k]! * half[k]!;
    half[i] = value / l[i]![i]!;
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let value = half[i]!;
    for (let k = i + 1; k < n; k++) value -= l[k]![i]! * x[k]!;
    x[i] = value / l[i]![i]!;
  }
  return x;
}

function ridge(rows: readonly (readonly number[])[], labels: readonly number[], penalty = 1e-3) {
  const width = rows[0]!.length;
  const centers = range(width).map((j) => mean(rows.map((row) => row[j]!)));
  const center = mean(labels);
  const a = range(width).map((i) => range(width).map((j) => (i === j ? penalty : 0)));
  const b = new Array<number>(width).fill(0);
  rows.forEach((row, r) => {
    for (let i = 0; i < width; i++) {
      const x = row[i]! - centers[i]!;
      b[i]! += x * (labels[r]! - center);
      for (let j = 0; j <= i; j++) a[i]![j]! += x * (row[j]! - centers[j]!);
    }
  });
  for (let i = 0; i < width; i++) for (let j = i + 1; j < width; j++) a[i]![j] = a[j]![i]!;
  const weights = solve(a, b);
  return (row: readonly number[]) => center + row.reduce((total, x, j) => total + (x - centers[j]!) * weights[j]!, 0);
}

const rmse = (errors: readonly number[]) => Math.sqrt(mean(errors.map((e) => e ** 2)));

/** Baselines and models twelve hours ahead, on the last 30% of the hours, for one seed. */
function forecast(seed: number) {
  const t = temperatures(seed);
  const ends = range(hours - ahead - history).map((i) => i + history - 1);
  const label = (end: number) => t[end + ahead]!;
  const window = (end: number) => range(history).map((back) => t[end - back]!);
  const clock = (end: number) => [Math.sin((2 * Math.PI * (end % 24)) / 24), Math.cos((2 * Math.PI * (end % 24)) / 24)];
  const cut = Math.round(ends.length * 0.7);
  // A gap between training and test, so that no test window reaches back into training.
  const [train, test] = [ends.slice(0, cut - history - ahead), ends.slice(cut)];
  const error = (guess: (end: number) => number, of: readonly number[] = test) =>
    rmse(of.map((end) => guess(end) - label(end)));
  const fit = (inputs: (end: number) => number[], from = train) => {
    const told = ridge(from.map(inputs), from.map(label));
    return (end: number) => told(inputs(end));
  };
  const average = mean(train.map(label));
  // The three nearest windows, by every sixth hour.
  const neighbors = (from: readonly number[], to: readonly number[]) => {
    const coarse = (end: number) => range(8).map((k) => t[end - 6 * k]!);
    const known = from.map((end) => [coarse(end), label(end)] as const);
    return error((end) => {
      const at = coarse(end);
      const nearest: [number, number][] = [];
      for (const [other, value] of known) {
        let distance = 0;
        for (let k = 0; k < 8; k++) distance += (at[k]! - other[k]!) ** 2;
        if (nearest.length < 3 || distance < nearest[2]![0]) {
          nearest.push([distance, value]);
          nearest.sort(([a], [b]) => a - b);
          nearest.length = Math.min(3, nearest.length);
        }
      }
      return mean(nearest.map(([, value]) => value));
    }, to);
  };
  const mixed = shuffled(ends, uniform(seed + 70));
  return {
    now: error((end) => t[end]!),
    average: error(() => average),
    yesterday: error((end) => t[end + ahead - 24]!),
    ridge: error(fit(window)),
    ridgeClock: error(fit((end) => [...window(end), ...clock(end)])),
    offByEleven: error(fit((end) => [...window(end), t[end + ahead - 1]!])),
    neighborsRandom: neighbors(mixed.slice(0, cut), mixed.slice(cut).slice(0, 500)),
    neighborsByTime: neighbors(
      train,
      test.filter((_, i) => i % 3 === 0),
    ),
  };
}

const seeds = [1, 2, 3, 4, 5];

/** Least and greatest error over five seeds of each forecast, and three days of the first station. */
export function forecasts() {
  const all = seeds.map(forecast);
  const keys = Object.keys(all[0]!) as (keyof (typeof all)[number])[];
  const span = (key: (typeof keys)[number]) => {
    const values = all.map((one) => one[key]);
    return {
      low: rounded(Math.min(...values), 2),
      mean: rounded(mean(values), 2),
      high: rounded(Math.max(...values), 2),
    };
  };
  return {
    hours,
    ...(Object.fromEntries(keys.map((key) => [key, span(key)])) as Record<
      (typeof keys)[number],
      ReturnType<typeof span>
    >),
    days: temperatures(1)
      .slice(2400, 2400 + 84)
      .map((value) => rounded(value, 1)),
  };
}

/** 30,000 readings of wind in m/s, 18 of them missing and written as −9999. */
export function wind() {
  const next = uniform(2);
  const draw = normal(next);
  // A gamma distribution of shape 2: the sum of two exponential ones.
  const readings = range(30_000).map(() => -1.08 * (Math.log(1 - next()) + Math.log(1 - next())));
  const marked = readings.map((value, i) => (i % 1667 === 0 && i < 18 * 1667 ? -9999 : value));
  const low = Math.min(...marked);
  const high = readings.reduce((a, b) => Math.max(a, b));
  const scaled = marked.filter((value) => value >= 0).map((value) => (value - low) / (high - low));
  const sorted = [...scaled].sort((a, b) => a - b);
  // 60 winds about north, in degrees: half of them just left of it, half just right.
  const angles = range(60).map(() => (360 + 14 * draw()) % 360);
  const [x, y] = [
    mean(angles.map((a) => Math.cos((a * Math.PI) / 180))),
    mean(angles.map((a) => Math.sin((a * Math.PI) / 180))),
  ];
  return {
    readings: readings.length,
    missing: marked.filter((value) => value === -9999).length,
    mean: rounded(mean(readings), 2),
    marked: rounded(mean(marked), 2),
    zeroed: rounded(mean(marked.map((value) => Math.max(0, value))), 3),
    deviation: rounded(deviation(readings), 2),
    greatest: rounded(high, 1),
    lowScaled: rounded(sorted[0]!, 4),
    histogram: range(24).map((i) => readings.filter((value) => value >= i * 0.5 && value < (i + 1) * 0.5).length),
    angles: angles.map((a) => rounded(a, 1)),
    plainMean: rounded(mean(angles), 0),
    vectorMean: rounded(((Math.atan2(y, x) * 180) / Math.PI + 360) % 360, 0),
  };
}
