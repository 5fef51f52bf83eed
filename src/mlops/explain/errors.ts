import { CodedError } from '../codedError.ts';

export type ExplainErrorCode =
  /** Nothing to compare with: a part of a prediction is a difference from the background. */
  | 'empty-background'
  | 'no-samples'
  /** Rows of unequal length, or names, groups or answers that do not fit them. */
  | 'unequal-lengths'
  /** A number that is missing, NaN or infinite. */
  | 'bad-value'
  /** The model answers with too few numbers, or with what is no number. */
  | 'bad-model'
  /** More columns than all coalitions can be tried of. */
  | 'too-many-columns'
  | 'bad-argument';

/** What cannot be explained, or asked for. The message says what is wrong, where, and how to go on. */
export class ExplainError extends CodedError<ExplainErrorCode> {
  override readonly name = 'ExplainError';
}
