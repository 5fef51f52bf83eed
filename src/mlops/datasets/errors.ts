import { CodedError } from '../codedError.ts';

export type DatasetsErrorCode =
  /** A seed, a count, a noise or a warmth that is none. */
  'bad-argument';

/** Data that cannot be made. The message says which argument is wrong. */
export class DatasetsError extends CodedError<DatasetsErrorCode> {
  override readonly name = 'DatasetsError';
}
