import { CodedError } from '../codedError.ts';

export type PlotErrorCode =
  /** Lists that belong together differ in length. */
  | 'unequal-lengths'
  /** More bars, classes or axes than anybody can read. */
  | 'too-many'
  /** A score or probability that is none. */
  | 'bad-value'
  /** The labels do not say which class is the positive one. */
  | 'unclear-class'
  | 'bad-argument';

/** Data that no chart can be made of. */
export class PlotError extends CodedError<PlotErrorCode> {
  override readonly name = 'PlotError';
}
