import { shuffled, uniform } from '../datasets/chance.ts';
import type { Label } from '../metrics/data.ts';
import { EstimatorsError } from './errors.ts';
import { classesOf } from './samples.ts';

export interface Fold {
  /** Places of the rows to learn from, rising. */
  readonly train: number[];
  readonly test: number[];
}

export interface FoldOptions {
  /** 5 by default. */
  readonly nSplits?: number;
  /** Shuffles each class by this seed first; without it rows come in their order. */
  readonly seed?: number;
}

/**
 * Folds in which each class has the same share, as far as that goes: each row is tested once. After
 * `sklearn.model_selection.StratifiedKFold`; without a seed the folds are the same, with one they are our own.
 * @throws {EstimatorsError} `bad-argument`, also where a class has fewer rows than there are folds; `bad-label`
 */
export function stratifiedKFold(y: Iterable<Label>, { nSplits = 5, seed }: FoldOptions = {}): Fold[] {
  const labels = [...y];
  const { classes, codes } = classesOf(labels, labels.length);
  if (!(Number.isSafeInteger(nSplits) && nSplits >= 2))
    throw new EstimatorsError('bad-argument', `nSplits must be a whole number from 2 on, and not ${nSplits}.`);
  const places = classes.map((_, k) => labels.flatMap((__, row) => (codes[row] === k ? [row] : [])));
  const few = places.findIndex((rows) => rows.length < nSplits);
  if (few >= 0) {
    const found = `The class “${String(classes[few])}” has ${places[few]!.length} rows, fewer than ${nSplits} folds.`;
    throw new EstimatorsError('bad-argument', `${found} Take fewer folds.`);
  }
  // As scikit-learn: the classes in the order of their first rows, laid out side by side and dealt round.
  const byFirst = [...new Set(codes)];
  const dealt = byFirst.flatMap((k) => places[k]!.map(() => k));
  const sizes = Array.from({ length: nSplits }, (_, fold) => {
    const counts = new Map<number, number>();
    for (let at = fold; at < dealt.length; at += nSplits) counts.set(dealt[at]!, (counts.get(dealt[at]!) ?? 0) + 1);
    return counts;
  });
  const foldOf = new Uint32Array(labels.length);
  const next = seed === undefined ? undefined : uniform(seed);
  for (const k of byFirst) {
    const folds = sizes.flatMap((counts, fold) => new Array<number>(counts.get(k) ?? 0).fill(fold));
    const order = next ? shuffled(folds.length, next) : folds.map((_, i) => i);
    places[k]!.forEach((row, i) => {
      foldOf[row] = folds[order[i]!]!;
    });
  }
  return Array.from({ length: nSplits }, (_, fold) => ({
    train: labels.flatMap((__, row) => (foldOf[row] === fold ? [] : [row])),
    test: labels.flatMap((__, row) => (foldOf[row] === fold ? [row] : [])),
  }));
}
