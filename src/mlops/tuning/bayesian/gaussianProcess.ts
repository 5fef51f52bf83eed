/**
 * A Gaussian process over settings: what score to expect where nothing was tried, and how sure that is. As scikit-learn's
 * `GaussianProcessRegressor(Matern(nu=2.5), normalize_y=True)`; source: C. Rasmussen and C. Williams, "Gaussian Processes
 * for Machine Learning" (2006), chapters 2, 4 and 5.
 */
import { Cholesky } from './cholesky.ts';

export type Point = ArrayLike<number>;
/** Expected value and its standard deviation, with the slope of each along every coordinate. */
export interface Prediction {
  readonly mean: number;
  readonly deviation: number;
  readonly meanSlopes: Float64Array;
  readonly deviationSlopes: Float64Array;
}

const root5 = Math.sqrt(5);
/** Logarithms of the shortest and the longest length that are tried, as in scikit-learn. */
const [shortest, longest] = [Math.log(1e-5), Math.log(1e5)];

const distance = (a: Point, b: Point) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
};
/** Matérn's covariance of smoothness 5/2 at a distance. */
function matern(apart: number, length: number): number {
  const scaled = (root5 * apart) / length;
  return (1 + scaled + scaled ** 2 / 3) * Math.exp(-scaled);
}

interface Fit {
  readonly factor: Cholesky;
  /** Inverse of the covariance, times the values. */
  readonly weights: Float64Array;
  readonly logLikelihood: number;
}

export class GaussianProcess {
  readonly #points: readonly Point[];
  readonly #fit: Fit;
  readonly #center: number;
  readonly #scale: number;
  /** How far apart points still tell of each other. */
  readonly lengthScale: number;

  /**
   * Takes the length under which the values are likeliest.
   * @param points in [0, 1], at least one
   * @param noise variance of a value about the true one, where values have a variance of 1
   */
  constructor(points: readonly Point[], values: readonly number[], noise: number) {
    this.#points = points;
    this.#center = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - this.#center) ** 2, 0) / values.length;
    this.#scale = Math.sqrt(variance) || 1;
    const y = Float64Array.from(values, (value) => (value - this.#center) / this.#scale);
    const apart = points.map((a) => Float64Array.from(points, (b) => distance(a, b)));
    const fitted = (logLength: number) => fit(apart, y, Math.exp(logLength), noise);
    const best = likeliest((at) => fitted(at)?.logLikelihood ?? Number.NEGATIVE_INFINITY);
    this.lengthScale = Math.exp(best);
    // Points so close that they cannot be told apart leave a matrix that cannot be solved with; short lengths always can.
    this.#fit = fitted(best) ?? fitted(shortest)!;
  }

  get logLikelihood(): number {
    return this.#fit.logLikelihood;
  }

  predict(at: Point): Prediction {
    const length = this.lengthScale;
    const { factor, weights } = this.#fit;
    const apart = this.#points.map((point) => distance(point, at));
    const shared = Float64Array.from(apart, (each) => matern(each, length));
    const solved = factor.solve(shared);
    let [mean, explained] = [0, 0];
    for (let i = 0; i < shared.length; i++) {
      mean += shared[i]! * weights[i]!;
      explained += shared[i]! * solved[i]!;
    }
    const deviation = Math.sqrt(Math.max(1 - explained, 1e-12));
    const [meanSlopes, deviationSlopes] = [new Float64Array(at.length), new Float64Array(at.length)];
    this.#points.forEach((point, i) => {
      const scaled = (root5 * apart[i]!) / length;
      const pull = ((-5 / 3) * (1 + scaled) * Math.exp(-scaled)) / length ** 2;
      for (let j = 0; j < at.length; j++) {
        const slope = pull * (at[j]! - point[j]!);
        meanSlopes[j]! += this.#scale * slope * weights[i]!;
        deviationSlopes[j]! -= (this.#scale * slope * solved[i]!) / deviation;
      }
    });
    return { mean: this.#center + this.#scale * mean, deviation: this.#scale * deviation, meanSlopes, deviationSlopes };
  }
}

function fit(apart: readonly Float64Array[], y: Float64Array, length: number, noise: number): Fit | undefined {
  const n = y.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) covariance[i * n + j] = matern(apart[i]![j]!, length) + (i === j ? noise : 0);
  }
  const factor = Cholesky.of(n, covariance);
  if (!factor) return undefined;
  const weights = factor.solve(y);
  const misfit = y.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  const logLikelihood = -misfit / 2 - factor.halfLogDeterminant() - (n / 2) * Math.log(2 * Math.PI);
  return { factor, weights, logLikelihood };
}

/** The logarithm of a length at which a function is largest: by a grid, then by golden section about its best place. */
function likeliest(likelihood: (logLength: number) => number): number {
  const [count, golden] = [93, (Math.sqrt(5) - 1) / 2];
  const step = (longest - shortest) / (count - 1);
  const places = Array.from({ length: count }, (_, i) => shortest + i * step);
  const found = places.map(likelihood);
  const best = found.indexOf(Math.max(...found));
  let [low, high] = [Math.max(shortest, places[best]! - step), Math.min(longest, places[best]! + step)];
  for (let round = 0; round < 45; round++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (likelihood(left) > likelihood(right)) high = right;
    else low = left;
  }
  const middle = (low + high) / 2;
  return likelihood(middle) >= found[best]! ? middle : places[best]!;
}
