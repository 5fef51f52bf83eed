import { TuningError } from './errors.ts';

export type Direction = 'min' | 'max';
/** The metric that decides, and whether more or less of it is better. */
export interface Objective {
  readonly name: string;
  readonly direction: Direction;
}

/** Of which more is better, and of which less, whatever stands before: `val_`, `weighted_`. */
const known: Readonly<Record<Direction, RegExp>> = {
  max: /^(acc|((binary|categorical|sparse_categorical)_)?accuracy|auc|precision|recall)$/i,
  min: /^(loss|ce|mae|mape|mse|msle|(.+_)?crossentropy|mean_(absolute|squared)(_percentage|_logarithmic)?_error)$/i,
};

/** @throws {TuningError} `bad-objective` for a name alone that tells no direction */
export function objectiveOf(objective: string | Objective): Objective {
  if (typeof objective !== 'string') return objective;
  const direction = directionOf(objective);
  if (direction) return { name: objective, direction };
  throw new TuningError(
    'bad-objective',
    `Nobody knows whether more or less “${objective}” is better: give { name: '${objective}', direction: 'max' } or 'min'.`,
  );
}

/** `undefined` where the name does not tell. */
export function directionOf(metric: string): Direction | undefined {
  const name = metric.replace(/^val_/, '').replace(/^weighted_/, '');
  if (known.max.test(name)) return 'max';
  return known.min.test(name) ? 'min' : undefined;
}

/** Sorts the best score first; what has none comes last. */
export const bestFirst =
  ({ direction }: Objective) =>
  (a: { readonly score: number | null }, b: { readonly score: number | null }): number => {
    if (a.score === null || b.score === null) return Number(a.score === null) - Number(b.score === null);
    return direction === 'max' ? b.score - a.score : a.score - b.score;
  };
