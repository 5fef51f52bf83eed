import { CodedError } from '../codedError.ts';

/** What was given has no rows and columns. */
export class DataError extends CodedError<'not-tabular'> {
  override readonly name = 'DataError';
}
