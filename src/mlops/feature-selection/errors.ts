import { CodedError } from '../codedError.ts';

export type FeatureSelectionErrorCode =
  /** More columns are asked for than there are, a threshold that is none, … */
  | 'bad-argument'
  /** A value that a score cannot take, e.g. one below zero for chi2. */
  | 'bad-value'
  | 'unequal-lengths'
  /** Fewer than two classes: nothing can be told apart. */
  | 'one-class'
  /** A model that says nothing of its columns. */
  | 'no-importance'
  | 'not-fitted';

/** Columns that cannot be chosen. The message says what is wrong, and where. */
export class FeatureSelectionError extends CodedError<FeatureSelectionErrorCode> {
  override readonly name = 'FeatureSelectionError';
}
