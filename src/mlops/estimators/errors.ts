import { CodedError } from '../codedError.ts';

export type EstimatorsErrorCode =
  /** A number that is missing, NaN, infinite or, where counts are meant, below zero. */
  | 'bad-value'
  /** A class that is missing, NaN, or neither text, number nor boolean. */
  | 'bad-label'
  /** Rows of unequal length, a class too many, or other columns than at `fit`. */
  | 'unequal-lengths'
  | 'no-samples'
  /** Fewer than two classes, where a model has to tell two apart. */
  | 'one-class'
  /** `predict` before `fit`. */
  | 'not-fitted'
  /** A file of a model that is no such file, or of a kind that is not read. */
  | 'bad-model-file'
  | 'bad-argument';

/** Data that a model cannot learn from, or a setting that is none. The message says what is wrong, and where. */
export class EstimatorsError extends CodedError<EstimatorsErrorCode> {
  override readonly name = 'EstimatorsError';
}
