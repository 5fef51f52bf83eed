import { CodedError } from '../codedError.ts';

export type FairnessErrorCode =
  | 'bad-argument'
  | 'no-rows'
  /** A group that no row belongs to. */
  | 'unknown-group'
  /** A metric that is not computed, or a threshold that was not asked for. */
  | 'unknown-rate'
  /** A group with one kind of label only, where both are needed. */
  | 'one-class';

/** A comparison of groups that cannot be made. The message says what is wrong, where, and how to go on. */
export class FairnessError extends CodedError<FairnessErrorCode> {
  override readonly name = 'FairnessError';
}
