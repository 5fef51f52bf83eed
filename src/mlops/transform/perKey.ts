/** Analyzers and mappers by key: the same work for each group of rows, with a key that tells the groups apart. */
import { TransformError } from './errors.ts';
import { type FeatureColumn, minMaxScaler, zScorer } from './kernels.ts';
import type { ConstantNode, KeyedStatistic } from './node.ts';
import { bucketOf, Quantiles } from './quantiles.ts';
import type { FeatureValue } from './schema.ts';
import { Moments } from './statistics.ts';
import { tokenOf } from './vocabulary.ts';

/** What is kept for one key. */
interface One {
  addOne(value: number): void;
  state(): unknown;
  merge(state: never): void;
  result(): readonly number[];
}

class MinMax implements One {
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  addOne(value: number): void {
    this.merge([value, value]);
  }

  state(): readonly [number, number] {
    return [this.#min, this.#max];
  }

  merge([min, max]: readonly [number, number]): void {
    this.#min = Math.min(this.#min, min) + 0;
    this.#max = Math.max(this.#max, max);
  }

  result(): readonly number[] {
    return this.state();
  }
}

/**
 * Borders of which no two are equal, unlike those without a key: TensorFlow Transform moves them apart by a little, so a
 * value on several equal borders lies right of the first alone. Here each is moved by the least step of float32.
 */
class RisingQuantiles extends Quantiles {
  override result(): number[] {
    const borders = super.result();
    for (let i = 1; i < borders.length; i++) borders[i] = Math.max(borders[i]!, nextFloat(borders[i - 1]!));
    return borders;
  }
}

/** The least float32 above another one. */
function nextFloat(x: number): number {
  const float = Float32Array.of(x);
  const bits = new Int32Array(float.buffer);
  if (x === 0) bits[0] = 1;
  else bits[0]! += x > 0 ? 1 : -1;
  return float[0]!;
}

/** Keeps the statistic of each key. A row without a value or without a key does not count. */
export class PerKey {
  readonly #make: () => One;
  readonly #ones = new Map<string, One>();

  constructor(statistic: KeyedStatistic, numBuckets = 1) {
    const makers = {
      minMax: () => new MinMax(),
      moments: () => new Moments(),
      quantiles: () => new RisingQuantiles(numBuckets),
    };
    this.#make = makers[statistic];
  }

  add(values: FeatureColumn, keys: FeatureColumn): void {
    values.forEach((value, row) => {
      const key = tokenOf(keys[row]!);
      if (value !== null && key !== null) this.#of(key).addOne(value as number);
    });
  }

  #of(key: string): One {
    const known = this.#ones.get(key);
    if (known) return known;
    const one = this.#make();
    this.#ones.set(key, one);
    return one;
  }

  state(): unknown {
    return Array.from(this.#ones, ([key, one]) => [key, one.state()] as const);
  }

  merge(state: unknown): void {
    for (const [key, one] of state as readonly (readonly [string, never])[]) this.#of(key).merge(one);
  }

  freeze(): ConstantNode {
    const ones = [...this.#ones].sort(([a], [b]) => (a < b ? -1 : 1));
    return { op: 'keyed', keys: ones.map(([key]) => key), values: ones.map(([, one]) => one.result()) };
  }
}

export type Keyed = Extract<ConstantNode, { op: 'keyed' }>;
type Mapper = (x: FeatureColumn, keys: FeatureColumn) => FeatureValue[];

/** @param make what is done to the values of a key with these numbers; of one that was never seen with none */
function byKey(
  { keys, values }: Keyed,
  make: (numbers: readonly number[] | undefined) => (x: number) => number,
): Mapper {
  const unseen = make(undefined);
  const mappers = new Map(keys.map((key, place) => [key, make(values[place])]));
  return (x, given) =>
    x.map((cell, row) => {
      const key = tokenOf(given[row]!);
      if (cell === null || key === null) return null;
      return (mappers.get(key) ?? unseen)(cell as number);
    });
}

/** A key never seen has no range: its values go through the sigmoid, as those of a column without spread. */
export const scaleByMinMaxPerKey = (keyed: Keyed, outputMin: number, outputMax: number): Mapper =>
  byKey(keyed, ([min, max] = [0, 0]) => minMaxScaler(min!, max!, outputMin, outputMax));

/** A value of a key never seen stays as it is. */
export const scaleToZScorePerKey = (keyed: Keyed): Mapper =>
  byKey(keyed, ([mean, variance] = [0, 0]) => zScorer(mean!, variance!));

/** A value of a key never seen has bucket −1. */
export const applyBucketsPerKey = (keyed: Keyed): Mapper =>
  byKey(keyed, (borders) => (borders ? (x) => bucketOf(x, borders) : () => -1));

/** @throws {TransformError} where each key should have two numbers and does not */
export function requirePairs(keyed: Keyed): Keyed {
  if (keyed.values.every(({ length }) => length === 2)) return keyed;
  throw new TransformError('bad-graph', 'A scale by key needs two numbers a key, and some have not.');
}
