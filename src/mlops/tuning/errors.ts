import { CodedError } from '../codedError.ts';

export type TuningErrorCode =
  /** A hyperparameter that cannot be: its range is empty, its list is, or two of one name differ. */
  | 'bad-space'
  /** A value that is asked for, or given, and has no place in the space. */
  | 'unknown-hyperparameter'
  /** A hyperparameter whose condition does not hold. */
  | 'inactive-hyperparameter'
  /** Scores that lack the objective, or an objective of which nobody says whether more is better. */
  | 'bad-objective'
  /** A trial that is not known, or has ended. */
  | 'unknown-trial'
  /** As many trials failed, one after the other, as are borne. */
  | 'too-many-failures'
  /** Files of an earlier search that cannot be read. */
  | 'damaged-project'
  | 'bad-argument';

/** What the module refuses. The message says what is wrong, where, and how to go on. */
export class TuningError extends CodedError<TuningErrorCode> {
  override readonly name = 'TuningError';
}
