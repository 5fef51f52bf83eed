/** What metrics read: two lists of classes that belong together. */
import { byCodePoint } from '../data/codePoints.ts';
import { MetricsError } from './errors.ts';

/** What a class may be called. */
export type Label = string | number | boolean;
export type Labels = Iterable<Label>;

export interface Pairs {
  readonly yTrue: readonly Label[];
  readonly yPred: readonly Label[];
}

/**
 * Reads both lists, and says which value is no class.
 * @throws {MetricsError} `unequal-lengths`, `no-samples`, `bad-label`
 */
export function pairsOf(yTrue: Labels, yPred: Labels): Pairs {
  const pairs = { yTrue: [...yTrue], yPred: [...yPred] };
  const [actual, predicted] = [pairs.yTrue.length, pairs.yPred.length];
  if (actual !== predicted) {
    const sizes = `There are ${actual} true classes and ${predicted} predicted ones.`;
    throw new MetricsError('unequal-lengths', `${sizes} Give one prediction for each row.`);
  }
  if (actual === 0) throw new MetricsError('no-samples', 'There are no rows to judge: both lists are empty.');
  assertLabels(pairs.yTrue, 'yTrue');
  assertLabels(pairs.yPred, 'yPred');
  return pairs;
}

/** @throws {MetricsError} `bad-label` */
export function assertLabels(values: readonly Label[], list: string): void {
  values.forEach((value, row) => {
    const isLabel = ['string', 'boolean'].includes(typeof value) || (typeof value === 'number' && !Number.isNaN(value));
    if (!isLabel) throw new MetricsError('bad-label', `${list}[${row}] is ${String(value)}, which is no class.`, row);
  });
}

/**
 * The classes that are asked for, in that order; else all that occur in either list, sorted.
 * @throws {MetricsError} `bad-argument` where a class is asked for twice, or none is
 */
export function classesOf({ yTrue, yPred }: Pairs, asked: Labels | undefined): readonly Label[] {
  if (!asked) return [...new Set([...yTrue, ...yPred])].sort(bySize);
  const classes = [...asked];
  assertLabels(classes, 'labels');
  if (classes.length === 0) throw new MetricsError('bad-argument', 'There must be at least one class in “labels”.');
  if (new Set(classes).size < classes.length)
    throw new MetricsError('bad-argument', `A class stands twice in “labels”: ${classes.join(', ')}.`);
  return classes;
}

/** Numbers by size, all else by code points, as Python sorts. */
export function bySize(a: Label, b: Label): number {
  if (typeof a !== 'string' && typeof b !== 'string') return Number(a) - Number(b);
  return byCodePoint(String(a), String(b));
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** NaN for no values, as of no rows nothing is known. */
export const mean = (values: readonly number[]) => sum(values) / values.length;
