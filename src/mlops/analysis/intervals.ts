/** Confidence intervals of a metric from samples of its rows. Source: evaluators/jackknife.py and poisson_bootstrap.py of TFMA 0.47.1. */
import { betaRegularized } from '../data/specialFunctions.ts';

/** Student's t around a metric. */
export interface Interval {
  /** Of the samples; that of the metric itself is its value. */
  readonly mean: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** 95 % lie between these two. */
  readonly low: number;
  readonly high: number;
}

/** As many samples as TFMA takes. */
export const sampleCount = 20;

/**
 * The jackknife over n parts: each sample leaves one part out. A pseudo-value is n times the value of all rows minus
 * n - 1 times that of the sample; the standard error is the deviation of these, divided by √n.
 * @param value of all rows
 * @param samples without part 0, without part 1, …
 */
export function jackknifeInterval(value: number, samples: readonly number[]): Interval {
  const n = samples.length;
  const { deviation } = meanAndDeviation(samples.map((sample) => n * value - (n - 1) * sample));
  return studentInterval(meanAndDeviation(samples).mean, deviation / Math.sqrt(n), n - 1);
}

/** The bootstrap: the standard error is the deviation of the samples, each of rows drawn with repetition. */
export function bootstrapInterval(samples: readonly number[]): Interval {
  const { mean, deviation } = meanAndDeviation(samples);
  return studentInterval(mean, deviation, samples.length - 1);
}

function meanAndDeviation(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

function studentInterval(mean: number, standardError: number, degreesOfFreedom: number): Interval {
  const half = studentQuantile(0.975, degreesOfFreedom) * standardError;
  return { mean, standardError, degreesOfFreedom, low: mean - half, high: mean + half };
}

const quantiles = new Map<string, number>();

/** The t that Student's distribution stays below with a probability above one half, by bisection. */
export function studentQuantile(probability: number, degrees: number): number {
  const key = `${probability} ${degrees}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  const below = (t: number) => 1 - betaRegularized(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  let [low, high] = [0, 1];
  while (below(high) < probability) high *= 2;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (below(middle) < probability) low = middle;
    else high = middle;
  }
  quantiles.set(key, high);
  return high;
}
