// What a model has to beat: the nearest mean picture, and an ideal observer who knows how pictures are made; and two
// classifiers of crusts under two lamps.
import { clean, type Pictures, side } from './pictures.ts';

/** The mean picture of each class. */
export const meanPictures = ({ x, y }: Pictures) =>
  [0, 1, 2].map((kind) => {
    const rows = x.filter((_, i) => y[i] === kind);
    return Float64Array.from(
      { length: side * side },
      (_, p) => rows.reduce((sum, row) => sum + row[p]!, 0) / rows.length,
    );
  });

/** A quick system: the class whose mean picture is nearest. */
export function nearestMeans(data: Pictures): (picture: Float64Array) => number {
  const means = meanPictures(data);
  const distance = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, p) => sum + (value - b[p]!) ** 2, 0);
  return (picture) => {
    const distances = means.map((center) => distance(picture, center));
    return distances.indexOf(Math.min(...distances));
  };
}

/**
 * How likely each class is for each picture, for an observer who knows the shapes, sizes, places and noise: likelihood
 * summed over a grid of places and sizes, classes equally frequent.
 */
export function idealPosteriors(x: readonly Float64Array[], noise: number): number[][] {
  const places = Array.from({ length: 9 }, (_, i) => (side - 1) / 2 - 1 + i / 4);
  const sizes = [-1.5, -0.75, 0, 0.75, 1.5].map((z) => ({ z, weight: Math.exp((-z * z) / 2) }));
  const shapes = [
    { kind: 0, radius: 3.7 },
    { kind: 1, radius: 3.7 },
    { kind: 1, radius: 2.5 },
    { kind: 2, radius: 2.5 },
  ];
  const templates = shapes.flatMap(({ kind, radius }) =>
    sizes.flatMap(({ z, weight }) =>
      places.flatMap((cx) =>
        places.map((cy) => {
          const picture = clean(kind, radius + 0.25 * z, cx, cy);
          const norm = picture.reduce((sum, value) => sum + value * value, 0);
          return { kind, picture, norm, weight: kind === 1 ? weight / 2 : weight };
        }),
      ),
    ),
  );
  return x.map((row) => {
    const logs = templates.map(({ picture, norm }) => {
      let dot = 0;
      for (let p = 0; p < row.length; p++) dot += row[p]! * picture[p]!;
      return (dot - norm / 2) / noise ** 2;
    });
    const most = logs.reduce((one, other) => Math.max(one, other));
    const sums = [0, 0, 0];
    templates.forEach(({ kind, weight }, t) => {
      sums[kind]! += weight * Math.exp(logs[t]! - most);
    });
    const total = sums.reduce((sum, value) => sum + value, 0);
    return sums.map((value) => value / total);
  });
}

/** Share right of that observer, who names the likeliest class. No model does better, but by luck. */
export function idealAccuracy({ x, y }: Pictures, noise: number): number {
  const right = idealPosteriors(x, noise).filter((shares, i) => shares.indexOf(Math.max(...shares)) === y[i]);
  return right.length / x.length;
}

/**
 * Accuracy in the shop with the white lamp of a classifier of crusts that calls “rye” what is darker than a threshold,
 * fitted to `white` rolls under that lamp and `yellow` ones under another that makes crusts look darker by 0.12. A small
 * model has one threshold; a large one reads the lamp from the photo and has two.
 */
export function bestThresholdAccuracy(white: number, yellow: number, large: boolean): number {
  const grid = Array.from({ length: 1001 }, (_, i) => i / 1000);
  const rolls = grid.map((crust) => Math.exp(-(((crust - 0.55) / 0.15) ** 2) / 2));
  const total = rolls.reduce((sum, value) => sum + value, 0);
  const rye = grid.map((crust) => 1 / (1 + Math.exp(-(crust - 0.5) / 0.02)));
  // Share wrong under a lamp with a threshold: rye below it, and other rolls above it.
  const wrong = (threshold: number, shift: number) =>
    grid.reduce((sum, crust, i) => sum + rolls[i]! * (crust + shift >= threshold ? 1 - rye[i]! : rye[i]!), 0) / total;
  const thresholds = Array.from({ length: 161 }, (_, i) => 0.4 + i / 400);
  const loss = (t: number) => white * wrong(t, 0) + (large ? 0 : yellow * wrong(t, 0.12));
  const best = thresholds.reduce((b, t) => (loss(t) < loss(b) - 1e-12 ? t : b));
  return 1 - wrong(best, 0);
}
