/**
 * The arithmetic of the mappers, on one batch of rows. As in TensorFlow Transform every step is rounded to
 * float32, and a missing value stays missing.
 *
 * Source: tensorflow/transform, mappers.py.
 */
import type { Arithmetic, Elementwise } from './node.ts';
import type { FeatureValue } from './schema.ts';

/** One value a row. */
export type FeatureColumn = readonly FeatureValue[];
/** A column, or one number for all rows. */
export type FeatureValues = FeatureColumn | number;

const { fround } = Math;

export const arithmetic: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  minimum: Math.min,
  maximum: Math.max,
  greater: (a, b) => (a > b ? 1 : 0),
};

export const elementwise: Readonly<Record<Elementwise, (x: number) => number>> = { sqrt: Math.sqrt, log: Math.log };

/** Applies `f` to each value; missing values stay missing. */
export function map(x: FeatureValues, f: (x: number) => number): FeatureValues {
  if (typeof x === 'number') return fround(f(fround(x)));
  return x.map((value) => (value === null ? null : fround(f(fround(value as number)))));
}

/** Applies `f` to each pair of values; one number is paired with every row. */
export function zip(a: FeatureValues, b: FeatureValues, f: (a: number, b: number) => number): FeatureValues {
  if (typeof b === 'number') {
    const right = fround(b);
    return map(a, (left) => f(left, right));
  }
  if (typeof a === 'number') {
    const left = fround(a);
    return map(b, (right) => f(left, right));
  }
  return a.map((left, row) => {
    const right = b[row]!;
    return left === null || right === null ? null : fround(f(fround(left as number), fround(right as number)));
  });
}

/**
 * Scales to [outputMin, outputMax]. Where the training data had no spread (one distinct value, or none), a sigmoid
 * takes the place of the straight line, so that the result is still increasing and in the range.
 */
export function minMaxScaler(min: number, max: number, outputMin: number, outputMax: number): (x: number) => number {
  const low = fround(min);
  const spread = fround(fround(max) - low);
  const width = fround(outputMax - outputMin);
  const start = fround(outputMin);
  const unit = low < fround(max) ? (v: number) => fround(fround(v - low) / spread) : sigmoid;
  return (value) => fround(fround(unit(fround(value)) * width) + start);
}

/** (x − mean) / standard deviation; a column without spread is only centered. */
export function zScorer(mean: number, variance: number): (x: number) => number {
  const center = fround(mean);
  const deviation = fround(Math.sqrt(fround(variance)));
  return (value) => {
    const away = fround(fround(value) - center);
    return deviation === 0 ? away : fround(away / deviation);
  };
}

function sigmoid(x: number): number {
  return fround(1 / (1 + Math.exp(-x)));
}
