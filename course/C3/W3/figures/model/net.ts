/** A net with one hidden layer whose weights are one vector, so that workers can exchange them; trained by plain SGD. */
import { normal, range, shuffled, uniform } from '../../../W1/figures/chance.ts';
import { drawDigits } from '../../../W2/figures/digits.ts';
import type { Rows } from '../../../W2/figures/net.ts';

export type { Rows } from '../../../W2/figures/net.ts';

/** Inputs and kinds of the reader of water meters; the hidden units differ between teacher and student. */
const [inputs, kinds] = [64, 10];

/** The reader's net: as many hidden units as the deck says. */
export const hidden = 32;

/** Pictures with the kinds drawn alike. @param noise of a pixel. */
export const digits = (count: number, seed: number, noise = 0.2): Rows => drawDigits(count, seed, true, noise);

export const length = (units: number): number => inputs * units + units + units * kinds + kinds;

/** Weights at the start, by He's rule. */
export function start(units: number, seed: number): Float64Array {
  const draw = normal(uniform(seed * 7919 + 17));
  const weights = new Float64Array(length(units));
  for (let i = 0; i < inputs * units; i++) weights[i] = draw() * Math.sqrt(2 / inputs);
  const from = inputs * units + units;
  for (let i = 0; i < units * kinds; i++) weights[from + i] = draw() * Math.sqrt(2 / units);
  return weights;
}

const unitsOf = (weights: Float64Array) => (weights.length - kinds) / (inputs + 1 + kinds);

/** Adds `factor` times a row of a matrix. Apart from the rest, so that the engine compiles it well. */
function addScaled(to: Float64Array, matrix: Float64Array, from: number, factor: number): void {
  for (let u = 0; u < to.length; u++) to[u] = to[u]! + factor * matrix[from + u]!;
}

/** The other way: adds `factor` times a row of numbers to the matrix. */
function addRow(matrix: Float64Array, from: number, row: Float64Array, factor: number): void {
  for (let u = 0; u < row.length; u++) matrix[from + u] = matrix[from + u]! + factor * row[u]!;
}

/** Hidden values and outputs (logits) for row `i`. */
function forward(weights: Float64Array, rows: Rows, i: number): { middle: Float64Array; out: Float64Array } {
  const units = unitsOf(weights);
  const middle = weights.slice(inputs * units, inputs * units + units);
  for (let k = 0; k < inputs; k++) addScaled(middle, weights, k * units, rows.x[i * inputs + k]!);
  const from = inputs * units + units;
  const out = weights.slice(from + units * kinds);
  for (let u = 0; u < units; u++) {
    if (middle[u]! < 0) middle[u] = 0;
    for (let k = 0; k < kinds; k++) out[k]! += middle[u]! * weights[from + u * kinds + k]!;
  }
  return { middle, out };
}

/** Probabilities at a temperature: the outputs are divided by it first. */
export function softmax(out: Float64Array, temperature = 1): Float64Array {
  const top = Math.max(...out);
  const exps = out.map((value) => Math.exp((value - top) / temperature));
  const total = exps.reduce((sum, value) => sum + value, 0);
  return exps.map((value) => value / total);
}

export const logits = (weights: Float64Array, rows: Rows, i: number): Float64Array => forward(weights, rows, i).out;

/** Slope of the loss by the outputs of row `i`. */
export type Slope = (out: Float64Array, i: number) => Float64Array;

/** Cross entropy with the recorded label. */
export const byLabel =
  (rows: Rows): Slope =>
  (out, i) => {
    const p = softmax(out);
    p[rows.y[i]!]! -= 1;
    return p;
  };

/** The mean gradient over some rows; zeros over none. */
export function gradient(weights: Float64Array, rows: Rows, batch: readonly number[], slope = byLabel(rows)) {
  const units = unitsOf(weights);
  const sum = new Float64Array(weights.length);
  const [bias, from] = [inputs * units, inputs * units + units];
  for (const i of batch) {
    const { middle, out } = forward(weights, rows, i);
    const back = slope(out, i);
    const further = new Float64Array(units);
    for (let k = 0; k < kinds; k++) sum[from + units * kinds + k]! += back[k]!;
    for (let u = 0; u < units; u++) {
      if (middle[u] === 0) continue;
      for (let k = 0; k < kinds; k++) {
        sum[from + u * kinds + k]! += middle[u]! * back[k]!;
        further[u]! += weights[from + u * kinds + k]! * back[k]!;
      }
      sum[bias + u]! += further[u]!;
    }
    for (let k = 0; k < inputs; k++) addRow(sum, k * units, further, rows.x[i * inputs + k]!);
  }
  return batch.length > 0 ? sum.map((value) => value / batch.length) : sum;
}

/** Takes a step down the gradient, in place. */
export function step(weights: Float64Array, slope: Float64Array, rate: number): void {
  for (let k = 0; k < weights.length; k++) weights[k]! -= rate * slope[k]!;
}

/** Batches of an epoch: all rows, shuffled; the last may be smaller. */
export function batches(count: number, size: number, next: () => number): number[][] {
  const order = shuffled(range(count), next);
  return range(Math.ceil(count / size)).map((b) => order.slice(b * size, (b + 1) * size));
}

export const rightOf = (out: Float64Array, kind: number): boolean => out.indexOf(Math.max(...out)) === kind;

/** Share of rows named rightly. */
export const accuracy = (weights: Float64Array, rows: Rows): number =>
  range(rows.y.length).filter((i) => rightOf(logits(weights, rows, i), rows.y[i]!)).length / rows.y.length;

/** The largest difference of two vectors. */
export const apart = (one: Float64Array, other: Float64Array): number =>
  one.reduce((most, value, k) => Math.max(most, Math.abs(value - other[k]!)), 0);

/** `epochs` of SGD. @param slope the loss; cross entropy with the labels if left out. */
export function train(rows: Rows, units: number, epochs: number, rate: number, seed: number, slope = byLabel(rows)) {
  const weights = start(units, seed);
  const next = uniform(seed * 31 + 7);
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const batch of batches(rows.y.length, 32, next)) step(weights, gradient(weights, rows, batch, slope), rate);
  return weights;
}
