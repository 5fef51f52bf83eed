import { CodedError } from '../codedError.ts';

export type WindowsErrorCode =
  /** An option, a count or a list that is none. */
  | 'bad-argument'
  /** Lists that must have one entry for each row, and differ in length. */
  | 'unequal-lengths'
  /** More folds than there are groups or rows. */
  | 'too-few'
  /** Test windows that training has seen, see `assertNoLeaks`. */
  | 'leak';

/** What cannot be cut, dealt or encoded. The message says what is wrong, and where. */
export class WindowsError extends CodedError<WindowsErrorCode> {
  override readonly name = 'WindowsError';
}
