import { CodedError } from '../codedError.ts';

export type DecompositionErrorCode =
  /** More components than the data have, a share above 1, a first guess of another shape, … */
  | 'bad-argument'
  /** A value below zero for NMF, or a sparse value that is no number. */
  | 'bad-value'
  /** A single row, which has no variance. */
  | 'too-few-rows'
  /** Other columns or components than at `fit`. */
  | 'unequal-lengths'
  /** `transform` before `fit`. */
  | 'not-fitted';

/** Data that cannot be taken apart so. The message says what is wrong, and where. */
export class DecompositionError extends CodedError<DecompositionErrorCode> {
  override readonly name = 'DecompositionError';
}

/** What a fit has left. @throws {DecompositionError} `not-fitted` */
export function fittedOf<State>(state: State | undefined, name: string): State {
  if (state !== undefined) return state;
  throw new DecompositionError('not-fitted', `This ${name} has learned nothing yet: call fit first.`);
}

/** @param what e.g. columns @throws {DecompositionError} `unequal-lengths` */
export function assertWidth(found: number, fitted: number, what: 'columns' | 'components'): void {
  if (found === fitted) return;
  const message = `The rows have ${found} ${what}, and fit saw ${fitted}. Hand over rows of the same ${what}.`;
  throw new DecompositionError('unequal-lengths', message);
}

/** @param most the most there can be @throws {DecompositionError} `bad-argument` */
export function assertComponents(count: number, most: number, why: string): void {
  if (Number.isSafeInteger(count) && count >= 1 && count <= most) return;
  throw new DecompositionError(
    'bad-argument',
    `nComponents must be a whole number from 1 to ${most}, ${why}: not ${count}.`,
  );
}

/** @throws {DecompositionError} `bad-argument` */
export function assertCount(value: number, name: string, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new DecompositionError('bad-argument', `${name} must be a whole number from ${least} on, and not ${value}.`);
}
