import { digamma } from '../data/specialFunctions.ts';
import { classesOf, type Matrix, rowsOf } from '../estimators/samples.ts';
import type { Label } from '../metrics/data.ts';
import { FeatureSelectionError } from './errors.ts';
import type { Scores } from './scores.ts';

export interface MutualInfoOptions {
  /** Places of the columns whose values are kinds, and no measures. */
  readonly discreteFeatures?: Iterable<number>;
  /** Neighbors within a class that a density is told by: 3 by default. */
  readonly nNeighbors?: number;
}

/**
 * What each column tells of the class, in nats: 0 for nothing. After `sklearn.feature_selection.mutual_info_classif`: by
 * counts for kinds, by nearest neighbors for measures (Ross 2014). scikit-learn adds a little noise to part equal measures;
 * this does not, so columns with many equal values differ.
 * @throws {FeatureSelectionError} `bad-argument`; {EstimatorsError} for what are no rows or classes
 */
export function mutualInfoClassif(x: Matrix, y: Iterable<Label>, options: MutualInfoOptions = {}): Scores {
  const { nNeighbors = 3 } = options;
  if (!(Number.isSafeInteger(nNeighbors) && nNeighbors >= 1))
    throw new FeatureSelectionError('bad-argument', `nNeighbors must be a whole number from 1 on, not ${nNeighbors}.`);
  const rows = rowsOf(x);
  const { classes, codes } = classesOf(y, rows.length);
  const discrete = new Set(options.discreteFeatures);
  const scores = Float64Array.from(rows[0]!, (_, j) => {
    const column = Float64Array.from(rows, (row) => row[j]!);
    const found = discrete.has(j) ? ofKinds(column, codes) : ofMeasures(column, codes, classes.length, nNeighbors);
    return Math.max(0, found);
  });
  return { scores };
}

/** Of two lists of kinds, by their counts. */
function ofKinds(column: Float64Array, codes: Uint32Array): number {
  const [pairs, values, kinds] = [new Map<string, number>(), new Map<number, number>(), new Map<number, number>()];
  column.forEach((value, i) => {
    const code = codes[i]!;
    pairs.set(`${value} ${code}`, (pairs.get(`${value} ${code}`) ?? 0) + 1);
    values.set(value, (values.get(value) ?? 0) + 1);
    kinds.set(code, (kinds.get(code) ?? 0) + 1);
  });
  let sum = 0;
  for (const [pair, count] of pairs) {
    const [value, code] = pair.split(' ').map(Number) as [number, number];
    const n = column.length;
    sum += (count / n) * Math.log((count * n) / (values.get(value)! * kinds.get(code)!));
  }
  return sum;
}

function ofMeasures(column: Float64Array, codes: Uint32Array, classes: number, nNeighbors: number): number {
  const byClass = Array.from({ length: classes }, (_, k) => column.filter((__, i) => codes[i] === k).sort());
  // A class of one row has no neighbors: it is left out.
  const kept = byClass.filter((values) => values.length > 1);
  const all = Float64Array.from(kept.flatMap((values) => [...values])).sort();
  let [ofNeighbors, ofClasses, ofAll] = [0, 0, 0];
  for (const values of kept) {
    const k = Math.min(nNeighbors, values.length - 1);
    values.forEach((value, at) => {
      const radius = kthDistance(values, at, k);
      ofNeighbors += digamma(k);
      ofClasses += digamma(values.length);
      ofAll += digamma(countWithin(all, value, radius));
    });
  }
  const n = all.length;
  return digamma(n) + (ofNeighbors - ofClasses - ofAll) / n;
}

/** Distance to the k-th nearest other value in a sorted list. */
function kthDistance(values: Float64Array, at: number, k: number): number {
  let [low, high] = [at - 1, at + 1];
  let distance = 0;
  for (let found = 0; found < k; found++) {
    const [below, above] = [
      values[at]! - (values[low] ?? Number.NEGATIVE_INFINITY),
      (values[high] ?? Number.POSITIVE_INFINITY) - values[at]!,
    ];
    distance = Math.min(below, above);
    if (below <= above) low--;
    else high++;
  }
  return distance;
}

/** How many of a sorted list lie nearer than the radius; the value itself counts, so at least 1. */
function countWithin(sorted: Float64Array, value: number, radius: number): number {
  const first = firstWhere(sorted, (each) => value - each < radius);
  const end = firstWhere(sorted, (each) => each - value >= radius);
  return Math.max(1, end - first);
}

/** Place of the first value that fulfills what all after it fulfill too. */
function firstWhere(sorted: Float64Array, is: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (is(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
